"""The metrics whose name says of what: 'did:EVENT', 'share:ATTRIBUTE=VALUE'. One row a family."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from strata.errors import MetricError
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics.metric import Metric

Values = Mapping[str, Iterable[str]]
"""Values of attributes, by the attribute's name."""

NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
WEEK = re.compile(r"[1-9]\d{0,2}")
WEEKS = ("1", "2", "4", "8", "12")
DAYS_TO_CONVERT = 14


@dataclass(frozen=True, slots=True)
class Argument:
    """What may stand after the colon, as a help text names it; how it fills a row; which ones are worth offering."""

    text: str
    fill: Callable[[Metric, str, Catalog], Metric]
    choices: Callable[[Catalog, Values], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """The metrics that `row`'s name, a colon and an argument make; `group` is their heading in a list."""

    row: Metric
    argument: Argument
    group: str

    def metric(self, argument: str, catalog: Catalog) -> Metric:
        """The family's row filled with an argument.

        Raises:
            MetricError: the argument does not make a metric.
            SegmentError: its event or attribute is not in the loaded data.
        """
        return replace(self.argument.fill(self.row, argument, catalog), name=f"{self.row.name}:{argument}")


def _of_event(row: Metric, argument: str, catalog: Catalog) -> Metric:
    event = catalog.event(argument)
    return replace(row, label=row.label.format(event), params=(*row.params, ("event", event)), events=(event,))


def _of_property(row: Metric, argument: str, catalog: Catalog) -> Metric:
    name, _, attribute_name = argument.rpartition(".")
    if not name:
        raise MetricError(f"'{row.name}:{argument}' names no property: write {row.name}:EVENT.PROPERTY.")
    event = catalog.event(name)
    attribute = _with_numbers(catalog.property(attribute_name), f"did:{event}")
    label = row.label.format(attribute.label, event)
    return replace(row, label=label, params=(("event", event),), attribute=attribute, events=(event,))


def _of_week(row: Metric, argument: str, catalog: Catalog) -> Metric:
    if not WEEK.fullmatch(argument):
        raise MetricError(f"{argument!r:.80} is no week after joining: write 1 to 999, for example {row.name}:4.")
    return replace(row, label=row.label.format(argument), params=(("week", int(argument)),))


def _of_number(row: Metric, argument: str, catalog: Catalog) -> Metric:
    attribute = _with_numbers(catalog.attribute(argument), f"share:{argument}=...")
    return replace(row, label=row.label.format(attribute.label), attribute=attribute)


def _of_value(row: Metric, argument: str, catalog: Catalog) -> Metric:
    name, _, text = argument.partition("=")
    attribute = catalog.attribute(name)
    if not text:
        raise MetricError(f"'{row.name}:{argument}' names no value: write {row.name}:{name}=VALUE.")
    label = row.label.format(attribute.label, text)
    return replace(row, label=label, params=(("value", _typed(attribute, text)),), attribute=attribute)


def _with_numbers(attribute: Attribute, instead: str) -> Attribute:
    if attribute.type != "number":
        raise MetricError(f"{attribute.label} holds {attribute.type} values: a mean needs numbers, try '{instead}'.")
    return attribute


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


def _numbers(catalog: Catalog, values: Values) -> Iterable[str]:
    return [each.name for each in catalog.attributes if each.type == "number" and not each.is_personal]


def _shares(catalog: Catalog, values: Values) -> Iterable[str]:
    split = [each.name for each in catalog.attributes if each.can_split]
    return [f"{name}={value}" for name in split for value in values.get(name, ())]


EVENT = Argument("EVENT", _of_event, lambda catalog, values: catalog.events)
PROPERTY = Argument("EVENT.PROPERTY", _of_property, lambda catalog, values: ())
WEEK_NUMBER = Argument("WEEK", _of_week, lambda catalog, values: WEEKS)
ATTRIBUTE = Argument("ATTRIBUTE", _of_number, _numbers)
VALUE = Argument("ATTRIBUTE=VALUE", _of_value, _shares)

FAMILIES: dict[str, Family] = {
    family.row.name: family
    for family in (
        Family(
            Metric(
                "retention",
                "Active in week {} after joining",
                "share",
                "retention",
                "%",
                "users",
                margin=3,
                needs="events",
                reads="returned",
            ),
            WEEK_NUMBER,
            "Retention",
        ),
        Family(
            Metric(
                "did",
                "Share who did {}",
                "share",
                "did_event",
                "%",
                "users",
                "neither",
                3,
                needs="events",
                zero_for_others=True,
            ),
            EVENT,
            "Did",
        ),
        Family(
            Metric(
                "events",
                "{} per user",
                "mean",
                "events_per_user",
                "events",
                "users",
                "neither",
                needs="events",
                zero_for_others=True,
            ),
            EVENT,
            "How often",
        ),
        Family(
            Metric("first", "Days to first {}", "time", "first_event", "days", "users", "neither", needs="events"),
            EVENT,
            "How soon",
        ),
        Family(
            Metric(
                "converted",
                f"Share who did {{}} within {DAYS_TO_CONVERT} days of joining",
                "share",
                "converted",
                "%",
                "users",
                margin=3,
                params=(("days", DAYS_TO_CONVERT),),
                needs="events",
            ),
            EVENT,
            "Conversion",
        ),
        Family(
            Metric("per_event", "{} per {}", "ratio", "event_property", "", "users", "neither", needs="events"),
            PROPERTY,
            "Per event",
        ),
        Family(
            Metric("mean", "Mean {}", "mean", "attribute_mean", "", "users", "neither"),
            ATTRIBUTE,
            "Mean of an attribute",
        ),
        Family(
            Metric("share", "{}: {}", "share", "attribute_share", "%", "users", "neither", 3),
            VALUE,
            "Share with a value",
        ),
    )
}
"""In the order in which they are shown."""

FAMILY_HELP = tuple(f"{name}:{family.argument.text}" for name, family in FAMILIES.items())
"""The families as a help text names them."""
