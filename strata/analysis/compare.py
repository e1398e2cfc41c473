"""Segments against a baseline, metric by metric: the numbers behind the comparison screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis import sums
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.metrics import Metric
from strata.model.results import REST, Caution, Comparison, Contrast
from strata.model.segment import EVER, Segment, Window
from strata.warehouse import Members, Warehouse

LOW_RESPONSE, UNEQUAL_RESPONSE = 30.0, 10.0
"""Percent of a group that should answer, and percentage points two groups may differ in it, before we warn."""

Rows = NDArray[np.bool_]


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


def compare(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metrics: Sequence[Metric],
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> Comparison:
    """Every metric of every segment against everyone else, or against another segment.

    The first metric is the question asked: its verdicts are corrected among the segments (Holm). The other
    metrics are a look around: theirs are corrected over the whole grid (Benjamini-Hochberg).

    Raises:
        SegmentError: no segment but the baseline, two of one name, or one that cannot be counted.
    """
    _check_names([*segments, *([baseline] if baseline else [])])
    if not segments:
        raise SegmentError("A segment cannot be its own baseline: name another one to compare.")
    members = in_play(warehouse, (*segments, *([baseline] if baseline else [])), library)
    pairs = [pair for metric in metrics for pair in _pairs(warehouse, metric, segments, members, baseline, window)]
    shown = (*segments, *([baseline] if baseline else []))
    return Comparison(
        source(warehouse, window),
        sizes(warehouse, shown, members),
        _overlaps(members),
        judged(pairs, primary=metrics[0].name if metrics else ""),
    )


def judged(pairs: Sequence[Pair], *, primary: str) -> tuple[Contrast, ...]:
    """The pairs with their verdicts: Holm within the primary metric, Benjamini-Hochberg over the rest."""
    adjusted: dict[int, float | None] = {}
    for correct, chosen in (
        (stats.holm, [i for i, pair in enumerate(pairs) if pair.metric.name == primary]),
        (stats.benjamini_hochberg, [i for i, pair in enumerate(pairs) if pair.metric.name != primary]),
    ):
        adjusted |= dict(zip(chosen, correct([pairs[i].difference.p for i in chosen]), strict=True))
    correction = _corrections(pairs, primary)
    return tuple(contrast(pair, p_adjusted=adjusted[i], correction=correction[i]) for i, pair in enumerate(pairs))


def contrast(pair: Pair, *, p_adjusted: float | None, correction: str) -> Contrast:
    """A pair in the scale people read, with its verdict and the reasons for it."""
    metric, difference = pair.metric, pair.difference
    judgement = stats.judge(
        difference,
        pair.a,
        pair.b,
        p_adjusted=p_adjusted,
        margin=metric.margin / metric.scale if metric.margin and difference.scale == "difference" else None,
        unit=_unit(metric, difference),
        answers=metric.of,
    )
    scale = 100.0 if difference.scale == "log_ratio" else metric.scale
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
        scale="ratio" if difference.scale == "log_ratio" else "difference",
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
        effect=None,
        direction=metric.direction,
        verdict=judgement.verdict,
        reasons=judgement.reasons,
        badges=judgement.badges,
        cautions=(*_response(pair), *(Caution("general", sentence) for sentence in difference.cautions)),
    )


def _unit(metric: Metric, difference: stats.Difference) -> stats.Unit | None:
    is_counted = metric.kind == "mean" and difference.scale == "difference" and metric.unit
    return stats.Unit(suffix=f" {metric.unit}") if is_counted else None


def pair(
    metric: Metric,
    found: sums.CellSums,
    names: tuple[str, str],
    rows: tuple[Rows, Rows],
    users: tuple[int, int],
) -> Pair:
    """One metric's two groups, given as rows of its sums, and how many users each has, answering or not."""
    in_a, in_b = rows
    return Pair(
        *names,
        metric,
        stats.compare(metric.kind, found.cells, in_a, in_b),
        stats.describe(metric.kind, found.cells, in_a),
        stats.describe(metric.kind, found.cells, in_b),
        users,
    )


def _pairs(
    warehouse: Warehouse,
    metric: Metric,
    segments: Sequence[Segment],
    members: Members,
    baseline: Segment | None,
    window: Window,
) -> list[Pair]:
    found = sums.by_segment(warehouse, metric, members, window)
    counted = [users & members.population for users in members.segments]
    pairs = []
    for i, segment in enumerate(segments):
        inside = found.inside(i)
        rows = (inside, found.inside(len(segments)) if baseline else ~inside)
        against = counted[-1] if baseline else members.population & ~counted[i]
        users = (counted[i].bit_count(), against.bit_count())
        pairs.append(pair(metric, found, (segment.name, baseline.name if baseline else REST), rows, users))
    return pairs


def _response(pair: Pair) -> tuple[Caution, ...]:
    """The warning that answers may not represent everyone, for metrics that some did not answer."""
    if pair.metric.survey is None or not all(pair.users):
        return ()
    mine, theirs = (100 * group.n / users for group, users in zip((pair.a, pair.b), pair.users, strict=True))
    if min(mine, theirs) < LOW_RESPONSE or abs(mine - theirs) > UNEQUAL_RESPONSE:
        rates = f"{mine:.0f} % of {pair.segment} answered and {theirs:.0f} % of {pair.baseline}"
        return (Caution("response", f"Answers may not represent everyone: {rates}."),)
    return ()


def _corrections(pairs: Sequence[Pair], primary: str) -> list[str]:
    judged = [pair for pair in pairs if pair.difference.p is not None]
    asked = sum(pair.metric.name == primary for pair in judged)
    others = len(judged) - asked
    holm = f"Holm, among {asked} segments" if asked > 1 else "none needed: one comparison"
    grid = f"Benjamini-Hochberg, over {others} comparisons" if others > 1 else "none needed: one comparison"
    return [holm if pair.metric.name == primary else grid for pair in pairs]


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _overlaps(members: Members) -> tuple[tuple[int, ...], ...]:
    inside = [users & members.population for users in members.segments]
    return tuple(tuple((one & two).bit_count() for two in inside) for one in inside)


def _check_names(segments: Sequence[Segment]) -> None:
    seen: set[str] = set()
    for segment in segments:
        if segment.name in seen:
            raise SegmentError(f"Two segments are called {segment.name!r}: give one of them another name.")
        seen.add(segment.name)
