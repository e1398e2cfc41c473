"""Who comes back how long after they started; shares in percent."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Contrast, SegmentSize, Source
from strata.model.stretches import Stretch


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """Those of some users whose stretch of days is over, and how many of them came back in it.

    `share`, `low` and `high` are None where too few are known; `waiting` counts users whose days are not over.
    """

    n: int
    accounts: int
    back: int
    waiting: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RetentionCohort:
    """Those of a group who started in one calendar period; `start` and `end` are its first and last day."""

    label: str
    start: str
    end: str
    users: int
    points: tuple[RetentionPoint, ...]


@dataclass(frozen=True, slots=True)
class RetentionGroup:
    """A segment or the baseline: all who started, and, but for everyone else, the latest cohorts of them."""

    name: str
    is_baseline: bool
    users: int
    points: tuple[RetentionPoint, ...]
    cohorts: tuple[RetentionCohort, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """The retention of segments; `asked` is the stretch that is judged as the question, the others are a look around.

    `start` is the event whose first use starts, None for joining; `back` what counts as coming back.
    """

    source: Source
    start: str | None
    back: str
    stretches: tuple[Stretch, ...]
    asked: int
    segments: tuple[SegmentSize, ...]
    groups: tuple[RetentionGroup, ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The retention as JSON values."""
        document = asdict(self)
        for row, result in zip(document["results"], self.results, strict=True):
            row["sentence"] = result.sentence
        return document
