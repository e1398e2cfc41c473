"""Who was active: by hand on the tiny warehouse, by pandas on the sample company, and what bad questions get."""

import json
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from strata.analysis.activity import activity
from strata.analysis.activity_exhibits import annotations, exhibits
from strata.analysis.size import size
from strata.errors import MetricError, SegmentError
from strata.membership import Library
from strata.model.periods import periods
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse
from strata.stats import Cells, describe


def segment(name, of="users", **document):
    return Segment(name, parse(document, at="it"), of)


HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
EVERYONE = segment("All", all=[])
NOBODY = segment("Nobody", attribute="role", op="is", value=["astronaut"])
MARCH = Between(date(2026, 3, 1), date(2026, 3, 31))


def recipe(*segments, baseline=None, window=EVER, **options):
    return Recipe("activity", segments, baseline, window, tuple(options.items()))


def points(found, line=0):
    return found.lines[line].points


def values(found, name, line=0):
    return [getattr(point, name) for point in points(found, line)]


def test_activity_counts_each_user_once_a_period_who_had_come(tiny):
    found = activity(tiny, recipe(EVERYONE, window=EVER, by="month", measure="users"))
    assert [point.period.label for point in points(found)] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert values(found, "value") == [1, 0, 4]  # u7 before joining; nobody; u1, u2, u3 and u9; u10 is internal
    assert values(found, "n") == [4, 7, 9]  # u7 was seen in January, so it had come; u4 to u6 in February; u8, u9
    assert values(found, "partial") == ["from 15 Jan", None, None]


def test_activity_share_is_of_those_who_had_come(tiny):
    found = activity(tiny, recipe(EVERYONE, window=MARCH, by="month"))
    (march,) = points(found)
    assert (march.value, march.n, march.active, march.accounts) == (pytest.approx(400 / 9), 9, 4, 3)
    assert march.low is not None
    assert march.low < march.value < march.high


def test_activity_withholds_few_users_but_counts_them(tiny):
    share = activity(tiny, recipe(HYGIENISTS, window=MARCH, by="month"))
    assert points(share)[0].value is None
    assert points(share)[0].withheld == "Too few users to show a value (n=3)."
    count = activity(tiny, recipe(HYGIENISTS, window=MARCH, by="month", measure="users"))
    assert (points(count)[0].value, points(count)[0].n) == (2, 3)


def test_activity_of_nobody_is_no_number(tiny):
    found = activity(tiny, recipe(NOBODY, window=MARCH, by="month"))
    assert points(found)[0].withheld == "No users."
    assert found.results[0].verdict == "not_enough_data"


def test_activity_of_everyone_has_no_baseline_line(tiny):
    assert [line.name for line in activity(tiny, recipe(EVERYONE, by="month")).lines] == ["All"]


def test_activity_without_segments_is_of_all_users(tiny):
    assert [line.name for line in activity(tiny, recipe(by="month")).lines] == ["All users"]


def test_activity_names_those_in_none_of_several_segments(tiny):
    found = activity(tiny, recipe(HYGIENISTS, DENTISTS, by="month"))
    assert [(line.name, line.is_baseline) for line in found.lines] == [
        ("Hygienists", False),
        ("Dentists", False),
        ("none of these", True),
    ]


def test_activity_of_the_period_before_that_is_not_known_says_so(tiny):
    found = activity(tiny, recipe(EVERYONE, baseline="previous", window=Last(60), by="month"))
    assert found.results == ()
    assert "The data do not reach back far enough" in " ".join(found.notes)
    assert found.lines[1].name == "All, the period before"


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        (recipe(EVERYONE, by="day", measure="stickiness", window=MARCH), MetricError, "choose week or month"),
        (recipe(EVERYONE, window=Between(date(2020, 1, 1), date(2020, 2, 1))), MetricError, "no data in these dates"),
        (recipe(EVERYONE, window=SinceJoined(7)), SegmentError, "same dates for everyone"),
        (recipe(EVERYONE, by="day"), MetricError, "60 are the most"),
    ],
)
def test_activity_that_cannot_be_shown_says_why(tiny, asked, error, says):
    with pytest.raises(error, match=says):
        activity(tiny, asked)


def test_activity_of_three_days_is_shown_by_day(tiny):
    found = activity(tiny, recipe(EVERYONE, window=Between(date(2026, 3, 1), date(2026, 3, 3)), measure="users"))
    assert (found.grain, values(found, "value")) == ("day", [1, 1, 0])


def test_marks_stand_for_those_who_were_active(tiny):
    asked = recipe(EVERYONE, window=MARCH, by="month", measure="users")
    mark = first_mark(exhibits(tiny, asked))
    assert size(tiny, mark.people).users == mark.value == 4
    json.dumps(exhibits(tiny, asked)[0].as_json())


def first_mark(made):
    return made[0].plot.series[0].marks[0]


def test_marks_of_a_segment_of_accounts_refer_to_it_by_name(tiny):
    oak = segment("Oak", "accounts", attribute="region", op="is", value=["West"])
    asked = recipe(oak, window=MARCH, by="month", measure="users")
    mark = first_mark(exhibits(tiny, asked, Library({"Oak": oak})))
    assert size(tiny, mark.people, Library({"Oak": oak})).users == mark.value == 3
    assert first_mark(exhibits(tiny, asked)).people is None


def test_annotations_stand_at_the_period_they_fall_in():
    months = list(periods(date(2026, 1, 1), date(2026, 2, 28), "month"))
    notes = ("2026-02-03 New editor", "2026-02-14 Outage", "2027-01-01 Later")
    assert list(annotations(months, notes)) == [("Feb 2026", "New editor; Outage")]


def test_annotation_without_a_date_is_refused():
    with pytest.raises(SegmentError, match="begins with no date"):
        list(annotations(list(periods(date(2026, 1, 1), date(2026, 1, 1), "day")), ("soon Release",)))


# -- the sample company, beside pandas -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def people(sample):
    """One row per user who is counted: role, account, when they came."""
    ask = sample._fetch
    users = ask("select user_id, account_id, role, joined_at, first_seen, is_internal from users", {}, frame)
    users["came"] = users[["joined_at", "first_seen"]].min(axis=1)
    return users[~users["is_internal"]].set_index("user_id")


@pytest.fixture(scope="module")
def happened(sample):
    """One row per event: who, and on which day."""
    events = sample._fetch("select user_id, cast(ts as date) as day from events", {}, frame)
    events["day"] = pd.to_datetime(events["day"])
    return events


def frame(cursor):
    return cursor.df()


@pytest.mark.parametrize(("by", "days"), [("week", 120), ("day", 30), ("month", 300)])
def test_activity_equals_pandas(sample, people, happened, by, days):
    """All four measures of a role and of everyone else, period by period."""
    who = {"hygienist": people["role"] == "hygienist", "everyone else": people["role"] != "hygienist"}
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    expected = cache(lambda name, dates: by_pandas(people[who[name]], happened, dates))
    for measure in ("share", "users", "events", *(["stickiness"] if by != "day" else [])):
        found = activity(sample, recipe(role, window=Last(days), by=by, measure=measure))
        for line in found.lines:
            for point in line.points:
                counted = expected(line.name, point.days)[measure]
                assert point.value == pytest.approx(counted), (measure, line.name, point.period)


def by_pandas(users, happened, days):
    start, end = pd.Timestamp(days.start), pd.Timestamp(days.end)
    inside = happened[(happened["day"] >= start) & (happened["day"] <= end)]
    inside = inside[inside["user_id"].isin(users.index)]
    there = users[users["came"] < end + pd.Timedelta(days=1)]
    active = inside["user_id"].nunique()
    user_days = inside.drop_duplicates().shape[0]
    return {
        "share": 100 * active / len(there),
        "users": active,
        "events": len(inside) / active,
        "stickiness": 100 * user_days / ((end - start).days + 1) / active,
    }


def test_verdict_is_about_all_whole_periods_together(sample, people, happened):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = activity(sample, recipe(role, window=Last(100), by="week"))
    weeks = [point for point in points(found) if point.partial is None]
    assert len(weeks) < len(points(found))
    assert found.results[0].value == pytest.approx(
        100 * sum(week.active for week in weeks) / sum(week.n for week in weeks)
    )
    assert found.results[0].n == (people["role"] == "hygienist").sum()


@pytest.mark.parametrize("measure", ["share", "events", "stickiness"])
def test_interval_of_a_period_is_that_of_the_engine(sample, people, happened, measure):
    """The same interval from sums by account that pandas made."""
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    week = points(activity(sample, recipe(role, window=Last(30), by="week", measure=measure)))[-2]
    inside = happened[happened["day"].between(pd.Timestamp(week.days.start), pd.Timestamp(week.days.end))]
    of_user = inside.groupby("user_id")["day"].agg(["count", "nunique"])
    mine = people[(people["role"] == "hygienist") & (people["came"] <= pd.Timestamp(week.days.end))].join(of_user)
    x = {"share": mine["count"].notna() * 100.0, "events": mine["count"], "stickiness": mine["nunique"] / 7 * 100}[
        measure
    ]
    sums = pd.DataFrame({"account": mine["account_id"].fillna(-1), "x": x}).dropna().groupby("account")["x"]
    x, account = sums.apply(np.array), sums.count().index.to_numpy(dtype=int)
    scale = 1.0 if measure == "events" else 100.0
    n, total, squares, cubes = (np.array([((each / scale) ** power).sum() for each in x]) for power in range(4))
    unknown = np.full(len(account), np.nan)
    cells = Cells(account, n, total, squares, cubes, unknown, unknown)
    found = describe("share" if measure == "share" else "mean", cells, np.ones(len(account), dtype=bool))
    expected = [scale * (each or 0.0) for each in (found.value, found.low, found.high)]
    assert (week.value, week.low, week.high) == pytest.approx(expected)
    assert (week.n, week.accounts) == (found.n, found.n_accounts)


def test_activity_against_the_period_before_is_about_the_same_people(sample):
    role = segment("hygienist", attribute="role", op="is", value=["hygienist"])
    found = activity(sample, recipe(role, baseline="previous", window=Last(100), by="week"))
    earlier = found.lines[1]
    assert earlier.is_baseline
    assert len(earlier.points) == len(points(found))
    places = [place for place, point in enumerate(points(found)) if point.partial is None]
    before = [earlier.points[place] for place in places]
    (result,) = found.results
    assert result.baseline == "the period before"
    assert result.baseline_value == pytest.approx(100 * sum(p.active for p in before) / sum(p.n for p in before))
