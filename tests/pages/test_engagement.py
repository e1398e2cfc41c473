import json

from tests.pages.reading import shown

ENGAGEMENT = "pages/behaviour/engagement.py"
EVERYBODY = {"name": "Everybody", "where": {"all": []}}
DENTISTS = {"name": "Our dentists", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}
TWO = json.dumps([EVERYBODY, DENTISTS])


def test_engagement_page_shows_corners_map_and_what_is_typical(open_page):
    app = open_page(ENGAGEMENT, segments=TWO)
    assert not app.exception
    assert [header.value.replace("\\", "") for header in app.subheader] == [
        "Who is in which corner",
        "How broadly and how often: Everybody",
        "What is typical",
    ]


def test_engagement_page_looks_closer_at_another_segment(open_page):
    app = open_page(ENGAGEMENT, segments=TWO)
    box(app, "Look closer at").set_value("Our dentists").run()
    assert "How broadly and how often: Our dentists" in app.subheader[1].value.replace("\\", "")


def test_engagement_page_of_dates_without_events_says_so(open_page):
    app = open_page(ENGAGEMENT, segments=TWO, window='{"from":"2020-01-01","to":"2020-01-31"}')
    assert "Nobody did anything in these dates" in shown(app)


def test_engagement_page_without_segments_says_how_to_go_on(open_page):
    assert "add a segment above" in shown(open_page(ENGAGEMENT, segments="[]"))


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)
