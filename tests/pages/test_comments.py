import json

import pytest

from tests.pages.reading import shown

COMMENTS = "pages/sentiment/comments.py"


def by_label(app, label):
    return next(box for box in app.selectbox if box.label == label)


def cards(app) -> list[str]:
    return [text.value for text in app.text]


@pytest.fixture
def sample_page(open_page, sample_warehouse, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))
    return lambda **options: open_page(COMMENTS, options=json.dumps({"comments": options}))


def test_comments_page_of_few_comments_says_so(open_page):
    app = open_page(COMMENTS)
    assert not app.exception
    assert "comments are too few to tell themes" in shown(app)


def test_comments_page_shows_markup_and_formulas_as_text(open_page):
    app = open_page(COMMENTS)
    by_label(app, "Answers").set_value("").run()
    by_label(app, "Look at").set_value("quotes").run()
    assert not app.exception
    assert {"<b>great</b>", "=1+1", "charting is slow"} == set(cards(app))


def test_comments_page_searches(open_page):
    app = open_page(COMMENTS)
    by_label(app, "Look at").set_value("quotes").run()
    app.text_input[0].set_value("CHART").run()
    assert cards(app) == ["charting is slow"]


def test_comments_page_without_comments_says_so(open_page):
    app = open_page(COMMENTS, window='{"from":"2020-01-01","to":"2020-01-31"}')
    assert "Nobody left a comment" in app.info[0].value


def test_comments_page_of_the_sample_shows_what_hygienists_say(sample_page):
    app = sample_page()
    assert not app.exception
    assert "share of comments about “charting" in shown(app)
    by_label(app, "Look at").set_value("words").run()
    assert not app.exception
    assert "“charting”" in shown(app)


def test_comments_page_of_a_chosen_group(sample_page):
    app = sample_page(view="words", focus="dentist")
    assert not app.exception
    assert [box.value for box in app.selectbox if box.label == "Whose comments"] == ["dentist"]
    assert "comments of dentist say that others do not" in " ".join(each.value for each in app.subheader)
