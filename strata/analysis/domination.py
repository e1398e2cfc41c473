"""Whether one account carries a gap, and which: what is left of it without each of those that move it most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from strata import stats
from strata.analysis.gaps import Gap
from strata.analysis.groups import Asked, Groups
from strata.analysis.play import Play
from strata.analysis.source import source
from strata.membership import NO_LIBRARY, Library
from strata.model import warnings
from strata.model.metrics import Metric
from strata.model.segment import EVER, Segment, Window
from strata.stats.domination import Mover, carries, movers, suspects
from strata.stats.verdicts import FEWEST_ANSWERS, LARGEST_ACCOUNT_SHARE
from strata.warehouse import Query, Warehouse

SHOWN = 3


def domination(
    warehouse: Warehouse,
    segment: Segment,
    metric: Metric,
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> warnings.Domination:
    """The gap between a segment and everyone else, or a baseline, without each of the accounts that move it most.

    It is flagged where one account holds more than half of a group, or leaving one out turns the verdict or takes
    half of the gap away. Days until an event are left alone: an average of those still waiting means nothing.

    Raises:
        SegmentError: a segment that cannot be counted.
    """
    (compared,) = _pairs(warehouse, Play.of(warehouse, (segment,), baseline, library), (metric,), window)
    rests = [] if metric.kind == "time" else compared.without(movers(compared.arms, compared.whole, most=SHOWN))
    gap = Gap.of(compared.whole, metric)
    return warnings.Domination(
        source=source(warehouse, window),
        segment=segment.name,
        baseline=compared.names[1],
        metric=metric.name,
        label=metric.label,
        difference=gap.value,
        low=gap.low,
        high=gap.high,
        unit=gap.unit,
        accounts=tuple(_shown(rest, gap, metric) for rest in rests),
        warning=_warning(compared, rests),
    )


def domination_warnings(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metrics: Sequence[Metric],
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> dict[tuple[str, str], warnings.Warning]:
    """The warnings that `domination` gives, by the names of segment and metric; pairs without one are left out.

    Faster than asking for each: all are summed in the same passes, and only accounts that may carry a gap are left out
    of it.

    Raises:
        SegmentError: a segment that cannot be counted.
    """
    averaged = [metric for metric in metrics if metric.kind != "time"]
    pairs = _pairs(warehouse, Play.of(warehouse, segments, baseline, library), averaged, window)
    return {
        (pair.names[0], pair.asked.metric.name): said
        for pair in pairs
        if (said := _warning(pair, pair.without(suspects(pair.arms, pair.whole, most=SHOWN))))
    }


class _Rest(NamedTuple):
    """An account that moves the gap, and the gap of everyone else in the two groups."""

    mover: Mover
    name: str
    gap: stats.Difference


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sets of users under their names, and a metric of theirs."""

    groups: Groups
    asked: Asked
    names: tuple[str, str]
    sets: tuple[int, int]
    arms: stats.Arms
    whole: stats.Difference

    def without(self, moving: Sequence[Mover]) -> list[_Rest]:
        """The gap without each account, for which its users are taken out of both groups."""
        if not moving:
            return []
        accounts, user_set = self.groups.warehouse.account_of_user, self.groups.warehouse.user_set
        parts = [[users & user_set(accounts == mover.account) for users in self.sets] for mover in moving]
        names = _names(self.groups.warehouse, moving)
        return [
            _Rest(mover, names[mover.account], self._rest(*both)) for mover, both in zip(moving, parts, strict=True)
        ]

    def _rest(self, of_a: int, of_b: int) -> stats.Difference:
        """The difference without these users of either group."""
        a = self.arms.a.without(self.groups.arm(self.asked, self.groups.crew(of_a)))
        b = self.arms.b.without(self.groups.arm(self.asked, self.groups.crew(of_b)))
        shared = self.arms.n_shared_people - (of_a & of_b).bit_count()
        return stats.differ(stats.Arms(a, b, shared, self.arms.lone_both))


def _pairs(warehouse: Warehouse, play: Play, metrics: Sequence[Metric], window: Window) -> list[_Pair]:
    """Every metric of every segment and of what it is compared with."""
    groups, asked = Groups(warehouse), tuple(Asked.of(warehouse, metric, window) for metric in metrics)
    sides = [play.sides(place) for place in range(len(play.segments))]
    pairs = []
    for each in asked:
        for segment, (users, others) in zip(play.segments, sides, strict=True):
            arms = groups.arms(each, groups.crew(users), groups.crew(others))
            pairs.append(_Pair(groups, each, (segment.name, play.against), (users, others), arms, stats.differ(arms)))
    return pairs


def _names(warehouse: Warehouse, moving: Sequence[Mover]) -> dict[int, str]:
    asked = Query("reports/account_names", params=(("accounts", tuple(mover.account for mover in moving)),))
    rows = warehouse.run(asked)
    return dict(zip(rows["account_id"].tolist(), rows["name"].astype(str).tolist(), strict=True))


def _warning(pair: _Pair, rests: Sequence[_Rest]) -> warnings.Warning | None:
    """What is said of the account that holds most of a group, or else of the first that carries the gap."""
    if min(pair.arms.a.n, pair.arms.b.n) < FEWEST_ANSWERS:
        return None
    holds = next(filter(None, (_holds(pair, rest) for rest in rests)), None)
    return holds or next((_carries(pair, rest) for rest in rests if carries(pair.whole, rest.gap)), None)


def _holds(pair: _Pair, rest: _Rest) -> warnings.Warning | None:
    metric = pair.asked.metric
    for name, share, arm in zip(pair.names, rest.mover[1:], (pair.arms.a, pair.arms.b), strict=True):
        if share > LARGEST_ACCOUNT_SHARE:
            said = f"{rest.name} gives {100 * share:.0f} % of the {arm.n:,.0f} {metric.of} of {name}"
            return warnings.Warning("domination", f"{said}: {metric.label} speaks for one account.", rest.name)
    return None


def _carries(pair: _Pair, rest: _Rest) -> warnings.Warning:
    names, shares, metric = pair.names, rest.mover[1:], pair.asked.metric
    largest = max((0, 1), key=shares.__getitem__)
    who = f"{rest.name}, which gives {100 * shares[largest]:.0f} % of the {metric.of} of {names[largest]}"
    with_it, without = Gap.of(pair.whole, metric), Gap.of(rest.gap, metric)
    then = f"be {without.words} than" if without.is_clear else f"not clearly differ ({without.span}) from"
    now = f"instead of {with_it.words}" if with_it.is_clear else "while with it they do not clearly differ"
    sentence = f"Without {who}, {metric.label} of {names[0]} would {then} {names[1]}, {now}: one account decides."
    return warnings.Warning("domination", sentence, rest.name)


def _shown(rest: _Rest, whole: Gap, metric: Metric) -> warnings.Without:
    """The gap without an account, left out where it can only be given on another scale than the whole one."""
    gap, mover = Gap.of(rest.gap, metric), rest.mover
    if gap.is_typical != whole.is_typical:
        gap = whole.unknown
    return warnings.Without(rest.name, 100 * mover.share_a, 100 * mover.share_b, gap.value, gap.low, gap.high)
