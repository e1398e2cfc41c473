"""Who comes back how long after they started: by segment, and by the week or month in which they started."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self, get_args

import numpy as np
from numpy.typing import NDArray

from strata.analysis import versus
from strata.analysis.baselines import period_before
from strata.analysis.nearest import tallied
from strata.analysis.shares import Question, Share, described, kept, results, shares
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.tally import Flags, PerUser, Tally, Users
from strata.membership import NO_LIBRARY, Library, back, started, window_bounds
from strata.model.metrics import Metric
from strata.model.periods import DAY, Grain, Period, periods
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.retention import Retention, RetentionCohort, RetentionGroup, RetentionPoint
from strata.model.segment import ANY_EVENT, Window
from strata.model.stretches import USUAL, Mode, Stretch, Unit, stretches
from strata.stats.alike import Tallied
from strata.warehouse import Query, Warehouse

JOINING = "joining"
"""The choice that people start when they join."""
MOST_COHORTS = 12
"""The latest ones are shown."""
COHORT_GRAINS: tuple[Grain, ...] = ("week", "month")
UNITS: tuple[Unit, ...] = get_args(Unit)
MODES: tuple[Mode, ...] = get_args(Mode)
USUAL_BRACKETS = "0, 1-3, 4-7, 8-14, 15-30"


class Asked(NamedTuple):
    """What a recipe asks: what starts, what counts as coming back, in which stretches, and by which cohorts."""

    start: str | None
    back: str
    stretches: tuple[Stretch, ...]
    usual: int
    by: Grain
    within: Window

    @classmethod
    def of(cls, recipe: Recipe) -> Self:
        """The choices of a recipe; raises SegmentError for one that is none."""
        mode = recipe.one_of("mode", MODES, "in")
        unit = recipe.one_of("unit", UNITS, "week")
        start = recipe.option("start", JOINING)
        found = stretches(mode, unit, str(recipe.option("brackets", USUAL_BRACKETS)))
        usual = len(found) - 1 if mode == "brackets" else USUAL[unit] - 1
        by = recipe.one_of("by", COHORT_GRAINS, "month")
        return cls(
            None if start == JOINING else start, recipe.option("back", ANY_EVENT), found, usual, by, recipe.window
        )


@dataclass(frozen=True, eq=False)
class Returns:
    """When every user started, and in which stretches he came back.

    Attributes:
        day: Per user the day of the start, as days since 1970; -1 for who did not start in the dates.
        over: Per user how many of the stretches are over by the end of the data.
        bits: Per user bit k for a return in stretch k, of those that are over.
        began: The set of users who started in the dates.
    """

    day: NDArray[np.int32]
    over: NDArray[np.uint8]
    bits: NDArray[np.uint32]
    began: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.day.nbytes + self.over.nbytes + self.bits.nbytes + self.began.__sizeof__()


def retention(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Retention:
    """Who of each segment comes back after starting in the dates, beside the baseline.

    Options: `start` (an event or "joining"), `back` (an event or "*"), `mode` ("in", "from", "brackets"), `unit`
    ("day", "week", "month"), `brackets`, `by` ("week" or "month", the cohorts). Only users whose days are over count.

    Raises:
        SegmentError: an event is not in the data, a choice is none, a segment cannot be counted, or the dates have no
            period before them.
    """
    asked = Asked.of(recipe)
    chosen = versus.play(warehouse, recipe, library)
    shown = (*chosen.segments, *([chosen.baseline] if chosen.baseline else []))
    return Retention(
        source=source(warehouse, asked.within),
        start=asked.start,
        back=asked.back,
        stretches=asked.stretches,
        asked=asked.usual,
        segments=sizes(warehouse, shown, chosen.members),
        groups=tuple(
            _group(warehouse, asked, group, has_cohorts=not group.is_baseline or chosen.baseline is not None)
            for group in versus.groups(chosen, recipe.baseline)
        ),
        results=results(warehouse, chosen, _question(warehouse, asked, recipe), primary=metric_name(asked.usual)),
    )


def returns(warehouse: Warehouse, asked: Asked) -> Returns:
    """When every user started and came back, remembered."""
    key = ("returns", _key(asked))
    found: Returns | None = warehouse.digests.get(key)
    if found is None:
        found = _returns(warehouse, asked)
        warehouse.digests.put(key, found)
    return found


def _returns(warehouse: Warehouse, asked: Asked) -> Returns:
    catalog, n_users = warehouse.catalog, warehouse.n_users
    days, bits = _bits_by_day(asked.stretches, longest=_longest(warehouse))
    query = Query(
        "reports/came_back",
        (("days", days), ("bits", bits)),
        parts=(("started", started(asked.start, asked.within, catalog)), ("back", back(asked.back, catalog))),
    )
    rows = warehouse.arrays(query)
    day = np.full(n_users, -1, dtype=np.int32)
    day[rows["user_id"]] = rows["start_date"].astype("datetime64[D]").astype(np.int32)
    known = np.datetime64(catalog.as_of, "D").astype(np.int32) - day
    ends = np.array([each.last for each in asked.stretches])
    over = np.where(day < 0, 0, np.searchsorted(ends, known, side="right")).astype(np.uint8)
    found = np.zeros(n_users, dtype=np.uint32)
    found[rows["user_id"]] = rows["bits"]
    is_known = (np.uint32(1) << over.astype(np.uint32)) - np.uint32(1)
    return Returns(day, over, found & is_known, warehouse.user_set(day >= 0))


def _longest(warehouse: Warehouse) -> int:
    """Days from the first start to the last day of the data, at most."""
    first = warehouse.run(Query("reports/first_days"))["first_day"].min()
    return max((warehouse.catalog.as_of - first.date()).days, 0) if first == first else 0  # noqa: PLR0124 - not a time


def _bits_by_day(found: tuple[Stretch, ...], *, longest: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For every day after the start on which a return counts the bits of its stretches."""
    bits: dict[int, int] = {}
    for place, stretch in enumerate(found):
        for day in range(stretch.first, longest + 1 if stretch.or_later else stretch.last + 1):
            bits[day] = bits.get(day, 0) | 1 << place
    return tuple(bits), tuple(bits.values())


def _tally(warehouse: Warehouse, asked: Asked, users: int) -> Tally:
    """The users by stretch: group k holds those for whom stretch k is over, those after all of these who came back."""
    found = returns(warehouse, asked)

    def count(some: Users) -> Tally:
        return some.by_set(_sets(found.over[some.ids], found.bits[some.ids], len(asked.stretches)))

    return tallied(warehouse, ("retention", _key(asked)), users, count, among=found.began)


def _key(asked: Asked) -> str:
    """All that decides who came back; by which cohorts does not."""
    return repr(asked._replace(by="week"))


def _sets(over: PerUser, bits: PerUser, n: int) -> Iterator[Flags]:
    """For whom each of the stretches is over, then who came back in it."""
    yield from (over > place for place in range(n))
    yield from ((bits & (1 << place)).astype(bool) for place in range(n))


def _question(warehouse: Warehouse, asked: Asked, recipe: Recipe) -> Question:
    """Every stretch, of those for whom it is over."""
    before, n = None, len(asked.stretches)
    if recipe.baseline == PREVIOUS_PERIOD:
        before = asked._replace(within=period_before(asked.within, warehouse.catalog.as_of))
    return Question(
        key=("retention", _key(asked), repr(before)),
        metrics=tuple(_metric(asked, place, stretch) for place, stretch in enumerate(asked.stretches)),
        among=range(n),
        hits=range(n, 2 * n),
        now=partial(_tally, warehouse, asked),
        before=partial(_tally, warehouse, before) if before else None,
    )


def metric_name(place: int) -> str:
    """The name of coming back in the stretch at a place, as a metric."""
    return f"came_back:{place}"


def _metric(asked: Asked, place: int, stretch: Stretch) -> Metric:
    label = f"Share who {'came back' if asked.back == ANY_EVENT else f'did {asked.back}'} {stretch.when}"
    events = tuple(each for each in (asked.start, asked.back) if each and each != ANY_EVENT)
    return Metric(
        metric_name(place), label, "share", "retention", "%", "users", margin=3, events=events, needs="events"
    )


def _group(warehouse: Warehouse, asked: Asked, group: versus.Group, *, has_cohorts: bool) -> RetentionGroup:
    began = group.users & returns(warehouse, asked).began
    started_in = began.bit_count()
    points = kept(
        warehouse,
        ("retention points", _key(asked), group.users),
        lambda: _points(_stretches(_tally(warehouse, asked, group.users)), started_in),
        nbytes=10_000,
    )
    cohorts: tuple[RetentionCohort, ...] = ()
    if has_cohorts:
        key = ("retention cohorts", repr(asked), group.users)
        cohorts = kept(warehouse, key, lambda: tuple(_cut(warehouse, asked, began)), nbytes=100_000)
    return RetentionGroup(group.name, group.is_baseline, started_in, points, cohorts)


def _stretches(tally: Tally) -> list[Share]:
    n = len(tally.lone) // 2
    return shares(tally, range(n), range(n, 2 * n))


def _points(found: Sequence[Share], users: int) -> tuple[RetentionPoint, ...]:
    """A point per stretch, of so many users who started."""
    return tuple(RetentionPoint(*each[:3], users - each.n, *each[3:]) for each in found)


def _cut(warehouse: Warehouse, asked: Asked, began: int) -> Iterator[RetentionCohort]:
    """The latest cohorts of some users who started, each with the accounts that are in it."""
    found, n, ids = returns(warehouse, asked), len(asked.stretches), np.flatnonzero(warehouse.user_flags(began))
    shown = _latest(found.day[ids], asked.by)
    starts = [np.datetime64(period.start, "D").astype(np.int32) for period in shown]
    cohort = np.searchsorted(starts, found.day[ids], side="right") - 1
    ids, cohort = ids[cohort >= 0], cohort[cohort >= 0]
    users = np.bincount(cohort, minlength=len(shown))
    cohorts = _by_cohort(warehouse.account_of_user[ids], cohort, found.over[ids], found.bits[ids], (n, len(shown)))
    points = described(cohorts, range(n), range(n, 2 * n)) if shown else []
    dates = window_bounds(asked.within, warehouse.catalog)
    for place, period in enumerate(shown):
        of_cohort = _points(points[place :: len(shown)], int(users[place]))
        yield RetentionCohort(period.label, *_inside(period, dates), int(users[place]), of_cohort)


def _latest(day: NDArray[np.int32], by: Grain) -> tuple[Period, ...]:
    if not len(day):
        return ()
    first, last = (np.datetime64(int(each), "D").item() for each in (day.min(), day.max()))
    return periods(first, last, by)[-MOST_COHORTS:]


def _by_cohort(
    accounts: PerUser, cohort: NDArray[np.intp], over: PerUser, bits: PerUser, size: tuple[int, int]
) -> Tallied:
    """Users by stretch and cohort: for whom each of the stretches is over, then who came back in it."""
    (n, n_cohorts), is_lone = size, accounts < 0
    width = int(accounts.max(initial=0)) + 1
    keys, unit = np.unique(np.where(is_lone, n_cohorts, cohort) * width + np.maximum(accounts, 0), return_inverse=True)
    part = keys // width
    n_units = int(np.searchsorted(part, n_cohorts))
    sets = list(_sets(over, bits, n))
    counts = [np.bincount(unit[each & ~is_lone], minlength=n_units) for each in sets]
    lone = [np.bincount(cohort[each & is_lone], minlength=n_cohorts) for each in sets]
    return Tallied(np.array(counts), np.concatenate(lone), part[:n_units])


def _inside(period: Period, dates: tuple[datetime | None, datetime | None]) -> tuple[str, str]:
    """The first and last day of a period that lie in the dates."""
    start, until = dates
    first = max(period.start, start.date()) if start else period.start
    last = min(period.end, (until - DAY).date()) if until else period.end
    return first.isoformat(), last.isoformat()
