"""The two groups of a comparison and the independent units (accounts or people) their users come from."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import NO_ACCOUNT, Cells, Floats, Kind, Rows

_ROUNDING = 1e-12
"""Spread below this share of the sum of squares is rounding: the users all have the same value."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One group of users.

    Attributes:
        n: Number of users.
        total: Sum of x.
        squares: Sum of x^2.
        mean: Mean of x; 0 for an empty group.
        variance: Variance of x over users, divisor n - 1; 0 for fewer than two users or identical values.
        skewness: Third standardised moment of x; 0 without variance.
    """

    n: float
    total: float
    squares: float
    mean: float
    variance: float
    skewness: float

    @classmethod
    def of(cls, cells: Cells, rows: Rows) -> Self:
        """The group made of the selected rows; every row of cells has n > 0."""
        inside = rows.astype(np.float64)
        n, total, squares, cubes = (float(inside @ sums) for sums in (cells.n, cells.total, cells.squares, cells.cubes))
        mean = total / n if n else 0.0
        deviations = float(inside @ _products(cells, mean, mean))
        if deviations <= _ROUNDING * squares or n < 2:
            return cls(n, total, squares, mean, variance=0.0, skewness=0.0)
        third = cubes - 3 * mean * squares + 3 * mean**2 * total - n * mean**3
        skewness = third / n / (deviations / n) ** 1.5
        return cls(n, total, squares, mean, deviations / (n - 1), skewness)

    @property
    def promoters(self) -> float:
        """Number of users with x = 1, where x is -1, 0 or 1."""
        return (self.squares + self.total) / 2

    @property
    def detractors(self) -> float:
        """Number of users with x = -1, where x is -1, 0 or 1."""
        return (self.squares - self.total) / 2


class Units(NamedTuple):
    """Independent units, possibly many alike in one row; arrays of equal length.

    An account is one unit. People without an account are units of one user, kept as one row per cell with their
    number, so the cost grows with accounts and cells, never with users.

    Attributes:
        times: Number of units in the row.
        n_a: Users of the first group in each unit of the row; n_b: of the second group.
        aa: Sum over the row's units of r_a^2, where r_a is a unit's sum of x - mean of the first group.
        ab: Sum of r_a r_b; bb: sum of r_b^2.
    """

    times: Floats
    n_a: Floats
    n_b: Floats
    aa: Floats
    ab: Floats
    bb: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Two groups side by side; the second is empty where only one is described.

    Attributes:
        kind: What x is.
        cells: The rows that are in either group and hold users.
        in_a: Rows of the first group; in_b: of the second. A row in both holds people who are in both groups.
        a: The first group; b: the second.
        code: Per row 0..K-1, the account among those present; -1 without an account.
        account_n_a: Users of the first group per account, K numbers; account_n_b: of the second.
    """

    kind: Kind
    cells: Cells
    in_a: Rows
    in_b: Rows
    a: Arm
    b: Arm
    code: NDArray[np.intp]
    account_n_a: Floats
    account_n_b: Floats

    @classmethod
    def of(cls, kind: Kind, cells: Cells, in_a: Rows, in_b: Rows) -> Self:
        """The two groups selected by in_a and in_b.

        Raises:
            ValueError: A selector is not one boolean per row.
        """
        for rows in (in_a, in_b):
            if rows.shape != cells.n.shape or rows.dtype != np.bool_:
                raise ValueError(f"a group is one boolean per row ({len(cells)}), not {rows.dtype}{rows.shape}")
        used = (in_a | in_b) & (cells.n > 0)
        cells, in_a, in_b = cells.take(used), in_a[used], in_b[used]
        known = cells.account != NO_ACCOUNT
        accounts, positions = np.unique(cells.account[known], return_inverse=True)
        code = np.full(len(cells), -1, dtype=np.intp)
        code[known] = positions
        n_a, n_b = (_sums(positions, (cells.n * rows)[known], len(accounts)) for rows in (in_a, in_b))
        return cls(kind, cells, in_a, in_b, Arm.of(cells, in_a), Arm.of(cells, in_b), code, n_a, n_b)

    def on_log_scale(self) -> Self:
        """The same two groups with ln(1 + x) in place of x."""
        cells = self.cells.on_log_scale()
        return replace(self, cells=cells, a=Arm.of(cells, self.in_a), b=Arm.of(cells, self.in_b))

    @property
    def n_shared_people(self) -> int:
        """People who are in both groups."""
        return round(float(self.cells.n[self.in_a & self.in_b].sum()))

    @property
    def n_shared_accounts(self) -> int:
        """Accounts with users in both groups."""
        return int(np.count_nonzero((self.account_n_a > 0) & (self.account_n_b > 0)))

    @property
    def has_repeated_accounts(self) -> bool:
        """Whether any account has more than one user across both groups."""
        return bool(((self.account_n_a + self.account_n_b) > 1).any())

    def units(self) -> Units:
        """The accounts, then the people without one."""
        accounts, people = self._accounts(), self._people()
        return Units(*(np.concatenate(columns) for columns in zip(accounts, people, strict=True)))

    def _accounts(self) -> Units:
        known = self.code >= 0
        total_a, total_b = (
            _sums(self.code[known], (self.cells.total * rows)[known], len(self.account_n_a))
            for rows in (self.in_a, self.in_b)
        )
        r_a, r_b = total_a - self.a.mean * self.account_n_a, total_b - self.b.mean * self.account_n_b
        return Units(np.ones_like(r_a), self.account_n_a, self.account_n_b, r_a * r_a, r_a * r_b, r_b * r_b)

    def _people(self) -> Units:
        alone = self.code < 0
        cells, in_a, in_b = self.cells.take(alone), self.in_a[alone].astype(float), self.in_b[alone].astype(float)
        aa, ab, bb = (
            _products(cells, one, two)
            for one, two in ((self.a.mean, self.a.mean), (self.a.mean, self.b.mean), (self.b.mean, self.b.mean))
        )
        return Units(cells.n, in_a, in_b, aa * in_a, ab * in_a * in_b, bb * in_b)


def _sums(code: NDArray[np.intp], values: Floats, size: int) -> Floats:
    """The sum of the values of each code; zeros where there are no values at all."""
    return np.bincount(code, values, size).astype(np.float64)


def _products(cells: Cells, one: float, two: float) -> Floats:
    """Per row the sum of (x - one)(x - two); centred row by row, so that digits survive at millions of users."""
    means = cells.total / cells.n
    within = np.maximum(cells.squares - cells.total * means, 0.0)
    return within + cells.n * (means - one) * (means - two)
