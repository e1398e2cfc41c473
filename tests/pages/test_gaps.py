"""The gap finder's page, on the sample company and on one with hardly anyone."""

import pytest

from tests.pages.reading import SECONDS, opened, shown

GAPS = "pages/discover/gaps.py"


@pytest.fixture
def app(sample_warehouse, work, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))
    return opened(GAPS, patience=4 * SECONDS)


def test_gaps_page_opens_on_the_greatest_gap_and_what_lies_behind(app):
    assert not app.exception
    assert [each.value for each in app.subheader] == [
        "The greatest gaps in NPS",
        "What may lie behind the gap of hygienist",
    ]
    assert "hygienist: NPS is 43 points lower" in shown(app)
    assert "charting\\_opened" in shown(app) or "charting_opened" in shown(app)


def test_another_find_and_sort_can_be_chosen(app):
    app.selectbox(key="gaps_sort_0").set_value("behaviour").run()
    assert "hygienist" not in app.selectbox(key="gaps_opened_0").options
    assert not app.exception


def test_a_find_is_compared(app):
    app.button(key="gap_compare").click().run()
    assert "Compare segments" in app.title[0].value


def test_gaps_page_says_that_nothing_was_found(open_page):
    app = open_page(GAPS)
    assert "No group clearly differs from everyone else" in shown(app)
    assert not app.exception
