"""A metric's sums by account and combination of segments, period by period, as a trend takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis.sums import metric_query
from strata.model.metrics import Metric
from strata.model.segment import Between
from strata.warehouse import Members, Query, Warehouse

Rows = NDArray[np.bool_]
Columns = Mapping[str, NDArray[Any]]
SUMS = tuple(field.name for field in fields(stats.Cells) if field.name != "exposure")
EXPOSURE = tuple(field.name for field in fields(stats.Exposure))


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """Sums of one metric in one period.

    Attributes:
        cells: One row per (account, mask), by account.
        mask: Per row in which segments its users are.
        per_account: Whether x is the account's, which counts once for a group whatever masks its users have.
    """

    cells: stats.Cells
    mask: NDArray[np.int64]
    per_account: bool = False

    def only(self, rows: Rows) -> stats.Cells:
        """The sums of a group, given its rows."""
        if not self.per_account:
            return self.cells.take(rows)
        places = np.flatnonzero(rows)
        _, first = np.unique(self.cells.account[places], return_index=True)
        once = np.zeros_like(rows)
        once[places[first]] = True
        return self.cells.take(once)


def slices(warehouse: Warehouse, metric: Metric, members: Members, spans: Sequence[Between]) -> list[Slice]:
    """A metric's sums in each of several spans of days."""
    return [_slice(metric, _one_period(warehouse, metric, members, span)) for span in spans]


def joined(parts: Sequence[stats.Cells]) -> stats.Cells:
    """The rows of all parts, one after the other; there must be one part at least."""
    exposures = [part.exposure for part in parts if part.exposure is not None]
    exposure = None
    if exposures:
        exposure = stats.Exposure(*(np.concatenate([getattr(part, name) for part in exposures]) for name in EXPOSURE))
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in SUMS}
    return stats.Cells(**columns, exposure=exposure)


def _one_period(warehouse: Warehouse, metric: Metric, members: Members, span: Between) -> Columns:
    values = metric_query(metric, span, warehouse.catalog)
    part = Query("trends/one_period", parts=(("metric", values),))
    return warehouse.arrays(Query("reports/trend_sums", parts=(("metric", part),)), members)


def _slice(metric: Metric, found: Columns) -> Slice:
    per_account = metric.per == "account"
    each = found["n"].astype(np.float64) if per_account else np.ones(len(found["n"]))
    has_logs = found["lowest"].astype(np.float64) > -1

    def column(name: str) -> NDArray[np.float64]:
        return np.asarray(found[name].astype(np.float64) / each)

    exposure = None
    if metric.kind == "ratio":
        exposure = stats.Exposure(column("weight"), column("weight_squares"), column("products"))
    return Slice(
        stats.Cells(
            account=found["account_id"].astype(np.int64),
            n=column("n"),
            total=column("total"),
            squares=column("squares"),
            cubes=column("cubes"),
            log_total=np.where(has_logs, column("log_total"), np.nan),
            log_squares=np.where(has_logs, column("log_squares"), np.nan),
            exposure=exposure,
        ),
        found["mask"].astype(np.int64),
        per_account,
    )
