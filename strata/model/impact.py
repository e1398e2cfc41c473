"""What came after a change: before and after, beside a comparison segment, and in the same people.

Values are in the unit a person reads: NPS in points from -100 to 100, shares in percent.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from strata.model.results import SegmentSize, Source, Verdict

Question = Literal["change", "other", "difference", "before", "same_people"]
"""The segment's own change; that of what it is compared with; how much more it changed; whether the two moved apart
before already; and the change in people who answered both times."""


@dataclass(frozen=True, slots=True)
class Level:
    """One group in one period.

    Attributes:
        value, low, high: The metric with its 95 % interval; None where nobody answered or it is withheld.
        withheld: Why there is no value.
    """

    group: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    accounts: int
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One change with its interval.

    Attributes:
        question: What it is about; name says it in words.
        value, low, high: The change and its 95 % interval; None where withheld.
        p: Of "no change", by the same procedure as the interval.
        n: Answers behind it, of all groups and periods together; for the same people how many people.
        method: How it was computed, in words.
        verdict: What it may be called.
        sentence: The finding in one sentence, with its interval and n, or why there is none.
        any_time_low, any_time_high: The interval that stays right however often one looks; None once the period is
            over, and where there are too few answers.
    """

    question: Question
    name: str
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int
    method: str
    verdict: Verdict
    sentence: str
    any_time_low: float | None = None
    any_time_high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One group in one period of the course of things."""

    group: str
    period: str
    level: Level


@dataclass(frozen=True, slots=True)
class Goal:
    """What the segment should reach.

    Attributes:
        value: The goal, in the metric's unit.
        needed: Answers per period that would settle a change of that size; None where that cannot be said.
        sentence: Where the segment stands.
    """

    value: float
    needed: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What came after a change.

    Attributes:
        what: The change, in the words of whoever marked it.
        day: Its first day.
        before, after: The days that are compared, first and last.
        is_open: Whether answers may still come into the period after.
        levels: Each group before and after.
        effects: By question, the one that answers best first.
        course: Both groups period by period.
    """

    source: Source
    segment: str
    against: str
    metric: str
    label: str
    unit: str
    what: str
    day: date
    before: tuple[date, date]
    after: tuple[date, date]
    is_open: bool
    sizes: tuple[SegmentSize, ...]
    levels: tuple[Level, ...]
    effects: tuple[Effect, ...]
    course: tuple[Point, ...]
    goal: Goal | None
    notes: tuple[str, ...]

    def effect(self, question: Question) -> Effect | None:
        """The effect that answers a question; None where it was not asked."""
        return next((each for each in self.effects if each.question == question), None)

    def as_json(self) -> dict[str, Any]:
        """The impact as JSON values."""
        return asdict(self)
