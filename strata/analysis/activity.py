"""How many of each segment are active by day, week or month, how much they do then, and how often they come back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from strata import stats
from strata.analysis import crowds, versus
from strata.analysis.activity_measures import MEASURES, Active, Measure
from strata.analysis.calendar import Calendar, Cut, calendar
from strata.analysis.footprints import Footprints, footprints, laid, totals
from strata.analysis.judging import judged
from strata.analysis.lanes import Lanes
from strata.analysis.play import Play
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.versus import Group, too_few
from strata.errors import MetricError
from strata.membership import NO_LIBRARY, Library
from strata.model.activity import Activity, ActivityLine, ActivityPoint
from strata.model.metrics import METRICS
from strata.model.periods import GRAINS
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import PREVIOUS, Contrast
from strata.stats.alike import side_of
from strata.stats.many_groups import estimate_all
from strata.warehouse import Warehouse


def activity(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Activity:
    """A measure of activity of each segment, and of what it is held against, in every period of the dates.

    Whoever had come by the end of a period counts in it. The verdicts are about all whole periods together: the sum
    of what the segment did over the sum of what it is counted per. Against the period before, the same people are
    looked at in as many periods right before these.

    Raises:
        MetricError: there are no events, none in these dates, too many periods, or the measure says nothing by day.
        SegmentError: a segment cannot be counted, there is no such measure, or the dates differ from user to user.
    """
    measure, by = MEASURES[recipe.one_of("measure", MEASURES, "share")], recipe.option("by")
    days = calendar(warehouse, METRICS["active_days"], recipe.window, by if by in GRAINS else None)
    if measure.key == "stickiness" and days.grain == "day":
        raise MetricError(
            "Stickiness says nothing by day, because of one day it is always 100 %: choose week or month."
        )
    chosen = versus.play(warehouse, recipe, library)
    now = footprints(warehouse, days.shown, days.grain)
    groups = versus.groups(chosen, recipe.baseline)
    lines = [_line(warehouse, now, measure, group) for group in groups]
    if recipe.baseline == PREVIOUS_PERIOD:
        lines += [_earlier(warehouse, days, measure, group) for group in groups]
    return Activity(
        source=source(warehouse, recipe.window),
        measure=measure.key,
        label=measure.words(days.grain),
        unit=measure.unit,
        counted=measure.counted,
        grain=days.grain,
        segments=sizes(warehouse, (*chosen.segments, *([chosen.baseline] if chosen.baseline else [])), chosen.members),
        lines=tuple(lines),
        results=_verdicts(warehouse, now, days, measure, chosen, recipe),
        notes=(*days.notes, *_notes(recipe, days)),
    )


class _Found(NamedTuple):
    """What is known of a group in one period."""

    estimate: stats.Estimate
    active: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A group in all periods."""

    found: tuple[_Found, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        return 600 * len(self.found)


def _line(warehouse: Warehouse, steps: Footprints, measure: Measure, group: Group) -> ActivityLine:
    """A group in every period; remembered by who is in it."""
    key = ("activity", steps.cuts, measure.of_period, group.users)
    row: _Row | None = warehouse.digests.get(key)
    if row is None:
        row = _Row(tuple(_periods(warehouse, steps, measure, group.users)))
        warehouse.digests.put(key, row)
    points = tuple(_point(measure, cut, found) for cut, found in zip(steps.cuts, row.found, strict=True))
    return ActivityLine(group.name, group.is_baseline, points, group.whom)


def _periods(warehouse: Warehouse, steps: Footprints, measure: Measure, users: int) -> Iterator[_Found]:
    if measure.of_period is None:
        return _shares(warehouse, steps, users)
    return _means(warehouse, steps, measure.of_period, users)


def _shares(warehouse: Warehouse, steps: Footprints, users: int) -> Iterator[_Found]:
    """Who was active in each period, of all who had come by its end."""
    lanes, sets = Lanes.of(warehouse), laid(warehouse, steps)
    group = lanes.whole(users)
    side = side_of(lanes.tallied(sets.there, group), lanes.tallied(sets.active, group))
    found = estimate_all("share", side)
    for place, active in enumerate(side.total.tolist()):
        yield _Found(found.one(place), round(active))


def _means(
    warehouse: Warehouse, steps: Footprints, of_period: Callable[[Active], stats.Arm], users: int
) -> Iterator[_Found]:
    """What those who were active in each period did in it."""
    roster = crowds.Roster.of(warehouse, users)
    for cut, user, days, events in zip(steps.cuts, steps.user, steps.days, steps.events, strict=True):
        rows = np.flatnonzero(roster.flags[user])
        active = Active(cut, roster.account[user[rows]], roster.size, rows, days, events)
        yield _Found(stats.estimate(of_period(active)), len(rows))


def _point(measure: Measure, cut: Cut, found: _Found) -> ActivityPoint:
    estimate, scale = found.estimate, 100.0 if measure.unit == "%" else 1.0
    withheld = None if measure.is_count and estimate.n else too_few(estimate.n, measure.counted)
    bounds: tuple[float | None, ...] = (None, None, None)
    if withheld is None:
        bounds = tuple(None if each is None else each * scale for each in (estimate.value, estimate.low, estimate.high))
    value, low, high = (float(found.active), None, None) if measure.is_count and withheld is None else bounds
    return ActivityPoint(
        period=cut.period,
        days=cut.span,
        value=value,
        low=low,
        high=high,
        n=estimate.n,
        accounts=estimate.n_accounts,
        active=found.active,
        withheld=withheld,
        partial=cut.partial,
    )


def _earlier(warehouse: Warehouse, days: Calendar, measure: Measure, group: Group) -> ActivityLine:
    """A group in as many periods right before, each at the place of the one it is as long before."""
    found: tuple[ActivityPoint, ...] = ()
    if days.earlier:
        found = _line(warehouse, footprints(warehouse, days.earlier, days.grain), measure, group).points
    missing = tuple(_unknown(cut) for cut in days.shown[: len(days.shown) - len(found)])
    return ActivityLine(f"{group.name}, {PREVIOUS}", is_baseline=True, points=(*missing, *found), whom=group.whom)


def _unknown(cut: Cut) -> ActivityPoint:
    return ActivityPoint(cut.period, cut.span, None, None, None, 0, 0, 0, "The data do not reach back that far.", None)


def _verdicts(
    warehouse: Warehouse, now: Footprints, days: Calendar, measure: Measure, chosen: Play, recipe: Recipe
) -> tuple[Contrast, ...]:
    """The segments against the baseline over all whole periods, corrected for how many they are."""
    metric, before = measure.metric(days.grain), None
    if recipe.baseline == PREVIOUS_PERIOD:
        places = _same_places(days)
        if not places:
            return ()
        earlier = footprints(warehouse, days.earlier, days.grain)
        before = partial(_over, warehouse, earlier, places, measure)
    if not now.whole:
        return ()
    pairs = versus.pairs(warehouse, metric, chosen, partial(_over, warehouse, now, now.whole, measure), before)
    return judged(pairs, primary=metric.name)


def _over(warehouse: Warehouse, steps: Footprints, places: tuple[int, ...], measure: Measure, users: int) -> stats.Arm:
    """A set of users over several periods."""
    return versus.remembered(
        warehouse,
        ("activity over", steps.cuts, places, measure.over),
        users,
        partial(_summed, warehouse, steps, places, measure),
    )


def _summed(
    warehouse: Warehouse, steps: Footprints, places: tuple[int, ...], measure: Measure, users: int
) -> stats.Arm:
    x, w = measure.over(totals(warehouse, steps, places))
    ids = np.flatnonzero(warehouse.user_flags(users) & (w > 0))
    accounts = warehouse.account_of_user[ids]
    return crowds.values("ratio", accounts, x[ids], w[ids], size=warehouse.catalog.n_accounts)


def _same_places(days: Calendar) -> tuple[int, ...]:
    """Where among the periods before those stand that are compared; none where the data do not reach back."""
    lag = len(days.shown) - len(days.earlier)
    places = tuple(place - lag for place, cut in enumerate(days.shown) if cut.partial is None)
    is_known = all(place >= 0 and days.earlier[place].partial is None for place in places)
    return places if is_known else ()


def _notes(recipe: Recipe, days: Calendar) -> Iterator[str]:
    whole = [cut for cut in days.shown if cut.partial is None]
    if len(whole) < len(days.shown):
        yield f"Hollow marks are {days.grain}s of which something is missing; verdicts leave them out."
    if not whole:
        yield f"No whole {days.grain} lies in these dates, so nothing is compared: choose more of them."
    elif recipe.baseline == PREVIOUS_PERIOD and not _same_places(days):
        yield "The data do not reach back far enough for as many periods before, so nothing is compared."
