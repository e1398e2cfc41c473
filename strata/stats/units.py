"""What accounts, and people without one, add to the log-rank score, and how far chance moves their sum."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np

from strata.stats.cells import Floats, Rows
from strata.stats.methods import Situation
from strata.stats.survival import INDEPENDENT, Spread


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Accounts, and people without one, each with what its users add to the log-rank score; alike ones in one row.

    A user adds what he did less what was expected of him, weighted by the share of the other group (see Race).
    The users of both groups add up to observed minus expected.

    Attributes:
        is_account: Whether the row's units are accounts, or people without one.
        times: Number of units in the row.
        n_a: Users of the first group in each unit of the row; n_b: of the second.
        n_both: Users in both groups in all units of the row.
        total_a: What the users of the first group in the row's units add, together; total_b: those of the second.
        aa: Sum over units of the square of what its users of the first group add; ab, bb: likewise.
        squares_a: Sum over users of the first group of the square of what each adds; squares_b: of the second.
    """

    is_account: Rows
    times: Floats
    n_a: Floats
    n_b: Floats
    n_both: Floats
    total_a: Floats
    total_b: Floats
    aa: Floats
    ab: Floats
    bb: Floats
    squares_a: Floats
    squares_b: Floats

    @property
    def swapped(self) -> Self:
        """The second group as the first."""
        return replace(
            self,
            n_a=self.n_b,
            n_b=self.n_a,
            total_a=self.total_b,
            total_b=self.total_a,
            aa=self.bb,
            bb=self.aa,
            squares_a=self.squares_b,
            squares_b=self.squares_a,
        )

    @property
    def n_shared_people(self) -> int:
        """People who are in both groups."""
        return round(float(self.n_both.sum()))

    @property
    def n_shared_accounts(self) -> int:
        """Accounts with users in both groups."""
        return round(float(self.times[self.is_account & (self.n_a > 0) & (self.n_b > 0)].sum()))

    @property
    def is_shared(self) -> bool:
        """Whether the groups have accounts or people in common."""
        return bool(self.n_shared_people or self.n_shared_accounts)

    @property
    def situation(self) -> Situation:
        """How the users of the groups hang together."""
        if self.n_shared_people:
            return "overlap"
        return "accounts" if (self.n_a + self.n_b > 1).any() else "independent"

    @property
    def spread(self) -> Spread | None:
        """How much accounts widen what is said of the first group alone; None if one account holds everyone."""
        n = float(self.times @ self.n_a)
        if not n or self.n_a.max() >= n:
            return None
        if (self.n_a <= 1).all():
            return INDEPENDENT
        nobody = np.zeros_like(self.n_b)
        alone = replace(self, n_b=nobody, total_b=nobody, ab=nobody, bb=nobody, squares_b=nobody)
        variance, naive, df = score_sandwich(alone)
        return Spread(max(variance / naive, 1.0) if naive else 1.0, df)


class ScoreSandwich(NamedTuple):
    """How far chance moves the log-rank score.

    Attributes:
        variance: The CR2 variance, with accounts and people as units.
        naive: The variance if all users were independent.
        df: Bell-McCaffrey degrees of freedom.
    """

    variance: float
    naive: float
    df: float


def score_sandwich(units: Units) -> ScoreSandwich:
    """How far chance moves the log-rank score, with accounts, and people without one, as units.

    The score is the sum of what users add, centred at what the users of each group add on average; a unit's part is
    divided by sqrt(1 - its share of the group), which undoes the shrinkage of its residuals. No unit may hold a
    whole group.

    References:
        Lin & Wei (1989), JASA 84:1074, for what a user adds; Bell & McCaffrey (2002), Survey Methodology 28:169.
    """
    n_a, n_b = float(units.times @ units.n_a) or 1.0, float(units.times @ units.n_b) or 1.0
    left_a, left_b = 1 - units.n_a / n_a, 1 - units.n_b / n_b
    mean_a, mean_b = float(units.total_a.sum()) / n_a, float(units.total_b.sum()) / n_b
    middle_a, middle_b = mean_a * units.n_a, mean_b * units.n_b
    aa = units.aa - 2 * middle_a * units.total_a + units.times * middle_a**2
    bb = units.bb - 2 * middle_b * units.total_b + units.times * middle_b**2
    ab = units.ab - middle_b * units.total_a - middle_a * units.total_b + units.times * middle_a * middle_b
    variance = float((aa / left_a + 2 * ab / np.sqrt(left_a * left_b) + bb / left_b).sum())
    naive = _scatter(n_a, mean_a, float(units.squares_a.sum())) + _scatter(n_b, mean_b, float(units.squares_b.sum()))
    return ScoreSandwich(max(variance, 0.0), naive, _freedom(units, n_a, n_b))


def _scatter(n: float, mean: float, squares: float) -> float:
    """The variance of the sum of n independent values; 0 for one."""
    return max(squares - n * mean * mean, 0.0) * n / (n - 1) if n > 1 else 0.0


def _freedom(units: Units, n_a: float, n_b: float) -> float:
    """(trace G)^2 / trace(G^2) of the matrix G of the units' covariances, without building it."""
    diagonal = units.n_a / n_a**2 + units.n_b / n_b**2
    x = units.n_a / n_a / np.sqrt(n_a - units.n_a)
    y = units.n_b / n_b / np.sqrt(n_b - units.n_b)
    off_diagonal = _pairs(units.times, x * x) + _pairs(units.times, y * y) + 2 * _pairs(units.times, x * y)
    squares = float((units.times * diagonal**2).sum())
    return float((units.times * diagonal).sum()) ** 2 / (squares + off_diagonal)


def _pairs(times: Floats, products: Floats) -> float:
    """The sum over ordered pairs of different units of the product of their values."""
    return float((times * products).sum() ** 2 - (times * products**2).sum())
