"""The views of one comparison, on a page of their own."""

import csv
import io
import json

import pytest
from streamlit.testing.v1 import AppTest

from strata.analysis.exhibits import make
from strata.export import FORMATS
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Last, Segment, parse
from tests.pages.reading import SECONDS, shown, started

HYGIENISTS = {"name": "Hygienists", "where": {"attribute": "role", "op": "is", "value": ["hygienist"]}}
ENTERPRISE = {"name": "Enterprise", "where": {"attribute": "plan", "op": "is", "value": ["Enterprise"]}}
EVERYBODY = {"name": "Everybody", "where": {"all": []}}


def page():
    """What the script of the page does; AppTest runs its text, so everything it needs is named here."""
    import json  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from strata.membership import NO_LIBRARY  # noqa: PLC0415
    from strata.model.metrics import metric  # noqa: PLC0415
    from strata.model.segment import EVER, Last, Segment, parse  # noqa: PLC0415
    from strata.ui import cache, closer  # noqa: PLC0415

    asked = json.loads(st.query_params["asked"])
    segments = tuple(Segment(each["name"], parse(each["where"], at="it")) for each in asked["segments"])
    chosen = metric(asked["metric"], cache.catalog())
    window = Last(asked["days"]) if asked["days"] else EVER
    found = cache.comparison(segments, (chosen,), baseline=asked["baseline"], window=window, library=NO_LIBRARY)
    closer.show(segments, chosen, found.results[0], baseline=asked["baseline"], window=window, library=NO_LIBRARY)


def looked_at(metric, *segments, baseline=None, days=None) -> AppTest:
    app = AppTest.from_function(page, default_timeout=SECONDS)
    asked = {"metric": metric, "segments": segments, "baseline": baseline, "days": days}
    return started(app, asked=json.dumps(asked))


@pytest.fixture
def look(tiny_folder, work, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tiny_folder))
    return looked_at


@pytest.fixture
def look_at_sample(sample_warehouse, work, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))
    return looked_at


def choose(app, label, value):
    return next(each for each in app.segmented_control if each.label == label).set_value(value).run()


def test_trend_is_drawn_with_what_it_says(look):
    app = choose(look("did:login", EVERYBODY), "Look at", "trend")
    assert not app.exception
    assert not app.error
    assert app.get("plotly_chart")
    assert "Everybody" in shown(app)
    assert "Areas" in shown(app)


def test_trend_by_another_grain_is_drawn_anew(look):
    app = choose(choose(look("did:login", EVERYBODY), "Look at", "trend"), "By", "month")
    assert "fewer than 3 whole months have enough users" in shown(app)


def test_all_segments_can_be_seen_together(look):
    app = choose(look("did:login", HYGIENISTS, EVERYBODY), "Look at", "trend")
    alone = shown(app).count("Everybody")
    app.toggle[0].set_value(True).run()
    assert not app.error
    assert shown(app).count("Everybody") > alone


def test_too_many_points_are_said_beside_the_choice(look):
    app = choose(choose(look("did:login", EVERYBODY), "Look at", "trend"), "By", "day")
    assert "60 are the most: choose week" in app.error[0].value
    assert [each.label for each in app.segmented_control][:2] == ["Look at", "By"]


def test_a_metric_without_time_has_no_trend(look):
    app = look("mean:team_size", EVERYBODY)
    assert not app.error
    assert "Trend" not in str([each.options for each in app.segmented_control])


def test_spread_is_drawn_in_every_form_with_its_quantiles(look_at_sample):
    app = look_at_sample("csat", HYGIENISTS)
    for form in ("shares", "boxes", "bars"):
        app = choose(app, "Draw", form)
        assert not app.error
        assert app.get("plotly_chart")
    assert list(app.dataframe[0].value["Group"]) == ["Hygienists", "everyone else"]
    assert "Of 100 random pairs of Hygienists and everyone else" in shown(app)


def test_share_of_users_has_no_distribution_but_what_else_differs(look):
    app = look("did:login", EVERYBODY)
    assert app.segmented_control[0].options == ["Trend", "What else differs"]


def test_mix_says_first_what_turns_the_gap_round(look_at_sample):
    app = choose(look_at_sample("nps", ENTERPRISE), "Look at", "mix")
    assert not app.error
    assert "practice size" in app.warning[0].value
    assert app.get("plotly_chart")
    assert app.dataframe[0].value["Held equal"][0].startswith("⚠")
    app = choose(app, "Held equal", "region")
    assert not app.error


def test_mix_without_a_finding_says_what_was_held_equal(look_at_sample):
    app = choose(look_at_sample("nps", HYGIENISTS), "Look at", "mix")
    assert not app.warning
    assert "none of these changes the gap much" in app.success[0].value


def test_time_is_drawn_as_curves_with_medians(look_at_sample):
    app = look_at_sample("first:charting_opened", HYGIENISTS)
    assert not app.error
    assert app.get("plotly_chart")
    assert "times as fast as" in shown(app) or "about as fast as" in shown(app)
    assert list(app.dataframe[0].value["Group"]) == ["Hygienists", "everyone else"]


def test_period_before_is_a_line_of_the_trend_and_said_elsewhere(look_at_sample):
    app = look_at_sample("nps", HYGIENISTS, baseline="previous", days=180)
    assert "the trend shows the period before" in shown(app)
    app = choose(app, "Look at", "trend")
    assert not app.error
    assert "everyone else" not in shown(app)


@pytest.mark.parametrize(
    ("kind", "asked", "column"),
    [
        ("trend", "nps", "value before"),
        ("distribution", "nps", "share (%)"),
        ("mix", "nps", "adjusted gap"),
        ("timing", "first:charting_opened", "at risk"),
    ],
)
def test_rows_of_every_view_are_a_csv(sample, kind, asked, column):
    segment = Segment("=Hygienists", parse(HYGIENISTS["where"], at="it"))
    window = Last(90) if kind == "trend" else EVER
    made = make(sample, Recipe(kind, (segment,), window=window, options=(("metric", asked),)))
    read = list(csv.DictReader(io.StringIO(FORMATS["csv-data"].write(made[:1]).decode(), newline="")))
    assert column in read[0]
    assert "'=Hygienists" in read[0].values()
