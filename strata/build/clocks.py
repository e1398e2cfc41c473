"""When the clocks of a time zone go back, an hour comes twice: what happened in it has a day, but no order."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2060
STEP = timedelta(minutes=30)
"""Clocks change by whole steps."""


@cache
def repeated_half_hours(zone: str) -> tuple[datetime, ...]:
    """The half hours that the clocks of a zone show twice, as they show them.

    >>> [str(each) for each in repeated_half_hours("Europe/Berlin") if each.year == 2025]
    ['2025-10-26 02:00:00', '2025-10-26 02:30:00']
    >>> repeated_half_hours("UTC")
    ()
    """
    clocks = ZoneInfo(zone)
    days = [datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) + timedelta(day) for day in range(366 * (LAST_YEAR - FIRST_YEAR))]
    shown = [each.astimezone(clocks).utcoffset() or timedelta() for each in days]
    late = [day for (day, _), (one, other) in zip(pairwise(days), pairwise(shown), strict=True) if other < one]
    return tuple(dict.fromkeys(half for day in late for half in _of_day(day, clocks)))


def _of_day(day: datetime, clocks: ZoneInfo) -> list[datetime]:
    """The half hours that come twice within a day from a moment on."""
    seen: set[datetime] = set()
    twice = []
    for step in range(2 * 24 + 6):  # some more, for the second time may lie behind the day
        shown = (day + step * STEP).astimezone(clocks).replace(tzinfo=None)
        if shown in seen:
            twice.append(shown)
        seen.add(shown)
    return twice
