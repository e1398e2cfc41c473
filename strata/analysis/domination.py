"""Whether one account carries a gap, and which: what is left of it without each of those that move it most."""

from collections.abc import Sequence
from typing import NamedTuple

from strata import stats
from strata.analysis.gaps import Gap
from strata.analysis.groups import Asked, Groups
from strata.analysis.source import source
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model import warnings
from strata.model.metrics import Metric
from strata.model.results import REST
from strata.model.segment import EVER, Segment, Window
from strata.stats.domination import Mover, carries, movers
from strata.stats.verdicts import FEWEST_ANSWERS, LARGEST_ACCOUNT_SHARE
from strata.warehouse import Query, Warehouse

SHOWN = 3


class _Groups(NamedTuple):
    """Whose metric is compared with whose."""

    names: tuple[str, str]
    sets: tuple[int, int]


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
    half of the gap away.

    Raises:
        SegmentError: a segment that cannot be counted.
    """
    members = in_play(warehouse, (segment, *([baseline] if baseline else [])), library)
    users = members.segments[0] & members.population
    others = members.segments[1] & members.population if baseline else members.population & ~users
    compared = _Groups((segment.name, baseline.name if baseline else REST), (users, others))
    groups, asked = Groups(warehouse), Asked.of(warehouse, metric, window)
    arms = groups.arms(asked, users, others)
    whole = stats.differ(arms)
    rests = _without(groups, asked, compared, arms, movers(arms, most=SHOWN))
    gap = Gap.of(whole, metric)
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
        warning=_warning(compared, metric, arms, whole, rests),
    )


class _Rest(NamedTuple):
    """An account that moves the gap, and the gap of everyone else in the two groups."""

    mover: Mover
    name: str
    gap: stats.Difference


def _without(groups: Groups, asked: Asked, compared: _Groups, arms: stats.Arms, moving: Sequence[Mover]) -> list[_Rest]:
    """The gap without each account, for which its users are taken out of both groups."""
    warehouse = groups.warehouse
    parts = [
        [users & warehouse.user_set(warehouse.account_of_user == mover.account) for users in compared.sets]
        for mover in moving
    ]
    groups.prepare((asked,), [part for both in parts for part in both])
    names = _names(warehouse, moving)
    found = []
    for mover, (of_a, of_b) in zip(moving, parts, strict=True):
        a, b = arms.a.without(groups.arm(asked, of_a)), arms.b.without(groups.arm(asked, of_b))
        rest = stats.Arms(a, b, arms.n_shared_people - (of_a & of_b).bit_count(), arms.lone_both)
        found.append(_Rest(mover, names[mover.account], stats.differ(rest)))
    return found


def _names(warehouse: Warehouse, moving: Sequence[Mover]) -> dict[int, str]:
    asked = Query("reports/account_names", params=(("accounts", tuple(mover.account for mover in moving)),))
    rows = warehouse.run(asked)
    return dict(zip(rows["account_id"].tolist(), rows["name"].astype(str).tolist(), strict=True))


def _warning(
    compared: _Groups, metric: Metric, arms: stats.Arms, whole: stats.Difference, rests: Sequence[_Rest]
) -> warnings.Warning | None:
    """What is said of the account that holds most of a group, or else of the first that carries the gap."""
    if min(arms.a.n, arms.b.n) < FEWEST_ANSWERS:
        return None
    said = next(filter(None, (_holds(compared, metric, arms, rest) for rest in rests)), None)
    return said or next((_carries(compared, metric, whole, rest) for rest in rests if carries(whole, rest.gap)), None)


def _holds(compared: _Groups, metric: Metric, arms: stats.Arms, rest: _Rest) -> warnings.Warning | None:
    for name, share, arm in zip(compared.names, rest.mover[1:], (arms.a, arms.b), strict=True):
        if share > LARGEST_ACCOUNT_SHARE:
            said = f"{rest.name} gives {100 * share:.0f} % of the {arm.n:,.0f} {metric.of} of {name}"
            return warnings.Warning("domination", f"{said}: {metric.label} speaks for one account.", rest.name)
    return None


def _carries(compared: _Groups, metric: Metric, whole: stats.Difference, rest: _Rest) -> warnings.Warning:
    names, shares = compared.names, rest.mover[1:]
    largest = max((0, 1), key=shares.__getitem__)
    who = f"{rest.name}, which gives {100 * shares[largest]:.0f} % of the {metric.of} of {names[largest]}"
    with_it, without = Gap.of(whole, metric), Gap.of(rest.gap, metric)
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
