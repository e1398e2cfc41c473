"""Windows as moments, and as SQL over a table with a moment and a user."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from strata.errors import SegmentError
from strata.model.attributes import Catalog
from strata.model.segment import Between, Last, SinceJoined, Unit, Window

DAY = timedelta(days=1)
Params = tuple[tuple[str, Any], ...]
Bounds = tuple[datetime | None, datetime | None]
OF_EVENTS = ("events", "user_day", "times")
"""Tables of what users did."""


class Rows(NamedTuple):
    """Rows of one table inside a window; the condition is empty where the window is open."""

    source: str
    condition: str
    params: Params


def window_bounds(window: Window, catalog: Catalog) -> Bounds:
    """First moment inside and first moment after a window; None is open, and what differs by user is open too.

    Raises:
        SegmentError: the window reaches back further than the calendar.
    """
    match window:
        case Last(number, unit, ago):
            try:
                until = back(end_of_data(catalog), ago, unit)
                return back(until, number, unit), until
            except (OverflowError, ValueError) as error:
                raise SegmentError(f"The last {number:,} {unit}s began before the calendar: choose fewer.") from error
        case Between(start, end):
            return (midnight(start) if start else None, midnight(end + DAY) if end and end < date.max else None)
        case SinceJoined():
            return None, None


def event_bounds(window: Window, catalog: Catalog) -> Bounds:
    """The same for what users did: what is dated after the end of the data has not happened; raises as it does."""
    start, until = window_bounds(window, catalog)
    end = end_of_data(catalog)
    return start, min(until or end, end) if catalog.has_later else until


def rows_within(table: str, window: Window, catalog: Catalog, *, moment: str = "ts") -> Rows:
    """The rows of a table that has `user_id` and a moment, inside a window."""
    column = f"{table}.{moment}"
    is_cut = catalog.is_past or (catalog.has_later and table in OF_EVENTS)
    horizon = [(f"{column} < $horizon", "horizon", end_of_data(catalog))] if is_cut else []
    if isinstance(window, SinceJoined):
        source = f"{table} inner join users on users.user_id = {table}.user_id"
        since = f"{column} >= users.joined_at and {column} < users.joined_at + to_days($since_joined)"
        return _rows(source, [(since, "since_joined", window.days), *horizon])
    start, until = window_bounds(window, catalog)
    return _rows(table, [(f"{column} >= $start", "start", start), (f"{column} < $until", "until", until), *horizon])


def _rows(source: str, ends: Sequence[tuple[str, str, Any]]) -> Rows:
    said = [(sql, name, value) for sql, name, value in ends if value is not None]
    return Rows(source, " and ".join(sql for sql, _, _ in said), tuple((name, value) for _, name, value in said))


def end_of_data(catalog: Catalog) -> datetime:
    """The midnight after the last day of the data, which is 'now' for every condition."""
    return midnight(catalog.as_of + DAY)


def midnight(day: date) -> datetime:
    """The moment a day begins."""
    return datetime.combine(day, time.min)


def back(moment: datetime, number: int, unit: Unit) -> datetime:
    """The moment `number` units earlier; months keep the day, or take the last one of a shorter month.

    Raises:
        OverflowError, ValueError: that is before the calendar begins.
    """
    if unit != "month":
        return moment - timedelta(**{f"{unit}s": number})
    years, month = divmod(moment.month - 1 - number, 12)
    first = moment.replace(year=moment.year + years, month=month + 1, day=1)
    days_in_month = ((first + timedelta(days=31)).replace(day=1) - first).days
    return first.replace(day=min(moment.day, days_in_month))
