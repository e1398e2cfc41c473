"""The users of a group by account: all that the accuracy of a mean takes from sizes alone."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np

from strata.stats.cells import Floats, Rows
from strata.stats.sums import dot, stretches


class SharedAccounts(NamedTuple):
    """Sums over the accounts with users of two groups.

    Attributes:
        weights: Of the products of their weights.
        pulls: Of the products of their pulls; pull_squares: of the squares of those.
        n: How many such accounts there are.
    """

    weights: float
    pulls: float
    pull_squares: float
    n: int


@dataclass(frozen=True, eq=False)
class Crowd:
    """How the users of one group are spread over accounts; metrics that everyone has share one.

    Users of a ratio count with what it is counted per (their sessions, say), so "weight" is users but for ratios.

    Attributes:
        accounts: Weight per account, one number for each account of the comparison, 0 where it has no user here.
        n_lone: Users without an account, each a unit of his own.
        weight: Weight of the whole group.
        lone_weight: Weight of one user without an account, on average.
        scale: Per account 1 / sqrt(W (W - w)), which undoes the shrinkage of its residuals.
        lone_scale: The same of one user without an account.
        lone_pull: The pull of one user without an account.
    """

    accounts: Floats
    n_lone: float
    weight: float
    lone_weight: float
    scale: Floats
    lone_scale: float
    lone_pull: float

    @classmethod
    def of(cls, accounts: Floats, *, n_lone: float = 0.0, lone_total: float | None = None) -> Self:
        """The crowd with these weights per account, and so many users without one.

        Args:
            accounts: Weight per account.
            n_lone: Users without an account.
            lone_total: Their weight together; as many as they are by default.
        """
        lone_total = n_lone if lone_total is None else lone_total
        weight = float(accounts.sum()) + lone_total
        lone_weight = lone_total / n_lone if n_lone else 0.0
        scale, lone_scale = _scale(accounts, weight), float(_scale(np.array([lone_weight]), weight)[0])
        root = sqrt(weight) or 1.0
        return cls(
            accounts=accounts,
            n_lone=n_lone,
            weight=weight,
            lone_weight=lone_weight,
            scale=scale,
            lone_scale=lone_scale,
            lone_pull=lone_weight * lone_scale / root,
        )

    def without(self, part: "Crowd") -> "Crowd":
        """The users who are not in a part of these."""
        n_lone = self.n_lone - part.n_lone
        lone_total = self.n_lone * self.lone_weight - part.n_lone * part.lone_weight
        return Crowd.of(self.accounts - part.accounts, n_lone=n_lone, lone_total=lone_total)

    @cached_property
    def present(self) -> Rows:
        """Whether each account has a user in this group."""
        return self.accounts > 0

    @property
    def pull(self) -> Floats:
        """Per account w scale / sqrt(W), from which the degrees of freedom are made; made anew each time."""
        return self.accounts * self.scale / (sqrt(self.weight) or 1.0)

    @cached_property
    def n_accounts(self) -> int:
        """Accounts with a user in this group."""
        return int(np.count_nonzero(self.present))

    @cached_property
    def largest_share(self) -> float:
        """Share of the weight that lies in the largest account; 0 if none is known."""
        return float(self.accounts.max(initial=0.0)) / self.weight if self.weight else 0.0

    @cached_property
    def effective_accounts(self) -> float:
        """Number of equally large accounts that would be as informative, (sum w)^2 / sum w^2; 0 without users."""
        squares = dot(self.accounts, self.accounts) + self.n_lone * self.lone_weight**2
        return self.weight**2 / squares if squares else 0.0

    def shared_with(self, other: "Crowd") -> SharedAccounts:
        """What two groups share by account; remembered, because metrics that everyone has ask for the same."""
        if other not in self._shared:
            n = int(np.count_nonzero(self.present & other.present))
            products = self.accounts * other.accounts
            weights = float(products.sum())
            products *= self.scale
            products *= other.scale
            root = sqrt(self.weight * other.weight) or 1.0
            pulls, pull_squares = float(products.sum()) / root, dot(products, products) / root**2
            self._shared[other] = SharedAccounts(weights, pulls, pull_squares, n)
        return self._shared[other]

    @cached_property
    def _shared(self) -> WeakKeyDictionary["Crowd", SharedAccounts]:
        return WeakKeyDictionary()

    @property
    def inverse_weight(self) -> float:
        """1 / W: the trace of the units' covariances; 0 for an empty group, which adds nothing."""
        return 1 / self.weight if self.weight else 0.0

    @cached_property
    def diagonal_squares(self) -> float:
        """Sum over units of (w / W^2)^2."""
        squares = dot(self.accounts, self.accounts) + self.n_lone * self.lone_weight**2
        return squares * self.inverse_weight**4

    @cached_property
    def pairs(self) -> float:
        """Sum over ordered pairs of different units of the product of their squared pulls."""
        lone, weight, once, twice = self.lone_pull**2, self.weight or 1.0, 0.0, 0.0
        for some in stretches(len(self.accounts)):
            squares = self.accounts[some] * self.scale[some]
            squares *= squares
            once += float(squares.sum())
            twice += dot(squares, squares)
        total = once / weight + self.n_lone * lone
        return total**2 - twice / weight**2 - self.n_lone * lone**2

    @property
    def nbytes(self) -> int:
        """Memory its arrays take."""
        return 2 * self.accounts.nbytes + self.accounts.nbytes // 8


def _scale(each: Floats, weight: float) -> Floats:
    """Per unit 1 / sqrt(W (W - w)); 0 if one holds everything, which nobody then compares."""
    if weight <= 0 or each.max(initial=0.0) >= weight:
        return np.zeros_like(each)
    left = weight - each
    left *= weight
    np.sqrt(left, out=left)
    return np.asarray(np.divide(1.0, left, out=left))
