"""Since when the data hold what a metric is made of."""

from collections.abc import Mapping
from datetime import date

from strata.model.metrics import Metric
from strata.warehouse import Query, Warehouse

BEGINS_WITH: Mapping[str, str] = {"sessions": "events", "churn": "subscriptions", "downgrade": "subscriptions"}
"""What the first days of the data are listed under, by what a metric needs; others under their own name."""


def first_day(warehouse: Warehouse, metric: Metric) -> date | None:
    """The first day of what a metric is made of; None where that has no days, or is not loaded."""
    known = warehouse.run(Query("reports/first_days"))
    days = dict(zip(known["what"], known["first_day"], strict=True))
    table = metric.survey or metric.needs or ""
    first = days.get(BEGINS_WITH.get(table, table))
    return None if first is None else first.date()
