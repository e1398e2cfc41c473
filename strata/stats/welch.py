"""Means of independent users: one mean, and the difference of two."""

from strata.stats.arms import Arm, Arms
from strata.stats.inference import ONE_VALUE, Student, Withheld, same_values, student
from strata.stats.tails import welch_freedom


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
    variance = arms.a.variance / arms.a.n + arms.b.variance / arms.b.n
    return student(arms.a.mean - arms.b.mean, variance, welch_freedom(arms))


def without_spread(arm: Arm) -> Withheld | None:
    """Why no interval can be given for a mean of values that are all the same; None if they differ."""
    if arm.variance > 0:
        return None
    if arm.n == 1:
        return Withheld(ONE_VALUE)
    return Withheld(same_values(arm.n))
