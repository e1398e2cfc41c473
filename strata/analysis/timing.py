"""How soon segments do something for the first time; those who have not yet done it count as long as they are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from strata import stats
from strata.analysis.baselines import AgainstPrevious, AgainstSegment, Baseline, Sides, sides
from strata.analysis.columns import Crew
from strata.analysis.groups import Asked
from strata.analysis.judging import Pair, judged
from strata.analysis.source import source
from strata.errors import MetricError
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.metrics import Metric
from strata.model.results import Caution
from strata.model.segment import EVER, Segment, Window
from strata.model.timing import Timing, TimingCurve, TimingStep
from strata.warehouse import Members, Query, Warehouse

LESS_TIME = "Recent users have had less time: whoever has not done it yet counts for as long as he is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePair(Pair):
    """A segment and its baseline on their way to a first time: values are median days, the difference is of paces.

    `arms` hold what users add to the log-rank test, `own` and `other` the two groups by day.
    """

    arms: stats.Arms
    own: stats.LifeTable
    other: stats.LifeTable

    @classmethod
    def beside(cls, pair: Pair, arms: stats.Arms, own: stats.LifeTable, other: stats.LifeTable) -> Self:
        """A pair of means of what users add to the log-rank test, with the two groups by day."""
        a, b = stats.describe_time(own, arms.a), stats.describe_time(other, arms.b)
        named = ((pair.segment, a), (pair.baseline, b))
        unknown = [f"{name}: {group.reason}" for name, group in named if group.n and group.reason]
        return cls(
            segment=pair.segment,
            baseline=pair.baseline,
            metric=replace(pair.metric, label=pair.metric.label.replace("Days to", "Pace to", 1)),
            arms=arms,
            difference=stats.pace(own, other, arms),
            a=a,
            b=b,
            users=pair.users,
            cautions=(*pair.cautions, *(Caution("general", sentence) for sentence in (LESS_TIME, *unknown))),
            own=own,
            other=other,
        )

    def at(self, level: float) -> Self:
        """The same pair with its interval at another level."""
        return replace(self, difference=stats.pace(self.own, self.other, self.arms, level=level))


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
    groups = list(_groups(pairs, has_one_baseline=isinstance(baseline, Segment) or len(pairs) == 1))
    horizon = min((int(table.day[-1]) for _, table, _ in groups if table.n), default=0)
    return Timing(
        source=source(warehouse, window),
        metric=metric.name,
        label=metric.label,
        note=LESS_TIME,
        curves=tuple(_curve(*group, horizon) for group in groups),
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
    """A metric of kind "time" of each segment beside its baseline, to be judged with other metrics.

    A segment that is the baseline is the last of the members.

    Raises:
        SegmentError: the window differs from user to user, or has no period before it.
    """
    counted = [users & members.population for users in members.segments]
    board = sides(warehouse, [metric], baseline, window, counted[-1] if isinstance(baseline, Segment) else None)
    shown = zip(segments, counted, strict=False)
    return [time_pair(board, board.asked[0], segment.name, board.groups.crew(users)) for segment, users in shown]


def time_pair(board: Sides, asked: Asked, name: str, crew: Crew) -> TimePair:
    """A metric of kind "time" of one segment of a board and of its baseline.

    All that leaves the database is users by day, and sums by account.
    """
    warehouse = board.groups.warehouse
    scored, of_scores = _scored(board), _of_scores(asked)
    pair, arms = scored.pair(of_scores, name, crew), scored.arms(of_scores, crew)
    own = life_table(warehouse, asked, crew.users)
    match board:
        case AgainstPrevious(before=before):
            other = life_table(warehouse, before[board.asked.index(asked)], crew.users)
        case AgainstSegment(others=others):
            other = life_table(warehouse, asked, others.users)
        case _:
            other = life_table(warehouse, asked, warehouse.population).without(own)
    return TimePair.beside(pair, arms, own, other)


def life_table(warehouse: Warehouse, asked: Asked, users: int) -> stats.LifeTable:
    """A set of users by the day on which they did it, or until which they are known."""
    query = Query("reports/life_table", kept=(("metric", (asked.values,)),))
    found = warehouse.run(query, Members(users))
    day, seen, n = (found[name].to_numpy(dtype=float) for name in ("day", "n_seen", "n"))
    return stats.LifeTable.of(day, seen, n - seen)


def _scored(board: Sides) -> Sides:
    """The board with what users add to the log-rank test in place of their days."""
    board = replace(board, asked=tuple(map(_of_scores, board.asked)))
    return replace(board, before=tuple(map(_of_scores, board.before))) if isinstance(board, AgainstPrevious) else board


def _of_scores(asked: Asked) -> Asked:
    if asked.metric.kind != "time":
        return asked
    return asked._replace(rows=replace(asked.values, name="reports/log_rank_scores"))


Group = tuple[str, stats.LifeTable, stats.Arm]


def _groups(pairs: Sequence[TimePair], *, has_one_baseline: bool) -> Iterator[Group]:
    for pair in pairs:
        yield pair.segment, pair.own, pair.arms.a
    if has_one_baseline and pairs:
        yield pairs[0].baseline, pairs[0].other, pairs[0].arms.b


def _curve(name: str, table: stats.LifeTable, arm: stats.Arm, horizon: int) -> TimingCurve:
    spread, estimate = stats.spread_of(arm), stats.describe_time(table, arm)
    curve = stats.kaplan_meier(table, spread=spread or stats.INDEPENDENT)
    return TimingCurve(
        name=name,
        users=table.n,
        accounts=estimate.n_accounts,
        share=100 * table.n_seen / max(table.n, 1),
        median=estimate.value,
        median_low=estimate.low,
        median_high=estimate.high,
        why_no_median=estimate.reason,
        mean_days=stats.restricted_mean(table, horizon).days if table.n else None,
        horizon=horizon,
        steps=tuple(_steps(curve, is_bounded=spread is not None)),
    )


def _steps(curve: stats.Curve, *, is_bounded: bool) -> Iterator[TimingStep]:
    columns = (curve.day, curve.share, curve.low, curve.high, curve.at_risk)
    for day, share, low, high, at_risk in zip(*(column.tolist() for column in columns), strict=True):
        yield TimingStep(
            day=int(day),
            share=100 * share,
            low=100 * low if is_bounded else None,
            high=100 * high if is_bounded else None,
            at_risk=round(at_risk),
        )
