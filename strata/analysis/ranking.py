"""Which group tends to give the higher answer on a scale: the verdict beside a distribution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.model.distribution import Ranking
from strata.model.results import VERDICT_WORDS, Effect, Verdict

EVEN = 0.5
MARGIN = 0.06
"""Chances this close to even do not matter: they are no small effect yet (Vargha & Delaney 2000)."""

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Versus:
    """A segment and its baseline as rows of the counts of answers."""

    segment: str
    baseline: str
    in_a: Rows
    in_b: Rows


def rankings(counts: pd.DataFrame, pairs: Sequence[Versus]) -> tuple[Ranking, ...]:
    """Every pair ranked, with verdicts corrected among them (Holm).

    Args:
        counts: Columns account_id, answer and n: one row per account, combination of segments and answer.
        pairs: Who is held against whom.
    """
    levels = stats.Levels(*(counts[name].to_numpy() for name in ("account_id", "answer", "n")))
    found = [stats.compare_levels(levels, pair.in_a, pair.in_b) for pair in pairs]
    adjusted = stats.holm([each.p for each in found])
    cells, judged = _cells(levels), sum(each.p is not None for each in found)
    correction = f"Holm, among {judged} segments" if judged > 1 else "none needed: one comparison"
    return tuple(
        _ranking(pair, each, _judged(cells, pair, each, p), p, correction)
        for pair, each, p in zip(pairs, found, adjusted, strict=True)
    )


def _ranking(
    pair: Versus, found: stats.Superiority, judgement: stats.Judgement, p_adjusted: float | None, correction: str
) -> Ranking:
    size = stats.ordinal_effect(found)
    return Ranking(
        segment=pair.segment,
        baseline=pair.baseline,
        value=_percent(found.value),
        low=_percent(found.low),
        high=_percent(found.high),
        p=found.p,
        p_adjusted=p_adjusted,
        n=found.n_a,
        baseline_n=found.n_b,
        method=found.method,
        correction=correction,
        design_effect=found.design_effect,
        effect=Effect(size.name, size.value, size.words) if size else None,
        verdict=judgement.verdict,
        reasons=tuple(_reasons(pair, found, judgement)),
        badges=judgement.badges,
    )


def _judged(cells: stats.Cells, pair: Versus, found: stats.Superiority, p_adjusted: float | None) -> stats.Judgement:
    """What the chance may be called, by the gates and rules of every other comparison, around even chances."""
    difference = stats.Difference(
        "rating",
        value=_from_even(found.value),
        low=_from_even(found.low),
        high=_from_even(found.high),
        low_90=_from_even(found.low_90),
        high_90=_from_even(found.high_90),
        p=found.p,
        method=found.method,
        reason=found.reason,
    )
    groups = (stats.describe("rating", cells, rows) for rows in (pair.in_a, pair.in_b))
    return stats.judge(difference, *groups, p_adjusted=p_adjusted, margin=MARGIN)


def _reasons(pair: Versus, found: stats.Superiority, judgement: stats.Judgement) -> Iterator[str]:
    if judgement.verdict == "not_enough_data" or found.value is None or found.low is None or found.high is None:
        yield from judgement.reasons
        return
    value, low, high = (round(100 * each) for each in (found.value, found.low, found.high))
    yield (
        f"In {value} of 100 random pairs the answer from {pair.segment} is higher than that from {pair.baseline}, ties "
        f"counting half; that is probably somewhere from {low} to {high}, and 50 would be even."
    )
    yield _SAYS[judgement.verdict]


_SAYS: dict[Verdict, str] = {
    "higher": "They tend to answer higher; that alone does not say why.",
    "lower": "They tend to answer lower; that alone does not say why.",
    "no_clear_difference": "Neither group clearly tends to answer higher.",
    "practically_the_same": "If one of them tends to answer higher, it is by less than anyone would notice.",
    "expected_by_luck": "Among this many comparisons one like this is expected by luck.",
    "not_enough_data": VERDICT_WORDS["not_enough_data"],
}


def _cells(levels: stats.Levels) -> stats.Cells:
    """The answers as numbers, for how many there are and from which accounts."""
    n, x = levels.n, levels.answer
    return stats.Cells(levels.account, n, n * x, n * x**2, n * x**3, n * np.log1p(x), n * np.log1p(x) ** 2)


def _from_even(chance: float | None) -> float | None:
    return None if chance is None else chance - EVEN


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value
