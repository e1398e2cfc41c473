"""In which stage of their life the users of each segment are, period by period, and from which to which they go."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from strata.model.periods import DAY, Period
from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import ANY_EVENT, All, AnyOf, AttributeCondition, Between, EventCondition, Node, Not

Stage = Literal["new", "returning", "resurrected", "slipping", "dormant"]


@dataclass(frozen=True, slots=True)
class StageWords:
    """How a stage is called, and what it means, with {grain} for day, week or month."""

    label: str
    meaning: str


STAGES: Mapping[Stage, StageWords] = {
    "new": StageWords("New", "came in the {grain}"),
    "returning": StageWords("Returning", "active in the {grain} and in the one before"),
    "resurrected": StageWords("Resurrected", "active again after a {grain} or more without anything"),
    "slipping": StageWords("Slipping", "active in the {grain} before, and not in this one"),
    "dormant": StageWords("Dormant", "not active in the last two {grain}s or more"),
}
"""Every user who has come by the end of a period is in exactly one of them."""


@lru_cache(maxsize=512)
def stages(period: Period, before: Period) -> Mapping[Stage, Node]:
    """Who is in each stage in a period, as conditions; `before` is the period right before it."""
    was = came_before(period.start)
    now, then = (EventCondition(ANY_EVENT, within=Between(each.start, each.end)) for each in (period, before))
    return {
        "new": All((came_before(period.end + DAY), Not(was))),
        "returning": All((was, now, then)),
        "resurrected": All((was, now, Not(then))),
        "slipping": All((was, Not(now), then)),
        "dormant": All((was, Not(now), Not(then))),
    }


def came_before(day: date) -> Node:
    """Who had come before a day: joined, or was seen; those of whom neither is known had always been there."""
    known = ("joined_at", "first_seen")
    dated = (AttributeCondition(name, "before", day.isoformat()) for name in known)
    return AnyOf((*dated, All(tuple(AttributeCondition(name, "is_missing") for name in known))))


@dataclass(frozen=True, slots=True)
class StageShare:
    """The share of a group who are in a stage, in percent with its 95 % interval; None where too few are there."""

    value: float | None
    low: float | None
    high: float | None
    accounts: int


@dataclass(frozen=True, slots=True)
class LifecycleLine:
    """A group over the periods.

    Attributes:
        name: The segment, or what it is held against; whom: who is in it, where conditions can say it.
        there: How many had come by the end of each period.
        counts: How many were in each stage, period by period.
        followed: The share in the stage that is looked at, period by period.
    """

    name: str
    is_baseline: bool
    whom: Node | None
    there: tuple[int, ...]
    counts: Mapping[Stage, tuple[int, ...]]
    followed: tuple[StageShare, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """How many of a group went from one stage to another; `before` is None for those who were not there yet."""

    before: Stage | None
    now: Stage
    users: int


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Stages of life of several segments.

    Attributes:
        source: Where the numbers come from.
        stage: The stage that is followed over time.
        periods: The periods; partial: what is missing of each, None where nothing is.
        last: The place of the last whole period; None where there is none.
        segments: The segments, with their sizes.
        lines: The segments, then what they are held against.
        of: The place of the line that is looked at closely.
        flows: From the last whole period but one to the last, of that line; empty where there is no such period.
        results: Share in each stage in the last whole period, segment by segment.
        notes: What to know before reading it.
    """

    source: Source
    stage: Stage
    periods: tuple[Period, ...]
    partial: tuple[str | None, ...]
    last: int | None
    segments: tuple[SegmentSize, ...]
    lines: tuple[LifecycleLine, ...]
    of: int
    flows: tuple[Flow, ...]
    results: tuple[Contrast, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values, without its verdicts: an exhibit says them itself."""
        return {
            "source": asdict(self.source),
            "stage": self.stage,
            "periods": [[each.start.isoformat(), each.end.isoformat()] for each in self.periods],
            "partial": list(self.partial),
            "segments": [asdict(size) for size in self.segments],
            "lines": [
                {
                    "name": line.name,
                    "is_baseline": line.is_baseline,
                    "there": list(line.there),
                    "counts": {stage: list(counts) for stage, counts in line.counts.items()},
                    "followed": [asdict(each) for each in line.followed],
                }
                for line in self.lines
            ],
            "flows": [asdict(flow) for flow in self.flows],
            "notes": list(self.notes),
        }
