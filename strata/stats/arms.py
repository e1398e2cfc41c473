"""The two groups of a comparison, as sums, and what they share."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import NO_ACCOUNT, Cells, Floats, Kind, Rows
from strata.stats.crowd import Crowd

_ROUNDING = 1e-12
"""Spread below this share of the sum of squares is rounding: the users all have the same value."""


class Headcount(NamedTuple):
    """Everyone in a group, also those whose x is 0 and who have no row in the sums."""

    n: float
    crowd: Crowd


@dataclass(frozen=True, eq=False)
class Arm:
    """One group of users; its numbers do not depend on what it is compared with.

    Attributes:
        kind: What x is.
        n: Number of users.
        total: Sum of x.
        squares: Sum of x^2.
        mean: Mean of x, or sum of x over sum of w; 0 for an empty group.
        deviations: Sum of (x - mean w)^2 over users.
        cubes: Sum of x^3.
        crowd: Its users by account.
        account_total: Sum of x per account.
        lone_deviations: Sum of (x - mean w)^2 over users without an account.
        logs: The same group with ln(1 + x) in place of x; None where it does not exist.
    """

    kind: Kind
    n: float
    total: float
    squares: float
    mean: float
    deviations: float
    cubes: float
    crowd: Crowd
    account_total: Floats
    lone_deviations: float
    logs: "Arm | None" = None

    @classmethod
    def of(
        cls, kind: Kind, cells: Cells, code: NDArray[np.intp], size: int, headcount: Headcount | None = None
    ) -> Self:
        """The group of all users in these rows.

        Args:
            kind: What x is.
            cells: Sums of x over the group; every row has n > 0.
            code: Per row its account, 0 to size - 1, or -1.
            size: Number of accounts of the comparison.
            headcount: Everyone in the group where users with x = 0 have no row.
        """
        plain = cls._of(kind, cells, code, size, headcount)
        if kind != "mean" or not np.isfinite(cells.log_total).all():
            return plain
        logs = cls._of(kind, cells.on_log_scale(), code, size, Headcount(plain.n, plain.crowd))
        return replace(plain, logs=logs)

    @classmethod
    def _of(cls, kind: Kind, cells: Cells, code: NDArray[np.intp], size: int, headcount: Headcount | None) -> Self:
        n, crowd = headcount or (float(cells.n.sum()), _crowd(cells, code, size))
        known, total, squares = code >= 0, float(cells.total.sum()), float(cells.squares.sum())
        mean = total / crowd.weight if crowd.weight else 0.0
        products = cells.products(mean, mean)
        zeros = (n - float(cells.n.sum())) * mean**2 if headcount else 0.0
        lone_zeros = (crowd.n_lone - float(cells.n[~known].sum())) * mean**2 if headcount else 0.0
        deviations = float(products.sum()) + zeros
        return cls(
            kind=kind,
            n=n,
            total=total,
            squares=squares,
            mean=mean,
            deviations=deviations if n > 1 and deviations > _ROUNDING * squares else 0.0,
            cubes=float(cells.cubes.sum()),
            crowd=crowd,
            account_total=_sums(code[known], cells.total[known], size),
            lone_deviations=float(products[~known].sum()) + lone_zeros,
        )

    @property
    def variance(self) -> float:
        """Variance of one user's value, divisor n - 1; of a ratio so that variance / n is that of the ratio."""
        if self.n < 2:
            return 0.0
        size = self.n / self.crowd.weight
        return self.deviations / (self.n - 1) * size * size

    @property
    def skewness(self) -> float:
        """Third standardised moment of x; 0 without variance, and for ratios, where it is not known."""
        if not self.deviations or self.kind == "ratio":
            return 0.0
        third = self.cubes - 3 * self.mean * self.squares + 3 * self.mean**2 * self.total - self.n * self.mean**3
        return third / self.n / (self.deviations / self.n) ** 1.5

    @property
    def promoters(self) -> float:
        """Number of users with x = 1, where x is -1, 0 or 1."""
        return (self.squares + self.total) / 2

    @property
    def detractors(self) -> float:
        """Number of users with x = -1, where x is -1, 0 or 1."""
        return (self.squares - self.total) / 2

    @cached_property
    def pushes(self) -> Floats:
        """Per account how far it moves the mean: the sum of x - mean w, scaled as CR2 wants it."""
        return self.crowd.scale * (self.account_total - self.mean * self.crowd.accounts)

    @cached_property
    def cr2_variance(self) -> float:
        """The CR2 variance of the mean, accounts and people without an account as units."""
        return float(self.pushes @ self.pushes) + self.crowd.lone_scale**2 * self.lone_deviations


class Shared(NamedTuple):
    """The people who are in both groups.

    Attributes:
        n: How many.
        n_lone: How many of them have no account.
        lone_products: Of those, the sum of (x - mean of the first) (x - mean of the second).
    """

    n: float
    n_lone: float
    lone_products: float


NOBODY = Shared(0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Arms:
    """Two groups side by side, over the same accounts, and what they share; the second may be empty."""

    a: Arm
    b: Arm
    shared: Shared = NOBODY
    logs: "Arms | None" = None

    @classmethod
    def of(cls, kind: Kind, cells: Cells, in_a: Rows, in_b: Rows) -> Self:
        """The two groups selected by in_a and in_b; rows in both hold people who are in both.

        Raises:
            ValueError: A selector is not one boolean per row.
        """
        for rows in (in_a, in_b):
            if rows.shape != cells.n.shape or rows.dtype != np.bool_:
                raise ValueError(f"a group is one boolean per row ({len(cells)}), not {rows.dtype}{rows.shape}")
        used = (in_a | in_b) & (cells.n > 0)
        cells, in_a, in_b = cells.take(used), in_a[used], in_b[used]
        code, size = _codes(cells)
        a, b = (Arm.of(kind, cells.take(rows), code[rows], size) for rows in (in_a, in_b))
        return cls.between(a, b, cells.take(in_a & in_b))

    @classmethod
    def between(cls, a: Arm, b: Arm, both: Cells | None = None) -> Self:
        """Two groups that were summed apart; `both` are the sums of the people who are in both, if there are any."""
        if both is None or not len(both):
            logs = Arms(a.logs, b.logs) if a.logs and b.logs else None
            return cls(a, b, NOBODY, logs)
        logs = Arms(a.logs, b.logs, _shared(both.on_log_scale(), a.logs, b.logs)) if a.logs and b.logs else None
        return cls(a, b, _shared(both, a, b), logs)

    @property
    def kind(self) -> Kind:
        """What x is."""
        return self.a.kind

    @property
    def n_shared_people(self) -> int:
        """People who are in both groups."""
        return round(self.shared.n)

    @property
    def n_shared_accounts(self) -> int:
        """Accounts with users in both groups."""
        return int(np.count_nonzero(self.a.crowd.present & self.b.crowd.present))

    @cached_property
    def has_repeated_accounts(self) -> bool:
        """Whether any account has more than one user across both groups."""
        a, b = self.a.crowd, self.b.crowd
        accounts = np.count_nonzero(a.present | b.present)
        return bool(self.a.n - a.n_lone + self.b.n - b.n_lone > accounts)

    @property
    def covariance(self) -> float:
        """The CR2 covariance of the two means, from the accounts and people they share."""
        lone = self.a.crowd.lone_scale * self.b.crowd.lone_scale * self.shared.lone_products
        return float(self.a.pushes @ self.b.pushes) + lone


def _shared(both: Cells, a: Arm, b: Arm) -> Shared:
    lone = both.account == NO_ACCOUNT
    products = both.products(a.mean, b.mean)
    return Shared(float(both.n.sum()), float(both.n[lone].sum()), float(products[lone].sum()))


def _codes(cells: Cells) -> tuple[NDArray[np.intp], int]:
    """Per row the place of its account among those present, -1 without one; and how many there are."""
    known = cells.account != NO_ACCOUNT
    accounts, positions = np.unique(cells.account[known], return_inverse=True)
    code = np.full(len(cells), -1, dtype=np.intp)
    code[known] = positions
    return code, len(accounts)


def _crowd(cells: Cells, code: NDArray[np.intp], size: int) -> Crowd:
    known = code >= 0
    weight = cells.weight
    accounts = _sums(code[known], weight[known], size)
    return Crowd.of(accounts, n_lone=float(cells.n[~known].sum()), lone_total=float(weight[~known].sum()))


def _sums(code: NDArray[np.intp], values: Floats, size: int) -> Floats:
    """The sum of the values of each code; zeros where there are no values at all."""
    return np.bincount(code, values, size).astype(np.float64)
