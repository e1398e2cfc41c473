"""How fast a value changes over time, with accounts as units: CR2 variance and Bell-McCaffrey degrees of freedom."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import NO_ACCOUNT, Cells, Floats
from strata.stats.inference import Student, Withheld, student
from strata.stats.sums import dot

_ROUNDING = 1e-12
Places = NDArray[np.int64]
SMALL = 4
"""Ids up to so many times as large as there are rows are small."""


def slope(cells: Cells, time: Floats) -> Student | Withheld:
    """The change of a value per unit of time: the straight line through the users' values, accounts as units.

    It is the line through the means of the times, weighted by how many have a value. What the users of an account
    have in common over all times is allowed for; users without an account count as new ones each time.

    Args:
        cells: Sums of x, one row per account and time; every row has n > 0.
        time: Per row its time, e.g. the number of the month.

    Returns:
        The slope; withheld where all rows are of one time, one account alone decides it, or nothing varies.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
        The degrees of freedom take independent users of equal variance as the working model.
    """
    weight = float(cells.weight.sum())
    time = time - dot(cells.weight, time) / weight if weight else time
    spread = dot(cells.weight, time * time)
    if spread <= _ROUNDING * weight:
        return Withheld("A change over time needs values of two times at least.")
    value = dot(cells.total, time) / spread
    fit = float(cells.total.sum()) / weight + value * time
    units = _units(cells, fit, 1 / sqrt(weight), time / sqrt(spread))
    if float(units.left.min()) <= _ROUNDING:
        return Withheld("One account alone decides how this changes over time.")
    variance = units.variance / spread
    if variance <= _ROUNDING * float(cells.squares.sum()) / (weight * spread):
        return Withheld("The values do not vary at all, so the size of chance changes is not known.")
    return student(value, variance, units.freedom)


def wiggle(cells: Cells, time: Floats) -> float:
    """How far chance moves the mean of some users at one time from the mean of all times, as per one user.

    The mean of n users then has that over sqrt(n) as its standard error. What an account has in common over all times
    does not move it, so a steady crowd wiggles less than a new sample each time would. 0 for fewer than two accounts.

    Args:
        cells: Sums of x, one row per account and time; every row has n > 0.
        time: Per row its time.

    References:
        Shewhart (1931), Economic Control of Quality of Manufactured Product, for the limits made of it; the variance
        is that of a difference of two means over the same accounts (CR1), averaged over the times.
    """
    _, at = np.unique(time, return_inverse=True)
    size, weight = np.bincount(at, cells.weight).astype(np.float64), float(cells.weight.sum())
    means, mean = np.bincount(at, cells.total) / size, float(cells.total.sum()) / weight
    known = cells.account != NO_ACCOUNT
    of_accounts, n_accounts = _from_accounts(cells.take(known), at[known], means, mean, size)
    residuals = np.bincount(at[~known], _residuals(cells.take(~known), means[at[~known]]), len(size))
    of_lone = residuals / size * (1 / size - 2 / weight) + float(residuals.sum()) / weight**2
    n_units = n_accounts + float(cells.n[~known].sum())
    if n_units < 2:
        return 0.0
    n = np.bincount(at, cells.n)
    return sqrt(max(float(n * n @ (of_accounts + of_lone)), 0.0) / float(n.sum()) * n_units / (n_units - 1))


def _from_accounts(cells: Cells, at: Places, means: Floats, mean: float, size: Floats) -> tuple[Floats, int]:
    """Per time the squared pushes of accounts on the difference of its mean from that of all, and how many they are."""
    account, accounts = _numbered(cells.account)
    overall = np.bincount(account, cells.total - mean * cells.weight, len(accounts)) / float(size.sum())
    pushes = (cells.total - means[at] * cells.weight) / size[at]
    squares = np.bincount(at, pushes * (pushes - 2 * overall[account]), len(size))
    n_accounts = np.count_nonzero(np.bincount(account, minlength=len(accounts)))
    return np.asarray(squares + dot(overall, overall), dtype=np.float64), int(n_accounts)


class _Units(NamedTuple):
    """Accounts, and users without one; a row each.

    In coordinates in which X'X is the identity, the part of a unit in it is the 2 x 2 matrix N, and its score, which
    is the sum of its residuals and of those by time, is stretched by K = (I - N)^-1/2. So nothing grows with users.

    Attributes:
        n00, n01, n11: N.
        s00, s01, s11: Products of the score's two entries.
        alike: How many such units the row stands for, 1 for an account.
    """

    n00: Floats
    n01: Floats
    n11: Floats
    s00: Floats
    s01: Floats
    s11: Floats
    alike: Floats

    @property
    def left(self) -> Floats:
        """The determinant of I - N: 0 where the others say nothing about the line."""
        return np.asarray((1 - self.n00) * (1 - self.n11) - self.n01**2)

    @property
    def stretch(self) -> tuple[Floats, Floats]:
        """The second row of K, in closed form."""
        root = np.sqrt(self.left)
        scale = root * np.sqrt(2 - self.n00 - self.n11 + 2 * root)
        return self.n01 / scale, (1 - self.n00 + root) / scale

    @property
    def variance(self) -> float:
        """The CR2 variance of the second coordinate."""
        k0, k1 = self.stretch
        return float((k0 * k0 * self.s00 + 2 * k0 * k1 * self.s01 + k1 * k1 * self.s11).sum())

    @property
    def freedom(self) -> float:
        """(trace G)^2 / trace(G^2) of the matrix G of the units' covariances, without building it."""
        k0, k1 = self.stretch
        own = (1 - self.n00) / self.left - 1  # of (I - N)^-1 N, what the unit has in common with itself
        r0 = k0 * self.n00 + k1 * self.n01
        r1 = k0 * self.n01 + k1 * self.n11
        cross = float((self.alike * r0 * r1).sum())
        squares = float((self.alike * r0 * r0).sum()) ** 2 + float((self.alike * r1 * r1).sum()) ** 2 + 2 * cross**2
        traces = float((self.alike * own * (own - 2 * (r0 * r0 + r1 * r1))).sum()) + squares
        return 1 / traces


def _units(cells: Cells, fit: Floats, level: float, time: Floats) -> _Units:
    """The units of cells, given the line and the two columns of X in the coordinates of _Units."""
    known = cells.account != NO_ACCOUNT
    accounts = _of_accounts(cells.take(known), fit[known], level, time[known])
    lone = _of_lone(cells.take(~known), fit[~known], level, time[~known])
    return _Units(*(np.concatenate(pair) for pair in zip(accounts, lone, strict=True)))


def _of_accounts(cells: Cells, fit: Floats, level: float, time: Floats) -> _Units:
    code, accounts = _numbered(cells.account)
    weight, residual = cells.weight, cells.total - fit * cells.weight

    def by_account(values: Floats) -> Floats:
        return np.bincount(code, values, len(accounts)).astype(np.float64)

    score0, score1 = level * by_account(residual), by_account(residual * time)
    return _Units(
        level * level * by_account(weight),
        level * by_account(weight * time),
        by_account(weight * time * time),
        score0 * score0,
        score0 * score1,
        score1 * score1,
        np.ones(len(accounts)),
    )


def _of_lone(cells: Cells, fit: Floats, level: float, time: Floats) -> _Units:
    each, residuals = cells.weight / cells.n, _residuals(cells, fit)
    level_squares, cross, time_squares = level * level, level * time, time * time
    return _Units(
        level_squares * each,
        cross * each,
        time_squares * each,
        level_squares * residuals,
        cross * residuals,
        time_squares * residuals,
        cells.n,
    )


def _numbered(ids: Places) -> tuple[Places, Places]:
    """Per row a number, and the id that each number stands for; ids that are small already are their own numbers."""
    if len(ids) and ids.max() < SMALL * len(ids):
        return ids, np.arange(int(ids.max()) + 1)
    found, numbers = np.unique(ids, return_inverse=True)
    return numbers, found


def _residuals(cells: Cells, fit: Floats) -> Floats:
    """Per row the sum of (x - fit w)^2."""
    per = cells.exposure
    products, squares = (cells.total, cells.n) if per is None else (per.products, per.squares)
    return np.asarray(cells.squares - 2 * fit * products + fit * fit * squares)
