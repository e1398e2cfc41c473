"""Who was active in which period, and how often: kept in memory per window, so that any set of users is soon summed.

What the database counts per user and period does not depend on segments. It is asked once per window and stands in
arrays from then on, period by period; a set of users takes its own out of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strata.analysis.calendar import Cut
from strata.analysis.lanes import Bytes, Lanes
from strata.membership import window_bounds
from strata.model.periods import DAY, Grain
from strata.model.segment import Between
from strata.warehouse import Query, Warehouse

Ids = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Footprints:
    """Everyone who was active in neighbouring periods.

    Attributes:
        cuts: The periods.
        user: The ids of those active in each period, one array per period, as are
        days: on how many days of it they were, and
        events: how many events that was.
        came: Per user the place of the period in which he came; 0 for whoever was there before, the number of periods
            for whoever came after the last.
    """

    cuts: tuple[Cut, ...]
    user: tuple[Ids, ...]
    days: tuple[NDArray[np.int16], ...]
    events: tuple[NDArray[np.int32], ...]
    came: NDArray[np.int16]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        pieces = (self.user, self.days, self.events)
        return self.came.nbytes + sum(each.nbytes for piece in pieces for each in piece)

    @property
    def whole(self) -> tuple[int, ...]:
        """The places of the periods of which nothing is missing."""
        return tuple(place for place, cut in enumerate(self.cuts) if cut.partial is None)


@dataclass(frozen=True, eq=False)
class Totals:
    """What each user did in several periods together, one number per user.

    Attributes:
        there: In how many of the periods the user had come.
        active: In how many of them the user was active.
        possible: How many days those had in which the user was active.
        days: On how many days the user was active.
        events: How many events that was.
    """

    there: NDArray[np.float32]
    active: NDArray[np.float32]
    possible: NDArray[np.float32]
    days: NDArray[np.float32]
    events: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 5 * self.there.nbytes


@dataclass(frozen=True, eq=False)
class Laid:
    """Everyone who had come by the end of each period, and those who were active in it, in the lanes."""

    there: tuple[Bytes, ...]
    active: tuple[Bytes, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(each.nbytes for each in (*self.there, *self.active))


def footprints(warehouse: Warehouse, cuts: Sequence[Cut], grain: Grain) -> Footprints:
    """Everyone who was active in these periods, which follow one another; remembered."""
    key = ("footprints", grain, cuts[0].span.start, cuts[-1].span.end)
    found: Footprints | None = warehouse.digests.get(key)
    if found is None:
        found = _made(warehouse, tuple(cuts), grain)
        warehouse.digests.put(key, found)
    return found


def totals(warehouse: Warehouse, steps: Footprints, chosen: tuple[int, ...]) -> Totals:
    """What each user did in the periods at these places together; remembered."""
    key = ("footprint totals", steps.cuts, chosen)
    found: Totals | None = warehouse.digests.get(key)
    if found is None:
        found = _added(steps, chosen, warehouse.n_users)
        warehouse.digests.put(key, found)
    return found


def laid(warehouse: Warehouse, steps: Footprints) -> Laid:
    """Who had come and who was active, period by period, in the lanes; remembered."""
    key = ("footprint lanes", steps.cuts)
    found: Laid | None = warehouse.digests.get(key)
    if found is None:
        lanes, ids = Lanes.of(warehouse), np.arange(warehouse.n_users)
        there = tuple(lanes.whole(warehouse.user_set(steps.came <= place)) for place in range(len(steps.cuts)))
        active = tuple(lanes.whole(warehouse.user_set(np.isin(ids, each))) for each in steps.user)
        found = Laid(there, active)
        warehouse.digests.put(key, found)
    return found


def length(span: Between) -> int:
    """The days of a span with both ends."""
    if span.start is None or span.end is None:
        raise ValueError(f"{span} is open")
    return (span.end - span.start).days + 1


def came(warehouse: Warehouse) -> NDArray[np.datetime64]:
    """Per user the day he came, long ago where that is not known; remembered."""
    found: NDArray[np.datetime64] | None = warehouse.digests.get("came")
    if found is None:
        found = warehouse.arrays(Query("reports/came"))["came"].astype("datetime64[D]")
        warehouse.digests.put("came", found)
    return found


def places(days: NDArray[np.datetime64], ends: Sequence[date | None]) -> NDArray[np.int16]:
    """Per day the place of the first period that ends on it or later; how many there are where none does."""
    after = np.array([end + DAY for end in ends if end is not None], dtype="datetime64[D]")
    return np.searchsorted(after, days, side="right").astype(np.int16)


def _made(warehouse: Warehouse, cuts: tuple[Cut, ...], grain: Grain) -> Footprints:
    bounds = window_bounds(Between(cuts[0].span.start, cuts[-1].span.end), warehouse.catalog)
    params = (("grain", grain), *zip(("start", "until"), bounds, strict=True))
    rows = warehouse.arrays(Query("reports/active_periods", params=params))
    starts = np.array([cut.period.start for cut in cuts], dtype="datetime64[D]")
    place = np.searchsorted(starts, rows["period"].astype("datetime64[D]")).astype(np.int16)
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(1, len(cuts)))
    return Footprints(
        cuts,
        user=_pieces(rows["user_id"], order, ends, np.int32),
        days=_pieces(rows["days"], order, ends, np.int16),
        events=_pieces(rows["events"], order, ends, np.int32),
        came=places(came(warehouse), [cut.span.end for cut in cuts]),
    )


def _pieces(column: NDArray[Any], order: NDArray[np.intp], ends: NDArray[np.intp], kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a number type of numpy, and arrays of it
    return tuple(np.split(column.astype(kind)[order], ends))


def _added(steps: Footprints, chosen: tuple[int, ...], n_users: int) -> Totals:
    sums = {name: np.zeros(n_users, dtype=np.float32) for name in ("there", "active", "possible", "days", "events")}
    for place in chosen:
        user = steps.user[place]
        sums["there"] += steps.came <= place
        sums["active"][user] += 1
        sums["possible"][user] += length(steps.cuts[place].span)
        sums["days"][user] += steps.days[place]
        sums["events"][user] += steps.events[place]
    return Totals(**sums)
