"""The answers of two groups before and after a day, over the same accounts."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis.finder_sums import Answers
from strata.model.metrics import Metric
from strata.model.segment import Between
from strata.stats import Arm, Crowd, Sums
from strata.warehouse import Warehouse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Span = tuple[date, date]


@dataclass(frozen=True, eq=False)
class Wave:
    """The latest answer of everyone in a span of days.

    Attributes:
        users: Who answered; x: what.
        unit: The account of each, or, without one, a number of his own: whoever answers twice is one unit.
        size: How many units there may be.
        knows_accounts: Whether anybody has an account.
    """

    kind: stats.Kind
    users: NDArray[np.intp]
    x: Floats
    unit: NDArray[np.intp]
    size: int
    knows_accounts: bool

    @classmethod
    def of(cls, warehouse: Warehouse, metric: Metric, span: Span) -> Self:
        """The answers from the first to the last day of a span, remembered; raises MetricError as Answers.of does."""
        key: Hashable = ("wave", metric, span)
        found: Self | None = warehouse.digests.get(key)
        if found is None:
            answers = Answers.of(warehouse, metric, Between(*span))
            account = warehouse.account_of_user[answers.users].astype(np.intp)
            n_accounts = warehouse.catalog.n_accounts
            unit = np.where(account >= 0, account, n_accounts + answers.users)
            size = n_accounts + (warehouse.n_users if (account < 0).any() or not n_accounts else 0)
            found = cls(answers.kind, answers.users, answers.x, unit, size, bool(n_accounts))
            warehouse.digests.put(key, found)
        return found

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.users.nbytes + self.x.nbytes + self.unit.nbytes

    def arm(self, group: Flags, *, size: int | None = None) -> Arm:
        """The answers of a group, given as a flag per user."""
        inside = group[self.users]
        return summed(self.kind, self.unit[inside], self.x[inside], size or self.size)


def summed(kind: stats.Kind, unit: NDArray[np.intp], x: Floats, size: int) -> Arm:
    """Values of people in units, as the statistics take them."""
    weights = np.bincount(unit, minlength=size).astype(np.float64)
    totals = np.bincount(unit, x, size).astype(np.float64)
    n = float(len(x))
    sums = Sums(n, n, float(x.sum()), float(x @ x), float(x.sum()), n)
    return Arm.summed(kind, Crowd.of(weights), totals, sums, Sums(0, 0, 0, 0, 0, 0), float((x**3).sum()))


def changes(before: Wave, after: Wave, group: Flags, size: int) -> Arm:
    """By how much each person of a group changed who answered both times."""
    _, one, two = np.intersect1d(before.users, after.users, assume_unique=True, return_indices=True)
    inside = group[before.users[one]]
    one, two = one[inside], two[inside]
    return summed("mean", before.unit[one], after.x[two] - before.x[one], size)
