import json

import pytest

from tests.pages.reading import shown

NPS, CSAT = "pages/sentiment/nps.py", "pages/sentiment/csat.py"


def titles(app) -> list[str]:
    return [subheader.value for subheader in app.subheader]


def by_label(app, label):
    return next(box for box in app.selectbox if box.label == label)


def test_nps_page_shows_groups_and_why_small_ones_are_withheld(open_page):
    app = open_page(NPS)
    assert not app.exception
    assert "hygienist" in shown(app)
    assert "Too few answers to judge" in shown(app)
    assert titles(app)[0] == "NPS by role"


def test_nps_page_splits_by_another_attribute(open_page):
    app = open_page(NPS)
    by_label(app, "Split by").set_value("region").run()
    assert "West" in shown(app)
    assert titles(app)[0] == "NPS by region"


def test_nps_page_crosses_two_attributes(open_page):
    app = open_page(NPS)
    by_label(app, "And by").set_value("region").run()
    assert not app.exception
    assert "NPS of every role in every region" in titles(app)


def test_nps_page_splits_by_what_people_did(open_page):
    app = open_page(NPS, by="did:login")
    assert not app.exception
    assert titles(app)[0] == "NPS by login"
    next(box for box in app.number_input if box.label.startswith("At least")).set_value(2).run()
    assert titles(app)[0] == "NPS by login at least 2 times"


def test_nps_page_splits_by_the_segments_in_play(open_page):
    dentists = {"name": "Our dentists", "of": "users", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}
    app = open_page(NPS, by="segments", segments=json.dumps([dentists]))
    assert not app.exception
    assert "Our dentists" in shown(app)
    assert "Users whose role is dentist" in shown(app)


def test_nps_page_without_answers_in_the_dates_says_so(open_page):
    app = open_page(NPS, window='{"from":"2020-01-01","to":"2020-01-31"}')
    assert "Nobody answered in these dates" in app.info[0].value


@pytest.mark.parametrize(
    ("view", "title"),
    [
        ("answers", "Every NPS answer by role"),
        ("trend", "NPS over time, by role"),
        ("moved", "Who moved in NPS"),
        ("accounts", "Accounts with the lowest NPS"),
    ],
)
def test_nps_page_looks_at_one_part_at_a_time(open_page, view, title):
    app = open_page(NPS)
    by_label(app, "Look at").set_value(view).run()
    assert not app.exception
    assert titles(app)[0] == title


def test_nps_page_counts_one_answer_per_wave(open_page):
    app = open_page(NPS)
    by_label(app, "Counted").set_value("wave").run()
    assert "in each wave counts" in shown(app)


def test_nps_page_of_a_link_with_an_unknown_split_says_what_was_left_out(open_page):
    app = open_page(by="rle")
    assert "could not be read in full" in shown(app)
    assert titles(app)[0] == "NPS by role"


def test_csat_page_shows_top_two_and_mean(open_page):
    app = open_page(CSAT)
    assert not app.exception
    assert titles(app)[:2] == ["CSAT (4 or 5 of 5) by role", "CSAT mean (1 to 5) by role"]


def test_csat_page_shows_another_rating(open_page):
    app = open_page(CSAT)
    by_label(app, "Question").set_value("team_size").run()
    assert not app.exception
    assert titles(app)[0] == "team\\_size by role"


def test_csat_page_of_the_sample_shows_touchpoints(open_page, sample_warehouse, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))
    app = open_page(CSAT, options='{"csat":{"view":"answers"}}')
    assert not app.exception
    assert "CSAT by touchpoint" in titles(app)


def test_too_few_accounts_to_be_ranked_give_a_sentence(open_page):
    app = open_page(NPS, options='{"nps": {"view": "accounts"}}')
    assert not app.exception
    assert "too few to say how much accounts differ" in shown(app)
    assert not app.dataframe
