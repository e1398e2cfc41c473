"""Every behaviour screen against pandas, on a small company whose days are nasty.

Days are cut in Berlin, where the clock changes on 29 March and 25 October 2026. Some events lie within hours of that,
some before their user joined, some after the data end on 5 November; some users never did anything, some joined on an
unknown day or after the end, some events are nobody's.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from strata.analysis.activity import activity
from strata.analysis.adoption import adoption
from strata.analysis.engagement import engagement
from strata.analysis.funnel import funnel
from strata.analysis.lifecycle import lifecycle
from strata.analysis.paths import paths
from strata.analysis.retention import retention
from strata.build import load, read_project
from strata.membership import NO_LIBRARY
from strata.model.recipe import Recipe
from strata.model.segment import EVER, AttributeCondition, Between, Segment
from strata.warehouse import Warehouse

PROJECT = """
[project]
name = "Nasty"
timezone = "Europe/Berlin"
as_of = "2026-11-05"

[users]
file = "users.csv"
id = "id"
account = "account"
joined_at = "joined"
internal = "internal"

[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
"""
BEGIN, END = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 11, 5, tzinfo=UTC)
CLOCK = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
NAMES = ("log in", "log in", "=SUM(A1)", "🦷 chart/edit", "<b>x</b>")
AFTER_ALL, DAY = pd.Timestamp("2026-11-06"), pd.Timedelta(days=1)
RED = Segment("red", AttributeCondition("colour", "is", ("red",)))
WINDOWS = (EVER, Between(date(2026, 3, 20), date(2026, 4, 10)), Between(date(2026, 9, 1), date(2026, 12, 31)))


class Town(NamedTuple):
    """The company as Strata has it, and as pandas reads the same files: its users who count, and what they did."""

    warehouse: Warehouse
    users: pd.DataFrame
    events: pd.DataFrame
    begin: pd.Timestamp

    @property
    def groups(self) -> list[pd.DataFrame]:
        """The red ones and all others."""
        is_red = self.users.colour == "red"
        return [self.users[is_red], self.users[~is_red]]

    def done(self, start: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
        """The events of a window."""
        return self.events[(self.events.ts >= start) & (self.events.ts < until)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("nasty"), Random(7)
    people = [_person(rng, number) for number in range(70)]
    happened = [row for number, person in enumerate(people) for row in _did(rng, number, person["joined"])]
    users, events = pd.DataFrame(people), pd.DataFrame(happened, columns=["user", "event", "at"])
    users.to_csv(folder / "users.csv", index=False)
    events.to_csv(folder / "events.csv", index=False)
    (folder / "strata.toml").write_text(PROJECT)
    loaded = load(read_project(folder / "strata.toml"), folder / "warehouse", now=datetime(2026, 12, 31, tzinfo=UTC))
    warehouse = Warehouse(loaded.warehouse)
    yield _as_pandas(warehouse, users, events)
    warehouse.close()


def _person(rng: Random, number: int) -> dict[str, str]:
    joined = BEGIN + timedelta(days=rng.uniform(-90, 290))
    return {
        "id": f"u{number}",
        "account": "" if number % 7 == 0 else f"a{number // 3}",
        "joined": "" if number % 9 == 4 else joined.isoformat(),
        "internal": "1" if number % 23 == 11 else "0",
        "colour": ("red", "blue")[number % 3 == 1],
    }


def _did(rng: Random, number: int, joined: str) -> list[tuple[str, str, str]]:
    """What a user did, or who is none."""
    came = datetime.fromisoformat(joined) if joined else BEGIN
    moments = {
        "clock": lambda: rng.choice(CLOCK) + timedelta(minutes=rng.randrange(-180, 180)),
        "later": lambda: END + timedelta(days=rng.uniform(1, 50)),
        "before": lambda: came - timedelta(days=rng.uniform(0, 20)),
        "soon": lambda: came + timedelta(days=rng.uniform(0, 20)),
        "any": lambda: BEGIN + timedelta(days=rng.uniform(0, 278)),
    }
    n = 0 if number % 11 == 3 else rng.randrange(24)
    kinds = rng.choices(list(moments), (3, 1, 1, 4, 9), k=n)
    return [
        (f"u{number}" if number % 13 else "nobody", rng.choice(NAMES), moments[kind]().isoformat()) for kind in kinds
    ]


def _as_pandas(warehouse: Warehouse, users: pd.DataFrame, events: pd.DataFrame) -> Town:
    done = events[events.user.isin(users.id)].assign(ts=_in_berlin(events["at"]))
    known = users.assign(joined=_in_berlin(users.joined), first=users.id.map(done.groupby("user").ts.min()))
    known = known.assign(came=known[["joined", "first"]].min(axis=1))[known.internal != "1"]
    happened = done[done.user.isin(known.id) & (done.ts < AFTER_ALL)]
    return Town(warehouse, known, happened.assign(day=happened.ts.dt.normalize()), done.ts.min().normalize())


def _in_berlin(moments: pd.Series) -> pd.Series:
    return pd.to_datetime(moments, utc=True, format="ISO8601").dt.tz_convert("Europe/Berlin").dt.tz_localize(None)


def _bounds(window: Between) -> tuple[pd.Timestamp, pd.Timestamp]:
    start = pd.Timestamp(window.start) if window.start else pd.Timestamp("1900-01-01")
    return start, min(pd.Timestamp(window.end) + DAY if window.end else AFTER_ALL, AFTER_ALL)


def _recipe(kind: str, window: Between, **options: Any) -> Recipe:
    return Recipe(kind, (RED,), window=window, options=tuple(options.items()))


def _there(group: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Who of a group had come; of whom nothing is known had always been there."""
    return group[(group.came < until) | group.came.isna()]


@pytest.mark.parametrize(("window", "by"), [*zip(WINDOWS, ("month", "week", "week"), strict=True)])
def test_activity(town, window, by):
    found = {
        measure: activity(town.warehouse, _recipe("activity", window, measure=measure, by=by)) for measure in MEANS
    }
    for place, group in enumerate(town.groups):
        for number, point in enumerate(found["users"].lines[place].points):
            start, until = _bounds(point.days)
            done = town.done(start, until)
            mine = done[done.user.isin(group.id)]
            assert (point.active, point.n) == (mine.user.nunique(), len(_there(group, until)))
            for measure, mean in MEANS.items():
                value = found[measure].lines[place].points[number].value
                if value is not None:
                    assert value == pytest.approx(mean(mine, (until - start).days)), (measure, point.period)


MEANS = {
    "users": lambda done, days: done.user.nunique(),
    "events": lambda done, days: len(done) / done.user.nunique(),
    "stickiness": lambda done, days: 100 * len(done.drop_duplicates(["user", "day"])) / done.user.nunique() / days,
}


@pytest.mark.parametrize("window", WINDOWS)
def test_adoption(town, window):
    start, until = _bounds(window)
    done = town.done(start, until)
    for feature in adoption(town.warehouse, _recipe("adoption", window), NO_LIBRARY).features:
        for group, use in zip(town.groups, feature.uses, strict=True):
            there = group[group.joined.isna() | (group.came < until)]
            users = done[(done.event == feature.name) & done.user.isin(there.id)].user.nunique()
            assert use.n == len(there)
            assert use.value == pytest.approx(100 * users / len(there))


@pytest.mark.parametrize("window", WINDOWS)
def test_engagement(town, window):
    start, until = _bounds(window)
    per_user = town.done(start, until).groupby("user").agg({"event": "nunique", "day": "nunique"})
    features, days = (max(int(np.floor(per_user[name].median())) + 1, 2) for name in ("event", "day"))
    found = engagement(town.warehouse, _recipe("engagement", window))
    assert tuple(found.limits) == (features, days)
    corner = {(True, True): "power", (False, True): "focused", (True, False): "curious", (False, False): "light"}
    for group, line in zip(town.groups, found.lines, strict=True):
        there = _there(group, until)
        mine = per_user.reindex(there.id)
        where = [
            "inactive" if np.isnan(event) else corner[event >= features, day >= days]
            for event, day in mine.itertuples(index=False)
        ]
        assert (dict(line.counts), line.there) == ({each: where.count(each) for each in line.counts}, len(there))


@pytest.mark.parametrize(("window", "by"), [*zip(WINDOWS, ("month", "week", "week"), strict=True)])
def test_life_cycle(town, window, by):
    found = lifecycle(town.warehouse, _recipe("lifecycle", window, by=by))
    for group, line in zip(town.groups, found.lines, strict=True):
        for place, period in enumerate(found.periods):
            start, until = pd.Timestamp(period.start), pd.Timestamp(period.end) + DAY
            before = start - (7 * DAY if by == "week" else pd.DateOffset(months=1))
            was, now, then = (
                set(ids)
                for ids in (_there(group, start).id, town.done(start, until).user, town.done(before, start).user)
            )
            assert {stage: counts[place] for stage, counts in line.counts.items()} == {
                "new": len(_there(group, until)) - len(was),
                "returning": len(was & now & then),
                "resurrected": len(was & now - then),
                "slipping": len(was & then - now),
                "dormant": len(was - now - then),
            }, period


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "options", [{"unit": "week"}, {"mode": "from", "unit": "day", "back": "log in"}, {"start": "log in"}]
)
def test_retention(town, window, options):
    found, (start, until) = retention(town.warehouse, _recipe("retention", window, **options)), _bounds(window)
    back = town.events[town.events.event == "log in"] if "back" in options else town.events
    for group, known in zip(town.groups, found.groups, strict=True):
        begun = group.set_index("id").joined.fillna(group.set_index("id")["first"])
        begun = begun[(begun.dt.normalize() >= town.begin) & (begun < AFTER_ALL)]
        if "start" in options:
            mine = town.events[(town.events.event == "log in") & town.events.user.isin(group.id)]
            begun = mine.groupby("user").ts.min()
        days = begun[(begun >= start) & (begun < until)].dt.normalize()
        later = (back.day - days.reindex(back.user).to_numpy()).dt.days
        for stretch, point in zip(found.stretches, known.points, strict=True):
            over = days[days + stretch.last * DAY < AFTER_ALL]
            inside = (
                (later >= stretch.first) & (stretch.or_later | (later <= stretch.last)) & back.user.isin(over.index)
            )
            assert (point.n, point.back) == (len(over), back[inside].user.nunique()), stretch


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    ("steps", "days", "exclude"),
    [
        (("log in", "log in"), 14, None),
        (("log in", "=SUM(A1)", "log in"), 60, None),
        (("log in", "=SUM(A1)"), 90, NAMES[4]),
    ],
)
def test_funnel(town, window, steps, days, exclude):
    found = funnel(town.warehouse, _recipe("funnel", window, steps=steps, days=days, exclude=exclude))
    walks = {
        user: _walk(done.sort_values("ts"), steps, days * DAY, exclude, _bounds(window))
        for user, done in town.events.groupby("user")
    }
    assert found.unfinished == sum(walk is None for walk in walks.values())
    for group, known in zip(town.groups, found.groups, strict=True):
        mine = [walk for user, walk in walks.items() if walk and user in set(group.id)]
        for place, step in enumerate(known.steps):
            took = [walk[place] - walk[place - 1] for walk in mine if len(walk) > place]
            assert step.users == len(took)
            if place and took:
                assert step.median == pytest.approx(float(np.median([each.total_seconds() for each in took])), abs=1)


def _walk(done, steps, days, exclude, bounds):
    """The moments of the steps of one user, none where he did not begin; None where his time is not over."""
    begun = done[(done.event == steps[0]) & (done.ts >= bounds[0]) & (done.ts < bounds[1])].ts
    if begun.empty or begun.iloc[0] + days > AFTER_ALL:
        return [] if begun.empty else None
    walk, end = [begun.iloc[0]], begun.iloc[0] + days
    end = min([end, *done[(done.event == exclude) & (done.ts > walk[0])].ts])
    for step in steps[1:]:
        following = done[(done.event == step) & (done.ts > walk[-1]) & (done.ts < end)].ts
        if following.empty:
            break
        walk.append(following.iloc[0])
    return walk


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("side", ["after", "before"])
def test_paths(town, window, side):
    found = paths(town.warehouse, _recipe("paths", window, event="log in", side=side, days=30))
    ways = {user: _way(done, side, _bounds(window), town.begin) for user, done in town.events.groupby("user")}
    for group, known in zip(town.groups, found.groups, strict=True):
        mine = [way for user, way in ways.items() if way is not None and user in set(group.id)]
        assert known.began == len(mine)
        for steps, branches, points in ((1, found.next, known.next), (3, found.ways, known.ways)):
            counts = [sum(way[:steps] == branch.events for way in mine) for branch in branches if not branch.is_other]
            assert [point.users for point in points][: len(counts)] == counts


def _way(done, side, bounds, begin):
    """What one user did next, or before; None where he did not begin or not all days of it are known."""
    begun = done[(done.event == "log in") & (done.ts >= bounds[0]) & (done.ts < bounds[1])].ts
    if begun.empty:
        return None
    at, reach = begun.min(), 30 * DAY
    if at + reach > AFTER_ALL if side == "after" else at - reach < begin:
        return None
    away = done.ts - at if side == "after" else at - done.ts
    near = done.assign(away=away)[(away > pd.Timedelta(0)) & (away < reach)].sort_values(["away", "event"])
    others = near.event[near.event != near.event.shift(fill_value="log in")]
    return tuple(others.head(3))
