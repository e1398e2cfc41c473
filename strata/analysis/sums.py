"""A metric's sums by account and cell, as the statistics take them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis.usual import made
from strata.errors import SegmentError
from strata.membership import column, end_of_data, event_bounds, window_bounds
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric
from strata.model.segment import EVER, SinceJoined, Window
from strata.warehouse import Members, Query, Warehouse

EVERYONE = Query("metrics/everyone")
MASK = ("member", "mask")
SUMS = ("n", "total", "squares", "cubes", "log_total", "log_squares")
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class CellSums:
    """Sums of one metric: `cell` says of each row of `cells` which mask or attribute value it is."""

    cells: stats.Cells
    cell: pd.Series

    def inside(self, segment: int) -> NDArray[np.bool_]:
        """The rows of users in the segment at that position of the members."""
        return ((self.cell.to_numpy(dtype=np.int64) >> segment) & 1).astype(bool)


def metric_query(metric: Metric, window: Window, catalog: Catalog) -> Query:
    """The statement that yields (user_id, num, den) of a metric within a window, zeros included.

    Raises:
        SegmentError: the window differs from user to user.
    """
    rows = metric_rows(metric, window, catalog)
    if not metric.zero_for_others:
        return rows
    return Query("reports/with_zeros", parts=(("metric", rows), ("arrived", arrived(window, catalog))))


def metric_rows(metric: Metric, window: Window, catalog: Catalog) -> Query:
    """The metric's own statement, which may leave out users whose value is 0; raises as `metric_query` does."""
    if isinstance(window, SinceJoined):
        raise SegmentError("A comparison counts the same dates for everyone: give dates, or the last days.")
    bounds = (event_bounds if metric.needs in ("events", "sessions") else window_bounds)(window, catalog)
    rows = Query(
        f"metrics/{metric.query}",
        params=(*zip(("start", "until"), bounds, strict=True), *metric.params),
        names=(("attribute", column(metric.attribute)),) if metric.attribute else (),
    )
    return made(rows, metric, bounds, catalog)


def arrived(window: Window, catalog: Catalog) -> Query:
    """The statement that yields everyone who had come by the end of a window."""
    _, until = window_bounds(window, catalog)
    end = end_of_data(catalog)
    return Query("reports/arrived", params=(("until", min(until or end, end)),))


def by_segment(
    warehouse: Warehouse, metric: Metric, members: Members, window: Window = EVER, *, names: Catalog | None = None
) -> CellSums:
    """A metric's sums by account and combination of segments; `names` are those of the warehouse by default."""
    query = metric_query(metric, window, names or warehouse.catalog)
    frame = _frame(warehouse, query, MASK, members)
    return CellSums(cells(_columns(frame), is_ratio=metric.kind == "ratio"), frame["cell"])


def by_attribute(warehouse: Warehouse, query: Query, attribute: Attribute) -> CellSums:
    """A metric's sums by account and value of an attribute, among everyone who is counted."""
    frame = _frame(warehouse, query, column(attribute), Members(warehouse.population))
    return CellSums(cells(_columns(frame), is_ratio=False), frame["cell"])


def cells(columns: Columns, *, is_ratio: bool) -> stats.Cells:
    """The columns of a report of sums as the statistics take them; no logarithms where a value is -1 or less."""
    found = {name: columns[name].astype(float, copy=False) for name in SUMS}
    for name in ("log_total", "log_squares"):
        found[name] = np.where(columns["lowest"] > -1, found[name], np.nan)
    per = [columns[name].astype(float, copy=False) for name in ("weight", "weight_squares", "products")]
    return stats.Cells(
        columns["account_id"].astype(np.intp), **found, exposure=stats.Exposure(*per) if is_ratio else None
    )


def _frame(warehouse: Warehouse, metric: Query, cell: tuple[str, str], members: Members) -> pd.DataFrame:
    return warehouse.run(Query("reports/cell_sums", names=(("cell", cell),), parts=(("metric", metric),)), members)


def _columns(frame: pd.DataFrame) -> Columns:
    return {name: frame[name].to_numpy() for name in frame.columns if name != "cell"}
