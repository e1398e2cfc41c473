import json

import pytest

from strata.model.results import PREVIOUS
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


def test_cards_say_how_large_a_segment_is_and_whom_it_shares(open_page):
    app = open_page(COMPARE)
    add = next(box for box in app.selectbox if box.label == "Add a segment")
    add.set_value("Promoters").run()
    said = shown(app)
    assert "strata-card" in said
    assert "with Promoters" in said


def test_baseline_can_be_another_segment(open_page):
    app = open_page(COMPARE)
    box(app, "Compared with").set_value("Promoters").run()
    assert "Segments against Promoters" in shown(app)


def test_baseline_before_needs_dates_and_offers_them(open_page):
    app = open_page(COMPARE)
    box(app, "Compared with").set_value(PREVIOUS).run()
    assert "The period before needs dates with a beginning" in app.info[0].value
    next(button for button in app.button if "90 days" in button.label).click().run()
    assert not app.exception
    assert "Segments against the period before" in shown(app)
    assert json.loads(app.query_params["baseline"]) == {"period": "before"}


def test_metric_of_an_attribute_can_be_added(open_page):
    app = open_page(COMPARE)
    app.multiselect[0].set_value(["nps", "mean:team_size"]).run()
    assert "Mean team_size" in shown(app)


def test_metrics_are_searched_by_their_group(open_page):
    words = open_page(COMPARE).multiselect[0].options
    assert "Sentiment: NPS" in words
    assert "Did: Share who did login" in words


def test_looking_closer_shows_the_method_and_its_figures(open_page):
    app = looking(open_page(COMPARE))
    said = shown(app)
    for word in ("p, corrected", "Design effect", "Effective n", "Needed per group", "largest holds"):
        assert word in said
    assert json.loads(app.query_params["look"]) == ["nps", "dentist"]


def test_margin_that_is_set_is_kept_in_the_link_until_the_usual_one_is_taken_again(open_page):
    app = looking(open_page(COMPARE))
    assert app.number_input[0].value == 5.0
    app.number_input[0].set_value(12.0).run()
    assert json.loads(app.query_params["margins"]) == {"nps": 12.0}
    next(button for button in app.button if button.label == "Back to the usual: 5").click().run()
    assert "margins" not in app.query_params
    assert app.number_input[0].value == 5.0


def test_who_they_are_is_withheld_for_a_tiny_segment(open_page):
    app = looking(open_page(COMPARE))
    assert "See who" in [each.label for each in app.expander]


def test_order_and_filter_stand_in_the_link(open_page):
    app = open_page(COMPARE)
    choose(app, "Order of the metrics", "name")
    choose(app, "Metrics shown", "clear")
    assert (app.query_params["sort"], app.query_params["which"]) == ("name", "clear")
    assert "No difference is clear here" in app.info[0].value


def test_link_brings_order_form_margins_and_what_is_looked_at(open_page):
    look, margins = '["nps","dentist"]', '{"nps":12.5}'
    app = open_page("", sort="name", view="chart", margins=margins, look=look).switch_page(COMPARE).run()
    assert app.get("plotly_chart")
    assert app.number_input[0].value == 12.5
    assert "p, corrected" in shown(app)


@pytest.mark.parametrize("margins", ["[1]", '{"nps":-1}', '{"nps":"x"}', '{"nsp":1}', '{"nps":NaN}'])
def test_link_with_senseless_margins_is_one_sentence(open_page, margins):
    app = open_page("", margins=margins)
    assert "The link could not be read in full" in app.warning[0].value


def test_link_to_a_comparison_that_is_not_shown_opens_none(open_page):
    app = open_page("", look='["nps","nobody"]').switch_page(COMPARE).run()
    assert not app.exception
    assert "Click a value in the table" in shown(app)


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


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)


def looking(app):
    return box(app, "Look closer at").set_value(("nps", "dentist")).run()


def choose(app, label, value):
    next(each for each in app.get("button_group") if each.label == label).set_value(value).run()
