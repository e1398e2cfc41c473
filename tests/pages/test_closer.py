"""The views of one comparison, on a page of their own."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import SECONDS, shown

HYGIENISTS = {"name": "Hygienists", "where": {"attribute": "role", "op": "is", "value": ["hygienist"]}}
EVERYBODY = {"name": "Everybody", "where": {"all": []}}


def page():
    """What the script of the page does; AppTest runs its text, so everything it needs is named here."""
    import json  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from strata.membership import NO_LIBRARY  # noqa: PLC0415
    from strata.model.metrics import metric  # noqa: PLC0415
    from strata.model.segment import EVER, Segment, parse  # noqa: PLC0415
    from strata.ui import cache, closer  # noqa: PLC0415

    asked = json.loads(st.query_params["asked"])
    segments = tuple(Segment(each["name"], parse(each["where"], at="it")) for each in asked["segments"])
    chosen = metric(asked["metric"], cache.catalog())
    found = cache.comparison(segments, (chosen,), baseline=None, window=EVER, library=NO_LIBRARY)
    closer.show(segments, chosen, found.results[0], baseline=None, window=EVER, library=NO_LIBRARY)


@pytest.fixture
def look(tiny_folder, work, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tiny_folder))

    def look_(metric, *segments) -> AppTest:
        app = AppTest.from_function(page, default_timeout=SECONDS)
        app.query_params["asked"] = json.dumps({"metric": metric, "segments": segments})
        return app.run()

    return look_


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
