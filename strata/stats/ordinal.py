"""Two groups whose answers only say more or less, such as CSAT from 1 to 5: which one tends to answer higher.

Works on users counted by account, cell and answer, never on rows. The figure is the relative effect, in words "in x
of 100 random pairs the first one is higher", 1/2 where neither is; ties count half.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from strata.stats.cells import Rows
from strata.stats.inference import Inference, Limits, Student, Withheld, student
from strata.stats.permuted import MOST_TABLES, Permuted, n_tables, permuted
from strata.stats.placements import Levels, Ranks, cr2, relative_effect
from strata.stats.rank_score import RankScore, Widest

_ROUNDING = 1e-12
"""A variance below this is 0."""
FEWEST = 10
"""Users a group needs for Brunner and Munzel's t, and answers apart from its commonest for trusting its own spread."""
LEAST_SPREAD = 0.7
"""The variance a nearly unanimous group leaves is at least this part of what groups that answer alike would have;
simulated: false alarms of 5 % then stay under 6.5 % where they reached 59 % (10 of 10 against 200)."""


@dataclass(frozen=True, slots=True)
class Superiority:
    """How the answers of a first group stand to those of a second.

    Attributes:
        n_a: Users of the first group; n_b: of the second.
        value: P(a > b) + P(a = b) / 2, the probability of superiority; None if a group is empty.
        low, high: Its interval at the level asked for; None if withheld.
        low_90, high_90: The 90 % interval of the same procedure.
        p: Two-sided p-value of "neither tends to answer higher", by the same procedure; None if withheld.
        df: Degrees of freedom; None where the procedure has none.
        standard_error: Of the value.
        design_effect: Variance with accounts or people as units over variance with independent users; None where
            users are independent.
        method: Key into ORDINAL_METHODS; None if a group is empty.
        level: The confidence level of low and high.
        n_shared_people: People who are in both groups; n_shared_accounts: accounts with users in both.
        reason: Why there is no interval, as a sentence; None if there is one.
    """

    n_a: int
    n_b: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    low_90: float | None = None
    high_90: float | None = None
    p: float | None = None
    df: float | None = None
    standard_error: float | None = None
    design_effect: float | None = None
    method: str | None = None
    level: float = 0.95
    n_shared_people: int = 0
    n_shared_accounts: int = 0
    reason: str | None = None

    @property
    def cliffs_delta(self) -> float | None:
        """P(a > b) - P(a < b), from -1 to 1."""
        return None if self.value is None else 2 * self.value - 1


def compare_levels(levels: Levels, in_a: Rows, in_b: Rows, *, level: float = 0.95) -> Superiority:
    """How the answers of two groups stand to each other, by the row of ORDINAL_METHODS that fits them.

    Args:
        levels: Users per account, cell and answer.
        in_a: Rows of the first group, one boolean per row of levels.
        in_b: Rows of the second group; rows in both hold people who are in both.
        level: Confidence level of low and high.

    Raises:
        ValueError: A selector is not one boolean per row.
    """
    ranks = Ranks.of(levels, in_a, in_b)
    found = Superiority(round(ranks.n_a), round(ranks.n_b), level=level)
    if not (ranks.n_a and ranks.n_b):
        return replace(found, reason="Nobody in one of the groups has answered.")
    method = next(row for row in ORDINAL_METHODS.values() if row.fits(ranks))
    answer = undefined(ranks) or method.infer(ranks)
    found = replace(
        found,
        value=ranks.effect,
        method=method.key,
        n_shared_people=ranks.n_shared_people,
        n_shared_accounts=ranks.n_shared_accounts,
    )
    return replace(found, reason=answer.reason) if isinstance(answer, Withheld) else _with_answer(found, answer)


@dataclass(frozen=True, slots=True)
class OrdinalMethod:
    """How the answers of two groups are compared.

    Attributes:
        key: What results name it by.
        label: What people read.
        why: Why it is used here, in one plain sentence.
        reference: Where it comes from.
        fits: Whether it is meant for two such groups; the first row that fits is used.
        infer: The procedure; interval and p-value both come from its answer, which is about the effect less 1/2.
    """

    key: str
    label: str
    why: str
    reference: str
    fits: Callable[[Ranks], bool]
    infer: Callable[[Ranks], Inference | Withheld]


def undefined(ranks: Ranks) -> Withheld | None:
    """Why two groups cannot be compared by any method; None if they can."""
    if (ranks.in_a == ranks.in_b).all():
        return Withheld("Both groups are the same people, so there is nothing to compare.")
    if min(ranks.n_a, ranks.n_b) == 1:
        return Withheld("One answer alone does not show how much people differ.")
    if np.count_nonzero(ranks.a + ranks.b) == 1:
        return Withheld("Every answer of both groups is the same, so how much people differ is not known.")
    return None


def brunner_munzel(ranks: Ranks) -> Inference:
    """The relative effect of independent users by t with Satterthwaite's degrees of freedom.

    References:
        Brunner & Munzel (2000), Biometrical Journal 42:17; Munzel & Hauschke (2003), Pharmaceutical Statistics 2:31.
    """
    found = relative_effect(ranks.a, ranks.b)
    part_a, part_b = float(found.part_a), float(found.part_b)
    variance = part_a + part_b
    if variance < _ROUNDING:
        return RankScore(ranks.effect, ranks.n_a, ranks.n_b)
    df = variance**2 / (part_a**2 / (ranks.n_a - 1) + part_b**2 / (ranks.n_b - 1))
    return _not_unanimous(ranks, student(ranks.effect - 0.5, variance, df))


def exchanged(ranks: Ranks) -> Inference | Withheld:
    """The relative effect of few independent users by the exact permuted Brunner-Munzel test."""
    if n_tables(ranks.a, ranks.b) > MOST_TABLES:
        return Withheld(f"Fewer than {FEWEST} answers on a scale of so many points cannot be compared.")
    return _not_unanimous(ranks, permuted(ranks.a, ranks.b))


def clustered(ranks: Ranks) -> Inference | Withheld:
    """The relative effect with accounts, or people who are in both groups, as units.

    The Brunner-Munzel variance is that of a difference of mean placements, so CR2 and Bell and McCaffrey's degrees of
    freedom apply to placements as to any value.

    References:
        Brunner & Munzel (2000), Biometrical Journal 42:17; Pustejovsky & Tipton (2018), JBES 36:672.
    """
    units = ranks.units
    if units.n_a.max() == ranks.n_a or units.n_b.max() == ranks.n_b:
        return Withheld("All answers of a group are from one account, so nothing is known about others.")
    variance, df = cr2(units)
    if variance < _ROUNDING:
        n_a, n_b = (float(units.times @ (n > 0)) for n in (units.n_a, units.n_b))
        return RankScore(ranks.effect, n_a, n_b)
    naive = relative_effect(ranks.a, ranks.b)
    effect = variance / float(naive.part_a + naive.part_b)
    return _not_unanimous(ranks, student(ranks.effect - 0.5, variance, df, design_effect=effect))


def _not_unanimous(ranks: Ranks, answer: Student | Permuted) -> Inference:
    """The answer, made wider where so few of a group's answers differ that their spread means little."""
    others = min(float(counts.sum() - counts.max()) for counts in (ranks.a, ranks.b))
    if others >= FEWEST:
        return answer
    apart = 1 - 2 * ranks.n_shared_people / (ranks.n_a + ranks.n_b)  # people in both groups cancel
    share = LEAST_SPREAD * ranks.untied * apart if answer.standard_error else 1.0
    return Widest(answer, RankScore(ranks.effect, ranks.n_a, ranks.n_b, share))


ORDINAL_METHODS: Mapping[str, OrdinalMethod] = {
    method.key: method
    for method in (
        OrdinalMethod(
            "placements_cr2",
            "Relative effect with accounts as units (Brunner-Munzel placements, CR2)",
            "Users of one account resemble each other, and people in both groups move both, so they are one unit.",
            "Brunner & Munzel (2000), Biometrical Journal 42:17; Pustejovsky & Tipton (2018), JBES 36:672",
            lambda ranks: ranks.has_repeated_accounts or ranks.n_shared_people > 0,
            clustered,
        ),
        OrdinalMethod(
            "brunner_munzel",
            "Relative effect (Brunner-Munzel t)",
            "It compares which group answers higher and does not take the steps of the scale for equally large.",
            "Brunner & Munzel (2000), Biometrical Journal 42:17",
            lambda ranks: min(ranks.n_a, ranks.n_b) >= FEWEST,
            brunner_munzel,
        ),
        OrdinalMethod(
            "brunner_munzel_permuted",
            "Relative effect (exact permuted Brunner-Munzel)",
            "With so few answers every way to exchange the groups can be counted instead of approximated.",
            "Neubert & Brunner (2007), Computational Statistics & Data Analysis 51:5192",
            lambda ranks: min(ranks.n_a, ranks.n_b) < FEWEST,
            exchanged,
        ),
    )
}


def _with_answer(found: Superiority, answer: Inference) -> Superiority:
    (low, high), (low_90, high_90) = (_on_scale(answer.limits(level)) for level in (found.level, 0.90))
    return replace(
        found,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        p=answer.p,
        df=answer.df,
        standard_error=answer.standard_error,
        design_effect=answer.design_effect,
    )


def _on_scale(limits: Limits) -> Limits:
    """Limits of the effect less 1/2 as limits of the effect, between 0 and 1."""
    return Limits(max(limits.low + 0.5, 0.0), min(limits.high + 0.5, 1.0))
