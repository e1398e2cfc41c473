"""The answers a search for gaps goes through: one number per answer, and how they look in any group of them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtr

from strata import stats
from strata.analysis.sums import metric_query
from strata.errors import MetricError
from strata.model.metrics import Metric
from strata.model.segment import Window
from strata.stats import Arm, Arms, Crowd, Sums
from strata.warehouse import Members, Query, Warehouse

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]
Kind = stats.Kind
SEARCHED = ("nps", "share", "rating")
"""Kinds of metrics whose gaps are searched: a few heavy users can carry the averages of the others."""
ALLOWANCE = 1.25
"""By how much a first look may understate how many standard errors a gap is."""


class Cells(NamedTuple):
    """Answers in each of several groups: how many, their sum."""

    n: Floats
    total: Floats


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of everyone who is counted; for a metric of accounts, one per account.

    Attributes:
        metric: What was answered.
        users: Who gave each answer.
        account: The account of each, 0 to size - 1; -1 without one.
        x: The values.
        size: How many accounts there are.
    """

    metric: Metric
    users: NDArray[np.intp]
    account: NDArray[np.intp]
    x: Floats
    size: int

    @classmethod
    def of(cls, warehouse: Warehouse, metric: Metric, window: Window) -> Self:
        """The answers in a window.

        Raises:
            MetricError: The metric has no gaps to search for.
        """
        if metric.kind not in SEARCHED:
            raise MetricError(
                f"{metric.label} is no score or share, and a few heavy users can carry its averages: search NPS, CSAT, "
                "churn or a share instead."
            )
        rows = metric_query(metric, window, warehouse.catalog)
        found = warehouse.arrays(
            Query("reports/counted_values", parts=(("metric", rows),)), Members(warehouse.population)
        )
        users = found["user_id"].astype(np.intp)
        account, x = warehouse.account_of_user[users], found["num"].astype(np.float64)
        if metric.per == "account":
            known = np.flatnonzero(account >= 0)
            known = known[np.unique(account[known], return_index=True)[1]]
            users, account, x = users[known], account[known], x[known]
        names, code = np.unique(account[account >= 0], return_inverse=True)
        places = np.full(len(users), -1, dtype=np.intp)
        places[account >= 0] = code
        return cls(metric, users, places, x, len(names))

    @property
    def kind(self) -> Kind:
        """What the values are."""
        return "share" if self.metric.kind == "time" else self.metric.kind

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.users.nbytes + self.account.nbytes + self.x.nbytes

    @cached_property
    def everyone(self) -> Arm:
        """All answers."""
        return self.arm(np.ones(len(self.x), dtype=np.bool_))

    @cached_property
    def spread(self) -> float:
        """The variance of one answer."""
        return float(self.x.var()) if len(self.x) else 0.0

    def arm(self, inside: Rows) -> Arm:
        """Some of the answers, as the statistics take them."""
        x, account = self.x[inside], self.account[inside]
        known = account >= 0
        weights, totals = (
            np.bincount(account[known], numbers, self.size).astype(np.float64) for numbers in (None, x[known])
        )
        sums, lone = _sums(x), _sums(x[~known])
        return Arm.summed(self.kind, Crowd.of(weights, n_lone=lone.n), totals, sums, lone)

    def against_rest(self, inside: Rows) -> Arms:
        """Some of the answers beside all others."""
        arm = self.arm(inside)
        return Arms(arm, self.everyone.without(arm))

    def cells(self, place: NDArray[np.intp], n_groups: int) -> Cells:
        """The answers of each group; those at place -1 are left out."""
        at = place + 1
        counts = np.bincount(at, minlength=n_groups + 1)[1:].astype(np.float64)
        return Cells(counts, np.bincount(at, self.x, n_groups + 1)[1:].astype(np.float64))

    def first_look(self, cells: Cells) -> Floats:
        """Per group a p-value against everyone else that is no larger than a careful one would be.

        It takes answers as independent and then allows for `ALLOWANCE`; accounts that make people alike only make a
        careful p-value larger. It is never shown: what might be found by it is compared by the usual methods.
        """
        everyone = len(self.x)
        rest = everyone - cells.n
        with np.errstate(divide="ignore", invalid="ignore"):
            gap = cells.total / cells.n - (self.x.sum() - cells.total) / rest
            z = ALLOWANCE * np.abs(gap) / np.sqrt(self.spread * (1 / cells.n + 1 / rest))
        return np.asarray(np.where(np.isfinite(z), 2 * ndtr(-z), 1.0))

    def shuffled(self, rng: Generator) -> "Answers":
        """The same answers, given by others: what anyone has in common says nothing about them any more.

        Accounts are put in a random order, the answers within each as well, and dealt out in that order to the
        accounts in another random order: answers of one account stay together as far as the sizes of accounts allow.
        """
        unit = np.where(self.account >= 0, self.account, self.size + np.arange(len(self.x)))
        giving, taking = (_by_unit(unit, rng) for _ in range(2))
        x = np.empty_like(self.x)
        x[taking] = self.x[giving]
        return replace(self, x=x)


def _by_unit(unit: NDArray[np.intp], rng: Generator) -> NDArray[np.intp]:
    """All places, unit by unit, the units in a random order and the places within each too."""
    turn = rng.permutation(int(unit.max(initial=-1)) + 1)
    return np.lexsort((rng.random(len(unit)), turn[unit]))


def _sums(x: Floats) -> Sums:
    n = float(len(x))
    return Sums(n, n, float(x.sum()), float(x @ x), float(x.sum()), n)
