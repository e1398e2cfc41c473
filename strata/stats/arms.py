"""The two groups of a comparison, as sums, and what they share."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import NO_ACCOUNT, Cells, Floats, Kind, Rows
from strata.stats.crowd import Crowd
from strata.stats.sums import Accounts, Sums, dot

ArmT = TypeVar("ArmT", bound="Arm")

_ROUNDING = 1e-12
"""Spread below this share of the sum of squares is rounding: the users all have the same value."""


@dataclass(frozen=True, eq=False)
class Arm:
    """One group of users; its numbers do not depend on what it is compared with.

    Attributes:
        kind: What x is.
        sums: Over its users.
        lone: Over its users without an account.
        cubes: Sum of x^3.
        deviations: Sum of (x - mean w)^2; 0 where users differ by rounding only.
        lone_deviations: The same over users without an account.
        crowd: Its users by account.
        account_total: Sum of x per account.
        make_logs: Makes the same group with ln(1 + x) in place of x, or None where it does not exist.
    """

    kind: Kind
    sums: Sums
    lone: Sums
    cubes: float
    deviations: float
    lone_deviations: float
    crowd: Crowd
    account_total: Floats
    make_logs: Callable[[], "Arm | None"] = lambda: None

    @classmethod
    def of(cls, kind: Kind, cells: Cells, code: NDArray[np.intp], size: int) -> Self:
        """The group of all users in these rows.

        Args:
            kind: What x is.
            cells: Sums of x over the group; every row has n > 0.
            code: Per row its account, 0 to size - 1, or -1.
            size: Number of accounts of the comparison.
        """
        crowd = _crowd(cells, code, size)
        plain = cls._of(kind, cells, code, crowd)
        if kind != "mean" or not np.isfinite(cells.log_total).all():
            return plain
        return replace(plain, make_logs=lambda: cls._of(kind, cells.on_log_scale(), code, crowd))

    @classmethod
    def _of(cls, kind: Kind, cells: Cells, code: NDArray[np.intp], crowd: Crowd) -> Self:
        alone = code < 0
        account_total = _sums(code[~alone], cells.total[~alone], len(crowd.accounts))
        found = cls.summed(kind, crowd, account_total, Sums.of(cells), Sums.of(cells, alone), float(cells.cubes.sum()))
        centred = cells.products(found.mean, found.mean)
        return _rounded(replace(found, deviations=float(centred.sum()), lone_deviations=float(centred[alone].sum())))

    @classmethod
    def summed(
        cls, kind: Kind, crowd: Crowd, account_total: Floats, sums: Sums, lone: Sums, cubes: float = np.nan
    ) -> Self:
        """The group of which these sums are known: per account, of everyone, and of those without an account."""
        mean = sums.total / crowd.weight if crowd.weight else 0.0
        found = cls(
            kind=kind,
            sums=sums,
            lone=lone,
            cubes=cubes,
            deviations=max(sums.about(mean, mean), 0.0),
            lone_deviations=max(lone.about(mean, mean), 0.0),
            crowd=crowd,
            account_total=account_total,
        )
        return _rounded(found)

    def without(self, part: "Arm", crowd: Crowd | None = None) -> "Arm":
        """The users of this group who are not in a part of it, as "everyone else"; their crowd, where it is known."""
        sums, lone = self.sums.without(part.sums), self.lone.without(part.lone)
        crowd = crowd or self.crowd.without(part.crowd)
        mean = sums.total / crowd.weight if crowd.weight else 0.0
        account_total = np.subtract(self.account_total, part.account_total, dtype=float)
        account_total *= crowd.present
        rest = Arm(
            kind=self.kind,
            sums=sums,
            lone=lone,
            cubes=self.cubes - part.cubes,
            deviations=max(self.spread(mean) - part.spread(mean), 0.0),
            lone_deviations=max(lone.about(mean, mean), 0.0),
            crowd=crowd,
            account_total=account_total,
            make_logs=lambda: self.logs.without(part.logs, crowd) if self.logs and part.logs else None,
        )
        return _rounded(rest)

    def per_account(self) -> Self:
        """The accounts of these users as the units that are counted, each once; all its users have its value."""
        rows = np.flatnonzero(self.crowd.present)
        ones, x = np.ones(len(rows)), self.account_total[rows] / self.crowd.accounts[rows]
        logs = np.log1p(x) if (x > -1).all() else np.full(len(x), np.nan)
        cells = Cells(rows, ones, x, x**2, x**3, logs, logs**2)
        return type(self).of(self.kind, cells, rows, len(self.account_total))

    def spread(self, mean: float) -> float:
        """The sum of (x - mean w)^2 about another mean, from the one about its own, so that digits survive."""
        if self.kind == "ratio":
            return self.sums.about(mean, mean)
        return self.deviations + self.n * (self.mean - mean) ** 2

    @property
    def n(self) -> float:
        """Number of users."""
        return self.sums.n

    @property
    def total(self) -> float:
        """Sum of x."""
        return self.sums.total

    @property
    def squares(self) -> float:
        """Sum of x^2."""
        return self.sums.squares

    @property
    def mean(self) -> float:
        """Mean of x, or sum of x over sum of w; 0 for an empty group."""
        return self.sums.total / self.crowd.weight if self.crowd.weight else 0.0

    @property
    def variance(self) -> float:
        """Variance of one user's value, divisor n - 1; of a ratio so that variance / n is that of the ratio."""
        if self.n < 2:
            return 0.0
        size = self.n / self.crowd.weight
        return float(self.deviations / (self.n - 1) * size * size)

    @property
    def skewness(self) -> float:
        """Third standardised moment of x; 0 without variance, and for ratios, where it is not known."""
        if not self.deviations or self.kind == "ratio":
            return 0.0
        third = self.cubes - 3 * self.mean * self.squares + 3 * self.mean**2 * self.total - self.n * self.mean**3
        return float(third / self.n / (self.deviations / self.n) ** 1.5)

    @property
    def promoters(self) -> float:
        """Number of users with x = 1, where x is -1, 0 or 1."""
        return (self.squares + self.total) / 2

    @property
    def detractors(self) -> float:
        """Number of users with x = -1, where x is -1, 0 or 1."""
        return (self.squares - self.total) / 2

    @property
    def nbytes(self) -> int:
        """Memory it takes: what it holds per account, as it came and as it is compared, on both scales."""
        each = self.account_total.nbytes + self.crowd.accounts.nbytes
        return (2 if self.kind == "mean" else 1) * each + 1_000

    @cached_property
    def logs(self) -> "Arm | None":
        """The same group with ln(1 + x) in place of x; None where it does not exist."""
        return self.make_logs()

    @cached_property
    def pushes(self) -> Floats:
        """Per account how far it moves the mean: the sum of x - mean w, scaled as CR2 wants it."""
        pushes = self.crowd.accounts * -self.mean  # in place from here on: at a million users memory is what costs
        pushes += self.account_total
        pushes *= self.crowd.scale
        return pushes

    @cached_property
    def cr2_variance(self) -> float:
        """The CR2 variance of the mean, accounts and people without an account as units."""
        return dot(self.pushes, self.pushes) + self.crowd.lone_scale**2 * self.lone_deviations


def _rounded(arm: ArmT) -> ArmT:
    """Without the spread that is rounding only: then users all have the same value."""
    differs = arm.n > 1 and arm.deviations > _ROUNDING * arm.squares
    return arm if differs else replace(arm, deviations=0.0)


@dataclass(frozen=True, eq=False)
class Arms:
    """Two groups side by side, over the same accounts; the second may be empty.

    Attributes:
        a: The first group.
        b: The second.
        n_shared_people: People who are in both.
        lone_both: Those of them who have no account; None where there are none. All others count by their account.
    """

    a: Arm
    b: Arm
    n_shared_people: int = 0
    lone_both: Arm | None = None

    @classmethod
    def of(cls, kind: Kind, cells: Cells, in_a: Rows, in_b: Rows) -> Self:
        """The two groups selected by in_a and in_b; rows in both hold people who are in both.

        Raises:
            ValueError: A selector is not one boolean per row of cells.
        """
        for rows in (in_a, in_b):
            if rows.shape != cells.n.shape or rows.dtype != np.bool_:
                raise ValueError(f"a group is one boolean per row ({len(cells)}), not {rows.dtype}{rows.shape}")
        used = (in_a | in_b) & (cells.n > 0)
        cells, in_a, in_b = cells.take(used), in_a[used], in_b[used]
        return cls.among(kind, cells, in_a, in_b, codes(cells))

    @classmethod
    def among(cls, kind: Kind, cells: Cells, in_a: Rows, in_b: Rows, accounts: Accounts) -> Self:
        """The two groups over accounts that other groups are summed over too; every row has n > 0."""
        code, size = accounts
        both = in_a & in_b
        a, b, lone = (Arm.of(kind, cells.take(rows), code[rows], size) for rows in (in_a, in_b, both & (code < 0)))
        return cls(a, b, round(float(cells.n[both].sum())), lone if lone.n else None)

    @property
    def kind(self) -> Kind:
        """What x is."""
        return self.a.kind

    @cached_property
    def logs(self) -> "Arms | None":
        """The same two groups with ln(1 + x) in place of x; None where it does not exist."""
        if self.a.logs is None or self.b.logs is None:
            return None
        return replace(self, a=self.a.logs, b=self.b.logs, lone_both=self.lone_both.logs if self.lone_both else None)

    @cached_property
    def n_shared_accounts(self) -> int:
        """Accounts with users in both groups."""
        return self.a.crowd.shared_with(self.b.crowd).n

    @cached_property
    def has_repeated_accounts(self) -> bool:
        """Whether any account has more than one user across both groups."""
        in_accounts = sum(arm.n - arm.crowd.n_lone for arm in (self.a, self.b))
        return bool(in_accounts > self.a.crowd.n_accounts + self.b.crowd.n_accounts - self.n_shared_accounts)

    @property
    def covariance(self) -> float:
        """The CR2 covariance of the two means, from the accounts and people they share."""
        return dot(self.a.pushes, self.b.pushes) + self.lone_covariance

    @property
    def n_lone_shared(self) -> float:
        """People without an account who are in both groups."""
        return self.lone_both.n if self.lone_both else 0.0

    @property
    def lone_covariance(self) -> float:
        """Of the covariance, the part of the people without an account."""
        products = self.lone_both.lone.about(self.a.mean, self.b.mean) if self.lone_both else 0.0
        return self.a.crowd.lone_scale * self.b.crowd.lone_scale * products


def codes(cells: Cells) -> Accounts:
    """Per row the place of its account among those present, -1 without one; and how many there are."""
    known = cells.account != NO_ACCOUNT
    accounts, positions = np.unique(cells.account[known], return_inverse=True)
    code = np.full(len(cells), -1, dtype=np.intp)
    code[known] = positions
    return Accounts(code, len(accounts))


def _crowd(cells: Cells, code: NDArray[np.intp], size: int) -> Crowd:
    known = code >= 0
    weight = cells.weight
    accounts = _sums(code[known], weight[known], size)
    return Crowd.of(accounts, n_lone=float(cells.n[~known].sum()), lone_total=float(weight[~known].sum()))


def _sums(code: NDArray[np.intp], values: Floats, size: int) -> Floats:
    """The sum of the values of each code; zeros where there are no values at all."""
    return np.bincount(code, values, size).astype(np.float64)
