"""Who is in segments: steps, overlaps, members, sizes over time."""

from dataclasses import dataclass
from typing import Any

from strata.model.results.source import SegmentSize, Source


@dataclass(frozen=True, slots=True)
class Step:
    """One condition at the top of a segment: who meets it alone, and who is left by it and those before."""

    words: str
    alone: int
    left: int
    accounts: int


@dataclass(frozen=True, slots=True)
class OverlapCell:
    """The people in exactly one combination of segments; `inside` says of each segment whether they are in it."""

    inside: tuple[bool, ...]
    users: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Who is in several segments at once; `pairs` counts the users that two segments share."""

    source: Source
    segments: tuple[SegmentSize, ...]
    pairs: tuple[tuple[int, ...], ...]
    cells: tuple[OverlapCell, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a segment; `values` by the attributes' labels, personal ones masked."""

    user_id: int
    key: str
    account: str | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition at the top of a segment, and whether a user meets it."""

    words: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class SizeOn:
    """How large a segment was at the end of a day."""

    day: str
    users: int
    accounts: int


@dataclass(frozen=True, slots=True)
class History:
    """A segment's size over time; `note` says what of the past is not known."""

    segment: str
    points: tuple[SizeOn, ...]
    note: str | None
