"""Metrics of sets of users as sums, remembered per metric and set, so that an edit sums only what is new."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, TypeVar

from strata.analysis.columns import Column, Crew, Weighed, Weights, summed, weigh
from strata.analysis.judging import Seen
from strata.analysis.sums import arrived, metric_rows
from strata.membership import leaf
from strata.model.metrics import Metric
from strata.model.segment import EventCondition, Window
from strata.stats import Arm, Arms, Estimate, estimate
from strata.warehouse import Leaf, Query, Warehouse

T = TypeVar("T")
ARRIVED = Metric("arrived", "Users", "share", "arrived", "%", "users")


COUNTED: Mapping[str, Callable[[Warehouse, Leaf, Weights], Column]] = {
    "did_event": Column.of_set,
    "events_per_user": Column.of_times,
}
"""Metrics, by their statement, that say who meets a condition or how often: quicker to have than its rows."""


class Kept(Protocol):
    """What remembers digests: those used last, or those of one question."""

    def get(self, key: Hashable) -> Any:  # noqa: ANN401 - whatever was put there
        """What is remembered for a key, or None."""

    def put(self, key: Hashable, answer: Any) -> None:  # noqa: ANN401
        """Remembers something."""


class Known(NamedTuple):
    """What a set has of a metric, as it is remembered."""

    estimate: Estimate

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 1_000


class Asked(NamedTuple):
    """A metric within a window, and the statements that yield its values.

    `rows` yields (user_id, num, den) of those who have a row, `values` the same with their accounts and without those
    who came after the window; `arrived` says who counts as 0 where they have no row.
    """

    metric: Metric
    rows: Query
    values: Query
    arrived: "Asked | None" = None
    doers: Leaf | None = None
    """The condition that those with a value above 0 meet."""

    @classmethod
    def of(cls, warehouse: Warehouse, metric: Metric, window: Window) -> "Asked":
        """The question about a metric within a window."""
        rows = metric_rows(metric, window, warehouse.catalog)
        if not metric.zero_for_others:
            return cls(metric, rows, with_account(rows))
        everyone = arrived(window, warehouse.catalog)
        values = Query("reports/values_above_zero", parts=(("metric", rows), ("arrived", everyone)))
        is_counted = metric.query in COUNTED
        doers = leaf(EventCondition(metric.events[0], within=window), warehouse.catalog) if is_counted else None
        return cls(metric, rows, values, cls(ARRIVED, everyone, with_account(everyone)), doers)

    @property
    def column(self) -> Query:
        """The statement of its numbers."""
        report = "ratio_column" if self.metric.kind == "ratio" else "metric_column"
        return Query(f"reports/{report}", parts=(("metric", self.rows),))


def with_account(rows: Query) -> Query:
    """The statement of a metric's rows with the account of each user."""
    return Query("reports/metric_values", parts=(("metric", rows),))


@dataclass(frozen=True, slots=True)
class Groups:
    """Sets of users as groups to be compared; all of them are among the users who are counted."""

    warehouse: Warehouse
    memory: Kept | None = None
    """What remembers their sums; None is the warehouse, as long as it is open."""

    @property
    def kept(self) -> Kept:
        """What remembers their sums."""
        return self.warehouse.digests if self.memory is None else self.memory

    def crew(self, users: int) -> Crew:
        """A set of users; to be asked once for several metrics, because finding it takes its size."""
        return Crew.of(self.warehouse, users)

    def arms(self, asked: Asked, one: Crew, other: Crew) -> Arms:
        """A metric of two sets, side by side."""
        a, b = self.arm(asked, one), self.arm(asked, other)
        if one is other:
            return Arms(a, b, round(a.n))
        both = one.shared_with(other)
        if asked.metric.per == "account" or not both:
            return Arms(a, b)
        lone = self._of_users(asked, both.lone) if both.lone else None
        is_shared = a.crowd.shared_with(b.crowd).n or (lone is not None and lone.n)
        return Arms(a, b, both.n, lone if lone and lone.n else None) if is_shared else Arms(a, b)

    def seen(self, asked: Asked, one: Crew, other: Crew) -> Seen:
        """How a metric of two sets differs, and what each has; asked again, it is remembered."""
        key = (self._column(asked), asked.metric.per, one, other)
        return remembered(self.kept, key, lambda: self._compared(asked, one, other))

    def _compared(self, asked: Asked, one: Crew, other: Crew) -> Seen:
        arms = self.arms(asked, one, other)
        return Seen.of(asked.metric, arms, self._estimate(asked, one, arms.a), self._estimate(asked, other, arms.b))

    def _estimate(self, asked: Asked, crew: Crew, arm: Arm) -> Estimate:
        """What one set has, whatever it is compared with."""
        key = (self._column(asked), asked.metric.per, crew, "estimate")
        return remembered(self.kept, key, lambda: Known(estimate(arm))).estimate

    def arm(self, asked: Asked, crew: Crew) -> Arm:
        """A metric of one set."""
        if asked.metric.per == "user":
            return self._of_users(asked, crew)
        key = (self._column(asked), crew, "per account")
        return remembered(self.kept, key, lambda: self._of_users(asked, crew).per_account())

    def _of_users(self, asked: Asked, crew: Crew) -> Arm:
        """The larger half of everyone is everyone without the smaller."""
        column = self._column(asked)
        if not crew.is_large:
            return remembered(self.kept, (column, crew), lambda: self._summed(asked, column, crew))
        crowd = self._weighed(column.weights, crew).crowd
        return self._of_users(asked, crew.everyone).without(self._of_users(asked, crew.rest), crowd)

    def _column(self, asked: Asked) -> Column:
        """The metric of all users."""
        key = asked.column, asked.arrived and asked.arrived.rows
        return remembered(self.warehouse.columns, key, lambda: self._read(asked))

    def _read(self, asked: Asked) -> Column:
        among = self._column(asked.arrived).weights if asked.arrived else None
        if asked.doers and among:
            return COUNTED[asked.metric.query](self.warehouse, asked.doers, among)
        return Column.read(self.warehouse, asked.column, among=among)

    def _summed(self, asked: Asked, column: Column, crew: Crew) -> Arm:
        """A metric of one set, summed from the numbers of its users."""
        kind = "mean" if asked.metric.kind == "time" else asked.metric.kind
        weights, weighed = column.weights, self._weighed(column.weights, crew)
        plain = summed(kind, column.at, weights, crew, weighed)
        if kind != "mean" or not column.has_logs:
            return plain
        return replace(plain, make_logs=lambda: summed(kind, column.logs_at, weights, crew, weighed))

    def _weighed(self, weights: Weights, crew: Crew) -> Weighed:
        """What a group weighs; metrics that the same people have share it."""
        if not crew.is_large:
            return remembered(self.kept, (weights, crew), lambda: weigh(weights, crew))
        whole, less = self._weighed(weights, crew.everyone), self._weighed(weights, crew.rest)
        return remembered(self.kept, (weights, crew), lambda: whole.without(less))


def remembered(kept: Kept, key: Hashable, make: Callable[[], T]) -> T:
    """What is remembered for a key, or else is made for it now."""
    found: T | None = kept.get(key)
    if found is None:
        found = make()
        kept.put(key, found)
    return found
