import json

from tests.pages.reading import shown

COMPARE = "pages/compare/compare.py"
DENTISTS = {"name": "Dentists!", "of": "users", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}


def test_compare_shows_the_personas_against_everyone_else_at_once(open_page):
    app = open_page(COMPARE)
    assert not app.exception
    for said in ("dentist", "hygienist", "everyone else", "NPS", "accounts"):
        assert said in shown(app)
    assert "strata-scorecard" in shown(app)


def test_compare_without_segments_says_what_to_do(open_page):
    app = open_page(COMPARE)
    while chips := [button for button in app.button if (button.key or "").startswith("chip_")]:
        chips[0].click().run()
    assert "Nothing to compare yet" in app.info[0].value


def test_compare_without_metrics_says_what_to_do(open_page):
    app = open_page(COMPARE)
    app.multiselect[0].set_value([]).run()
    assert "Choose at least one metric" in app.info[0].value


def test_baseline_can_be_another_segment(open_page):
    app = open_page(COMPARE)
    next(box for box in app.selectbox if box.label == "Compared with").set_value("Promoters").run()
    assert "Segments against Promoters" in shown(app)
    assert "Shares" in shown(app)


def test_metric_of_an_attribute_can_be_added(open_page):
    app = open_page(COMPARE)
    app.multiselect[0].set_value(["nps", "mean:team_size"]).run()
    assert "Mean team_size" in shown(app)


def test_link_brings_its_segments_along(open_page):
    app = open_page("", segments=json.dumps([DENTISTS]))
    app.switch_page(COMPARE).run()
    assert "Dentists!" in shown(app)


def test_broken_link_is_said_once_and_the_rest_still_shows(open_page):
    app = open_page("", segments="[{]")
    assert "The link could not be read" in app.warning[0].value
    app.switch_page(COMPARE).run()
    assert not app.warning
    assert "hygienist" in shown(app)


def test_link_with_an_unknown_attribute_names_it(open_page):
    bad = DENTISTS | {"where": {"attribute": "rolle", "op": "is", "value": ["x"]}}
    assert "rolle" in open_page("", segments=json.dumps([bad])).warning[0].value
