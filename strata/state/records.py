"""What saved work is, above the database: frozen records in and out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from strata.errors import StateError
from strata.model.moves import Figure
from strata.model.recipe import Recipe
from strata.model.review import Item, Pinned
from strata.model.segment import EVER, Segment, Window

Visibility = Literal["private", "everyone"]


@dataclass(frozen=True, slots=True)
class SavedSegment:
    """One version of a saved segment.

    Attributes:
        id: Short text that never changes and is never given twice; links and conditions may use it.
        version: Counts from 1; every save is one more.
        is_verified: Whether someone vouched for exactly this definition.
        is_frozen: Whether its members are those of the day it was saved (`State.members`), not those of today.
        favourite_of: Everyone who marked the segment, whichever the version.
    """

    id: str
    version: int
    segment: Segment
    description: str
    owner: str
    tags: tuple[str, ...]
    visibility: Visibility
    is_verified: bool
    is_archived: bool
    is_frozen: bool
    note: str
    saved_at: datetime
    saved_by: str
    favourite_of: frozenset[str]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.segment.name

    def seen_by(self, person: str) -> "SavedSegment":
        """The segment itself; raises StateError where it is private to somebody else."""
        if self.visibility == "private" and self.owner != person:
            raise StateError(f"{self.id!r} is private to {self.owner}: ask them to show it to everyone.")
        return self


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison asks: of which segments, against what, by which metrics, in which window."""

    name: str
    segments: tuple[Pinned, ...]
    metrics: tuple[str, ...]
    baseline: str | None = None
    """A segment's id, or None for everyone else."""
    window: Window = EVER


@dataclass(frozen=True, slots=True)
class SavedComparison:
    """A comparison that can be opened again."""

    id: str
    comparison: Comparison
    saved_at: datetime
    saved_by: str

    @property
    def name(self) -> str:
        """What people call it."""
        return self.comparison.name


@dataclass(frozen=True, slots=True)
class SavedReview:
    """One version of a saved review.

    Attributes:
        id: Short text that never changes and is never given twice.
        version: Counts from 1; every save is one more.
        items: Its charts and tables, in the order they are shown.
    """

    id: str
    version: int
    name: str
    owner: str
    visibility: Visibility
    items: tuple[Item, ...]
    note: str
    saved_at: datetime
    saved_by: str

    def seen_by(self, person: str) -> "SavedReview":
        """The review itself; raises StateError where it is private to somebody else."""
        if self.visibility == "private" and self.owner != person:
            raise StateError(f"The review {self.id!r} is private to {self.owner}: ask them to show it to everyone.")
        return self


class Showed(NamedTuple):
    """What an item of a review showed with one load of the data, up to the day `as_of`."""

    warehouse_version: str
    as_of: str
    figures: tuple[Figure, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on a day, e.g. what was released."""

    id: str
    day: date
    text: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class MarkedChange:
    """A change that is followed: what it is called, its first day, and the recipe of the screen that follows it."""

    id: str
    name: str
    day: date
    asked: Recipe
    saved_at: datetime
    saved_by: str


class Use(NamedTuple):
    """Something that refers to a segment."""

    kind: Literal["segment", "comparison", "review"]
    id: str
    name: str


class Size(NamedTuple):
    """How many users and accounts a version of a segment had in a version of the warehouse."""

    version: int
    warehouse_version: str
    users: int
    accounts: int
    measured_at: datetime


class Change(NamedTuple):
    """One line of the audit: who did what to which segment, comparison or review, and when."""

    at: datetime
    by: str
    action: str
    subject: str
