import json

import pytest

from tests.pages.reading import shown

ACTIVITY = "pages/behaviour/activity.py"
EVERYBODY = {"name": "Everybody", "where": {"all": []}}
DENTISTS = {"name": "Our dentists", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}
LOGGED_IN = {"name": "Logged in", "where": {"event": "login"}}
THREE = json.dumps([EVERYBODY, DENTISTS, LOGGED_IN])
MARCH = '{"from":"2026-03-01","to":"2026-03-31"}'


def test_activity_page_opens_on_the_segments_in_play(open_page):
    app = open_page(ACTIVITY, segments=THREE)
    assert not app.exception
    assert [header.value for header in app.subheader] == ["Weekly active share by week"]
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("measure", "title"),
    [
        ("users", "Weekly active users \\(WAU\\) by week"),
        ("events", "Weekly events per active user by week"),
        ("stickiness", "Stickiness \\(DAU/WAU\\) by week"),
    ],
)
def test_activity_page_shows_another_measure(open_page, measure, title):
    app = open_page(ACTIVITY, segments=THREE, window=MARCH)
    app.selectbox(key=key_of(app, "activity_measure")).set_value(measure).run()
    app.selectbox(key=key_of(app, "activity_by")).set_value("week").run()
    assert not app.exception
    assert app.subheader[0].value.replace("\\", "") == title.replace("\\", "")


def test_activity_page_says_what_is_wrong_with_the_dates(open_page):
    app = open_page(ACTIVITY, segments=THREE, window='{"from":"2020-01-01","to":"2020-01-31"}')
    assert "has no data in these dates" in shown(app)


def test_activity_page_without_segments_says_how_to_go_on(open_page):
    assert "add a segment above" in shown(open_page(ACTIVITY, segments="[]"))


def test_mark_can_be_saved_as_a_segment(open_page, work):
    app = open_page(ACTIVITY, segments=json.dumps([EVERYBODY]), window=MARCH)
    box = next(box for box in app.selectbox if box.label == "Whom to look at")
    box.select_index(0).run()
    button = next(button for button in app.button if button.label == "Save as a segment")
    button.click().run()
    assert not app.exception
    assert [saved.name for saved in work.list()] == ["Everybody, active in 1 March 2026"]


def test_note_on_a_day_is_made_shown_and_removed(open_page, work):
    app = open_page(ACTIVITY, segments=THREE, window=MARCH)
    app.text_input(key="note_text").set_value("Release <b>4</b>")
    next(button for button in app.button if button.label == "Add the note").click().run()
    assert not app.exception
    assert [(note.day.isoformat(), note.text, note.saved_by) for note in work.annotations()] == [
        ("2026-03-31", "Release <b>4</b>", "ann")
    ]
    drawn = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert [each["text"] for each in drawn["layout"]["annotations"]] == ["Release &lt;b>4&lt;/b>"]
    next(button for button in app.button if button.label == "Remove").click().run()
    assert work.annotations() == ()


def test_empty_note_is_refused_in_a_sentence(open_page, work):
    app = open_page(ACTIVITY, segments=THREE, window=MARCH)
    next(button for button in app.button if button.label == "Add the note").click().run()
    assert "cannot name a note on a day" in shown(app)
    assert work.annotations() == ()


def key_of(app, beginning):
    return next(box.key for box in app.selectbox if box.key.startswith(beginning))
