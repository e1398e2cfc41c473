"""A metric's sums by account and cell, as the statistics take them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.errors import SegmentError
from strata.membership import column, window_bounds
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric
from strata.model.segment import EVER, SinceJoined, Window
from strata.warehouse import Members, Query, Warehouse

EVERYONE = Query("metrics/everyone")
MASK = ("member", "mask")


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
    start, until = window_bounds(window, catalog)
    return Query(
        f"metrics/{metric.query}",
        params=(("start", start), ("until", until), *metric.params),
        names=(("attribute", column(metric.attribute)),) if metric.attribute else (),
    )


def arrived(window: Window, catalog: Catalog) -> Query:
    """The statement that yields everyone who had come by the end of a window."""
    return Query("reports/arrived", params=(("until", window_bounds(window, catalog)[1]),))


def by_segment(warehouse: Warehouse, metric: Metric, members: Members, window: Window = EVER) -> CellSums:
    """A metric's sums by account and combination of segments."""
    return _sums(warehouse, metric_query(metric, window, warehouse.catalog), MASK, members)


def by_attribute(warehouse: Warehouse, query: Query, attribute: Attribute) -> CellSums:
    """A metric's sums by account and value of an attribute, among everyone who is counted."""
    return _sums(warehouse, query, column(attribute), Members(warehouse.population))


def _sums(warehouse: Warehouse, metric: Query, cell: tuple[str, str], members: Members) -> CellSums:
    frame = warehouse.run(Query("reports/cell_sums", names=(("cell", cell),), parts=(("metric", metric),)), members)
    has_logs = frame["lowest"].to_numpy(dtype=float) > -1
    return CellSums(
        stats.Cells(
            account=frame["account_id"].to_numpy(dtype=np.int64),
            n=frame["n"].to_numpy(dtype=float),
            total=frame["total"].to_numpy(dtype=float),
            squares=frame["squares"].to_numpy(dtype=float),
            cubes=frame["cubes"].to_numpy(dtype=float),
            log_total=np.where(has_logs, frame["log_total"].to_numpy(dtype=float), np.nan),
            log_squares=np.where(has_logs, frame["log_squares"].to_numpy(dtype=float), np.nan),
        ),
        frame["cell"],
    )
