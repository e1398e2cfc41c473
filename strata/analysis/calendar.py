"""A window cut into the periods of a trend, and which days of each are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from strata.analysis.reach import first_day
from strata.errors import MetricError, SegmentError
from strata.membership import window_bounds
from strata.model.metrics import Metric
from strata.model.periods import DAY, GRAINS, Grain, Period, before, periods, usual_grain
from strata.model.segment import Between, SinceJoined, Window
from strata.warehouse import Warehouse

MOST_POINTS = 60

NO_DAYS: Mapping[str, str] = {"stickiness": "of one day it is always 100 %"}
"""Metrics that say nothing of a single day, by their statement, and why."""


class Cut(NamedTuple):
    """A period and the days of it that are counted; `partial` says what is missing of it, None where nothing is."""

    period: Period
    span: Between
    partial: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of a window, and the whole ones as long before it, as far back as there are data."""

    grain: Grain
    shown: tuple[Cut, ...]
    earlier: tuple[Cut, ...]
    notes: tuple[str, ...]


def calendar(warehouse: Warehouse, metric: Metric, window: Window, grain: Grain | None) -> Calendar:
    """A window cut into days, weeks, months or quarters; by default into what suits its length.

    Raises:
        MetricError: nothing of the metric has a date in the window, or the points would be too many.
        SegmentError: the window differs from user to user.
    """
    first, last, begin = _ends(warehouse, metric, window)
    grain = grain or _usual(metric, first, last)
    if grain == "day" and (why := NO_DAYS.get(metric.query)):
        raise MetricError(f"{metric.label} has no trend by day, because {why}: choose week or month.")
    cut = periods(first, last, grain)
    notes: tuple[str, ...] = ()
    if len(cut) > MOST_POINTS:
        if grain in ("day", "week"):
            raise MetricError(_too_many(len(cut), first, last, grain))
        notes = (f"Only the last {MOST_POINTS} of {len(cut)} {grain}s are shown.",)
        cut = cut[-MOST_POINTS:]
    as_of = warehouse.catalog.as_of
    earlier = [period for period in before(cut[0], len(cut)) if period.end >= begin]
    return Calendar(
        grain,
        shown=tuple(_part(period, max(first, cut[0].start), last, as_of) for period in cut),
        earlier=tuple(_part(period, begin, period.end, as_of) for period in earlier),
        notes=notes,
    )


def suitable_grain(warehouse: Warehouse, metric: Metric, window: Window) -> Grain:
    """The grain that suits a window; raises as `calendar` does."""
    first, last, _ = _ends(warehouse, metric, window)
    return _usual(metric, first, last)


def _usual(metric: Metric, first: date, last: date) -> Grain:
    grain = usual_grain(first, last)
    return "week" if grain == "day" and metric.query in NO_DAYS else grain


def _ends(warehouse: Warehouse, metric: Metric, window: Window) -> tuple[date, date, date]:
    """First and last day to show, and the first day there are data of."""
    if isinstance(window, SinceJoined):
        raise SegmentError("A trend counts the same dates for everyone: give dates, or the last days.")
    catalog = warehouse.catalog
    begin = first_day(warehouse, metric)
    if begin is None:
        raise MetricError(f"{metric.label} has no dates in the loaded data, so it has no trend: load some that have.")
    start, until = window_bounds(window, catalog)
    first = max(start.date(), begin) if start else begin
    last = min(until.date() - DAY, catalog.as_of) if until else catalog.as_of
    if first > last:
        raise MetricError(
            f"{metric.label} has no data in these dates: it reaches from {begin} to {catalog.as_of}; choose others."
        )
    return first, last, begin


def _part(period: Period, first: date, last: date, as_of: date) -> Cut:
    start, end = max(period.start, first), min(period.end, last)
    return Cut(period, Between(start, end), _missing(period, start, end, as_of))


def _missing(period: Period, start: date, end: date, as_of: date) -> str | None:
    words = [f"from {start.day} {start:%b}"] if start > period.start else []
    if end < period.end:
        words.append("so far" if end == as_of else f"to {end.day} {end:%b}")
    return " ".join(words) or None


def _too_many(number: int, first: date, last: date, grain: Grain) -> str:
    coarser = next(
        (each for each in GRAINS[GRAINS.index(grain) :] if len(periods(first, last, each)) <= MOST_POINTS), GRAINS[-1]
    )
    return (
        f"{first} to {last} by {grain} are {number:,} points, and {MOST_POINTS} are the most: "
        f"choose {coarser}, or fewer days."
    )
