"""Who comes back: by hand on a few walks, by pandas on the sample company, and what bad questions get."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from strata.analysis.compare import compare
from strata.analysis.exhibits import make
from strata.analysis.retention import retention
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse
from strata.stats import Cells, describe
from tests.analysis.walks import walked


def segment(name, of="users", **document):
    return Segment(name, parse(document, at="it"), of)


EVERYONE = segment("All", all=[])
RED = segment("Red", attribute="team", op="is", value=["red"])
NOBODY = segment("Nobody", attribute="team", op="is", value=["green"])
HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
PRACTICES = segment("Practices of owners", "accounts", attribute="role", op="is", value=["practice owner"])
USERS = (
    "ann,a1,2026-03-02 23:00:00,red,no",
    "bob,a1,2026-03-02,red,no",
    "cid,a2,2026-03-10,red,no",
    "dan,a2,2026-03-20,blue,no",
    "eve,,,blue,no",
    "fay,a3,2025-01-01,blue,no",
    "gus,a3,2026-03-02,blue,yes",
    "hal,a3,2026-03-25,red,no",
)
EVENTS = {
    "ann": "a 2026-03-03 00:10:00, a 2026-03-09 00:00:00, b 2026-03-16 23:59:59",  # days 1, 7 and 14
    "bob": "a 2026-03-02 08:00:00, a 2026-03-30 08:00:00",  # days 0 and 28
    "cid": "a 2026-03-17 08:00:00, a 2026-03-18 08:00:00",  # days 7 and 8
    "dan": "a 2026-03-15 08:00:00, b 2026-03-31 08:00:00",  # before joining, and day 11
    "eve": "a 2026-03-01 08:00:00, a 2026-03-08 08:00:00",  # starts when first seen; day 7
    "fay": "a 2026-03-01 09:00:00",  # joined before anything was recorded
    "gus": "a 2026-03-09 08:00:00",
    "hal": "a 2026-04-01 08:00:00",  # in the future
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = walked(tmp_path_factory.mktemp("returns") / "it", USERS, EVENTS, as_of="2026-03-31")
    yield opened
    opened.close()


def recipe(*segments, baseline=None, window=EVER, **options):
    return Recipe("retention", segments, baseline, window, tuple(options.items()))


def percent(estimate):
    return pytest.approx([100 * each for each in (estimate.value, estimate.low, estimate.high)])


def back(found, group=0):
    return [(point.back, point.n) for point in found.groups[group].points if point.n]


def test_week_counts_those_whose_week_is_over(house):
    found = retention(house, recipe(EVERYONE))
    assert found.groups[0].users == 6  # not fay, who joined before the data begin, nor gus, who is internal
    assert back(found) == [(3, 4), (1, 4), (0, 3)]  # dan's week 1 ends after the 31st, and cid's week 3
    assert [point.waiting for point in found.groups[0].points[:3]] == [2, 2, 3]


def test_dan_was_back_in_the_week_that_is_not_over(house):
    (point,) = retention(house, recipe(segment("Dan", users=["dan"]), unit="day")).groups[0].points[10:11]
    assert (point.back, point.n) == (1, 1)


def test_days_weeks_and_brackets_cut_the_same_days(house):
    days = retention(house, recipe(EVERYONE, unit="day"))
    assert back(days)[:8] == [(1, 6), (0, 6), (0, 6), (0, 6), (0, 6), (0, 6), (3, 5), (1, 5)]
    brackets = retention(house, recipe(EVERYONE, mode="brackets", brackets="0, 1-6, 7-13"))
    assert back(brackets) == [(2, 6), (1, 6), (3, 4)]  # bob and eve on day 0; ann; ann, cid and eve


def test_from_a_week_on_counts_whoever_comes_back_later_too(house):
    found = retention(house, recipe(EVERYONE, mode="from"))
    assert back(found)[:3] == [(4, 4), (2, 4), (1, 3)]  # bob came on day 28, ann on day 14


def test_first_use_starts_and_one_event_brings_back(house):
    found = retention(house, recipe(EVERYONE, start="a", back="b", unit="day"))
    assert found.groups[0].users == 6  # hal's first is in the future, gus is internal
    assert back(found)[12] == (1, 6)  # ann's b on the 16th, after her a on the 3rd


def test_cohorts_are_those_of_the_calendar(house):
    (march,) = retention(house, recipe(EVERYONE)).groups[0].cohorts
    assert (march.label, march.users, march.start, march.end) == ("Mar 2026", 6, "2026-03-01", "2026-03-31")
    weeks = retention(house, recipe(EVERYONE, by="week")).groups[0].cohorts
    assert [(week.label, week.users) for week in weeks] == [
        ("23 Feb 2026", 1),
        ("2 Mar 2026", 2),
        ("9 Mar 2026", 1),
        ("16 Mar 2026", 1),
        ("23 Mar 2026", 1),
    ]
    inside = retention(house, recipe(EVERYONE, window=Between(date(2026, 3, 2), date(2026, 3, 20)))).groups[0]
    assert [(each.start, each.end, each.users) for each in inside.cohorts] == [("2026-03-02", "2026-03-20", 4)]


def test_nobody_one_and_the_same(house):
    found = retention(house, recipe(NOBODY, segment("Ann", users=["ann"])))
    assert found.groups[0].cohorts == ()
    assert {each.verdict for each in found.results} == {"not_enough_data"}
    same = retention(house, recipe(RED, baseline=segment("Also red", attribute="team", op="is", value=["red"])))
    assert back(same, 0) == back(same, 1)
    assert json.dumps([exhibit.as_json() for exhibit in make(house, recipe(NOBODY, RED))])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": "z"}, "no event 'z'"),
        ({"back": "z"}, "no event 'z'"),
        ({"mode": "z"}, "mode is 'z': choose one of"),
        ({"mode": "brackets", "brackets": "3-1"}, "do not follow one another"),
        ({"mode": "brackets", "brackets": "1-3, 3-5"}, "do not follow one another"),
        ({"mode": "brackets", "brackets": "soon"}, "write up to 24"),
        ({"window": SinceJoined(3)}, "same dates for everyone"),
        ({"baseline": "previous"}, "no period before"),
    ],
)
def test_what_makes_no_sense_is_said(house, asked, said):
    with pytest.raises(SegmentError, match=said):
        retention(house, recipe(EVERYONE, **asked))


def test_window_without_data_draws_nothing(house):
    empty = recipe(RED, window=Between(date(2020, 1, 1), date(2020, 1, 2)))
    (curves,) = make(house, empty)
    assert curves.plot
    assert curves.plot.is_empty
    assert "Nobody of Red started in these dates." in curves.notes


# -- against pandas ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(sample):
    """Who started when, and on which days they did something, as pandas has them."""
    with sample._cursor() as cursor:
        events = cursor.execute("select user_id, event_name, ts from events").df()
        users = cursor.execute("select user_id, account_id, role, is_internal, joined_at from users").df()
    events["day"] = events.ts.dt.normalize()
    return events, users


@pytest.mark.parametrize(
    ("options", "first", "last", "or_later"),
    [({}, 28, 34, False), ({"mode": "from"}, 28, 34, True), ({"start": "login", "unit": "day"}, 7, 7, False)],
)
def test_retention_equals_pandas_on_the_sample(sample, tables, options, first, last, or_later):
    events, users = tables
    starts = users.set_index("user_id").joined_at
    if "start" in options:
        starts = events[events.event_name == "login"].groupby("user_id").ts.min()
    starts = starts.dt.normalize()
    starts = starts[starts >= events.day.min()]
    known = starts[starts + pd.Timedelta(days=last) <= pd.Timestamp("2026-09-30")]
    days = events.join(known.rename("start"), on="user_id").dropna()
    days["after"] = (days.day - days.start).dt.days
    inside = (days.after >= first) & ((days.after <= last) | or_later)
    came = set(days[inside].user_id)
    found = retention(sample, recipe(HYGIENISTS, DENTISTS, **options))
    for group, role in zip(found.groups, ("hygienist", "dentist"), strict=False):
        mine = users[(users.role == role) & ~users.is_internal].set_index("user_id")
        mine = mine.loc[mine.index.intersection(known.index)]
        x = mine.index.isin(came).astype(float)
        point = group.points[found.asked]
        assert (point.n, point.back) == (len(mine), x.sum())
        logs = np.full(len(x), np.nan)
        cells = Cells(mine.account_id.fillna(-1).to_numpy(np.int64), np.ones(len(x)), x, x, x, logs, logs)
        expected = describe("share", cells, np.ones(len(x), dtype=bool))
        assert [point.share, point.low, point.high] == percent(expected)


def test_cohorts_equal_pandas_on_the_sample(sample, tables):
    events, users = tables
    mine = users[(users.role == "hygienist") & ~users.is_internal & (users.joined_at >= "2026-06-01")]
    mine = mine[mine.joined_at < "2026-07-01"].set_index("user_id")
    days = events.join(mine.joined_at.dt.normalize().rename("start"), on="user_id").dropna()
    after = (days.day - days.start).dt.days
    expected = [days[(after >= 7 * k) & (after < 7 * k + 7)].user_id.nunique() for k in range(1, 13)]
    cohort = next(each for each in retention(sample, recipe(HYGIENISTS)).groups[0].cohorts if each.label == "Jun 2026")
    assert cohort.users == len(mine)
    assert [point.back for point in cohort.points] == expected


def test_week_agrees_with_the_metric_of_a_comparison(sample):
    since = Between(date(2025, 1, 1), None)
    point = retention(sample, recipe(HYGIENISTS, window=since)).groups[0].points[3]
    joined = parse({"attribute": "joined_at", "op": "after", "value": "2024-12-31"}, at="it")
    both = Segment("Both", parse({"all": [HYGIENISTS.as_json()["where"], {"segment": "Joined"}]}, at="it"))
    library = Library({"Joined": Segment("Joined", joined)})
    (result,) = compare(sample, [both], [metric("retention:4", sample.catalog)], library=library).results
    assert result.n == point.n
    assert result.value == pytest.approx(point.share)


def test_period_before_is_held_against_the_same_people(sample):
    asked = recipe(HYGIENISTS, baseline="previous", window=Last(180))
    found = retention(sample, asked)
    earlier = retention(sample, recipe(HYGIENISTS, window=Last(180, ago=180)))
    assert found.results[3].baseline_value == pytest.approx(earlier.groups[0].points[3].share)


def test_every_mark_of_people_counts_as_many_as_came_back(sample):
    library = Library({PRACTICES.name: PRACTICES})
    asked = recipe(HYGIENISTS, PRACTICES, mode="from", unit="month", window=Last(200))
    for exhibit in make(sample, asked, library):
        marks = [mark for series in exhibit.plot.series for mark in series.marks if mark.people] if exhibit.plot else []
        assert marks
        for mark in marks[::5]:
            inside = size(sample, mark.people, library).users if mark.people else 0
            assert mark.value is None or mark.value == pytest.approx(100 * inside / mark.n)


def test_exhibits_are_a_curve_and_a_map_for_each_segment(sample):
    found = make(sample, recipe(HYGIENISTS, DENTISTS, baseline=PRACTICES), NO_LIBRARY)
    assert [exhibit.key for exhibit in found] == ["retention", *(f"retention-cohorts-{place}" for place in range(3))]
    assert [exhibit.plot.form for exhibit in found if exhibit.plot] == ["lines", "heat", "heat", "heat"]
    assert any("whose days are over" in line for line in found[0].stamp.lines)
    assert found[0].findings
    assert json.dumps([exhibit.as_json() for exhibit in found])


def test_map_of_a_segment_stays_while_another_is_edited(sample):
    sample.forget()
    (kept, dentists), (again, practices) = (heats(sample, recipe(HYGIENISTS, each)) for each in (DENTISTS, PRACTICES))
    assert again is kept
    assert practices != dentists
    others = heats(sample, recipe(segment("Others", attribute="role", op="is", value=["hygienist"])))[0]
    names = [each and each.name for each in people(kept)]
    assert [each and each.name for each in people(others)] == [
        each and each.replace("Hygienists", "Others") for each in names
    ]


def test_map_is_that_of_the_rule_even_where_the_people_are_the_same(sample):
    sample.forget()
    others = segment(
        HYGIENISTS.name, any=[HYGIENISTS.as_json()["where"], {"all": [HYGIENISTS.as_json()["where"], {"event": "*"}]}]
    )
    asked = recipe(HYGIENISTS), recipe(others), recipe(HYGIENISTS, mode="from"), recipe(HYGIENISTS, by="week")
    remembered = [heats(sample, each)[0] for each in asked]
    for each, rows in zip(asked, remembered, strict=True):
        sample.forget()
        fresh = heats(sample, each)[0]
        assert rows == fresh
        assert people(rows) == people(fresh)


def heats(sample, asked):
    """The rows of the map of each segment."""
    return [exhibit.plot.series for exhibit in make(sample, asked, NO_LIBRARY)[1:] if exhibit.plot]


def people(rows):
    return [mark.people for row in rows for mark in row.marks]
