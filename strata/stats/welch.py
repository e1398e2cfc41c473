"""Means of independent users: one mean, the difference of two, and when the difference of means can be trusted."""

from strata.stats.arms import Arm, Arms
from strata.stats.inference import Student, Withheld, student

SIMILAR_SIZES = 1.5
"""Groups whose sizes differ by no more than this factor: their skewness cancels in the difference."""

USERS_PER_SQUARED_SKEWNESS = 355
"""Users needed per squared skewness before a mean is close enough to normal (Kohavi et al. 2014)."""


def student_mean(arm: Arm) -> Student | Withheld:
    """The mean of a group with n - 1 degrees of freedom; withheld without spread."""
    return without_spread(arm) or student(arm.mean, arm.variance / arm.n, arm.n - 1)


def welch(arms: Arms) -> Student | Withheld:
    """The difference of two means with unequal variances; withheld where a group has no spread.

    References:
        Welch (1947), Biometrika 34:28.
    """
    withheld = without_spread(arms.a) or without_spread(arms.b)
    if withheld:
        return withheld
    part_a, part_b = arms.a.variance / arms.a.n, arms.b.variance / arms.b.n
    variance = part_a + part_b
    df = variance**2 / (part_a**2 / (arms.a.n - 1) + part_b**2 / (arms.b.n - 1))
    return student(arms.a.mean - arms.b.mean, variance, df)


def without_spread(arm: Arm) -> Withheld | None:
    """Why no interval can be given for a mean of values that are all the same; None if they differ."""
    if arm.variance > 0:
        return None
    if arm.n == 1:
        return Withheld("One value alone does not show how much users differ.")
    return Withheld(f"All {arm.n:,.0f} values in a group are the same, so how much users differ is not known.")


def is_welch_safe(arms: Arms) -> bool:
    """Whether the difference of plain means can be judged: similar sizes, or enough users for their skewness.

    The larger skewness of the two groups counts, because a small sample rarely shows its own.

    References:
        Kohavi, Deng, Longbotham & Xu (2014), KDD, rule 7: n >= 355 skewness^2.
    """
    small, large = sorted((arms.a.n, arms.b.n))
    skewness = max(abs(arms.a.skewness), abs(arms.b.skewness))
    return large <= SIMILAR_SIZES * small or small >= USERS_PER_SQUARED_SKEWNESS * skewness**2
