"""How broadly and how often people use the product: who is in which corner of the map, beside a baseline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from strata.analysis import versus
from strata.analysis.adopters import did
from strata.analysis.boards import by_metric, judged_all
from strata.analysis.footprints import came
from strata.analysis.play import Play
from strata.analysis.reach import first_day
from strata.analysis.set_shares import Sets, Whose, boards
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.versus import FEWEST, Group
from strata.errors import MetricError, SegmentError
from strata.membership import NO_LIBRARY, Library, end_of_data, event_bounds, window_bounds
from strata.model.engagement import CORNERS, Band, Corner, Engagement, EngagementLine, Limits, bands
from strata.model.metrics import METRICS, Metric
from strata.model.periods import DAY
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import Contrast
from strata.model.segment import SinceJoined, Window
from strata.warehouse import Query, Warehouse

MARGIN = 3.0
ORDER: tuple[Corner, ...] = tuple(CORNERS)


@dataclass(frozen=True, eq=False)
class Map:
    """Where everybody is, one number per user.

    Attributes:
        features: How many features each user used in the window, which are kinds of events.
        days: On how many days of it he was active.
        there: Whether each had come by its end.
        window: The dates.
        limits: What half of all active users who are counted stay below.
        users: Who of those who are counted is in each corner.
    """

    features: NDArray[np.int32]
    days: NDArray[np.int32]
    there: NDArray[np.bool_]
    window: Window
    limits: Limits
    users: Mapping[Corner, int]

    @cached_property
    def everyone(self) -> int:
        """All who are counted and had come."""
        return reduce(or_, self.users.values(), 0)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        sets = sum(users.__sizeof__() for users in self.users.values())
        return self.features.nbytes + self.days.nbytes + self.there.nbytes + sets


def engagement(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Engagement:
    """Who of each segment is in which corner in the dates, and how the segments differ from the baseline in that.

    The map is cut where half of all active users are on either side, so the corners are the same for all segments.
    Against the period before, the same people are looked at on the map of that period, cut at the same numbers.

    Raises:
        MetricError: nobody who is counted did anything in these dates.
        SegmentError: a segment cannot be counted, the dates differ from user to user or have no period before them.
    """
    here = mapped(warehouse, recipe.window)
    chosen = versus.play(warehouse, recipe, library)
    groups = versus.groups(chosen, recipe.baseline)
    of = next((place for place, group in enumerate(groups) if group.name == recipe.option("of")), 0)
    features, days = bands(here.limits.features), bands(here.limits.days)
    is_known = recipe.baseline != PREVIOUS_PERIOD or _reaches_back(warehouse, recipe)
    return Engagement(
        source=source(warehouse, recipe.window),
        window=recipe.window,
        limits=here.limits,
        segments=sizes(warehouse, (*chosen.segments, *([chosen.baseline] if chosen.baseline else [])), chosen.members),
        lines=tuple(_line(warehouse, here, group) for group in groups),
        of=of,
        features=features,
        days=days,
        cells=_cells(warehouse, here, groups[of], features, days),
        results=_judged(warehouse, recipe, chosen, here) if is_known else (),
        notes=tuple(_notes(here, is_known=is_known)),
    )


def mapped(warehouse: Warehouse, window: Window, limits: Limits | None = None) -> Map:
    """Where everybody is in a window, cut at these limits or in the middle of all active users; remembered.

    Raises:
        MetricError: nobody who is counted did anything in the window.
        SegmentError: the window differs from user to user.
    """
    if isinstance(window, SinceJoined):
        raise SegmentError("The map counts the same dates for everyone: give dates, or the last days.")
    key = ("engagement", window, limits)
    found: Map | None = warehouse.digests.get(key)
    if found is None:
        found = _mapped(warehouse, window, limits)
        warehouse.digests.put(key, found)
    return found


def metric(corner: Corner) -> Metric:
    """The share in a corner as a metric to be compared."""
    label = f"Share of {CORNERS[corner].label.lower()} users"
    return Metric(f"corner:{corner}", label, "share", "", "%", "users", "neither", margin=MARGIN, needs="events")


def _reaches_back(warehouse: Warehouse, recipe: Recipe) -> bool:
    """Whether the data hold all of the period before."""
    start, _ = window_bounds(versus.earlier(warehouse, recipe), warehouse.catalog)
    begin = first_day(warehouse, METRICS["active_days"])
    return begin is not None and start is not None and begin <= start.date()


def _judged(warehouse: Warehouse, recipe: Recipe, chosen: Play, here: Map) -> tuple[Contrast, ...]:
    """The share in each corner, of each segment beside its baseline."""
    is_before = recipe.baseline == PREVIOUS_PERIOD
    now = _sets(warehouse, here)
    before = _sets(warehouse, mapped(warehouse, versus.earlier(warehouse, recipe), here.limits)) if is_before else now
    metrics = tuple(map(metric, CORNERS))
    found = boards(warehouse, chosen, Whose(now, before), metrics, is_before=is_before)
    return by_metric(judged_all(found, primary=metric("power").name))


def _sets(warehouse: Warehouse, here: Map) -> Sets:
    """The corners as sets to be counted in; remembered."""
    key = ("corner sets", here.window, here.limits)
    found: Sets | None = warehouse.digests.get(key)
    if found is None:
        found = Sets.of(warehouse, {corner: here.users[corner] for corner in CORNERS}, here.everyone)
        warehouse.digests.put(key, found)
    return found


def _mapped(warehouse: Warehouse, window: Window, limits: Limits | None) -> Map:
    bounds = tuple(zip(("start", "until"), event_bounds(window, warehouse.catalog), strict=True))
    features = _breadth(warehouse, window)
    days = _per_user(warehouse, Query("reports/activity", params=bounds), "days")
    counted = warehouse.user_flags(warehouse.population)
    is_active = counted & (days > 0)
    if not is_active.any():
        raise MetricError("Nobody did anything in these dates: choose others, or load events.")
    cut = limits or Limits(_middle(features[is_active]), _middle(days[is_active]))
    is_broad, is_often = features >= cut.features, days >= cut.days
    there = came(warehouse) < np.datetime64((bounds[1][1] or end_of_data(warehouse.catalog)).date())
    flags: dict[Corner, NDArray[np.bool_]] = {
        "power": is_active & is_broad & is_often,
        "focused": is_active & ~is_broad & is_often,
        "curious": is_active & is_broad & ~is_often,
        "light": is_active & ~is_broad & ~is_often,
        "inactive": counted & there & (days == 0),
    }
    users = {corner: warehouse.user_set(inside) for corner, inside in flags.items()}
    return Map(features, days, there | (days > 0), window, cut, users)


def _breadth(warehouse: Warehouse, window: Window) -> NDArray[np.int32]:
    """How many features each user used."""
    breadth = np.zeros(warehouse.n_users, dtype=np.int32)
    for users in did(warehouse, window).values():
        breadth += warehouse.user_flags(users)
    return breadth


def _per_user(warehouse: Warehouse, query: Query, name: str) -> NDArray[np.int32]:
    """A column of a report as one number per user, 0 for those without a row."""
    found = warehouse.arrays(query)
    numbers = np.zeros(warehouse.n_users, dtype=np.int32)
    numbers[found["user_id"]] = found[name]
    return numbers


def _middle(numbers: NDArray[np.int32]) -> int:
    """The first whole number above the median, so that at least half stay below it; at least 2."""
    return max(int(np.floor(np.median(numbers))) + 1, 2)


@dataclass(frozen=True, slots=True)
class _Known:
    """A group on the map: how many had come, how many are in each corner, and what is typical of the active."""

    there: int
    counts: Mapping[Corner, int]
    features: float | None
    days: float | None
    nbytes: int = 1_000


def _line(warehouse: Warehouse, here: Map, group: Group) -> EngagementLine:
    """A group on the map; remembered by who is in it."""
    key = ("on the map", here.window, here.limits, group.users)
    known: _Known | None = warehouse.digests.get(key)
    if known is None:
        known = _known(warehouse, here, group.users)
        warehouse.digests.put(key, known)
    return EngagementLine(
        group.name, group.is_baseline, group.whom, known.there, known.counts, known.features, known.days
    )


def _known(warehouse: Warehouse, here: Map, users: int) -> _Known:
    flags = warehouse.user_flags(users)
    active = flags & (here.days > 0)
    is_enough = np.count_nonzero(active) >= FEWEST
    features, days = (float(np.median(each[active])) if is_enough else None for each in (here.features, here.days))
    return _Known(
        int(np.count_nonzero(flags & here.there)),
        {corner: (here.users[corner] & users).bit_count() for corner in ORDER},
        features,
        days,
    )


class _Cells(tuple[tuple[int, ...], ...]):
    """How many are in each cell of a map, a row per band of days."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        return 4_000


def _cells(
    warehouse: Warehouse, here: Map, group: Group, features: tuple[Band, ...], days: tuple[Band, ...]
) -> tuple[tuple[int, ...], ...]:
    """How many of a group are in each cell of the map; remembered by who is in it."""
    key = ("cells", here.window, here.limits, group.users)
    known: _Cells | None = warehouse.digests.get(key)
    if known is None:
        active = warehouse.user_flags(group.users) & (here.days > 0)
        column = np.searchsorted([band.low for band in features], here.features[active], side="right") - 1
        row = np.searchsorted([band.low for band in days], here.days[active], side="right") - 1
        counts = np.bincount(row * len(features) + column, minlength=len(features) * len(days))
        known = _Cells(tuple(map(int, each)) for each in counts.reshape(len(days), len(features)))
        warehouse.digests.put(key, known)
    return known


def _notes(here: Map, *, is_known: bool) -> Iterator[str]:
    features, days = here.limits
    yield (
        f"Many features are {features} or more different kinds of events, many days are {days} or more: "
        "half of all active users stay below."
    )
    if not is_known:
        yield "The data do not reach back over the whole period before, so nothing is compared: choose later dates."


def until(warehouse: Warehouse, window: Window) -> date:
    """The day after the last one of a window."""
    _, end = window_bounds(window, warehouse.catalog)
    return end.date() if end else warehouse.catalog.as_of + DAY
