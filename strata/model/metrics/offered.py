"""The metrics that a loaded data set can answer: one by its name, the first few, or all of them in groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from strata.errors import MetricError
from strata.model.attributes import Catalog, unknown
from strata.model.metrics.families import FAMILIES, FAMILY_HELP, Values
from strata.model.metrics.metric import Metric, Need
from strata.model.metrics.rows import METRICS, USUAL

NO_VALUES: Values = MappingProxyType({})
MOST_LISTED = 40
"""A longer list is one to search, not to read."""

REMEDIES: dict[Need, str] = {
    "events": "no events are loaded; add an [[events]] table.",
    "sessions": "no event says which session it was in; name that column as session in the [[events]] table.",
    "tickets": "no tickets that name their user are loaded; add a [[tickets]] table.",
    "subscriptions": "no subscriptions are loaded; add a [[subscriptions]] table.",
    "churn": "no churn is loaded; add [[subscriptions]] and [[subscription_changes]] with change 'churn'.",
    "downgrade": "no downgrade is loaded; add [[subscriptions]] and [[subscription_changes]] with change 'downgrade'.",
}
GROUPS: dict[Need | None, str] = {
    None: "Sentiment",
    "events": "Activity",
    "sessions": "Activity",
    "subscriptions": "Revenue",
    "churn": "Revenue",
    "downgrade": "Revenue",
    "tickets": "Support",
}
"""The headings of the metrics of METRICS in a list, by what they need."""


@dataclass(frozen=True, slots=True)
class MetricGroup:
    """Metrics under one heading: the first of them, and how many there are."""

    label: str
    metrics: tuple[Metric, ...]
    n: int


def metric(name: str, catalog: Catalog) -> Metric:
    """The metric called `name`: a row of METRICS, or one of a family such as 'share:churn=Yes'.

    Raises:
        MetricError: no such metric, or the loaded data have nothing to compute it from.
        SegmentError: its event or attribute is not in the loaded data.
    """
    found = _named(name, catalog)
    if why := missing(found, catalog):
        raise MetricError(f"{found.label} cannot be computed: {why}")
    return found


def missing(metric: Metric, catalog: Catalog) -> str:
    """What the loaded data lack to compute a metric, with the remedy; empty where they lack nothing."""
    if metric.survey and metric.survey not in catalog.surveys:
        return f"no {metric.survey} answers are loaded; add a [[responses]] table to the project file."
    loaded = {*catalog.held, *(["events"] if catalog.events else [])}
    return "" if metric.needs is None or metric.needs in loaded else REMEDIES[metric.needs]


def available(catalog: Catalog) -> tuple[Metric, ...]:
    """The metrics to compare before anyone chose: those of USUAL that the loaded data can answer."""
    return tuple(row for row in computable(catalog) if row.name in USUAL)


def computable(catalog: Catalog) -> tuple[Metric, ...]:
    """The metrics of METRICS that the loaded data can answer."""
    return tuple(row for row in METRICS.values() if not missing(row, catalog))


def metric_groups(catalog: Catalog, values: Values = NO_VALUES, *, most: int = MOST_LISTED) -> tuple[MetricGroup, ...]:
    """All metrics that the loaded data can answer, under their headings, at most so many under each.

    Shares of attributes are among them for the `values` given.
    """
    names: dict[str, list[str]] = {}
    for group, name in _offered(catalog, values):
        names.setdefault(group, []).append(name)
    return tuple(
        MetricGroup(group, tuple(metric(name, catalog) for name in found[:most]), len(found))
        for group, found in names.items()
    )


def _named(name: str, catalog: Catalog) -> Metric:
    family, colon, argument = name.partition(":")
    if colon and family in FAMILIES:
        return FAMILIES[family].metric(argument, catalog)
    if name not in METRICS:
        raise MetricError(unknown("metric", name, (*METRICS, *FAMILY_HELP)))
    return METRICS[name]


def _offered(catalog: Catalog, values: Values) -> Iterator[tuple[str, str]]:
    for row in computable(catalog):
        yield GROUPS[row.needs], row.name
    for name, family in FAMILIES.items():
        if not missing(family.row, catalog):
            yield from ((family.group, f"{name}:{choice}") for choice in family.argument.choices(catalog, values))
