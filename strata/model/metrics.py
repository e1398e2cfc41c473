"""What can be compared: one row a metric, and the families that a name with a colon makes one of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from strata.errors import MetricError
from strata.model.attributes import Attribute, Catalog, unknown

Kind = Literal["nps", "share", "rating", "mean"]
"""How one user's value is distributed: -1 / 0 / 1, 0 / 1, a point of a short scale, or any number."""
Unit = Literal["points", "%", "", "events", "days"]
NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
Direction = Literal["higher_is_better", "lower_is_better", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One row per user, summed by the warehouse: `query` names the statement that yields (user_id, num)."""

    name: str
    label: str
    kind: Kind
    query: str
    unit: Unit
    of: str
    """Who the n counts, as a person says it: 'answers', 'users'."""
    direction: Direction = "higher_is_better"
    margin: float | None = None
    """Differences inside plus or minus this are of no practical weight; in the scale people read."""
    survey: str | None = None
    params: tuple[tuple[str, str | float | bool], ...] = ()
    attribute: Attribute | None = None

    @property
    def scale(self) -> float:
        """What the stored value is multiplied by to become what a person reads."""
        return 100.0 if self.kind in ("nps", "share") else 1.0


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("nps", "NPS", "nps", "nps", "points", "answers", margin=5, survey="nps"),
        Metric("csat", "CSAT (4 or 5 of 5)", "share", "csat", "%", "answers", margin=3, survey="csat"),
        Metric("csat_mean", "CSAT mean (1 to 5)", "rating", "csat_mean", "", "answers", margin=0.1, survey="csat"),
        Metric("active_days", "Days active", "mean", "active_days", "days", "users"),
    )
}


def metric(name: str, catalog: Catalog) -> Metric:
    """The metric called `name`: a row of METRICS, or one of a family such as 'share:churn=Yes'.

    Raises:
        MetricError: no such metric, or the loaded data have nothing to compute it from.
    """
    family, colon, argument = name.partition(":")
    if colon and family in FAMILIES:
        return FAMILIES[family](name, argument, catalog)
    if name not in METRICS:
        known = (*METRICS, *FAMILY_HELP)
        raise MetricError(unknown("metric", name, known))
    found = METRICS[name]
    if found.survey and found.survey not in catalog.surveys:
        raise MetricError(
            f"{found.label} cannot be computed: no {found.survey} answers are loaded; "
            "add a [[responses]] table to the project file."
        )
    if found.query == "active_days" and not catalog.events:
        raise MetricError(f"{found.label} cannot be computed: no events are loaded; add an [[events]] table.")
    return found


def available(catalog: Catalog) -> tuple[Metric, ...]:
    """The metrics of METRICS that the loaded data can answer."""
    return tuple(
        row for row in METRICS.values() if (catalog.events if row.survey is None else row.survey in catalog.surveys)
    )


def _mean(name: str, argument: str, catalog: Catalog) -> Metric:
    attribute = catalog.attribute(argument)
    if attribute.type != "number":
        raise MetricError(
            f"{attribute.label} holds {attribute.type} values: a mean needs numbers, try 'share:{argument}=...'."
        )
    label = f"Mean {attribute.label}"
    return Metric(name, label, "mean", "attribute_mean", "", "users", "neither", attribute=attribute)


def _share(name: str, argument: str, catalog: Catalog) -> Metric:
    attribute_name, _, text = argument.partition("=")
    attribute = catalog.attribute(attribute_name)
    if not text:
        raise MetricError(f"{name!r} names no value: write share:{attribute_name}=VALUE.")
    params = (("value", _typed(attribute, text)),)
    label = f"{attribute.label}: {text}"
    return Metric(name, label, "share", "attribute_share", "%", "users", "neither", 3, None, params, attribute)


def _did(name: str, argument: str, catalog: Catalog) -> Metric:
    params = (("event", catalog.event(argument)),)
    return Metric(name, f"Did {argument}", "share", "did_event", "%", "users", "neither", 3, params=params)


def _events(name: str, argument: str, catalog: Catalog) -> Metric:
    params = (("event", catalog.event(argument)),)
    label = f"{argument} per user"
    return Metric(name, label, "mean", "events_per_user", "events", "users", "neither", params=params)


def _typed(attribute: Attribute, text: str) -> str | float | bool:
    match attribute.type:
        case "number":
            if not NUMBER.fullmatch(text):
                raise MetricError(f"{attribute.label} is compared with {text!r:.80}: it holds numbers.")
            return float(text)
        case "boolean":
            if text.lower() not in ("true", "false"):
                raise MetricError(f"{attribute.label} is compared with {text!r}: write true or false.")
            return text.lower() == "true"
        case "date":
            raise MetricError(f"{attribute.label} holds dates: a share needs a text, a number, true or false.")
        case "text":
            return text


FAMILIES: dict[str, Callable[[str, str, Catalog], Metric]] = {
    "mean": _mean,
    "share": _share,
    "did": _did,
    "events": _events,
}
"""What stands before the colon of a metric's name, and how the rest is read."""

FAMILY_HELP = ("mean:ATTRIBUTE", "share:ATTRIBUTE=VALUE", "did:EVENT", "events:EVENT")
"""The families as a help text names them."""
