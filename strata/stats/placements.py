"""Two groups on one ordered scale: placements, the relative effect made of them, and how sure it is.

A user's placement is the chance that his answer beats one drawn from the other group, ties counting half. The mean
placement of group A is the relative effect P(a > b) + P(a = b) / 2, so accounts are handled as for any other mean.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import NO_ACCOUNT, Floats, Rows

_ROUNDING = 1e-12
"""Below this a gap or a variance is rounding, and the true one 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Users per account, cell and answer; one row each, arrays of equal length.

    Attributes:
        account: Account id; -1 for users without an account.
        answer: Point of the scale; only its order counts.
        n: Number of users.

    Raises:
        ValueError: The arrays differ in length.
    """

    account: NDArray[np.int64]
    answer: Floats
    n: Floats

    def __post_init__(self) -> None:
        if len({self.account.shape, self.answer.shape, self.n.shape}) != 1 or self.n.ndim != 1:
            raise ValueError("the arrays of Levels must be one-dimensional and of equal length")


class Units(NamedTuple):
    """Independent units, alike ones in one row: accounts, and people without one; arrays of equal length.

    Attributes:
        account: The account; -1 for people without one.
        times: Number of units in the row.
        n_a: Users of the first group in each unit of the row; n_b: of the second.
        r_a: Sum of their placements, each less the mean placement of the first group; r_b: of the second.
    """

    account: NDArray[np.int64]
    times: Floats
    n_a: Floats
    n_b: Floats
    r_a: Floats
    r_b: Floats


@dataclass(frozen=True, eq=False)
class Ranks:
    """Two groups side by side on the points of the scale that anyone chose, lowest first.

    Attributes:
        levels: The rows that are in either group and hold users.
        in_a: Rows of the first group; in_b: of the second. A row in both holds people who are in both groups.
        point: Per row the position of its answer on the scale.
        a: Users of the first group per point; b: of the second.
    """

    levels: Levels
    in_a: Rows
    in_b: Rows
    point: NDArray[np.intp]
    a: Floats
    b: Floats

    @classmethod
    def of(cls, levels: Levels, in_a: Rows, in_b: Rows) -> Self:
        """The two groups selected by in_a and in_b.

        Raises:
            ValueError: A selector is not one boolean per row.
        """
        for rows in (in_a, in_b):
            if rows.shape != levels.n.shape or rows.dtype != np.bool_:
                raise ValueError(f"a group is one boolean per row ({len(levels.n)}), not {rows.dtype}{rows.shape}")
        used = (in_a | in_b) & (levels.n > 0)
        levels = Levels(levels.account[used], levels.answer[used], levels.n[used])
        in_a, in_b = in_a[used], in_b[used]
        points, point = np.unique(levels.answer, return_inverse=True)
        a, b = (sums(point, levels.n * rows, len(points)) for rows in (in_a, in_b))
        return cls(levels, in_a, in_b, point, a, b)

    @property
    def n_a(self) -> float:
        """Users of the first group."""
        return float(self.a.sum())

    @property
    def n_b(self) -> float:
        """Users of the second group."""
        return float(self.b.sum())

    @cached_property
    def effect(self) -> float:
        """P(a > b) + P(a = b) / 2; neither group is empty."""
        return float(self.a @ placements(self.b)) / self.n_a

    @cached_property
    def n_shared_people(self) -> int:
        """People who are in both groups."""
        return round(float(self.levels.n[self.in_a & self.in_b].sum()))

    @property
    def untied(self) -> float:
        """What ties leave of the variance of ranks, from 0 (all answer alike) to 1 (nobody does)."""
        tied, n = self.a + self.b, self.n_a + self.n_b
        return float(1 - (tied**3 - tied).sum() / (n**3 - n))

    @property
    def n_shared_accounts(self) -> int:
        """Accounts with users in both groups."""
        units = self.units
        return int(np.count_nonzero((units.n_a > 0) & (units.n_b > 0) & (units.account != NO_ACCOUNT)))

    @property
    def has_repeated_accounts(self) -> bool:
        """Whether any account has more than one user across both groups."""
        units = self.units
        return bool(((units.n_a + units.n_b)[units.account != NO_ACCOUNT] > 1).any())

    @cached_property
    def units(self) -> Units:
        """The accounts, then the people without one; neither group is empty."""
        centred_a, centred_b = placements(self.b) - self.effect, placements(self.a) - (1 - self.effect)
        one = np.ones_like(self.levels.n)
        per_user = (
            one * self.in_a,
            one * self.in_b,
            centred_a[self.point] * self.in_a,
            centred_b[self.point] * self.in_b,
        )
        known = self.levels.account != NO_ACCOUNT
        accounts, code = np.unique(self.levels.account[known], return_inverse=True)
        summed = (sums(code, (self.levels.n * each)[known], len(accounts)) for each in per_user)
        alone = Units(self.levels.account[~known], self.levels.n[~known], *(each[~known] for each in per_user))
        together = Units(accounts, np.ones(len(accounts)), *summed)
        return Units(*(np.concatenate(columns) for columns in zip(together, alone, strict=True)))


class RelativeEffect(NamedTuple):
    """The relative effect of A over B; numbers, or arrays with one number per table.

    Attributes:
        value: P(a > b) + P(a = b) / 2.
        part_a: The first group's part of its variance; part_b: the second's.
    """

    value: Floats
    part_a: Floats
    part_b: Floats

    @property
    def statistic(self) -> Floats:
        """(value - 1/2) over its standard error; 0 where that is 0 over 0, infinite where groups do not overlap."""
        gap = np.where(abs(self.value - 0.5) < _ROUNDING, 0.0, self.value - 0.5)
        variance = self.part_a + self.part_b
        error = np.sqrt(np.where(variance < _ROUNDING, 0.0, variance))
        certain = np.where(gap == 0, 0.0, np.copysign(np.inf, gap))
        return np.divide(gap, error, out=certain, where=error > 0)


def relative_effect(a: Floats, b: Floats) -> RelativeEffect:
    """How often the first of two groups beats the second; at least two users each.

    Args:
        a: Users of the first group per point of the scale, lowest first; the last axis, so tables can be stacked.
        b: Users of the second group, likewise.

    References:
        Brunner & Munzel (2000), Biometrical Journal 42:17.
    """
    n_a, n_b = a.sum(axis=-1), b.sum(axis=-1)
    place_a, place_b = placements(b), placements(a)
    value = np.asarray((a * place_a).sum(axis=-1) / n_a)
    squares_a = (a * (place_a - value[..., None]) ** 2).sum(axis=-1)
    squares_b = (b * (place_b - 1 + value[..., None]) ** 2).sum(axis=-1)
    return RelativeEffect(value, squares_a / (n_a * (n_a - 1)), squares_b / (n_b * (n_b - 1)))


def placements(others: Floats) -> Floats:
    """Per point of the scale the chance of beating one of the others, ties counting half.

    Args:
        others: Users of the other group per point, lowest first; the last axis, and at least one user.

    >>> placements(np.array([1.0, 2.0, 1.0])).tolist()
    [0.125, 0.5, 0.875]
    """
    below = np.cumsum(others, axis=-1)
    return np.asarray((below - others / 2) / below[..., -1:])


def sums(code: NDArray[np.intp], values: Floats, size: int) -> Floats:
    """The sum of the values of each code; zeros where there are no values at all."""
    return np.bincount(code, values, size).astype(np.float64)


def cr2(units: Units) -> tuple[float, float]:
    """The CR2 variance of the relative effect and its Bell-McCaffrey degrees of freedom, in O(units).

    Every unit must hold less than all users of a group.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
    """
    times, n_a, n_b = units.times, units.n_a, units.n_b
    all_a, all_b = float(times @ n_a), float(times @ n_b)
    weight_a, weight_b = _weights(n_a, all_a), _weights(n_b, all_b)
    variance = times @ (weight_a * units.r_a - weight_b * units.r_b) ** 2
    diagonal = n_a / all_a**2 + n_b / all_b**2
    x, y = weight_a * n_a / np.sqrt(all_a), weight_b * n_b / np.sqrt(all_b)
    between = sum((times @ each) ** 2 - times @ each**2 for each in (x * x, y * y, x * y, x * y))
    return float(variance), float((times @ diagonal) ** 2 / (times @ diagonal**2 + between))


def _weights(n: Floats, everyone: float) -> Floats:
    """Per unit 1 / (N sqrt(1 - n/N)), which undoes the shrinkage of its residuals; 0 without users."""
    return np.asarray(1 / np.sqrt(np.where(n > 0, everyone * (everyone - n), np.inf)))
