"""How broadly and how often the users of each segment use the product: a map with four corners and those outside it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import ANY_EVENT, All, EventCondition, Node, Not, Window

Corner = Literal["power", "focused", "curious", "light", "inactive"]


@dataclass(frozen=True, slots=True)
class CornerWords:
    """How a corner is called, and who is in it."""

    label: str
    meaning: str


CORNERS: Mapping[Corner, CornerWords] = {
    "power": CornerWords("Power", "many features on many days"),
    "focused": CornerWords("Focused", "few features on many days"),
    "curious": CornerWords("Curious", "many features on few days"),
    "light": CornerWords("Light", "few features on few days"),
    "inactive": CornerWords("Not active", "nothing in these dates"),
}


class Limits(NamedTuple):
    """From how many features on a user is broad, and from how many active days on one is often there."""

    features: int
    days: int


def corners(limits: Limits, window: Window, there: Node) -> dict[Corner, Node]:
    """Who is in each corner, as conditions; `there` is who had come by the end of the window."""
    broad = EventCondition(ANY_EVENT, different=limits.features, within=window)
    often = at_least_days(limits.days, window)
    active = EventCondition(ANY_EVENT, within=window)
    return {
        "power": All((broad, often)),
        "focused": All((Not(broad), often)),
        "curious": All((broad, Not(often))),
        "light": All((active, Not(broad), Not(often))),
        "inactive": All((there, Not(active))),
    }


def at_least_features(number: int, window: Window) -> Node:
    """Who used at least so many features: did so many different events."""
    return EventCondition(ANY_EVENT, different=number, within=window)


def at_least_days(number: int, window: Window) -> Node:
    """Who was active on at least so many days."""
    return EventCondition(ANY_EVENT, on_days=number, within=window)


class Band(NamedTuple):
    """Numbers from `low` to `high`, both inside; None has no end."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """The band as an axis names it."""
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.high == self.low else f"{self.low}–{self.high}"


def bands(limit: int) -> tuple[Band, ...]:
    """Up to four bands of the numbers from 1, of which one begins at a limit."""
    middle, far = (limit + 1) // 2, 2 * limit
    ends = [low for low in dict.fromkeys((1, middle, limit, far)) if low >= 1]
    return tuple(Band(low, high and high - 1) for low, high in zip(ends, (*ends[1:], None), strict=True))


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """A group on the map.

    Attributes:
        name: The segment, or what it is held against; whom: who is in it, where conditions can say it.
        there: How many had come by the end of the dates.
        counts: How many are in each corner.
        features, days: What the typical active user does, the median; None where nobody is active.
    """

    name: str
    is_baseline: bool
    whom: Node | None
    there: int
    counts: Mapping[Corner, int]
    features: float | None
    days: float | None


@dataclass(frozen=True, slots=True)
class Engagement:
    """The map of several segments.

    Attributes:
        source: Where the numbers come from.
        window: The dates.
        limits: Where the map is cut: what half of all active users stay below.
        segments: The segments, with their sizes.
        lines: The segments, then what they are held against.
        of: The place of the line that is looked at closely.
        features, days: The bands of the map; cells: how many of that line are in each, a row per band of days.
        results: Share in each corner, segment by segment.
        notes: What to know before reading it.
    """

    source: Source
    window: Window
    limits: Limits
    segments: tuple[SegmentSize, ...]
    lines: tuple[EngagementLine, ...]
    of: int
    features: tuple[Band, ...]
    days: tuple[Band, ...]
    cells: tuple[tuple[int, ...], ...]
    results: tuple[Contrast, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values, without its verdicts: an exhibit says them itself."""
        return {
            "source": asdict(self.source),
            "limits": self.limits._asdict(),
            "segments": [asdict(size) for size in self.segments],
            "lines": [
                {name: getattr(line, name) for name in ("name", "is_baseline", "there", "features", "days")}
                | {"counts": dict(line.counts)}
                for line in self.lines
            ],
            "features": [list(band) for band in self.features],
            "days": [list(band) for band in self.days],
            "cells": [list(row) for row in self.cells],
            "notes": list(self.notes),
        }
