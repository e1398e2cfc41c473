"""From two groups of one metric to a verdict: corrected for all the other comparisons made beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis.sums import CellSums
from strata.model.metrics import Metric
from strata.model.results import Caution, Contrast, Effect

LOW_RESPONSE, UNEQUAL_RESPONSE = 30.0, 10.0
"""Percent of a group that should answer, and percentage points two groups may differ in it, before we warn."""
RATE = 0.05
"""Of all comparisons that are called different, the share that may be false alarms."""

SCALES: Mapping[stats.Scale, Literal["difference", "ratio", "pace"]] = {
    "difference": "difference",
    "log_ratio": "ratio",
    "pace": "pace",
}
Rows = NDArray[np.bool_]


class Seen(NamedTuple):
    """How two groups differ in a metric, and what each has: all that a verdict is made of."""

    difference: stats.Difference
    a: stats.Estimate
    b: stats.Estimate

    @classmethod
    def of(
        cls, metric: Metric, arms: stats.Arms, a: stats.Estimate | None = None, b: stats.Estimate | None = None
    ) -> Self:
        """Two groups side by side, and what each has where that is known."""
        who = "accounts" if metric.per == "account" else "users"
        return cls(stats.differ(arms, who=who), a or stats.estimate(arms.a), b or stats.estimate(arms.b))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 6_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One metric of a segment and of its baseline, still in the scale of the statistics."""

    segment: str
    baseline: str
    metric: Metric
    difference: stats.Difference
    a: stats.Estimate
    b: stats.Estimate
    users: tuple[int, int]
    """How many the two groups have, whether or not they answered."""
    cautions: tuple[Caution, ...] = ()

    @classmethod
    def of(
        cls,
        metric: Metric,
        names: tuple[str, str],
        arms: stats.Arms,
        users: tuple[int, int],
        cautions: tuple[Caution, ...] = (),
    ) -> Self:
        """The two groups by the names they are shown under, and how many users each has, answering or not."""
        return cls.seen(metric, names, Seen.of(metric, arms), users, cautions)

    @classmethod
    def seen(
        cls,
        metric: Metric,
        names: tuple[str, str],
        seen: "Seen",
        users: tuple[int, int],
        cautions: tuple[Caution, ...] = (),
    ) -> Self:
        """The two groups of which it is known what each has and how they differ; otherwise as `of`."""
        pair = cls(*names, metric, seen.difference, seen.a, seen.b, users, cautions)
        is_unknown = metric.attribute and metric.kind == "share" and not (seen.a.value or seen.b.value)
        return pair.withheld(f"Nobody is {metric.label}: is that value spelt as in the data?") if is_unknown else pair

    def withheld(self, reason: str) -> Self:
        """The same pair without a comparison, and why."""
        return replace(self, difference=self.difference.withheld(reason))

    @property
    def p(self) -> float | None:
        """The p-value, if the two groups are to be compared."""
        return None if stats.is_withheld(self.difference, self.a, self.b) else self.difference.p

    def at(self, level: float) -> Self:
        """The same pair with its interval at another level."""
        return replace(self, difference=self.difference.at(level))


def pair(
    metric: Metric,
    found: CellSums,
    names: tuple[str, str],
    rows: tuple[Rows, Rows],
    users: tuple[int, int],
) -> Pair:
    """One metric's two groups, given as rows of its sums, and how many users each has, answering or not."""
    kind = "mean" if metric.kind == "time" else metric.kind
    return Pair.of(metric, names, stats.Arms.of(kind, found.cells, *rows), users)


def judged(pairs: Sequence[Pair], *, primary: str) -> tuple[Contrast, ...]:
    """The pairs with their verdicts: Holm within the primary metric, Benjamini-Hochberg over the rest.

    What is picked out of the rest gets a wider interval (Benjamini & Yekutieli 2005), at the level at which the
    intervals of all findings together miss in one of twenty; it leaves out 0 exactly where the correction finds.
    """
    asked = [i for i, pair in enumerate(pairs) if pair.metric.name == primary]
    others = [i for i, pair in enumerate(pairs) if pair.metric.name != primary]
    adjusted = dict(zip(asked, stats.holm([pairs[i].p for i in asked]), strict=True))
    adjusted |= dict(zip(others, stats.benjamini_hochberg([pairs[i].p for i in others]), strict=True))
    correction = _corrections(pairs, primary)
    level = _level_of_findings([pairs[i] for i in others], [adjusted[i] for i in others])
    return tuple(
        contrast(
            pair.at(level) if i in set(others) and _is_found(adjusted[i]) else pair,
            p_adjusted=adjusted[i],
            correction=correction[i],
        )
        for i, pair in enumerate(pairs)
    )


def contrast(pair: Pair, *, p_adjusted: float | None, correction: str) -> Contrast:
    """A pair in the scale people read, with its verdict and the reasons for it."""
    metric, difference, judgement = pair.metric, pair.difference, _judgement(pair, p_adjusted)
    scale = metric.scale if difference.scale == "difference" else 100.0
    return Contrast(
        segment=pair.segment,
        baseline=pair.baseline,
        metric=metric.name,
        label=metric.label,
        unit=metric.unit,
        value=_scaled(pair.a.value, metric.scale),
        low=_scaled(pair.a.low, metric.scale),
        high=_scaled(pair.a.high, metric.scale),
        baseline_value=_scaled(pair.b.value, metric.scale),
        baseline_low=_scaled(pair.b.low, metric.scale),
        baseline_high=_scaled(pair.b.high, metric.scale),
        n=pair.a.n,
        baseline_n=pair.b.n,
        counted=metric.of,
        accounts=pair.a.n_accounts,
        baseline_accounts=pair.b.n_accounts,
        difference=_scaled(difference.value, scale),
        ci_low=_scaled(difference.low, scale),
        ci_high=_scaled(difference.high, scale),
        scale=SCALES[difference.scale],
        p=difference.p,
        p_adjusted=p_adjusted,
        method=difference.method,
        correction=correction,
        level=difference.level,
        design_effect=difference.design_effect,
        effective_n=pair.a.effective_n,
        largest_account=100 * pair.a.largest_account_share,
        detectable=_scaled(difference.minimum_detectable, scale),
        needed=judgement.needed,
        margin=metric.margin,
        effect=_effect(pair),
        direction=metric.direction,
        verdict=judgement.verdict,
        reasons=judgement.reasons,
        badges=judgement.badges,
        cautions=tuple(_cautions(pair)),
    )


def _judgement(pair: Pair, p_adjusted: float | None) -> stats.Judgement:
    return stats.judge(
        pair.difference,
        pair.a,
        pair.b,
        p_adjusted=p_adjusted,
        margin=_margin(pair),
        unit=_unit(pair.metric, pair.difference),
        answers=pair.metric.of,
    )


def _margin(pair: Pair) -> float | None:
    """The metric's margin on the scale of the difference; typical users are compared in 1 + x."""
    if not pair.metric.margin or pair.difference.scale == "pace":
        return None
    margin = pair.metric.margin / pair.metric.scale
    return margin / (1 + (pair.b.value or 0.0)) if pair.difference.scale == "log_ratio" else margin


def _level_of_findings(pairs: Sequence[Pair], adjusted: Sequence[float | None]) -> float:
    """The level of the intervals of what was found among comparisons that nobody asked about."""
    compared = sum(pair.p is not None for pair in pairs)
    found = sum(map(_is_found, adjusted))
    return stats.fcr_level(found, compared, rate=RATE) if found else 1 - RATE


def _is_found(p_adjusted: float | None) -> bool:
    return p_adjusted is not None and p_adjusted <= RATE


def _effect(pair: Pair) -> Effect | None:
    found = stats.effect(pair.difference, pair.a, pair.b)
    return None if found is None else Effect(found.name, found.value, found.words)


def _unit(metric: Metric, difference: stats.Difference) -> stats.Unit | None:
    is_counted = metric.kind in ("mean", "ratio") and difference.scale == "difference" and metric.unit
    if metric.unit == "%" and is_counted:
        return stats.UNITS["percentage_points"]
    return stats.Unit(suffix=f" {metric.unit}") if is_counted else None


def _cautions(pair: Pair) -> Iterator[Caution]:
    yield from pair.cautions
    yield from _response(pair)
    for sentence in pair.difference.cautions:
        yield Caution("general", sentence)


def _response(pair: Pair) -> Iterator[Caution]:
    """The warning that answers may not represent everyone, for metrics that some did not answer."""
    if pair.metric.survey is None or not all(pair.users):
        return
    mine, theirs = (100 * group.n / users for group, users in zip((pair.a, pair.b), pair.users, strict=True))
    if min(mine, theirs) < LOW_RESPONSE or abs(mine - theirs) > UNEQUAL_RESPONSE:
        rates = f"{mine:.0f} % of {pair.segment} answered and {theirs:.0f} % of {pair.baseline}"
        yield Caution("response", f"Answers may not represent everyone: {rates}.")


def _corrections(pairs: Sequence[Pair], primary: str) -> list[str]:
    judged = [pair for pair in pairs if pair.p is not None]
    asked = sum(pair.metric.name == primary for pair in judged)
    holm, grid = corrections(asked, len(judged) - asked)
    return [holm if pair.metric.name == primary else grid for pair in pairs]


def corrections(asked: int, others: int) -> tuple[str, str]:
    """What comparisons are corrected for in words: those of the question asked, and the others."""
    holm = f"Holm, among {asked} segments" if asked > 1 else "none needed: one comparison"
    grid = f"Benjamini-Hochberg, over {others} comparisons" if others > 1 else "none needed: one comparison"
    return holm, grid


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale
