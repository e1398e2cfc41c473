import json

import pytest

from tests.pages.reading import shown

FUNNEL, BUILD = "pages/behaviour/funnel.py", "pages/segments/build.py"


@pytest.fixture
def app(open_page):
    return open_page(FUNNEL)


def chosen(app):
    return [box.value for box in app.selectbox if box.label.startswith("Step ")]


def titles(app):
    return [element.value for element in app.subheader]


def test_funnel_opens_on_the_most_frequent_events(app):
    assert chosen(app) == ["login", "export", "login"]
    assert titles(app) == [
        "How far they get",
        "From each step to the next",
        "Where they stop",
        "How long each step takes",
    ]
    assert "begins, at the first time there" in shown(app)
    assert not app.exception


def test_fewer_steps_and_another_event_stay_in_the_link(app):
    app.number_input(key="funnel_n_steps_0").set_value(2).run()
    app.selectbox(key="funnel_step_1_0").set_value("login").run()
    assert chosen(app) == ["login", "login"]
    assert json.loads(app.query_params["options"])["funnel"]["steps"] == ["login", "login"]
    assert "login, at its first time" not in shown(app)


def test_link_brings_the_funnel_back(open_page):
    app = open_page("", options=json.dumps({"funnel": {"steps": ["export", "login"], "days": 3, "exclude": "nothing"}}))
    app = app.switch_page(FUNNEL).run()
    assert chosen(app) == ["export", "login"]
    assert "within 3 days of the beginning" in shown(app)


def test_damaged_choices_give_way_to_the_usual_ones(open_page):
    app = open_page("", options=json.dumps({"funnel": {"steps": "login", "days": "many"}})).switch_page(FUNNEL).run()
    assert chosen(app) == ["login", "export", "login"]
    assert not app.exception


def test_dividing_puts_values_in_play(app):
    app.selectbox(key="splitter_0").set_value("joined_at:month").run()
    cards = [button.label for button in app.button if str(button.key).startswith("chip_")]
    assert cards == ["Joined\\: Jan 2026", "Joined\\: Feb 2026", "Joined\\: Mar 2026"]


def test_no_segments_is_said(open_page):
    app = open_page("", segments="[]").switch_page(FUNNEL).run()
    assert "Nothing to show yet" in shown(app)


def test_saved_drop_off_opens_in_the_builder(open_page):
    where = {"funnel": ["login", "export"], "reached": 1, "stopped": True, "days": 7}
    app = open_page("", draft=json.dumps({"name": "Stopped", "where": where})).switch_page(BUILD).run()
    assert not app.exception
    assert [box.value for box in app.selectbox if box.label.startswith("Step ")] == ["login", "export"]
    assert "then not export within 7 days" in shown(app)
