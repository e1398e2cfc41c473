"""Ways to divide people: by what they answered or do, by the values of an attribute, by the periods of a date."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from strata.analysis.starters import nps_groups, stages, value_counts, value_segment
from strata.errors import SegmentError
from strata.membership import members
from strata.model.attributes import Attribute, Catalog
from strata.model.segment import AttributeCondition, Segment
from strata.warehouse import MOST_SEGMENTS, Warehouse

DAY = timedelta(days=1)
MOST_PERIODS_BACK = 60
"""Of so many periods up to the last day of the data, the latest ones with anybody in them are shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of calendar periods: its months, and the name of the one that begins on a day."""

    months: int
    name: Callable[[date], str]


SPANS: Mapping[str, Span] = {
    "month": Span(1, lambda start: f"{start:%b %Y}"),
    "quarter": Span(3, lambda start: f"Q{(start.month + 2) // 3} {start:%Y}"),
    "year": Span(12, lambda start: f"{start:%Y}"),
}


@dataclass(frozen=True, slots=True)
class Cohorts:
    """A way to divide people by when or how they came; `span` names a row of SPANS where the attribute is a date."""

    attribute: Attribute
    span: str | None = None

    @property
    def key(self) -> str:
        """The way as a list and a link name it."""
        return f"{self.attribute.name}:{self.span}" if self.span else self.attribute.name

    @property
    def label(self) -> str:
        """The way as a person reads it."""
        return f"{self.attribute.label}, by {self.span}" if self.span else self.attribute.label


@dataclass(frozen=True, slots=True)
class Ready:
    """A way to divide people into ready-made segments, of which there are none where the data cannot tell."""

    key: str
    label: str
    segments: Callable[[Catalog], Sequence[Segment]]


READY = (Ready(":nps", "NPS answer", nps_groups), Ready(":stage", "Stage of life", stages))
"""No attribute has a name that begins like their keys."""


def offered(catalog: Catalog) -> tuple[Ready | Cohorts, ...]:
    """Every way to divide people: what they answered and do, when they came, then how, then all else that is known."""
    ready = (each for each in READY if each.segments(catalog))
    dates = [each for each in catalog.attributes if each.type == "date" and not each.is_personal]
    values = sorted((each for each in catalog.attributes if each.can_split), key=lambda each: each.kind != "customer")
    return (*ready, *(Cohorts(each, span) for each in dates for span in SPANS), *map(Cohorts, values))


def cohorts(warehouse: Warehouse, key: str) -> tuple[Segment, ...]:
    """The segments of a way to divide people, at most eight: the most frequent values, or the latest periods.

    Raises:
        SegmentError: nothing can be divided this way.
    """
    way = next((each for each in offered(warehouse.catalog) if each.key == key), None)
    if way is None:
        raise SegmentError(f"Nothing can be divided by {key!r}: choose another attribute.")
    if isinstance(way, Ready):
        return tuple(way.segments(warehouse.catalog))
    if way.span is None:
        values = islice(value_counts(warehouse, way.attribute.name), MOST_SEGMENTS)
        return tuple(value_segment(warehouse.catalog, way.attribute, value) for value in values)
    latest = islice(_periods(warehouse, way.attribute, SPANS[way.span]), MOST_SEGMENTS)
    return tuple(latest)[::-1]


def _periods(warehouse: Warehouse, attribute: Attribute, span: Span) -> Iterator[Segment]:
    """The periods with anybody in them, the latest first."""
    start = _beginning(warehouse.catalog.as_of, span)
    for _ in range(MOST_PERIODS_BACK):
        end = _beginning(start + span.months * 31 * DAY, span) - DAY
        where = AttributeCondition(attribute.name, "between", (start.isoformat(), end.isoformat()))
        if members(warehouse, where) & warehouse.population:
            yield Segment(f"{attribute.label}: {span.name(start)}", where)
        start = _beginning(start - DAY, span)


def _beginning(day: date, span: Span) -> date:
    return day.replace(month=(day.month - 1) // span.months * span.months + 1, day=1)
