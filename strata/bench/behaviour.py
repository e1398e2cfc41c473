"""What a visitor asks of behaviour, as the screens ask it, as plain SQL does, and what merely reading it takes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from strata.analysis.exhibits import make
from strata.analysis.retention import metric_name
from strata.analysis.size import sizes
from strata.bench.questions import COMMON, HOTTEST, ONE, SECOND
from strata.build.synthetic import event_name
from strata.membership import in_play
from strata.model.exhibit import Exhibit
from strata.model.recipe import Option, Recipe
from strata.model.segment import Between, Node, Segment, Window, parse
from strata.warehouse import Warehouse

Figures = Mapping[tuple[str, str], float]
"""Numbers by segment and by whatever else tells them apart."""

OTHER = event_name(10)
STEPS = (HOTTEST, SECOND, COMMON, ONE)
DAYS, LONG_DAYS, WEEKS, KEPT_WEEK = 90, 365, 12, 4
DAY = timedelta(days=1)
RULE: Mapping[str, Any] = {
    "all": [
        {
            "any": [
                {"attribute": "plan", "op": "is", "value": ["Growth", "Scale"]},
                {"attribute": "role", "op": "is", "value": ["owner"]},
            ]
        },
        {"not": {"event": OTHER, "within": {"last": 30}}},
        {"any": [{"response": "nps", "is": "detractor"}, {"attribute": "seats", "op": ">", "value": 20}]},
    ]
}
"""The nested segment but for the condition that is edited."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What the questions are about: the last day of the data, and how far back the edited condition looks."""

    as_of: date
    days: int = DAYS

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The four segments: an attribute, a behaviour, both, and a nested rule, which is the one that is edited."""
        often = {"event": COMMON, "at_least": 3, "within": {"last": DAYS}}
        lately_often = {"event": COMMON, "at_least": 3, "within": {"last": self.days}}
        rules: Mapping[str, Mapping[str, Any]] = {
            "Hygienists": {"attribute": "role", "op": "is", "value": ["hygienist"]},
            "Often": often,
            "Growth": {
                "all": [
                    {"attribute": "plan", "op": "is", "value": ["Growth"]},
                    {"not": {"event": OTHER, "within": {"last": 30}}},
                ]
            },
            "Nested": {"all": [*RULE["all"], lately_often]},
        }
        return tuple(Segment(name, _parsed(rule, name)) for name, rule in rules.items())

    @property
    def params(self) -> Mapping[str, Any]:
        """What the plain statements are given."""
        until = datetime.combine(self.as_of + DAY, time.min)
        return {"common": COMMON, "other": OTHER, "days": self.days, "now": until} | dict(
            zip(("one", "two", "three", "four"), STEPS, strict=True)
        )

    def last(self, days: int) -> Between:
        """The last days of the data."""
        return Between(self.as_of - (days - 1) * DAY, self.as_of)

    @property
    def weeks(self) -> Between:
        """The last whole weeks."""
        last = self.as_of - ((self.as_of.weekday() + 1) % 7) * DAY
        return Between(last - (7 * WEEKS - 1) * DAY, last)

    @property
    def months(self) -> Between:
        """The last twelve whole months."""
        last = (self.as_of + DAY).replace(day=1) - DAY
        return Between(
            (last + DAY).replace(year=last.year - (1 if last.month < 12 else 0), month=last.month % 12 + 1), last
        )


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        name: What people call it.
        ask: Puts it to a warehouse as its screen does, intervals and verdicts included.
        read: The figures of the answer that the plain statement gives too.
        plain: The statement of queries/bench that answers it from the tables as delivered; empty where none is short.
        scan: The statement of queries/bench that reads the same columns of the warehouse and does nothing with them.
        window: The dates it is about.
    """

    name: str
    ask: Callable[[Warehouse, Asking], Any]
    read: Callable[[Any], Figures]
    plain: str
    scan: str
    window: Callable[[Asking], Between] = field(default=lambda asking: asking.last(DAYS))

    def params(self, asking: Asking) -> Mapping[str, Any]:
        """What its plain statement and its scan are given."""
        window = self.window(asking)
        if window.start is None or window.end is None:
            raise ValueError(f"{self.name} has no dates")
        start, until = (datetime.combine(day, time.min) for day in (window.start, window.end + DAY))
        return {**asking.params, "start": start, "until": until, "first": start, "last": until}


def _parsed(rule: Mapping[str, Any], name: str) -> Node:
    return parse(rule, at=name)


def _counted(which: slice) -> Callable[[Warehouse, Asking], Any]:
    def ask(warehouse: Warehouse, asking: Asking) -> Any:  # noqa: ANN401 - whatever its `read` takes
        segments = asking.segments[which]
        return sizes(warehouse, segments, in_play(warehouse, segments))

    return ask


def _screen(kind: str, window: Callable[[Asking], Window], **options: Option) -> Callable[[Warehouse, Asking], Any]:
    def ask(warehouse: Warehouse, asking: Asking) -> tuple[Exhibit, ...]:
        chosen = tuple(options.items())
        return make(warehouse, Recipe(kind, asking.segments, None, window(asking), chosen))

    return ask


def _sizes(found: Any) -> Figures:  # noqa: ANN401 - what `ask` gave
    return {(size.name, ""): size.users for size in found}


def _lines(found: tuple[Exhibit, ...]) -> Figures:
    """The values of the segments' lines, by the first day of each period."""
    plot = found[0].plot
    if plot is None:
        return {}
    return {
        (series.name, _day(label)): mark.value
        for series in plot.series
        for label, mark in zip(plot.categories, series.marks, strict=True)
        if mark.value is not None and series.role != "baseline"
    }


def _day(label: str) -> str:
    """A label of a period, as in "6 Jul 2026" or "Jul 2026", as its first day."""
    words = label.split()
    return datetime.strptime(" ".join(["1", *words][-3:]), "%d %b %Y").date().isoformat()  # noqa: DTZ007


def _reached(found: tuple[Exhibit, ...]) -> Figures:
    plot = found[0].plot
    if plot is None:
        return {}
    return {
        (series.name, str(step)): mark.n
        for series in plot.series
        for step, mark in enumerate(series.marks, 1)
        if series.role != "baseline"
    }


def _uses(found: tuple[Exhibit, ...]) -> Figures:
    result = next(filter(None, (each.result() for each in found)))
    return {
        (group, feature["name"]): use["value"]
        for feature in result["features"]
        for group, use in zip(result["groups"], feature["uses"], strict=True)
        if use["value"]
    }


def _medians(found: tuple[Exhibit, ...]) -> Figures:
    groups = found[0].result()["groups"]
    return {
        (each["name"], ""): each["summary"]["median"] for each in groups if each["name"] in NAMES and each["summary"]
    }


def _means(found: tuple[Exhibit, ...]) -> Figures:
    return {(each.segment, each.metric): each.value for each in _results(found) if each.value is not None}


def _kept(found: tuple[Exhibit, ...]) -> Figures:
    asked = [each for each in _results(found) if each.metric == metric_name(KEPT_WEEK - 1)]
    return {(each.segment, ""): each.value for each in asked if each.value is not None}


def _nothing(found: tuple[Exhibit, ...]) -> Figures:
    del found  # nobody else is asked the same
    return {}


def _results(found: Iterable[Exhibit]) -> list[Any]:
    return list(next(each.contrasts for each in found if each.contrasts))


NAMES = ("Hygienists", "Often", "Growth", "Nested")

QUESTIONS: tuple[Question, ...] = (
    Question("count the edited segment", _counted(slice(3, 4)), _sizes, "size", "users"),
    Question("count four segments", _counted(slice(None)), _sizes, "sizes", "users"),
    Question(
        "weekly active users",
        _screen("activity", lambda asking: asking.weeks, measure="share", by="week"),
        _lines,
        "weeks",
        "days",
        lambda asking: asking.weeks,
    ),
    Question(
        "retention in week 4",
        _screen("retention", lambda asking: asking.last(LONG_DAYS)),
        _kept,
        "retention",
        "days",
        lambda asking: asking.last(LONG_DAYS),
    ),
    Question(
        "funnel of four steps",
        _screen("funnel", lambda asking: asking.last(DAYS), steps=STEPS, days=14),
        _reached,
        "funnel",
        "steps",
    ),
    Question(
        "NPS month by month",
        _screen("trend", lambda asking: asking.months, metrics=("nps",), metric="nps", by="month"),
        _lines,
        "nps",
        "answers",
        lambda asking: asking.months,
    ),
    Question(
        "adoption of 200 events",
        _screen("adoption", lambda asking: asking.last(DAYS)),
        _uses,
        "adoption",
        "events",
    ),
    Question("life cycle", _screen("lifecycle", lambda asking: asking.last(DAYS)), _nothing, "", "days"),
    Question("engagement map", _screen("engagement", lambda asking: asking.last(DAYS)), _nothing, "", "events"),
    Question("paths", _screen("paths", lambda asking: asking.last(DAYS), event=COMMON), _nothing, "", "events"),
    Question(
        "quantiles of events",
        _screen("distribution", lambda asking: asking.last(DAYS), metrics=("events",), metric="events"),
        _medians,
        "quantiles",
        "days",
    ),
    Question(
        "means and variances",
        _screen("compare", lambda asking: asking.last(DAYS), metrics=("events", "active_days")),
        _means,
        "moments",
        "days",
    ),
)
"""In the order in which they are asked and shown."""

ASKED_ELSEWHERE: tuple[Question, ...] = tuple(question for question in QUESTIONS if question.plain)
"""Those that plain SQL and other tools are asked, too."""
