"""The page that follows a change, on the sample company."""

import json

import pytest

from tests.pages.reading import SECONDS, opened, shown

IMPACT = "pages/discover/impact.py"


@pytest.fixture
def open_sample(sample_warehouse, work, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))

    def open_(**options):
        query = {"options": json.dumps({"impact": options})} if options else {}
        return opened(IMPACT, patience=4 * SECONDS, **query)

    return open_


def test_impact_page_asks_for_a_day_first(open_sample):
    app = open_sample()
    assert "on which day" in app.info[0].value
    assert not app.exception


def test_impact_page_shows_before_and_after_and_keeps_the_change(open_sample, work):
    app = open_sample(segment="hygienist", day="2026-04-01")
    assert not app.exception
    assert [each.value for each in app.subheader] == [
        "NPS after the change of 2026-04-01",
        "NPS before and after",
        "NPS over time",
    ]
    app.text_input(key="change_name").set_value("Charting fix").run()
    app.button(key="keep_change").click().run()
    assert work.marked_changes()[0].name == "Charting fix"
    assert "Charting fix" in shown(app)


def test_a_day_outside_the_data_is_said(open_sample):
    app = open_sample(segment="hygienist", day="2031-04-01")
    assert "is outside the data" in shown(app)
    assert not app.exception


def test_damaged_choices_give_way_to_the_usual_ones(open_sample):
    app = open_sample(segment=7, day="soon", goal="high")
    assert "on which day" in app.info[0].value
    assert not app.exception
