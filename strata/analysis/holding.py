"""One gap with one thing held equal: overall, within each stratum and averaged over them, and what that changes."""

from dataclasses import dataclass
from math import expm1

from strata import stats
from strata.analysis.gaps import Gap
from strata.analysis.mix_words import Said, sentence, withheld
from strata.analysis.play import Play
from strata.analysis.within import SumsWithin
from strata.model.metrics import Metric
from strata.model.warnings import HeldEqual, MixEffect, SharesWithin, Side, Stratum
from strata.stats.arms import Arm
from strata.stats.cells import Rows
from strata.stats.estimate import estimate
from strata.stats.inference import Student, Withheld

HALF, DOUBLE = 50.0, 200.0
"""Percent of a gap that must be left for it to stand, and that one must become to have been hidden."""
COMPARABLE = 0.5
"""Share of the segment's users that must lie in strata with enough of both groups."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The gap of the users in the strata that count, overall and held equal, and what holding it equal changes."""

    arms: stats.Arms
    crude: Gap
    adjusted: Gap
    change: Gap
    p: float | None
    reason: str | None

    @property
    def remains(self) -> float | None:
        """Percent of the gap that is left."""
        if not self.crude.value or self.adjusted.value is None:
            return None
        return 100 * self.adjusted.value / self.crude.value

    @property
    def effect(self) -> MixEffect:
        """What holding it equal does to the gap; a change that chance can make is none."""
        crude, adjusted, remains = self.crude, self.adjusted, self.remains
        if remains is None or adjusted.low is None:
            return "unclear"
        if not self.change.is_clear:
            return "unclear" if crude.is_clear and remains <= HALF else "stays"
        if adjusted.is_clear and (remains < 0 if crude.is_clear else -DOUBLE <= remains < 0):
            return "turns"
        if not crude.is_clear:
            return "hides" if adjusted.is_clear and not 0 <= remains < DOUBLE else "stays"
        return "shrinks" if remains <= HALF else "stays"


def check(play: Play, place: int, sums: SumsWithin) -> HeldEqual:
    """The gap between a segment and what it is compared with, with the strata of the sums held equal."""
    metric = sums.metric
    in_a, in_b = (sums.counted(rows) for rows in play.rows(sums.mask, place))
    strata = stats.Strata.of(sums.kind, sums.cells, in_a, in_b, sums.stratum, len(sums.names))
    found = _compared(sums, strata, in_a, in_b)
    shown = tuple(
        _stratum(name, 100 * float(weight), arms, found.crude, metric)
        for name, weight, arms in zip(sums.names, strata.weights, strata.arms, strict=True)
    )
    return HeldEqual(
        attribute=sums.by.name,
        label=sums.by.label,
        crude=found.crude.value,
        crude_low=found.crude.low,
        crude_high=found.crude.high,
        adjusted=found.adjusted.value,
        low=found.adjusted.low,
        high=found.adjusted.high,
        p=found.p,
        remains=found.remains,
        unit=found.crude.unit,
        effect=found.effect,
        sentence=_sentence((play.segments[place].name, play.against), sums, found, shown),
        overall=_stratum("Overall", 100.0, found.arms, found.crude, metric),
        strata=shown,
        n_left_out=sum(stratum.segment.n for stratum in shown if not stratum.weight),
        baseline_n_left_out=sum(stratum.baseline.n for stratum in shown if not stratum.weight),
        shares=_shares_within(strata) if sums.kind == "share" else None,
        reason=found.reason,
    )


def _compared(sums: SumsWithin, strata: stats.Strata, in_a: Rows, in_b: Rows) -> _Found:
    """The same users with and without the strata: those in strata that hold enough of both groups."""
    counts = (strata.weights > 0)[sums.stratum]
    arms = stats.Arms.of(sums.kind, sums.cells, in_a & counts, in_b & counts)
    crude = Gap.of(stats.differ(arms), sums.metric)
    everyone = sum(arms.a.n for arms in strata.arms)
    if float(sums.cells.n @ (in_a & counts)) < COMPARABLE * everyone:
        return _Found(
            arms, crude, crude.unknown, crude.unknown, None, "Most of the segment has nobody to be compared with."
        )
    found = stats.standardise(strata.logs if crude.is_typical and strata.logs else strata)
    if isinstance(found, Withheld):
        return _Found(arms, crude, crude.unknown, crude.unknown, None, found.reason)
    change = _gap(found.change, crude, sums.metric) if found.change else crude.unknown
    return _Found(arms, crude, _gap(found.adjusted, crude, sums.metric), change, found.adjusted.p, None)


def _gap(answer: Student, like: Gap, metric: Metric) -> Gap:
    """An answer in the scale of another gap; one of ln(1 + x) is percent more of the typical user."""
    value, low, high = (
        100 * expm1(each) if like.is_typical else metric.scale * each for each in (answer.value, *answer.limits(0.95))
    )
    return Gap(value, low, high, like.unit, like.is_typical)


def _stratum(name: str, weight: float, arms: stats.Arms, overall: Gap, metric: Metric) -> Stratum:
    """Both groups in one stratum; the gap only on the scale of the one overall."""
    gap = Gap.of(stats.differ(arms), metric)
    gap = gap if gap.is_typical == overall.is_typical else overall.unknown
    return Stratum(name, weight, _side(arms.a, metric), _side(arms.b, metric), gap.value, gap.low, gap.high)


def _side(arm: Arm, metric: Metric) -> Side:
    found = estimate(arm)
    value, low, high = (
        None if number is None else metric.scale * number for number in (found.value, found.low, found.high)
    )
    return Side(value, low, high, found.n, found.n_accounts)


def _sentence(names: tuple[str, str], sums: SumsWithin, found: _Found, strata: tuple[Stratum, ...]) -> str:
    said = Said(
        segment=names[0],
        baseline=names[1],
        metric=sums.metric.label,
        thing=sums.by.label,
        crude=found.crude,
        adjusted=found.adjusted,
        in_all=_in_all(found.adjusted, strata),
    )
    return f"{withheld(said)} {found.reason}" if found.reason else sentence(found.effect, said)


def _in_all(adjusted: Gap, strata: tuple[Stratum, ...]) -> int:
    """In how many strata the gap was found, if it points the same way in all of them; else 0."""
    gaps = [stratum.gap or 0.0 for stratum in strata if stratum.weight]
    return len(gaps) if all(gap * (adjusted.value or 0.0) > 0 for gap in gaps) else 0


def _shares_within(strata: stats.Strata) -> SharesWithin | None:
    tables = strata.tables
    if not (tables.size and (tables.sum(axis=1) > 0).all(axis=1).any()):
        return None
    found = stats.mantel_haenszel(tables)
    return SharesWithin(found.odds_ratio, found.odds_low, found.odds_high, found.p, found.homogeneity_p)
