import json

import pytest

from tests.pages.reading import shown

RETENTION, BUILD = "pages/behaviour/retention.py", "pages/segments/build.py"


@pytest.fixture
def app(open_page):
    return open_page(RETENTION)


def titles(app):
    return [element.value for element in app.subheader]


def test_retention_draws_a_curve_and_a_map_for_each_segment(app):
    assert titles(app)[0] == "Who comes back"
    assert "dentist\\: by when they started" in titles(app)
    assert "whose days are over" in shown(app)
    assert not app.exception


def test_days_of_ones_own_stay_in_the_link(app):
    app.selectbox(key="retention_mode_0").set_value("brackets").run()
    app.text_input(key="retention_brackets_0").set_value("1-3, 4-9").run()
    assert json.loads(app.query_params["options"])["retention"] == {"mode": "brackets", "brackets": "1-3, 4-9"}
    assert not app.exception


def test_days_that_make_no_sense_are_one_sentence(app):
    app.selectbox(key="retention_mode_0").set_value("brackets").run()
    app.text_input(key="retention_brackets_0").set_value("9-1").run()
    assert "do not follow one another" in app.error[0].value


def test_first_use_of_an_event_starts(app):
    app.selectbox(key="retention_start_0").set_value("login").run()
    assert "People start when they do login for the first time" in shown(app)


def test_saved_return_opens_in_the_builder(open_page):
    where = {"came_back": "login", "first_day": 7, "last_day": 13, "did": False}
    app = open_page("", draft=json.dumps({"name": "Gone", "where": where})).switch_page(BUILD).run()
    assert not app.exception
    assert "did not do login on days 7 to 13 after joining" in shown(app)
