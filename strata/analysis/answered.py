"""Answers to a survey period by period, read once and held in memory: those of any set of users are a sum over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.calendar import Cut
from strata.stats import Cells
from strata.stats.cells import Floats
from strata.warehouse import Query, Warehouse

Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class AnswersByPeriod:
    """What users answered; those of one account in one period are a unit, and so are all without an account.

    Attributes:
        user: Per answer who gave it.
        value: Per answer a whole number.
        unit: Per answer its unit.
        account: Per unit its account, -1 for none.
        ends: Where the units of each period begin, and how many units there are.
    """

    user: Numbers
    value: Numbers
    unit: Numbers
    account: NDArray[np.int64]
    ends: Numbers

    @classmethod
    def read(cls, warehouse: Warehouse, rows: Query, cuts: Sequence[Cut]) -> Self:
        """The answers in some periods that a statement yields as (user_id, period, num), remembered."""
        key = ("answers by period", rows, tuple(cuts))
        found: Self | None = warehouse.digests.get(key)
        if found is None:
            found = cls._read(warehouse, rows, np.array([cut.period.start for cut in cuts], dtype="datetime64[D]"))
            warehouse.digests.put(key, found)
        return found

    @classmethod
    def _read(cls, warehouse: Warehouse, rows: Query, starts: NDArray[np.datetime64]) -> Self:
        found, width = warehouse.numbers(rows), warehouse.catalog.n_accounts + 1
        place = np.searchsorted(starts, found["period"].astype("datetime64[D]"))
        account = warehouse.account_of_user[found["user_id"]]
        keys, unit = np.unique(place * width + account + 1, return_inverse=True)
        ends = np.searchsorted(keys, np.arange(len(starts) + 1) * width)
        return cls(found["user_id"], found["num"].astype(np.int8), unit.astype(np.int32), keys % width - 1, ends)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(int(getattr(self, each.name).nbytes) for each in fields(self))

    def sums(self, flags: NDArray[np.bool_]) -> Iterator[Cells]:
        """The sums of the users whose flag is set, in each period one row per account."""
        mine = np.flatnonzero(flags[self.user])
        unit, value = self.unit[mine], self.value[mine].astype(np.float64)
        n, total, squares = (self._added(unit, each) for each in (None, value, value * value))
        for first, last in pairwise(self.ends.tolist()):
            there = first + np.flatnonzero(n[first:last])
            unknown = np.full(len(there), np.nan)
            yield Cells(self.account[there], n[there], total[there], squares[there], unknown, unknown, unknown)

    def _added(self, unit: Numbers, values: Floats | None) -> Floats:
        return np.bincount(unit, values, len(self.account)).astype(np.float64)
