"""A metric's sums of groups of users, period by period, as a trend takes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis import sums
from strata.analysis.answered import AnswersByPeriod
from strata.analysis.calendar import Cut
from strata.model.metrics import Metric
from strata.model.periods import Grain
from strata.model.segment import Between
from strata.warehouse import Members, Query, Warehouse

Rows = NDArray[np.bool_]
Columns = Mapping[str, NDArray[Any]]
ADDED = ("n", "total", "squares", "weight", "weight_squares", "products")
"""The columns that add up over users."""
AT_ONCE = frozenset(
    (
        *("nps", "csat", "csat_mean", "active_days", "all_events", "sessions", "events_per_session", "tickets"),
        *("did_event", "events_per_user", "event_property", "retention", "converted"),
    )
)
"""The metrics of which one statement yields all periods; others are asked period by period."""
ANSWERS = frozenset(("nps", "csat", "csat_mean"))
"""Of these, the metrics of answers, of which a user has few: they are read whole."""


class Panel(Protocol):
    """A metric in several periods."""

    def cells(self, users: int) -> Iterator[stats.Cells]:
        """The sums of a set of users in each period, one row per account."""


def panel(warehouse: Warehouse, metric: Metric, members: Members, cuts: Sequence[Cut], grain: Grain) -> Panel:
    """A metric's sums in neighbouring periods, of each segment and of who is in none."""
    if metric.query not in AT_ONCE or not cuts:
        return Slices(metric, members, [_one_period(warehouse, metric, members, cut.span) for cut in cuts])
    bounds = _bounds(warehouse, metric, cuts, grain)
    rows = Query(f"trends/{metric.query}", params=bounds.params, names=bounds.names)
    if metric.query in ANSWERS:
        return Answered(warehouse, AnswersByPeriod.read(warehouse, rows, cuts))
    if not metric.zero_for_others:
        return Slices(metric, members, _by_place(warehouse.arrays(_summed(rows), members), cuts))
    above = Query("reports/trend_totals", params=bounds.params, parts=(("metric", rows),))
    arrivals = warehouse.arrays(Query("reports/trend_arrivals", params=bounds.params), members)
    return WithZeros(
        members,
        _by_place(warehouse.arrays(above, members), cuts),
        _by_place(arrivals, cuts),
        warehouse.catalog.n_accounts,
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """AnswersByPeriod, of which any set of users is a sum."""

    warehouse: Warehouse
    answers: AnswersByPeriod

    def cells(self, users: int) -> Iterator[stats.Cells]:
        """The sums of a set of users in each period, one row per account."""
        return self.answers.sums(self.warehouse.user_flags(users))


@dataclass(frozen=True, slots=True)
class Slices:
    """The sums of each period as they are."""

    metric: Metric
    members: Members
    periods: Sequence[Columns]

    def cells(self, users: int) -> Iterator[stats.Cells]:
        """The sums of a set of users in each period, one row per account."""
        for columns in self.periods:
            mine = _by_account(columns, _rows(columns, self.members, users))
            yield _cells(_once(mine) if self.metric.per == "account" else mine, self.metric.kind)


@dataclass(frozen=True, slots=True)
class WithZeros:
    """The sums of those above 0, and how many came in each period: who has come and is not among them counts as 0."""

    members: Members
    periods: Sequence[Columns]
    arrivals: Sequence[Columns]
    n_accounts: int

    def cells(self, users: int) -> Iterator[stats.Cells]:
        """The sums of a set of users in each period, one row per account."""
        counts = np.zeros(self.n_accounts + 1)
        for columns, arrived in zip(self.periods, self.arrivals, strict=True):
            counts += self._added(arrived, users, "n")
            present = counts > 0
            total, squares = (self._added(columns, users, name)[present] for name in ("total", "squares"))
            account = np.flatnonzero(present) - 1
            yield _cells({"account_id": account, "n": counts[present], "total": total, "squares": squares})

    def _added(self, columns: Columns, users: int, name: str) -> NDArray[np.float64]:
        """The sum of a column per account, those without one first."""
        mine = _rows(columns, self.members, users)
        values = columns[name][mine].astype(np.float64)
        return np.bincount(columns["account_id"][mine] + 1, values, self.n_accounts + 1).astype(np.float64)


def joined(parts: Sequence[stats.Cells]) -> stats.Cells:
    """The rows of all parts, one after the other; there must be one part at least."""
    per = [part.exposure for part in parts if part.exposure is not None]

    def column(name: str, of: Sequence[object] = parts) -> NDArray[np.float64]:
        return np.concatenate([getattr(each, name) for each in of])

    exposure = stats.Exposure(column("total", per), column("squares", per), column("products", per)) if per else None
    account = np.concatenate([part.account for part in parts])
    n, total, squares, cubes, log_total, log_squares = map(column, sums.SUMS)
    return stats.Cells(account, n, total, squares, cubes, log_total, log_squares, exposure)


def _cells(columns: Columns, kind: str = "mean") -> stats.Cells:
    """The sums as the statistics take them; a group alone needs neither cubes nor logarithms."""
    n, total, squares = (columns[name].astype(np.float64) for name in ("n", "total", "squares"))
    unknown = np.full(len(n), np.nan)
    exposure = None
    if kind == "ratio":
        exposure = stats.Exposure(columns["weight"], columns["weight_squares"], columns["products"])
    account = columns["account_id"].astype(np.int64)
    return stats.Cells(account, n, total, squares, unknown, unknown, unknown, exposure)


def _bounds(warehouse: Warehouse, metric: Metric, cuts: Sequence[Cut], grain: Grain) -> Query:
    """The metric's own statement from the first to the last of the days."""
    span = Between(cuts[0].span.start, cuts[-1].span.end)
    rows = sums.metric_rows(metric, span, warehouse.catalog)
    return replace(rows, params=(("grain", grain), *rows.params))


def _one_period(warehouse: Warehouse, metric: Metric, members: Members, span: Between) -> Columns:
    values = sums.metric_query(metric, span, warehouse.catalog)
    start = dict(values.bound)["start"]
    part = Query("trends/one_period", params=(("start", start),), parts=(("metric", values),))
    return warehouse.arrays(_summed(part), members)


def _summed(rows: Query) -> Query:
    return Query("reports/trend_sums", parts=(("metric", rows),))


def _by_place(columns: Columns, cuts: Sequence[Cut]) -> list[Columns]:
    """The rows of each period."""
    starts = np.array([cut.period.start for cut in cuts], dtype="datetime64[D]")
    place = np.searchsorted(starts, columns["period"].astype("datetime64[D]")).astype(np.int16)
    order = np.argsort(place, kind="stable")
    ends = np.searchsorted(place[order], np.arange(len(cuts) + 1))
    pieces = [order[first:last] for first, last in pairwise(ends)]
    return [{name: column[piece] for name, column in columns.items() if name != "period"} for piece in pieces]


def _rows(columns: Columns, members: Members, users: int) -> Rows:
    """Which combinations of segments are of a segment, or of who is in none."""
    masks = columns["mask"]
    if users not in members.segments:
        return np.asarray(masks == 0)
    return np.asarray(masks >> members.segments.index(users) & 1, dtype=bool)


def _by_account(columns: Columns, rows: Rows) -> Columns:
    """The sums of some rows, account by account."""
    accounts, code = np.unique(columns["account_id"][rows], return_inverse=True)
    added = {name: np.bincount(code, columns[name][rows].astype(np.float64), len(accounts)) for name in ADDED}
    return {"account_id": accounts, **added}


def _once(columns: Columns) -> Columns:
    """Every account with the value that all its users carry, as one."""
    return {"account_id": columns["account_id"], **{name: columns[name] / columns["n"] for name in ADDED}}
