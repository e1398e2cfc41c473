"""Stages of life: by hand on the tiny warehouse, by pandas on the sample company, and what bad questions get."""

import json
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from strata.analysis.lifecycle import lifecycle
from strata.analysis.lifecycle_exhibits import exhibits
from strata.analysis.size import size
from strata.errors import MetricError, SegmentError
from strata.model.lifecycle import STAGES
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
EVERYONE = segment("All", all=[])
NOBODY = segment("Nobody", attribute="role", op="is", value=["astronaut"])
QUARTER = Between(date(2026, 1, 1), date(2026, 3, 31))


def recipe(*segments, baseline=None, window=QUARTER, **options):
    return Recipe("lifecycle", segments, baseline, window, tuple(({"by": "month"} | options).items()))


def test_lifecycle_puts_everyone_who_had_come_in_one_stage(tiny):
    found = lifecycle(tiny, recipe(EVERYONE))
    (line,) = found.lines
    assert [period.label for period in found.periods] == ["Feb 2026", "Mar 2026"]
    assert line.there == (7, 9)
    assert line.counts == {
        "new": (3, 2),
        "returning": (0, 0),
        "resurrected": (0, 3),  # u1, u2 and u3 joined in January and did nothing before March
        "slipping": (1, 0),  # u7 was seen in January, before it joined
        "dormant": (3, 4),
    }


def test_lifecycle_flows_lead_from_every_stage_to_every_stage(tiny):
    found = lifecycle(tiny, recipe(EVERYONE))
    went = {(flow.before, flow.now): flow.users for flow in found.flows if flow.users}
    assert went == {
        (None, "new"): 2,
        ("new", "dormant"): 3,
        ("slipping", "dormant"): 1,
        ("dormant", "resurrected"): 3,
    }
    assert sum(went.values()) == found.lines[0].there[-1]


def test_lifecycle_leaves_out_the_first_period_of_the_data_and_says_so(tiny):
    assert "The first month of the data is left out" in " ".join(lifecycle(tiny, recipe(EVERYONE)).notes)
    assert "left out" not in " ".join(lifecycle(tiny, recipe(EVERYONE, window=Last(31))).notes)


def test_lifecycle_of_a_period_that_is_not_over_is_so_far_and_not_compared(tiny):
    found = lifecycle(tiny, recipe(EVERYONE, window=Last(20), by="week"))
    assert found.partial[-1] == "so far"
    assert found.last == len(found.periods) - 2
    assert "not over" in found.notes[0]


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        (recipe(EVERYONE, window=Between(date(2026, 1, 1), date(2026, 1, 31))), MetricError, "only the first month"),
        (recipe(EVERYONE, window=Between(date(2020, 1, 1), date(2020, 2, 1))), MetricError, "no data in these dates"),
        (recipe(EVERYONE, window=SinceJoined(7)), SegmentError, "same dates for everyone"),
    ],
)
def test_lifecycle_that_cannot_be_counted_says_why(tiny, asked, error, says):
    with pytest.raises(error, match=says):
        lifecycle(tiny, asked)


def test_lifecycle_of_nobody_and_of_few_is_withheld(tiny):
    nobody, few = (marks(exhibits(tiny, recipe(of))[0])[0] for of in (NOBODY, HYGIENISTS))
    assert (nobody.value, nobody.withheld) == (None, "No users.")
    assert (few.value, few.withheld) == (None, "Too few users to show a value (n=3).")
    assert lifecycle(tiny, recipe(NOBODY)).results[0].verdict == "not_enough_data"


def test_marks_stand_for_those_in_the_stage(tiny):
    """Every number of every chart is the count of the segment that is saved from it."""
    for exhibit in exhibits(tiny, recipe(EVERYONE)):
        shown = [mark for mark in marks(exhibit) if mark.people]
        assert shown
        for mark in shown:
            assert size(tiny, mark.people).users == round((mark.value or 0) * mark.n / 100)
        json.dumps(exhibit.as_json())


def marks(exhibit):
    return [mark for series in exhibit.plot.series for mark in series.marks]


def test_lifecycle_looks_closer_at_the_segment_that_is_chosen(tiny):
    titles = [exhibit.title for exhibit in exhibits(tiny, recipe(EVERYONE, HYGIENISTS, of="Hygienists"))]
    assert titles == [
        "Stages of life in March 2026",
        "Slipping by month",
        "Stages of life of Hygienists by month",
        "Where Hygienists went from February 2026 to March 2026",
    ]


# -- the sample company, beside pandas -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def story(sample):
    """Per user who is counted: role, the week they came in, and the weeks they were active in, as numbers."""
    users = sample._fetch("select user_id, role, joined_at, first_seen, is_internal from users", {}, lambda c: c.df())
    days = "select distinct user_id, cast(ts as date) as day from events"
    events = sample._fetch(days, {}, lambda c: c.df()).astype({"day": "datetime64[us]"})
    events["week"] = week_of(events["day"])
    users["came"] = week_of(users[["joined_at", "first_seen"]].min(axis=1))
    users["weeks"] = users["user_id"].map(events.groupby("user_id")["week"].agg(set))
    return users[~users["is_internal"]]


def week_of(moments):
    return (moments - pd.Timestamp("2001-01-01")).dt.days // 7  # a Monday


def test_lifecycle_equals_pandas_week_by_week(sample, story):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = lifecycle(sample, recipe(role, window=Last(60), by="week"))
    of_line = {"hygienist": story["role"] == "hygienist", "everyone else": story["role"] != "hygienist"}
    for line in found.lines:
        mine = story[of_line[line.name]]
        for place, period in enumerate(found.periods):
            week = (period.start - date(2001, 1, 1)).days // 7
            expected = Counter(stage_by_hand(*user, week) for user in zip(mine["came"], mine["weeks"], strict=True))
            assert {stage: line.counts[stage][place] for stage in STAGES} == {
                stage: expected[stage] for stage in STAGES
            }
            assert line.there[place] == sum(expected[stage] for stage in STAGES)


def stage_by_hand(came, weeks, week):
    weeks = weeks if isinstance(weeks, set) else set()
    if came > week:
        return "not there"
    if came == week:
        return "new"
    if week in weeks:
        return "returning" if week - 1 in weeks else "resurrected"
    return "slipping" if week - 1 in weeks else "dormant"


def last_of(found):
    assert found.last is not None
    return found.last


def test_verdicts_are_about_the_last_whole_week(sample):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = lifecycle(sample, recipe(role, window=Last(60), by="week"))
    mine, rest = found.lines
    by_stage = {result.metric: result for result in found.results}
    assert set(by_stage) == {f"stage:{stage}" for stage in STAGES}
    for stage in STAGES:
        result = by_stage[f"stage:{stage}"]
        for line, value in ((mine, result.value), (rest, result.baseline_value)):
            assert value == pytest.approx(100 * line.counts[stage][last_of(found)] / line.there[last_of(found)])


def test_interval_over_time_is_that_of_the_verdict(sample):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = lifecycle(sample, recipe(role, window=Last(60), by="week"))
    (result,) = [each for each in found.results if each.metric == "stage:slipping"]
    share = found.lines[0].followed[last_of(found)]
    assert (share.value, share.low, share.high) == pytest.approx((result.value, result.low, result.high))


def test_lifecycle_against_the_period_before_is_about_the_same_people(sample):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = lifecycle(sample, recipe(role, baseline="previous", window=Last(60), by="week"))
    line = found.lines[0]
    (result,) = [each for each in found.results if each.metric == "stage:slipping"]
    assert result.baseline == "the period before"
    assert result.baseline_value == pytest.approx(
        100 * line.counts["slipping"][last_of(found) - 1] / line.there[last_of(found) - 1]
    )


def test_lifecycle_of_all_dates_is_by_month(sample):
    found = lifecycle(sample, Recipe("lifecycle", (EVERYONE,), None, EVER))
    assert found.periods[0].grain == "month"
