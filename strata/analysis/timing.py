"""How soon segments do something for the first time; those who have not yet done it count as long as they are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis import sums
from strata.analysis.baselines import Baseline, period_before
from strata.analysis.judging import Pair, Rows, judged
from strata.analysis.source import source
from strata.errors import MetricError
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.metrics import Metric
from strata.model.results import PREVIOUS, REST, Caution
from strata.model.segment import EVER, Segment, Window
from strata.model.timing import Timing, TimingCurve, TimingStep
from strata.warehouse import Members, Query, Warehouse

Kept = tuple[tuple[str, tuple[Query, ...]], ...]
NOBODY = stats.Arms.of(
    "mean", stats.Cells(np.empty(0, dtype=np.int64), *np.empty((6, 0))), *np.empty((2, 0), dtype=np.bool_)
)
"""A pace is computed from days, not from sums of values: what stands where other metrics have their sums."""
BEFORE = 256
"""The bit of the period before, beyond those of the segments."""
LESS_TIME = "Recent users have had less time: whoever has not done it yet counts for as long as he is known."


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One group by day, and its accounts and people as the first group of units."""

    name: str
    table: stats.LifeTable
    units: stats.Units


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePair(Pair):
    """A segment and its baseline on their way to a first time; the values are medians, the difference is of paces."""

    own: Side
    other: Side

    @classmethod
    def of_sides(cls, metric: Metric, own: Side, other: Side) -> Self:
        """The two groups, with what a reader of their medians should know."""
        a, b = (stats.describe_time(side.table, side.units) for side in (own, other))
        unknown = [f"{side.name}: {group.reason}" for side, group in ((own, a), (other, b)) if group.n and group.reason]
        return cls(
            segment=own.name,
            baseline=other.name,
            metric=replace(metric, label=metric.label.replace("Days to", "Pace to", 1)),
            arms=NOBODY,
            difference=stats.pace(own.table, other.table, own.units),
            a=a,
            b=b,
            users=(a.n, b.n),
            cautions=tuple(Caution("general", sentence) for sentence in (LESS_TIME, *unknown)),
            own=own,
            other=other,
        )

    def at(self, level: float) -> Self:
        """The same pair with its interval at another level."""
        return replace(self, difference=stats.pace(self.own.table, self.other.table, self.own.units, level=level))


def timing(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metric: Metric,
    *,
    baseline: Baseline = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> Timing:
    """When the users of each segment who joined in the window get to a first time, and how fast beside a baseline.

    The baseline has a curve of its own where it is the same for all: another segment, or that of a single segment.

    Raises:
        MetricError: the metric is not a time.
        SegmentError: a segment cannot be counted, the window differs from user to user, or has no period before it.
    """
    if metric.kind != "time":
        raise MetricError(f"{metric.label} is no time to a first event: choose a metric such as 'first:EVENT'.")
    members = in_play(warehouse, (*segments, *([baseline] if isinstance(baseline, Segment) else [])), library)
    pairs = timing_pairs(warehouse, metric, segments, members, baseline=baseline, window=window)
    has_one_baseline = isinstance(baseline, Segment) or len(pairs) == 1
    sides = [pair.own for pair in pairs] + ([pairs[0].other] if has_one_baseline else [])
    horizon = min((int(side.table.day[-1]) for side in sides if side.table.n), default=0)
    return Timing(
        source=source(warehouse, window),
        metric=metric.name,
        label=metric.label,
        note=LESS_TIME,
        curves=tuple(_curve(side, horizon) for side in sides),
        results=judged(pairs, primary=metric.name),
    )


def timing_pairs(
    warehouse: Warehouse,
    metric: Metric,
    segments: Sequence[Segment],
    members: Members,
    *,
    baseline: Baseline = None,
    window: Window = EVER,
) -> list[TimePair]:
    """A metric of kind "time" of each segment beside its baseline, ready to be judged with other metrics.

    A segment that is the baseline is the last of the members. All that leaves the database is sums by day and by
    account size.

    Raises:
        SegmentError: the window differs from user to user, or has no period before it.
    """
    times = Query("reports/life_table", kept=_kept(warehouse, metric, baseline, window))
    life = warehouse.run(times, members)
    bits = (("last_bit", 1 << (len(segments) - 1)), ("baseline_bit", _bit(segments, baseline)))
    found = warehouse.run(replace(times, name="reports/pace_units", params=bits), members)
    mask = life["mask"].to_numpy(dtype=np.int64)
    pairs = []
    for i, segment in enumerate(segments):
        in_a, in_b = _sides(mask, 1 << i, _bit(segments, baseline))
        units = _units(found[found["bit"] == 1 << i])
        own = Side(segment.name, _table(life[in_a]), units)
        other = Side(_name(baseline), _table(life[in_b]), units.swapped)
        pairs.append(TimePair.of_sides(metric, own, other))
    return pairs


def _kept(warehouse: Warehouse, metric: Metric, baseline: Baseline, window: Window) -> Kept:
    """The rows of the metric now and, where that is the baseline, in the period before."""
    windows = [window]
    if baseline == "previous":
        windows.append(period_before(window, warehouse.catalog.as_of))
    return (("metric", tuple(sums.metric_query(metric, each, warehouse.catalog) for each in windows)),)


def _bit(segments: Sequence[Segment], baseline: Baseline) -> int | None:
    if baseline is None:
        return None
    return BEFORE if baseline == "previous" else 1 << len(segments)


def _sides(mask: NDArray[np.int64], bit: int, baseline_bit: int | None) -> tuple[Rows, Rows]:
    """The rows of a segment and of its baseline, as reports/pace_units has them too."""
    in_a = (mask & (bit | BEFORE)) == bit
    if baseline_bit is None:
        return in_a, (mask & bit) == 0
    wanted = bit | BEFORE if baseline_bit == BEFORE else baseline_bit
    return in_a, (mask & wanted) == wanted


def _name(baseline: Baseline) -> str:
    if isinstance(baseline, Segment):
        return baseline.name
    return REST if baseline is None else PREVIOUS


def _table(life: pd.DataFrame) -> stats.LifeTable:
    return stats.LifeTable.of(*(life[name].to_numpy(dtype=float) for name in ("day", "n_seen", "n_censored")))


def _units(found: pd.DataFrame) -> stats.Units:
    names = ("times", "n_a", "n_b", "n_both", "total_a", "total_b", "aa", "ab", "bb", "squares_a", "squares_b")
    return stats.Units(
        is_account=found["is_account"].to_numpy(dtype=bool),
        **{name: found[name].to_numpy(dtype=float) for name in names},
    )


def _curve(side: Side, horizon: int) -> TimingCurve:
    table, spread = side.table, side.units.spread
    estimate = stats.describe_time(table, side.units)
    mean = stats.restricted_mean(table, horizon) if table.n else None
    return TimingCurve(
        name=side.name,
        users=table.n,
        accounts=estimate.n_accounts,
        share=100 * table.n_seen / max(table.n, 1),
        median=estimate.value,
        median_low=estimate.low,
        median_high=estimate.high,
        why_no_median=estimate.reason,
        mean_days=mean.days if mean else None,
        horizon=horizon,
        steps=_steps(stats.kaplan_meier(table, spread=spread or stats.INDEPENDENT), is_bounded=spread is not None),
    )


def _steps(curve: stats.Curve, *, is_bounded: bool) -> tuple[TimingStep, ...]:
    columns = (curve.day, curve.share, curve.low, curve.high, curve.at_risk)
    return tuple(
        TimingStep(
            day=int(day),
            share=100 * float(share),
            low=100 * float(low) if is_bounded else None,
            high=100 * float(high) if is_bounded else None,
            at_risk=round(float(at_risk)),
        )
        for day, share, low, high, at_risk in zip(*columns, strict=True)
    )
