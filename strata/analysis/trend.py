"""A metric of segments by day, week, month or quarter, and whether it moves more than chance would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from math import sqrt
from operator import or_
from statistics import median
from typing import Literal, NamedTuple

import numpy as np

from strata import stats
from strata.analysis.calendar import Calendar, Cut, calendar
from strata.analysis.panel import Panel, joined, panel
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.threads import of_each
from strata.analysis.trend_words import sentences
from strata.errors import MetricError
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.metrics import Metric
from strata.model.periods import Grain
from strata.model.results import REST
from strata.model.segment import EVER, Segment, Window
from strata.model.trend import Course, Line, Point, Trend
from strata.stats.arms import codes
from strata.stats.cells import Floats
from strata.stats.inference import Student, Withheld
from strata.stats.methods import SCALES
from strata.stats.slope import slope, wiggle
from strata.warehouse import Members, Warehouse

FEWEST_ANSWERS, FEWEST_PERIODS, FEWEST_ACCOUNTS = 5, 3, 3
"""Of a point to be shown, and of a line to be judged."""
ALPHA = 0.05
LIMIT = 3.0
"""Standard errors around the mean within which a value is usual (Shewhart 1931)."""
MANY = 4
"""One in so many accounts is many."""
NONE_OF_THEM = "none of these"
"""The users in none of several segments, as a line of its own."""

Baseline = Segment | Literal["previous"] | None


class Group(NamedTuple):
    """The users of one line."""

    name: str
    is_baseline: bool
    users: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A metric in the periods that are shown and in those before."""

    metric: Metric
    days: Calendar
    shown: Panel
    earlier: Panel
    n_accounts: int

    @property
    def kind(self) -> stats.Kind:
        """What the values are."""
        if self.metric.kind == "time":
            raise ValueError(f"{self.metric.name} is a time, which has no trend")
        return self.metric.kind

    def estimate(self, cells: stats.Cells) -> stats.Estimate:
        """A group in one period; where accounts are few they are numbered anew, so that nothing is as long as all."""
        are_few = MANY * len(cells) < self.n_accounts
        code, size = codes(cells) if are_few else (cells.account, self.n_accounts)
        return stats.estimate(stats.Arm.of(self.kind, cells, code, size))


class Usual(NamedTuple):
    """What chance does around the mean of all whole periods.

    Attributes:
        mean: The mean.
        wiggle: How far it moves a mean, as per one user.
        n: Users of a typical period.
    """

    mean: float
    wiggle: float
    n: float

    def reach(self, n: float) -> float:
        """How far from the mean the value of so many users may lie."""
        return LIMIT * self.wiggle / sqrt(n)


class Drawn(NamedTuple):
    """A line before its slope is seen beside the others."""

    points: tuple[Point, ...]
    usual: Usual | None
    change: Student | Withheld

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 1_000 * (len(self.points) + 1)


def trend(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metric: Metric,
    *,
    by: Grain | None = None,
    window: Window = EVER,
    baseline: Baseline = None,
    library: Library = NO_LIBRARY,
) -> Trend:
    """A metric of each segment, and of the baseline, in every period of a window.

    A value counts what users did or answered within its period alone; who is in a segment is the same in all of them.
    Everyone else are the users in none of the segments. Beside each value stands the one as long before as the window
    is, where the data reach back that far.

    Args:
        warehouse: Where the data are.
        segments: The groups.
        metric: What is measured.
        by: The length of a period; by default what suits the window.
        window: The dates; open ends are the first and last day of the data.
        baseline: Another segment to draw, or "previous" for none; by default everyone else.
        library: The segments that others refer to.

    Raises:
        MetricError: the metric has no time, no data in the window, or the points would be too many.
        SegmentError: a segment cannot be counted, or the window differs from user to user.
    """
    if why := why_no_trend(metric):
        raise MetricError(why)
    days = calendar(warehouse, metric, window, by)
    drawn = (*segments, *([baseline] if isinstance(baseline, Segment) else []))
    members = in_play(warehouse, drawn, library)
    counted = members._replace(segments=tuple(users & members.population for users in members.segments))
    groups = tuple(_groups(segments, baseline, counted))
    lines = _lines(warehouse, metric, days, counted, groups)
    return Trend(
        source=source(warehouse, window),
        metric=metric.name,
        label=metric.label,
        unit=metric.unit,
        counted=metric.of,
        grain=days.grain,
        segments=sizes(warehouse, drawn, members),
        lines=tuple(_judged(groups, lines, metric, days.grain)),
        notes=days.notes,
    )


def why_no_trend(metric: Metric) -> str:
    """Why a metric cannot be followed over time, as a sentence; empty where it can."""
    if metric.kind == "time":
        return f"{metric.label} is itself a time: look at how soon it happens instead of a trend."
    if metric.survey is None and metric.needs is None:
        return f"{metric.label} is known only as it is today, so it has no trend: choose answers or events."
    return ""


def _groups(segments: Sequence[Segment], baseline: Baseline, members: Members) -> Iterator[Group]:
    for segment, users in zip(segments, members.segments, strict=False):
        yield Group(segment.name, is_baseline=False, users=users)
    if isinstance(baseline, Segment):
        yield Group(baseline.name, is_baseline=True, users=members.segments[-1])
    elif baseline is None:
        name = REST if len(segments) == 1 else NONE_OF_THEM
        yield Group(name, is_baseline=True, users=members.population & ~reduce(or_, members.segments, 0))


def _lines(
    warehouse: Warehouse, metric: Metric, days: Calendar, members: Members, groups: Sequence[Group]
) -> list[Drawn]:
    """The line of each group, remembered; only the users of those that are not are looked at."""
    keys = {group.users: ("trend line", metric, days.shown, days.earlier, group.users) for group in groups}
    lines: dict[int, Drawn] = {users: line for users, key in keys.items() if (line := warehouse.digests.get(key))}
    missing = [users for users in keys if users not in lines]
    if missing:
        members = members._replace(population=reduce(or_, missing))
        shown, earlier = (panel(warehouse, metric, members, cuts, days.grain) for cuts in (days.shown, days.earlier))
        asked = Asked(metric, days, shown, earlier, warehouse.catalog.n_accounts)
        lines |= zip(missing, of_each(partial(_line, asked), missing), strict=True)
    for users in missing:
        warehouse.digests.put(keys[users], lines[users])
    return [lines[group.users] for group in groups]


def _line(asked: Asked, users: int) -> Drawn:
    metric, days, shown = asked.metric, asked.days, list(asked.shown.cells(users))
    previous = [_plain_value(cells, metric) for cells in asked.earlier.cells(users)]
    lag: list[float | None] = [None] * (len(days.shown) - len(previous))
    points = [
        _point(cut, asked.estimate(cells), before, metric)
        for cut, cells, before in zip(days.shown, shown, lag + previous, strict=True)
    ]
    whole = [place for place, point in enumerate(points) if point.value is not None and point.partial is None]
    if len(whole) < FEWEST_PERIODS:
        why = f"fewer than {FEWEST_PERIODS} whole {days.grain}s have enough {metric.of} to tell a trend."
        return Drawn(tuple(points), None, Withheld(why))
    cells = joined([shown[place] for place in whole])
    time = np.repeat(np.array(whole, dtype=float), [len(shown[place]) for place in whole])
    usual = _usual(cells, time, metric)
    drawn = tuple(_with_limits(point, usual, asked) for point in points)
    return Drawn(drawn, usual, _change(cells, time))


def _point(cut: Cut, found: stats.Estimate, previous: float | None, metric: Metric) -> Point:
    withheld = _withheld(found.n, metric.of)
    value, low, high = (None if withheld else _scaled(each, metric) for each in (found.value, found.low, found.high))
    return Point(
        start=cut.period.start.isoformat(),
        end=cut.period.end.isoformat(),
        label=cut.period.label,
        value=value,
        low=low,
        high=high,
        n=found.n,
        accounts=found.n_accounts,
        withheld=withheld,
        partial=cut.partial,
        previous=previous,
    )


def _plain_value(cells: stats.Cells, metric: Metric) -> float | None:
    """The value of a group in a period, without its interval."""
    if _withheld(round(float(cells.n.sum())), metric.of):
        return None
    return float(cells.total.sum() / cells.weight.sum()) * metric.scale


def _withheld(n: int, counted: str) -> str | None:
    if not n:
        return f"No {counted}."
    return f"Too few {counted} to show a value (n={n})." if n < FEWEST_ANSWERS else None


def _usual(cells: stats.Cells, time: Floats, metric: Metric) -> Usual:
    mean = float(cells.total.sum()) / float(cells.weight.sum())
    n = [float(cells.n[time == each].sum()) for each in np.unique(time)]
    return Usual(mean * metric.scale, wiggle(cells, time) * metric.scale, median(n))


def _with_limits(point: Point, usual: Usual, asked: Asked) -> Point:
    if point.value is None or not usual.wiggle:
        return point
    bounds, reach = SCALES[asked.kind], usual.reach(point.n)
    low, high = (bound * asked.metric.scale for bound in (bounds.low, bounds.high))
    return replace(point, usual_low=max(usual.mean - reach, low), usual_high=min(usual.mean + reach, high))


def _change(cells: stats.Cells, time: Floats) -> Student | Withheld:
    """The slope per period."""
    if cells.account.min() >= 0 and len(np.unique(cells.account)) < FEWEST_ACCOUNTS:
        return Withheld(f"fewer than {FEWEST_ACCOUNTS} accounts are too few to tell a trend.")
    return slope(cells, time)


def _judged(groups: Sequence[Group], drawn: Sequence[Drawn], metric: Metric, grain: Grain) -> Iterator[Line]:
    """The lines with what may be said of them, corrected for how many they are."""
    changes = [each.change.p if isinstance(each.change, Student) else None for each in drawn]
    judged = sum(p is not None for p in changes)
    for group, each, p_adjusted in zip(groups, drawn, stats.holm(changes), strict=True):
        yield _said(group, each, metric, grain, p_adjusted, lines=judged)


def _said(group: Group, drawn: Drawn, metric: Metric, grain: Grain, p_adjusted: float | None, *, lines: int) -> Line:
    change, usual = drawn.change, drawn.usual
    line = Line(
        name=group.name,
        is_baseline=group.is_baseline,
        points=drawn.points,
        course="not_enough_data",
        slope=None,
        slope_low=None,
        slope_high=None,
        p=None,
        p_adjusted=None,
        mean=usual.mean if usual else None,
        wiggle=usual.reach(usual.n) if usual and usual.wiggle else None,
        sentences=(),
    )
    if isinstance(change, Student):
        low, high = change.limits(0.95)
        line = replace(
            line,
            course=_course(change, p_adjusted),
            slope=change.value * metric.scale,
            slope_low=low * metric.scale,
            slope_high=high * metric.scale,
            p=change.p,
            p_adjusted=p_adjusted,
        )
    why = change.reason if isinstance(change, Withheld) else ""
    return replace(line, sentences=tuple(sentences(line, metric, grain, why=why, lines=lines)))


def _course(change: Student, p_adjusted: float | None) -> Course:
    if change.p > ALPHA:
        return "no_clear_trend"
    if p_adjusted is not None and p_adjusted > ALPHA:
        return "expected_by_luck"
    return "rises" if change.value > 0 else "falls"


def _scaled(value: float | None, metric: Metric) -> float | None:
    return None if value is None else value * metric.scale
