"""Several groups at once: whether any of them differs from the others at all."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from strata.stats.arms import Arm
from strata.stats.cells import Floats
from strata.stats.inference import Withheld


class Omnibus(NamedTuple):
    """A test that all groups have one and the same mean; the statistic is chi-square with df degrees of freedom."""

    statistic: float
    df: int
    p: float


def alexander_govern(groups: Sequence[Arm]) -> Omnibus | Withheld:
    """Whether the means of independent users differ among groups of unequal spread, from sums alone.

    It says nothing about which groups differ, or by how much: for that, compare each with everyone else. Withheld
    where a group has no spread, and where users share accounts, because they are then not independent.

    Args:
        groups: Groups without a common user, over the same accounts.

    Raises:
        ValueError: Fewer than two groups.

    References:
        Alexander & Govern (1994), Journal of Educational Statistics 19:91.
    """
    if len(groups) < 2:
        raise ValueError(f"{len(groups)} groups: it takes two to differ")
    withheld = next(filter(None, map(_undefined, groups)), None) or _sharing(groups)
    if withheld:
        return withheld
    n, mean, variance = (np.array([getattr(arm, name) for arm in groups]) for name in ("n", "mean", "variance"))
    error = variance / n
    centre = (mean / error).sum() / (1 / error).sum()
    statistic = float((_normal((mean - centre) / np.sqrt(error), n - 1) ** 2).sum())
    return Omnibus(statistic, len(groups) - 1, float(chi2.sf(statistic, len(groups) - 1)))


def _undefined(arm: Arm) -> Withheld | None:
    if arm.variance > 0:
        return None
    if arm.n < 2:
        return Withheld("One group has fewer than two users, so how much its users differ is not known.")
    return Withheld(f"All {arm.n:,.0f} values in a group are the same, so how much users differ is not known.")


def _sharing(groups: Sequence[Arm]) -> Withheld | None:
    if (np.sum([arm.crowd.accounts for arm in groups], axis=0) > 1).any():
        return Withheld("Users share accounts, so they are not independent: compare each group with everyone else.")
    return None


def _normal(t: Floats, df: Floats) -> Floats:
    """Values of t as standard normal ones (Hill's approximation, equation 4 of the paper)."""
    a = df - 0.5
    b = 48 * a**2
    c = np.sqrt(a * np.log1p(t**2 / df))
    tail = (4 * c**7 + 33 * c**5 + 240 * c**3 + 855 * c) / (10 * b**2 + 8 * b * c**4 + 1000 * b)
    return np.asarray(c + (c**3 + 3 * c) / b - tail)
