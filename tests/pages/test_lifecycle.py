import json

from tests.pages.reading import shown

LIFECYCLE = "pages/behaviour/lifecycle.py"
EVERYBODY = {"name": "Everybody", "where": {"all": []}}
DENTISTS = {"name": "Our dentists", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}
TWO = json.dumps([EVERYBODY, DENTISTS])
MONTHS = json.dumps({"lifecycle": {"by": "month"}})


def test_lifecycle_page_shows_stages_side_by_side_over_time_and_as_flows(open_page):
    app = open_page(LIFECYCLE, segments=TWO, options=MONTHS)
    assert not app.exception
    assert [header.value for header in app.subheader] == [
        "Stages of life in March 2026",
        "Slipping by month",
        "Stages of life of Everybody by month",
        "Where Everybody went from February 2026 to March 2026",
    ]


def test_lifecycle_page_follows_another_stage_of_another_segment(open_page):
    app = open_page(LIFECYCLE, segments=TWO, options=MONTHS)
    box(app, "Stage to follow").set_value("dormant").run()
    box(app, "Look closer at").set_value("Our dentists").run()
    assert not app.exception
    titles = [header.value for header in app.subheader]
    assert "Dormant by month" in titles
    assert "Stages of life of Our dentists by month" in titles


def test_lifecycle_page_says_what_is_wrong_with_the_dates(open_page):
    app = open_page(LIFECYCLE, segments=TWO, window='{"from":"2026-01-15","to":"2026-01-17"}', options=MONTHS)
    assert "only the first month of the data" in shown(app)


def test_lifecycle_page_without_segments_says_how_to_go_on(open_page):
    assert "add a segment above" in shown(open_page(LIFECYCLE, segments="[]"))


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)
