"""Means of users who come in clusters: CR2 variance with Bell-McCaffrey degrees of freedom, in one pass.

One closed form serves separate accounts, accounts with users in both groups, people who are in both groups, and, with
an empty second group, the mean of one group.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from strata.stats.arms import Arm, Arms, Units
from strata.stats.cells import Floats
from strata.stats.floor import FLOORS
from strata.stats.inference import Student, Withheld, student
from strata.stats.welch import without_spread

_ROUNDING = 1e-12


def clustered_mean(arms: Arms) -> Student | Withheld:
    """The mean of the first group with accounts as units; withheld if one account holds everyone."""
    arm = arms.a
    withheld = _undefined(arms, arm)
    if withheld:
        return withheld
    sandwich = cr2(arms.units())
    variance = max(sandwich.variance, FLOORS[arms.kind].alone(arm))
    return _answer(arm.mean, variance, sandwich, naive=arm.variance / arm.n)


def clustered_difference(arms: Arms) -> Student | Withheld:
    """The difference of two means with accounts, or people who are in both groups, as units.

    Where the groups share no account and no person, the variance is at least the adjusted one of independent users.
    Otherwise what the groups share can rightly push it below, and only a group whose users all agree, which then has
    nothing in common to cancel, gets its own adjusted variance.

    Withheld if the groups are the same people, or one account holds a whole group, or nothing varies.
    """
    withheld = _same_people(arms) or _undefined(arms, arms.a) or _undefined(arms, arms.b)
    if withheld:
        return withheld
    sandwich, floor = cr2(arms.units()), FLOORS[arms.kind].compared
    if arms.n_shared_accounts or arms.n_shared_people:
        variance = sandwich.variance + sum(floor(arm) for arm in (arms.a, arms.b) if arm.variance == 0)
    else:
        variance = max(sandwich.variance, floor(arms.a) + floor(arms.b))
    naive = arms.a.variance / arms.a.n + arms.b.variance / arms.b.n
    return _answer(arms.a.mean - arms.b.mean, variance, sandwich, naive=naive)


def _same_people(arms: Arms) -> Withheld | None:
    if (arms.in_a == arms.in_b).all():
        return Withheld("Both groups are the same people, so there is nothing to compare.")
    return None


def _undefined(arms: Arms, arm: Arm) -> Withheld | None:
    """Why the sandwich cannot be computed for a group; None if it can."""
    per_account = arms.account_n_a if arm is arms.a else arms.account_n_b
    if arm.n == 1:
        return Withheld("A group has one user only, so how much its users differ is not known.")
    if per_account.max(initial=0) == arm.n:
        return Withheld(f"All {arm.n:,.0f} users of a group are in one account, so nothing is known about others.")
    return without_spread(arm) if arms.kind in ("rating", "mean") else None


def _answer(value: float, variance: float, sandwich: "Sandwich", *, naive: float) -> Student | Withheld:
    if variance <= _ROUNDING * naive:
        return Withheld("The accounts do not differ at all in this, so the size of chance differences is not known.")
    effect = sandwich.variance / naive if naive else None
    return student(value, variance, sandwich.df, design_effect=effect)


class Sandwich(NamedTuple):
    """The variance of a mean difference.

    Attributes:
        variance: The CR2 variance, before any floor.
        df: Bell-McCaffrey degrees of freedom.
    """

    variance: float
    df: float


def cr2(units: Units) -> Sandwich:
    """The CR2 variance of the difference of two user-weighted means and its degrees of freedom, in O(units).

    Every unit must hold less than all users of a group.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
        The degrees of freedom take independent users of equal variance as the working model.
    """
    weight_a, weight_b = _weights(units.times, units.n_a), _weights(units.times, units.n_b)
    variance = (weight_a**2 * units.aa - 2 * weight_a * weight_b * units.ab + weight_b**2 * units.bb).sum()
    return Sandwich(float(variance), _freedom(units, weight_a, weight_b))


def _weights(times: Floats, n: Floats) -> Floats:
    """Per unit 1 / (N sqrt(1 - n/N)), which undoes the shrinkage of its residuals; 0 without users."""
    everyone = _everyone(times, n)
    left = np.where(n > 0, everyone * (everyone - n), np.inf)
    return np.asarray(1 / np.sqrt(left))


def _freedom(units: Units, weight_a: Floats, weight_b: Floats) -> float:
    """(trace G)^2 / trace(G^2) of the matrix G of the units' covariances, without building it."""
    times, n_a, n_b = units.times, units.n_a, units.n_b
    all_a, all_b = _everyone(times, n_a), _everyone(times, n_b)
    diagonal = n_a / all_a**2 + n_b / all_b**2
    x, y = weight_a * n_a / sqrt(all_a), weight_b * n_b / sqrt(all_b)
    off_diagonal = _pairs(times, x * x) + _pairs(times, y * y) + 2 * _pairs(times, x * y)
    return float((times * diagonal).sum() ** 2 / ((times * diagonal**2).sum() + off_diagonal))


def _everyone(times: Floats, n: Floats) -> float:
    """The users of a group; 1 for an empty one, which then adds nothing."""
    return float((times * n).sum()) or 1.0


def _pairs(times: Floats, products: Floats) -> float:
    """The sum over ordered pairs of different units of the product of their values."""
    return float((times * products).sum() ** 2 - (times * products**2).sum())
