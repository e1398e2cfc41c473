"""Who used which feature, or had used one by which day: sets of users that no segment changes, remembered."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from itertools import accumulate
from operator import or_
from typing import Any

from strata.analysis.set_shares import Sets
from strata.analysis.sums import arrived
from strata.errors import SegmentError
from strata.membership import end_of_data, event_bounds
from strata.model.segment import SinceJoined, Window
from strata.warehouse import Query, Warehouse

MOST_POINTS = 40
"""Steps of days along the curve of a new feature."""
NOBODY = 0


def adopters(warehouse: Warehouse, window: Window) -> Sets:
    """Who used each feature in a window, among everyone who had come by its end.

    Raises:
        SegmentError: the window differs from user to user.
    """
    key, among = ("adopters", window), arrived(window, warehouse.catalog)
    return _remembered(warehouse, key, lambda: did(warehouse, window), among)


class _Users(dict[str, int]):
    """Sets of users by feature."""

    @property
    def nbytes(self) -> int:
        return sum(users.__sizeof__() for users in self.values())


def did(warehouse: Warehouse, window: Window) -> Mapping[str, int]:
    """Who used each feature in a window, whoever it is; remembered.

    Raises:
        SegmentError: the window differs from user to user.
    """
    query = Query("reports/adopters", _bounds(warehouse, window))
    found: _Users | None = warehouse.digests.get(query)
    if found is None:
        found = _Users(warehouse.sets(query))
        warehouse.digests.put(query, found)
    return found


def early_adopters(warehouse: Warehouse, window: Window, days: int) -> Sets:
    """Who used each feature soon after joining, among those who joined in the window and whose first days are over.

    Raises:
        SegmentError: the window differs from user to user.
    """
    newcomers = Query("reports/newcomers", (("days", days), *_bounds(warehouse, window)))
    early = Query("reports/early_adopters", (("days", days),), parts=(("newcomers", newcomers),))
    return _remembered(warehouse, early, lambda: warehouse.sets(early), newcomers)


class _FirstDays(dict[str, date]):
    """Days by feature."""

    @property
    def nbytes(self) -> int:
        return 200 * len(self)


def first_days(warehouse: Warehouse) -> Mapping[str, date]:
    """The day each feature was first used; remembered."""
    found: _FirstDays | None = warehouse.digests.get("first days")
    if found is None:
        known = warehouse.run(Query("reports/event_first_days"))
        found = _FirstDays(zip(known["event_name"], (day.date() for day in known["first_day"]), strict=True))
        warehouse.digests.put("first days", found)
    return found


def used_by_day(warehouse: Warehouse, event: str) -> tuple[int, Sets]:
    """Who had used a feature by so many steps of days after it was first used, and how many days a step has.

    Raises:
        SegmentError: there is no such feature, or all its events are dated after the end of the data.
    """
    first, as_of = first_days(warehouse)[warehouse.catalog.event(event)], warehouse.catalog.as_of
    days = (as_of - first).days + 1
    if days < 1:
        raise SegmentError(f"{event!r} begins on {first}, after the data end on {as_of}: choose another feature.")
    step = max(-(-days // MOST_POINTS), 1)
    params = (("event", event), ("first_day", first), ("step", step), ("until", end_of_data(warehouse.catalog)))
    query, key = Query("reports/first_uses", params), ("used by day", event)
    found: Sets | None = warehouse.digests.get(key)
    if found is None:
        sets = {int(name): users for name, users in warehouse.sets(query).items()}
        places = range(-(-days // step))
        so_far = accumulate((sets.get(place, NOBODY) for place in places), or_)
        by_day = {str(step * (place + 1)): users for place, users in zip(places, so_far, strict=True)}
        found = Sets.of(warehouse, by_day, warehouse.population)
        warehouse.digests.put(key, found)
    return step, found


def _remembered(warehouse: Warehouse, key: Hashable, sets: Callable[[], Mapping[str, int]], among: Query) -> Sets:
    """The users of each feature, among those whom a statement yields."""
    found: Sets | None = warehouse.digests.get(key)
    if found is None:
        found = Sets.of(warehouse, _complete(warehouse, sets()), _one_set(warehouse, among))
        warehouse.digests.put(key, found)
    return found


def _complete(warehouse: Warehouse, sets: Mapping[str, int]) -> dict[str, int]:
    """Every feature there is, nobody where none was used."""
    return {event: sets.get(event, NOBODY) for event in warehouse.catalog.events}


def _bounds(warehouse: Warehouse, window: Window) -> tuple[tuple[str, Any], ...]:
    if isinstance(window, SinceJoined):
        raise SegmentError("Adoption counts the same dates for everyone: give dates, or the last days.")
    return tuple(zip(("start", "until"), event_bounds(window, warehouse.catalog), strict=True))


def _one_set(warehouse: Warehouse, query: Query) -> int:
    """The users a statement yields."""
    return warehouse.sets(Query("reports/in_one_set", parts=(("rows", query),))).get("", NOBODY)
