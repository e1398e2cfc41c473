"""Metrics of sets of users as sums, remembered per metric and set, so that an edit asks only for what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.analysis.sums import Columns, arrived, metric_rows
from strata.model.metrics import Metric
from strata.model.segment import Window
from strata.stats import Arm, Arms, Crowd, Sums
from strata.warehouse import MOST_SEGMENTS, Members, Query, Warehouse

Rows = NDArray[np.bool_] | slice
ARRIVED = Metric("arrived", "Users", "share", "arrived", "%", "users")


class Asked(NamedTuple):
    """A metric within a window, the statement that yields its values, and who counts as 0 where it has no row."""

    metric: Metric
    values: Query
    arrived: "Asked | None" = None

    @classmethod
    def of(cls, warehouse: Warehouse, metric: Metric, window: Window) -> "Asked":
        """The question about a metric within a window."""
        rows = metric_rows(metric, window, warehouse.catalog)
        if not metric.zero_for_others:
            return cls(metric, Query("reports/metric_values", parts=(("metric", rows),)))
        everyone = arrived(window, warehouse.catalog)
        return cls(
            metric,
            Query("reports/values_above_zero", parts=(("metric", rows), ("arrived", everyone))),
            cls(ARRIVED, Query("reports/metric_values", parts=(("metric", everyone),))),
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """Sets of users as groups to be compared; all of them are among the users who are counted."""

    warehouse: Warehouse

    def prepare(self, asked: Sequence[Asked], sets: Sequence[int]) -> None:
        """Sums every metric over every set in as few passes as there are, what is remembered left out."""
        wanted = dict.fromkeys([self.warehouse.population, *map(self._smaller, sets)])
        for lacking, users in self._lacking(_with_arrived(asked), wanted).items():
            for first in range(0, len(users), MOST_SEGMENTS):
                self._sum(lacking, users[first : first + MOST_SEGMENTS])

    def arms(self, asked: Asked, one: int, other: int) -> Arms:
        """A metric of two sets, side by side."""
        a, b, both = self.arm(asked, one), self.arm(asked, other), one & other
        if one == other:
            return Arms(a, b, round(a.n))
        if asked.metric.per == "account" or not both:
            return Arms(a, b)
        without_account = both & self.warehouse.without_account
        lone = self._of_users(asked, without_account) if without_account else None
        is_shared = a.crowd.shared_with(b.crowd).n or (lone is not None and lone.n)
        return Arms(a, b, both.bit_count(), lone if lone and lone.n else None) if is_shared else Arms(a, b)

    def arm(self, asked: Asked, users: int) -> Arm:
        """A metric of one set."""
        if asked.metric.per == "user":
            return self._of_users(asked, users)
        key = (asked.values, users, "per account")
        return self._remembered(key) or self._keep(key, self._of_users(asked, users).per_account())

    def _of_users(self, asked: Asked, users: int) -> Arm:
        """The larger half of everyone is everyone without the smaller."""
        if found := self._remembered((asked.values, users)):
            return found
        smaller = self._smaller(users)
        if smaller != users:
            everyone = self._of_users(asked, self.warehouse.population)
            return self._keep((asked.values, users), everyone.without(self._of_users(asked, smaller)))
        self._sum(_with_arrived((asked,)), [users])
        return self._of_users(asked, users)

    def _smaller(self, users: int) -> int:
        """The set itself, or everyone outside it where that is less to read."""
        everyone = self.warehouse.population
        is_large = users != everyone and 2 * users.bit_count() > everyone.bit_count()
        return everyone & ~users if is_large else users

    def _lacking(self, asked: Sequence[Asked], sets: Iterable[int]) -> dict[tuple[Asked, ...], list[int]]:
        """The metrics not known of a set, with all the sets of which just these are not known."""
        found: dict[tuple[Asked, ...], list[int]] = {}
        for users in sets:
            lacking = tuple(each for each in asked if self._remembered((each.values, users)) is None)
            if lacking:
                found.setdefault(lacking, []).append(users)
        return found

    def _sum(self, asked: Sequence[Asked], sets: Sequence[int]) -> None:
        union = 0
        for users in sets:
            union |= users
        members, kept = Members(union, tuple(sets)), (("values", tuple(each.values for each in asked)),)
        totals = self.warehouse.arrays(Query("reports/group_totals", kept=kept), members)
        sums = self.warehouse.arrays(Query("reports/group_sums", kept=kept), members)
        order = np.argsort(sums["place"], kind="stable")
        ends = np.searchsorted(sums["place"][order], np.arange(len(asked) + 1))
        for place, each in enumerate(asked):
            rows = order[ends[place] : ends[place + 1]]
            of_accounts = {name: column[rows] for name, column in sums.items()}
            of_all = {name: column[totals["place"] == place] for name, column in totals.items()}
            for i, users in enumerate(sets):
                arm = self._digest(each, users, _inside(of_accounts, i), _inside(of_all, i))
                self._keep((each.values, users), arm)

    def _digest(self, asked: Asked, users: int, by_account: Columns, totals: Columns) -> Arm:
        """A metric of one set from its sums by account and its totals."""
        kind = "mean" if asked.metric.kind == "time" else asked.metric.kind
        per_account = partial(_per_account, by_account, size=self.warehouse.catalog.n_accounts)
        alone = totals["is_alone"].astype(bool)
        sums, lone = _sums(totals), _sums(totals, alone)
        if asked.arrived:
            everyone = self._of_users(asked.arrived, users)
            crowd, sums, lone = everyone.crowd, sums.with_zeros(everyone.n), lone.with_zeros(everyone.lone.n)
        else:
            crowd = Crowd.of(per_account("weight"), n_lone=lone.n, lone_total=lone.weight)
        plain = Arm.summed(kind, crowd, per_account("total"), sums, lone, float(totals["cubes"].sum()))
        if kind != "mean" or not (totals["lowest"] > -1).all():
            return plain
        logs, lone_logs = _on_log_scale(sums, totals, slice(None)), _on_log_scale(lone, totals, alone)
        return replace(plain, logs=Arm.summed(kind, crowd, per_account("log_total"), logs, lone_logs))

    def _remembered(self, key: object) -> Arm | None:
        return self.warehouse.digests.get(key)

    def _keep(self, key: object, arm: Arm) -> Arm:
        self.warehouse.digests.put(key, arm)
        return arm


def _with_arrived(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """The questions, and before them those about who counts as 0."""
    asked = tuple(asked)
    return tuple(dict.fromkeys([*(each.arrived for each in asked if each.arrived), *asked]))


def _inside(columns: Columns, place: int) -> Columns:
    """The rows of users in the set at that place of the members."""
    chosen = (columns["mask"] >> place) & 1 == 1
    return columns if chosen.all() else {name: column[chosen] for name, column in columns.items()}


def _per_account(columns: Columns, name: str, *, size: int) -> NDArray[np.float64]:
    return np.bincount(columns["account_id"], columns[name], size).astype(np.float64)


def _sums(totals: Columns, rows: Rows = slice(None)) -> Sums:
    return Sums(*(float(totals[name][rows].sum()) for name in Sums._fields))


def _on_log_scale(sums: Sums, totals: Columns, rows: Rows) -> Sums:
    """The same users with ln(1 + x) in place of x; those without a row have 0, and ln 1 is 0."""
    total, squares = (float(totals[name][rows].sum()) for name in ("log_total", "log_squares"))
    return Sums(sums.n, sums.n, total, squares, total, sums.n)
