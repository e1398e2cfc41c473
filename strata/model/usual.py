"""The dates people look at first: what metrics need of them is summed when data are loaded."""

from collections.abc import Mapping
from datetime import datetime, timedelta

USUAL_DAYS = (90, 30, 365, 7, 180)
"""Days up to the end of the data, those asked for most first; all dates are usual too."""
USUAL_TABLES: Mapping[str, int | None] = {"user_ever": None} | {f"user_last_{days}": days for days in USUAL_DAYS}
"""The tables that hold what users did and answered within usual dates, and how many days these are."""
RETURNS_TABLE = "user_returns"
LAST_WEEK = 62
"""The last week after joining that is held of each user, one bit a week."""
Bounds = tuple[datetime | None, datetime | None]
"""The first moment inside some dates and the first one after them; None is open."""


def last_days(days: int | None, end: datetime) -> Bounds:
    """The last days of data that end at `end`; None are all."""
    return (None, None) if days is None else (end - timedelta(days=days), end)
