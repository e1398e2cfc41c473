"""What metrics are made from: a statement on their dates, or what was summed when the data were loaded."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from strata.membership import end_of_data
from strata.model.attributes import Catalog
from strata.model.metrics import Metric, Reads
from strata.model.usual import LAST_WEEK, RETURNS_TABLE, USUAL_TABLES, Bounds, last_days
from strata.warehouse import Query

Held = Callable[[Metric, Bounds, Catalog], str]
"""The table that a load made of it; empty where there is none for the question."""
SHARED = frozenset(("activity",))
"""What several metrics are made from, so that its rows are kept once they are asked for."""


def made(rows: Query, metric: Metric, bounds: Bounds, catalog: Catalog) -> Query:
    """A metric's statement with what it is made from: read where a load summed it for these dates, else asked for."""
    if metric.reads is None:
        return rows
    survey = metric.survey or ""
    if table := HELD[metric.reads](metric, bounds, catalog):
        names = (("table", (table,)), ("survey", (survey,)))
        return replace(rows, parts=((metric.reads, Query(f"usual/{metric.reads}", rows.params, names)),))
    part = Query(f"reports/{metric.reads}", (*rows.params, ("survey", survey)))
    if metric.reads in SHARED:
        return replace(rows, kept=((metric.reads, (part,)),))
    return replace(rows, parts=((metric.reads, part),))


def _of_window(metric: Metric, bounds: Bounds, catalog: Catalog) -> str:
    end = end_of_data(catalog)
    usual = {last_days(days, end): table for table, days in USUAL_TABLES.items() if table in catalog.usual}
    return usual.get(bounds, "")


def _of_weeks(metric: Metric, bounds: Bounds, catalog: Catalog) -> str:
    is_held = RETURNS_TABLE in catalog.usual and int(dict(metric.params)["week"]) <= LAST_WEEK
    return RETURNS_TABLE if is_held else ""


HELD: Mapping[Reads, Held] = {
    "activity": _of_window,
    "month": _of_window,
    "latest": _of_window,
    "returned": _of_weeks,
}
