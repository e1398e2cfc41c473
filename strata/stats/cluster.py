"""Means of users who come in clusters: CR2 variance with Bell-McCaffrey degrees of freedom, in one pass.

One closed form serves separate accounts, accounts with users in both groups, people who are in both groups, ratios,
and, with an empty second group, the mean of one group.
"""

from typing import NamedTuple

from strata.stats.arms import Arm, Arms
from strata.stats.freedom import bell_mccaffrey
from strata.stats.inference import NO_DIFFERENCE, ONE_USER, SAME_PEOPLE, Student, Withheld, one_account, student
from strata.stats.welch import without_spread

_ROUNDING = 1e-12


def clustered_mean(arm: Arm) -> Student | Withheld:
    """The mean of a group with accounts as units; withheld if one account holds everyone."""
    withheld = _undefined(arm)
    if withheld:
        return withheld
    return _answer(arm.mean, Sandwich(arm.cr2_variance, bell_mccaffrey(arm.crowd)), naive=arm.variance / arm.n)


def clustered_difference(arms: Arms) -> Student | Withheld:
    """The difference of two means with accounts, or people who are in both groups, as units.

    Withheld if the groups are the same people, or one account holds a whole group, or nothing varies.
    """
    withheld = _same_people(arms) or _undefined(arms.a) or _undefined(arms.b)
    if withheld:
        return withheld
    naive = arms.a.variance / arms.a.n + arms.b.variance / arms.b.n
    return _answer(arms.a.mean - arms.b.mean, cr2(arms), naive=naive)


def _same_people(arms: Arms) -> Withheld | None:
    if arms.n_shared_people == arms.a.n == arms.b.n:
        return Withheld(SAME_PEOPLE)
    return None


def _undefined(arm: Arm) -> Withheld | None:
    """Why the sandwich cannot be computed for a group; None if it can."""
    if arm.n == 1:
        return Withheld(ONE_USER)
    if arm.crowd.largest_share == 1:
        return Withheld(one_account(arm.n))
    return without_spread(arm)


def _answer(value: float, sandwich: "Sandwich", *, naive: float) -> Student | Withheld:
    if sandwich.variance <= _ROUNDING * naive:
        return Withheld(NO_DIFFERENCE)
    effect = sandwich.variance / naive if naive else None
    return student(value, sandwich.variance, sandwich.df, design_effect=effect)


class Sandwich(NamedTuple):
    """The variance of a mean difference.

    Attributes:
        variance: The CR2 variance.
        df: Degrees of freedom.
    """

    variance: float
    df: float


def cr2(arms: Arms) -> Sandwich:
    """The CR2 variance of the difference of two user-weighted means and its degrees of freedom, in O(accounts).

    Every account must hold less than all users of a group.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
        The degrees of freedom take independent users of equal variance as the working model.
    """
    variance = arms.a.cr2_variance + arms.b.cr2_variance - 2 * arms.covariance
    return Sandwich(max(variance, 0.0), bell_mccaffrey(arms.a.crowd, arms.b.crowd, n_lone_shared=arms.n_lone_shared))
