"""Days, weeks, months and quarters: a span of dates cut into periods."""

from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

Grain = Literal["day", "week", "month", "quarter"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
DAY = timedelta(days=1)
LONGEST_BY_DAY, LONGEST_BY_WEEK = 31, 182
"""Days a span may have to be cut into days, or weeks, where nobody chose a grain."""


class Period(NamedTuple):
    """The days from `start` to `end`, both of them inside."""

    grain: Grain
    start: date
    end: date

    @property
    def label(self) -> str:
        """The period as an axis names it: 'Mar 2026' for a month, 'Q1 2026' for a quarter, else its first day."""
        if self.grain == "quarter":
            return f"Q{_quarter(self.start)} {self.start:%Y}"
        return f"{self.start:%b %Y}" if self.grain == "month" else f"{self.start.day} {self.start:%b %Y}"

    @property
    def words(self) -> str:
        """The period as a sentence names it: 'March 2026', 'the week of 2 March 2026', '2 March 2026'."""
        if self.grain == "month":
            return f"{self.start:%B %Y}"
        if self.grain == "quarter":
            return f"quarter {_quarter(self.start)} of {self.start:%Y}"
        day = f"{self.start.day} {self.start:%B %Y}"
        return f"the week of {day}" if self.grain == "week" else day


def periods(first: date, last: date, grain: Grain) -> tuple[Period, ...]:
    """The whole calendar periods that hold a span, in order; weeks begin on Monday. Empty where last < first."""
    found = []
    start = beginning(first, grain)
    while start <= last:
        following = _next(start, grain)
        found.append(Period(grain, start, following - DAY))
        start = following
    return tuple(found)


def before(period: Period, number: int) -> tuple[Period, ...]:
    """So many periods of the same kind right before one, in order."""
    found: list[Period] = []
    end = period.start - DAY
    for _ in range(number):
        start = beginning(end, period.grain)
        found.append(Period(period.grain, start, end))
        end = start - DAY
    return tuple(found[::-1])


def beginning(day: date, grain: Grain) -> date:
    """The first day of the period that holds a day."""
    match grain:
        case "day":
            return day
        case "week":
            return day - day.weekday() * DAY
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=3 * _quarter(day) - 2, day=1)


def usual_grain(first: date, last: date) -> Grain:
    """The grain that cuts a span into a readable number of points."""
    days = (last - first).days + 1
    return "day" if days <= LONGEST_BY_DAY else "week" if days <= LONGEST_BY_WEEK else "month"


def _next(start: date, grain: Grain) -> date:
    if grain in ("month", "quarter"):
        return (start + timedelta(days=31 if grain == "month" else 93)).replace(day=1)
    return start + (DAY if grain == "day" else 7 * DAY)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
