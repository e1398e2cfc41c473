"""How far people get: by hand on a few walks, by pandas on the sample company, and what bad questions get."""

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from strata.analysis.exhibits import make
from strata.analysis.funnel import definition, funnel
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library, members
from strata.model.exhibit import Plot
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse
from strata.stats import Cells, describe
from tests.analysis.walks import walked


def segment(name, of="users", **document):
    return Segment(name, parse(document, at="it"), of)


EVERYONE = segment("All", all=[])
RED = segment("Red", attribute="team", op="is", value=["red"])
BLUE = segment("Blue", attribute="team", op="is", value=["blue"])
NOBODY = segment("Nobody", attribute="team", op="is", value=["green"])
HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
PRACTICES = segment("Practices of owners", "accounts", attribute="role", op="is", value=["practice owner"])
USERS = (
    "ann,a1,2026-01-01,red,no",
    "bob,a1,2026-01-01,red,no",
    "cid,a2,2026-01-01,red,no",
    "dan,a2,2026-01-01,blue,no",
    "eve,,2026-01-01,blue,no",
    "fay,a3,2026-01-01,blue,no",
    "gus,a3,2026-01-01,blue,no",
    "hal,a3,2026-01-01,red,yes",
    "ida,a3,2026-01-01,red,no",
    "jon,a4,2026-03-20,red,no",
)
EVENTS = {
    "ann": "a 2026-03-01 08:00:00, b 2026-03-01 09:00:00, c 2026-03-02 09:00:00",  # all the way
    "bob": "b 2026-03-01 07:00:00, a 2026-03-01 08:00:00, c 2026-03-01 10:00:00",  # b came first, so it follows nothing
    "cid": "a 2026-03-01 08:00:00, b 2026-03-01 08:00:00",  # at the same moment is not later
    "dan": "a 2026-03-01 08:00:00, b 2026-03-08 08:00:00",  # seven days are over to the second
    "eve": "a 2026-03-01 08:00:00, b 2026-03-08 07:59:59, c 2026-03-08 08:30:00",  # b in time, c not
    "fay": "a 2026-03-01 08:00:00, a 2026-03-04 08:00:00, b 2026-03-09 08:00:00",  # only the first beginning counts
    "gus": "a 2026-03-01 08:00:00, x 2026-03-01 09:00:00, b 2026-03-01 10:00:00, c 2026-03-01 11:00:00",
    "hal": "a 2026-03-01 08:00:00, b 2026-03-01 09:00:00",  # internal
    "ida": "a 2026-03-28 08:00:00, b 2026-03-28 09:00:00, c 2026-03-28 10:00:00",  # her seven days are not over
    "jon": "a 2026-03-10 08:00:00, b 2026-04-02 08:00:00",  # began before joining; the second is in the future
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = walked(tmp_path_factory.mktemp("walks") / "it", USERS, EVENTS, as_of="2026-03-31")
    yield opened
    opened.close()


def recipe(*segments, baseline=None, window=EVER, steps=("a", "b", "c"), days=7, exclude=None):
    return Recipe("funnel", segments, baseline, window, (("steps", steps), ("days", days), ("exclude", exclude)))


def counts(found, group=0):
    return [step.users for step in found.groups[group].steps]


def plots(house, asked, library=NO_LIBRARY):
    return [exhibit.plot for exhibit in make(house, asked, library) if exhibit.plot]


def percent(estimate):
    return pytest.approx([100 * each for each in (estimate.value, estimate.low, estimate.high)])


def who(house, reached, *, stopped=False, **asked):
    document = {"funnel": ["a", "b", "c"], "days": 7, "reached": reached, "stopped": stopped, **asked}
    flags = house.user_flags(members(house, parse(document, at="it")))
    keys = sorted(line.split(",")[0] for line in USERS)
    return " ".join(key for key, inside in zip(keys, flags, strict=True) if inside)


def test_funnel_follows_the_first_beginning_strictly_later_and_in_time(house):
    found = funnel(house, recipe(EVERYONE))
    assert counts(found) == [8, 3, 2]  # all but hal, who is internal, and ida; ann, eve, gus; ann, gus
    assert found.unfinished == 1
    began = found.groups[0].steps[0]
    assert (began.share, began.low, began.stopped, began.accounts) == (100, None, 5, 4)


def test_condition_names_who_got_how_far(house):
    assert who(house, 1) == "ann bob cid dan eve fay gus hal jon"
    assert who(house, 2) == "ann eve gus hal"
    assert who(house, 3) == "ann gus"
    assert who(house, 1, stopped=True) == "bob cid dan fay jon"
    assert who(house, 2, stopped=True) == "eve hal"
    assert who(house, 3, stopped=True) == "ann gus"


def test_exclusion_ends_the_way(house):
    assert counts(funnel(house, recipe(EVERYONE, exclude="x"))) == [8, 2, 1]
    assert who(house, 1, stopped=True, exclude="x") == "bob cid dan fay gus jon"


def test_dates_are_those_of_the_first_step(house):
    first = Between(date(2026, 3, 1), date(2026, 3, 1))
    assert counts(funnel(house, recipe(EVERYONE, window=first))) == [7, 3, 2]
    later = Between(date(2026, 3, 2), None)
    assert counts(funnel(house, recipe(EVERYONE, window=later))) == [
        2,
        1,
        0,
    ]  # fay's second beginning, and jon's


def test_one_event_twice_takes_two_times(house):
    assert counts(funnel(house, recipe(EVERYONE, steps=("a", "a")))) == [8, 1]


def test_times_are_since_the_step_before_of_those_who_did_it(house):
    step = funnel(house, recipe(EVERYONE)).groups[0].steps[1]
    assert step.median == 2 * 3600  # ann one hour, gus two, eve nearly seven days
    assert step.middle_low == 1.5 * 3600
    assert step.middle_high == pytest.approx((7200 + 7 * 86400 - 1) / 2)


def test_nobody_and_a_segment_of_one(house):
    ann = segment("Ann", users=["ann"])
    found = funnel(house, recipe(NOBODY, ann))
    assert counts(found, 0) == [0, 0, 0]
    assert counts(found, 1) == [1, 1, 1]
    assert {each.verdict for each in found.results} == {"not_enough_data"}
    assert found.groups[1].steps[2].share is None  # withheld below five


def test_identical_segments_do_not_differ(house):
    found = funnel(house, recipe(RED, baseline=segment("Also red", attribute="team", op="is", value=["red"])))
    assert found.results[0].verdict == "not_enough_data"
    assert counts(found, 0) == counts(found, 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"steps": ("a",)}, "a funnel of 1 steps: write 2 to 10"),
        ({"steps": ("a",) * 11}, "a funnel of 11 steps"),
        ({"steps": ("a", "z")}, "no event 'z'"),
        ({"exclude": "b"}, "'b' is a step of the funnel"),
        ({"exclude": "z"}, "no event 'z'"),
        ({"days": 0}, "whole number"),
        ({"window": SinceJoined(3)}, "same dates for everyone"),
        ({"baseline": "previous"}, "no period before"),
    ],
)
def test_what_makes_no_sense_is_said(house, asked, said):
    with pytest.raises(SegmentError, match=said):
        funnel(house, recipe(EVERYONE, **asked))


def test_window_without_data_draws_nothing(house):
    empty = recipe(RED, BLUE, window=Between(date(2020, 1, 1), date(2020, 1, 2)))
    assert counts(funnel(house, empty)) == [0, 0, 0]
    assert all(plot.is_empty for plot in plots(house, empty))


def test_period_before_is_held_against_the_same_people(sample):
    asked = recipe(HYGIENISTS, baseline="previous", window=Last(90), steps=("login", "charting_opened"))
    (found,) = funnel(sample, asked).results
    earlier = Recipe("funnel", (HYGIENISTS,), None, Last(90, ago=90), asked.options)
    assert found.baseline_value == pytest.approx(funnel(sample, earlier).groups[0].steps[1].share)


# -- against pandas ----------------------------------------------------------------------------------------------------

STEPS, DAYS = ("login", "charting_opened", "charting_saved", "charting_saved"), pd.Timedelta(days=14)


@pytest.fixture(scope="module")
def tables(sample):
    """The events and users of the sample company, as pandas has them."""
    with sample._cursor() as cursor:
        events = cursor.execute("select user_id, event_name, ts from events").df()
        users = cursor.execute("select user_id, account_id, role, is_internal from users").df()
    return events, users


def walked_by_pandas(events, exclude=None):
    """The time of every step per user, as a person would work it out."""
    by_name = dict(iter(events.groupby("event_name")))
    first = by_name[STEPS[0]].groupby("user_id").ts.min()
    first = first[first + DAYS <= pd.Timestamp("2026-10-01")]
    ends = first + DAYS
    if exclude:
        stop = by_name[exclude].join(first.rename("first"), on="user_id")
        stop = stop[stop.ts > stop["first"]].groupby("user_id").ts.min().reindex(ends.index)
        ends = ends.where(~(stop < ends), stop)
    times = [first]
    for name in STEPS[1:]:
        rows = by_name[name].join(times[-1].rename("before"), on="user_id").join(ends.rename("ends"), on="user_id")
        times.append(rows[(rows.ts > rows.before) & (rows.ts < rows.ends)].groupby("user_id").ts.min())
    return times


@pytest.mark.parametrize("exclude", [None, "help_opened"])
def test_funnel_equals_pandas_on_the_sample(sample, tables, exclude):
    events, users = tables
    times = walked_by_pandas(events, exclude)
    found = funnel(sample, recipe(HYGIENISTS, DENTISTS, steps=STEPS, days=14, exclude=exclude))
    for group, role in zip(found.groups, ("hygienist", "dentist"), strict=False):
        of_role = set(users[(users.role == role) & ~users.is_internal].user_id)
        mine = [step[step.index.isin(of_role)] for step in times]
        assert [step.users for step in group.steps] == [len(step) for step in mine]
        seconds = [(two - one).dropna().dt.total_seconds() for one, two in pairwise(mine)]
        for step, taken in zip(group.steps[1:], seconds, strict=True):
            assert [step.middle_low, step.median, step.middle_high] == pytest.approx(
                np.percentile(taken, [25, 50, 75]), abs=1
            )


def test_intervals_are_those_of_the_statistics_over_accounts(sample, tables):
    _, users = tables
    times = walked_by_pandas(tables[0])
    of_role = users[(users.role == "hygienist") & ~users.is_internal].set_index("user_id")
    began = of_role.loc[of_role.index.intersection(times[0].index)]
    x = began.index.isin(times[2].index).astype(float)
    logs = np.full(len(x), np.nan)
    cells = Cells(began.account_id.fillna(-1).to_numpy(np.int64), np.ones(len(x)), x, x, x, logs, logs)
    expected = describe("share", cells, np.ones(len(x), dtype=bool))
    step = funnel(sample, recipe(HYGIENISTS, steps=STEPS, days=14)).groups[0].steps[2]
    assert [step.share, step.low, step.high] == percent(expected)


def test_interval_of_a_median_time_lies_between_the_quantiles_of_the_share_that_is_as_quick(sample, tables):
    events, users = tables
    times = walked_by_pandas(events)
    of_role = users[(users.role == "hygienist") & ~users.is_internal].set_index("user_id")
    seconds = (times[1] - times[0]).dropna().dt.total_seconds() // 1
    mine = of_role.assign(seconds=seconds).dropna(subset=["seconds"])
    x = (mine.seconds <= mine.seconds.median()).to_numpy(float)
    logs = np.full(len(x), np.nan)
    cells = Cells(mine.account_id.fillna(-1).to_numpy(np.int64), np.ones(len(x)), x, x, x, logs, logs)
    share = describe("share", cells, np.ones(len(x), dtype=bool))
    step = funnel(sample, recipe(HYGIENISTS, steps=STEPS, days=14)).groups[0].steps[1]
    assert share.low is not None
    assert share.high is not None
    expected = np.percentile(mine.seconds, [100 * share.low, 100 * share.high])
    assert [step.median_low, step.median_high] == pytest.approx(expected, abs=1)


def test_everyone_else_is_everyone_without_them(sample):
    found = funnel(sample, recipe(HYGIENISTS, steps=STEPS, days=14))
    rest = funnel(sample, recipe(segment("Others", **{"not": HYGIENISTS.as_json()["where"]}), steps=STEPS, days=14))
    assert [step.users for step in found.groups[1].steps] == [step.users for step in rest.groups[0].steps]
    assert found.results[0].baseline_value == pytest.approx(rest.results[0].value)


# -- exhibits ----------------------------------------------------------------------------------------------------------


def marks(plot: Plot):
    return [mark for series in plot.series for mark in series.marks if mark.people]


def test_every_mark_of_people_counts_as_many_as_its_segment(sample):
    library = Library({PRACTICES.name: PRACTICES})
    asked = recipe(HYGIENISTS, PRACTICES, steps=STEPS, days=14, exclude="help_opened", window=Last(365))
    far, steps, stops, _ = plots(sample, asked, library)
    for plot in (far, stops):
        assert len(marks(plot)) == 12  # three groups at four steps
        assert [size(sample, mark.people, library).users for mark in marks(plot)] == [mark.n for mark in marks(plot)]
    stopped = [int(mark.note.split()[-3].replace(",", "")) for mark in marks(steps)]
    assert [size(sample, mark.people, library).users for mark in marks(steps)] == stopped


def test_exhibits_say_their_rules_and_survive_json(sample):
    asked = recipe(HYGIENISTS, DENTISTS, steps=STEPS, days=14, exclude="help_opened")
    found = make(sample, asked)
    assert [exhibit.title for exhibit in found] == [
        "How far they get",
        "From each step to the next",
        "Where they stop",
        "How long each step takes",
    ]
    assert any("first help_opened" in line for line in found[0].stamp.lines)
    assert any("left out: that time is not over" in line for line in found[0].stamp.lines)
    assert "119 users" in found[0].notes[0]
    assert json.dumps([exhibit.as_json() for exhibit in found])


def test_definition_is_checked_as_a_condition_is():
    assert definition(recipe(steps=("a", "b"), days=3)).days == 3
