"""The engagement map: by hand on the village, by pandas on the sample company, and what bad questions get."""

import json
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from strata.analysis.engagement import engagement
from strata.analysis.engagement_exhibits import exhibits
from strata.analysis.size import size
from strata.build import load, read_project
from strata.errors import MetricError, SegmentError
from strata.model.engagement import CORNERS, Band, Limits, bands
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse
from strata.warehouse import Warehouse
from tests.segments.village import write_village


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


EVERYONE = segment("All", all=[])
NOBODY = segment("Nobody", attribute="role", op="is", value=["astronaut"])
HYGIENISTS = segment("hygienist", attribute="role", op="is", value=["hygienist"])


def recipe(*segments, baseline=None, window=EVER, **options):
    return Recipe("engagement", segments, baseline, window, tuple(options.items()))


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    load(read_project(write_village(folder / "sources")), folder / "warehouse", now=datetime(2026, 10, 1, tzinfo=UTC))
    warehouse = Warehouse.open(folder / "warehouse")
    yield warehouse
    warehouse.close()


def test_engagement_cuts_the_map_above_the_median_of_the_active(village):
    """Ann: 2 features on 3 days; Bob: 2 on 2; Cid: 1 on 1; Eve: 2 on 1; Fay did nothing; Dan is a test user."""
    found = engagement(village, recipe(EVERYONE))
    assert found.limits == Limits(3, 2)  # the medians are 2 features and 1.5 days
    assert found.lines[0].counts == {"power": 0, "focused": 2, "curious": 0, "light": 2, "inactive": 1}
    assert found.lines[0].there == 5


def test_engagement_counts_what_happened_in_the_window(village):
    found = engagement(village, recipe(EVERYONE, window=Between(date(2026, 3, 24), date(2026, 3, 30))))
    assert found.lines[0].counts == {"power": 1, "focused": 0, "curious": 0, "light": 1, "inactive": 3}
    assert found.limits == Limits(2, 3)  # Ann: 2 features on 3 days; Bob: 1 on 1


def test_marks_stand_for_those_in_the_corner_or_cell(village):
    for exhibit in exhibits(village, recipe(EVERYONE))[:2]:
        shown = with_people(exhibit)
        assert shown
        for mark in shown:
            assert f"{size(village, mark.people).users:,} people" == mark.note
        json.dumps(exhibit.as_json())


def with_people(exhibit):
    return [mark for series in exhibit.plot.series for mark in series.marks if mark.people]


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (2, (Band(1, 1), Band(2, 3), Band(4, None))),
        (3, (Band(1, 1), Band(2, 2), Band(3, 5), Band(6, None))),
        (8, (Band(1, 3), Band(4, 7), Band(8, 15), Band(16, None))),
    ],
)
def test_bands_begin_at_the_limit(limit, expected):
    assert bands(limit) == expected
    assert [band.label for band in bands(2)] == ["1", "2–3", "4+"]


@pytest.mark.parametrize(
    ("window", "error", "says"),
    [
        (Between(date(2020, 1, 1), date(2020, 2, 1)), MetricError, "Nobody did anything in these dates"),
        (SinceJoined(7), SegmentError, "same dates for everyone"),
    ],
)
def test_engagement_that_cannot_be_counted_says_why(tiny, window, error, says):
    with pytest.raises(error, match=says):
        engagement(tiny, recipe(EVERYONE, window=window))


def test_engagement_of_nobody_is_withheld(tiny):
    found = exhibits(tiny, recipe(NOBODY))
    assert found[0].plot is not None
    assert found[0].plot.series[0].marks[0].withheld == "No users."
    assert engagement(tiny, recipe(NOBODY)).results[0].verdict == "not_enough_data"


def test_engagement_before_the_data_began_is_not_compared(tiny):
    found = engagement(tiny, recipe(EVERYONE, baseline="previous", window=Last(60)))
    assert found.results == ()
    assert "do not reach back" in found.notes[-1]


# -- the sample company, beside pandas -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def used(sample):
    """Per user who is counted: role, when they came, and how many features on how many of the last 90 days."""
    users = sample._fetch("select user_id, role, joined_at, first_seen, is_internal from users", {}, lambda c: c.df())
    events = sample._fetch("select user_id, event_name, ts from events", {}, lambda c: c.df())
    until = pd.Timestamp(sample.catalog.as_of) + pd.Timedelta(days=1)
    recent = events[(events["ts"] < until) & (events["ts"] >= until - pd.Timedelta(days=90))]
    recent = recent.assign(day=recent["ts"].dt.floor("D"))
    per_user = recent.groupby("user_id").agg(features=("event_name", "nunique"), days=("day", "nunique"))
    users["came"] = users[["joined_at", "first_seen"]].min(axis=1)
    found = users[~users["is_internal"]].join(per_user, on="user_id").fillna({"features": 0, "days": 0})
    return found[found["came"] < until]


def test_engagement_equals_pandas(sample, used):
    found = engagement(sample, recipe(HYGIENISTS, window=Last(90)))
    active = used[used["days"] > 0]
    features, days = (int(active[name].median()) + 1 for name in ("features", "days"))
    assert found.limits == (features, days)
    corner = pd.Series("light", index=used.index)
    corner[(used["features"] >= features) & (used["days"] >= days)] = "power"
    corner[(used["features"] < features) & (used["days"] >= days)] = "focused"
    corner[(used["features"] >= features) & (used["days"] < days)] = "curious"
    corner[used["days"] == 0] = "inactive"
    for line, inside in zip(found.lines, (used["role"] == "hygienist", used["role"] != "hygienist"), strict=True):
        assert line.there == inside.sum()
        assert line.counts == {name: (corner[inside] == name).sum() for name in CORNERS}
        mine = used[inside & (used["days"] > 0)]
        assert (line.features, line.days) == (mine["features"].median(), mine["days"].median())


def test_cells_of_the_map_equal_pandas(sample, used):
    found = engagement(sample, recipe(HYGIENISTS, window=Last(90)))
    mine = used[(used["role"] == "hygienist") & (used["days"] > 0)]
    for days, row in zip(found.days, found.cells, strict=True):
        for features, count in zip(found.features, row, strict=True):
            inside = mine["days"].between(days.low, days.high or 10**6)
            assert count == (inside & mine["features"].between(features.low, features.high or 10**6)).sum()


def test_verdicts_are_about_shares_of_corners(sample):
    found = engagement(sample, recipe(HYGIENISTS, window=Last(90)))
    by_corner = {result.metric: result for result in found.results}
    for corner in CORNERS:
        result = by_corner[f"corner:{corner}"]
        mine, rest = found.lines
        assert result.value == pytest.approx(100 * mine.counts[corner] / mine.there)
        assert result.baseline_value == pytest.approx(100 * rest.counts[corner] / rest.there)
        assert result.ci_low is not None


def test_period_before_is_cut_at_the_same_numbers(sample):
    found = engagement(sample, recipe(HYGIENISTS, baseline="previous", window=Last(90)))
    assert {result.baseline for result in found.results} == {"the period before"}
    assert all(result.baseline_value is not None for result in found.results)
