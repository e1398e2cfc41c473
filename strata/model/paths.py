"""What people do right after something, or right before it; shares in percent."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import PathCondition


@dataclass(frozen=True, slots=True)
class Branch:
    """A way on: the events that follow, nearest first, and whether nothing follows them.

    Of `is_other` branches it is only known that they are none of those that are named.
    """

    events: tuple[str, ...]
    ends: bool = False
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """How many of a group went a way, from how many accounts, and their percent; None where too few began."""

    users: int
    accounts: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PathGroup:
    """A segment or the baseline: how many began, and where they went: one point per branch, and per whole way."""

    name: str
    is_baseline: bool
    began: int
    next: tuple[BranchPoint, ...]
    ways: tuple[BranchPoint, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways of segments after or before an event.

    `path` is what all of them have done: the event, and the events after it that were chosen. `next` are the branches
    of the next step, the most frequent first, and `ways` the most frequent ways of several steps.
    """

    source: Source
    path: PathCondition
    segments: tuple[SegmentSize, ...]
    next: tuple[Branch, ...]
    ways: tuple[Branch, ...]
    groups: tuple[PathGroup, ...]
    results: tuple[Contrast, ...]
    unfinished: int

    def as_json(self) -> dict[str, Any]:
        """The paths as JSON values."""
        return {
            "path": list(self.path.path),
            "days": self.path.days,
            "backwards": self.path.backwards,
            "source": asdict(self.source),
            "segments": [asdict(each) for each in self.segments],
            "next": [asdict(each) for each in self.next],
            "ways": [asdict(each) for each in self.ways],
            "groups": [asdict(each) for each in self.groups],
            "results": [asdict(each) | {"sentence": each.sentence} for each in self.results],
            "unfinished": self.unfinished,
        }
