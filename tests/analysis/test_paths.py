"""Where people go next: by hand on a few walks, by pandas on the sample company, and what bad questions get."""

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from strata.analysis.exhibits import make
from strata.analysis.paths import paths
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.membership import Library
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
    "ann,a1,2026-01-01,red,no",
    "bob,a1,2026-01-01,red,no",
    "cid,a2,2026-01-01,red,no",
    "dan,a2,2026-01-01,red,no",
    "eve,,2026-01-01,red,no",
    "fay,a3,2026-01-01,blue,yes",
    "gus,a3,2026-01-01,blue,no",
)
EVENTS = {
    "ann": "a 2026-03-02 08:00:00, a 2026-03-02 08:01:00, b 2026-03-02 09:00:00, b 2026-03-02 09:30:00, "
    "c 2026-03-02 10:00:00",
    "bob": "c 2026-03-01 08:00:00, a 2026-03-02 08:00:00, b 2026-03-02 09:00:00, a 2026-03-02 10:00:00",
    "cid": "a 2026-03-02 08:00:00, b 2026-03-03 08:00:00",  # a day is over to the second
    "dan": "a 2026-03-02 08:00:00, c 2026-03-02 08:00:00, b 2026-03-02 08:00:01, c 2026-03-02 08:00:01",
    "eve": "a 2026-03-02 08:00:00, c 2026-03-02 09:00:00, a 2026-03-20 08:00:00, b 2026-03-20 09:00:00",
    "fay": "a 2026-03-02 08:00:00, b 2026-03-02 09:00:00",  # internal
    "gus": "a 2026-03-31 08:00:00, b 2026-03-31 09:00:00",  # the day after is not over
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = walked(tmp_path_factory.mktemp("paths") / "it", USERS, EVENTS, as_of="2026-03-31")
    yield opened
    opened.close()


def recipe(*segments, baseline=None, window=EVER, event="a", **options):
    return Recipe("paths", segments, baseline, window, (("event", event), *options.items()))


def following(found, group=0):
    return {
        " ".join((*branch.events, *(["."] if branch.ends else []))): point.users
        for branch, point in zip(found.next, found.groups[group].next, strict=True)
    }


def ways(found, group=0):
    return {
        " ".join((*branch.events, *(["."] if branch.ends else []))): point.users
        for branch, point in zip(found.ways, found.groups[group].ways, strict=True)
    }


def test_next_is_the_first_other_thing_after_the_first_time(house):
    found = paths(house, recipe(EVERYONE))
    assert following(found) == {"b": 3, "c": 1, ".": 1}  # ann, bob, dan; eve; cid
    assert ways(found) == {"b a .": 1, "b c .": 2, "c .": 1, ".": 1}
    assert (found.groups[0].began, found.unfinished) == (5, 1)
    assert found.groups[0].next[0].share == 60


def test_a_branch_can_be_followed(house):
    found = paths(house, recipe(EVERYONE, then=("b",)))
    assert following(found) == {"c": 2, "a": 1}
    assert found.groups[0].began == 3
    assert found.groups[0].next[0].share is None  # withheld below five


def test_before_goes_backwards(house):
    found = paths(house, recipe(EVERYONE, side="before", days=1))
    assert following(found) == {".": 6}  # bob's c was a day earlier to the second
    longer = paths(house, recipe(EVERYONE, event="b", side="before", days=1))
    assert following(longer) == {"a": 5, ".": 1}  # at the same moment a comes before c; cid's a was a day earlier


def test_dates_choose_which_time_is_the_first(house):
    found = paths(house, recipe(EVERYONE, window=Between(date(2026, 3, 20), None)))
    assert following(found) == {"b": 1}


def test_nobody_one_and_the_same(house):
    found = paths(house, recipe(NOBODY, segment("Ann", users=["ann"])))
    assert set(following(found).values()) == {0}
    assert {each.verdict for each in found.results} == {"not_enough_data"}
    empty = recipe(RED, window=Between(date(2020, 1, 1), date(2020, 1, 2)))
    assert all(exhibit.plot and exhibit.plot.is_empty for exhibit in make(house, empty))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"event": "z"}, "no event 'z'"),
        ({"event": ""}, "write a text"),
        ({"then": ("z",)}, "no event 'z'"),
        ({"then": ("a",)}, "the same event in a row counts once"),
        ({"days": 0}, "whole number"),
        ({"window": SinceJoined(3)}, "same dates for everyone"),
        ({"baseline": "previous"}, "no period before"),
    ],
)
def test_what_makes_no_sense_is_said(house, asked, said):
    with pytest.raises(SegmentError, match=said):
        paths(house, recipe(EVERYONE, **asked))


def test_period_before_is_held_against_the_same_people(sample):
    asked = recipe(HYGIENISTS, baseline="previous", window=Last(90), event="charting_opened")
    found = paths(sample, asked)
    earlier = paths(sample, recipe(HYGIENISTS, window=Last(90, ago=90), event="charting_opened"))
    place = earlier.next.index(found.next[0])
    assert found.results[0].baseline_value == pytest.approx(earlier.groups[0].next[place].share)


def test_of_the_period_before_those_count_too_who_went_elsewhere(tmp_path):
    users = [f"u{n},a{n},2026-01-01,red,no" for n in range(12)]
    events = {
        f"u{n}": f"a 2026-03-05 08:00:00, {'b' if n < 9 else 'c'} 2026-03-05 09:00:00, "
        "a 2026-03-15 08:00:00, b 2026-03-15 09:00:00"
        for n in range(12)
    }
    house = walked(tmp_path / "it", users, events, as_of="2026-03-31")
    asked = recipe(EVERYONE, baseline="previous", window=Between(date(2026, 3, 11), date(2026, 3, 20)))
    (to_b,) = paths(house, asked).results
    house.close()
    assert (to_b.value, to_b.baseline_value) == (100, 75)


# -- against pandas ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(sample):
    """The events and users of the sample company, as pandas has them."""
    with sample._cursor() as cursor:
        events = cursor.execute("select user_id, event_name, ts from events").df()
        users = cursor.execute("select user_id, account_id, role, is_internal from users").df()
    return events, users


def walked_by_pandas(events, event, side):
    """The next other things of every user, as a person would list them."""
    first = events[events.event_name == event].groupby("user_id").ts.min().rename("first")
    day = pd.Timedelta(days=1)
    is_over, is_begun = first + day <= pd.Timestamp("2026-10-01"), first - day >= pd.Timestamp("2024-10-01")
    is_known = is_over if side == "after" else is_begun
    rows = events.join(first[is_known], on="user_id").dropna()
    rows["apart"] = (rows.ts - rows["first"]) * (1 if side == "after" else -1)
    near = rows[(rows.apart > pd.Timedelta(0)) & (rows.apart < day)].sort_values(["user_id", "apart", "event_name"])
    found = dict.fromkeys(first[is_known].index, ())
    for user, names in near.groupby("user_id").event_name:
        found[user] = tuple(two for one, two in pairwise([event, *names]) if one != two)
    return found


@pytest.mark.parametrize("side", ["after", "before"])
def test_paths_equal_pandas_on_the_sample(sample, tables, side):
    events, users = tables
    expected = walked_by_pandas(events, "charting_opened", side)
    found = paths(sample, recipe(HYGIENISTS, DENTISTS, event="charting_opened", side=side))
    for group, role in zip(found.groups, ("hygienist", "dentist"), strict=False):
        mine = users[(users.role == role) & ~users.is_internal].user_id
        went = [expected[user] for user in mine if user in expected]
        assert group.began == len(went)
        for branch, point in zip(found.next, group.next, strict=True):
            if not branch.is_other:
                assert point.users == sum(way[:1] == branch.events for way in went)
        for branch, point in zip(found.ways, group.ways, strict=True):
            if not branch.is_other:
                assert point.users == sum(way[:3] == branch.events for way in went)


def test_intervals_are_those_of_the_statistics_over_accounts(sample, tables):
    events, users = tables
    expected = walked_by_pandas(events, "charting_opened", "after")
    found = paths(sample, recipe(HYGIENISTS, event="charting_opened"))
    mine = users[(users.role == "hygienist") & ~users.is_internal & users.user_id.isin(expected)]
    x = np.array([expected[user][:1] == found.next[0].events for user in mine.user_id], dtype=float)
    logs = np.full(len(x), np.nan)
    cells = Cells(mine.account_id.fillna(-1).to_numpy(np.int64), np.ones(len(x)), x, x, x, logs, logs)
    by_hand = describe("share", cells, np.ones(len(x), dtype=bool))
    point = found.groups[0].next[0]
    assert [point.share, point.low, point.high] == pytest.approx(
        [100 * (each or 0) for each in (by_hand.value, by_hand.low, by_hand.high)]
    )


def test_every_mark_of_people_counts_as_many_as_its_segment(sample):
    library = Library({PRACTICES.name: PRACTICES})
    for side in ("after", "before"):
        asked = recipe(HYGIENISTS, PRACTICES, event="charting_opened", side=side, window=Last(365))
        for exhibit in make(sample, asked, library):
            marks = [mark for series in exhibit.plot.series for mark in series.marks] if exhibit.plot else []
            with_people = [(mark.n, mark.people) for mark in marks if mark.people]
            assert len(with_people) > 10
            assert [size(sample, people, library).users for _, people in with_people[::4]] == [
                n for n, _ in with_people[::4]
            ]
            assert json.dumps(exhibit.as_json())
