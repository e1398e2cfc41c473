"""How many of each segment were active, period by period, and whether that differs from the baseline."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.periods import Grain, Period
from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import Between, Node
from strata.model.segment.fields import WINDOW


@dataclass(frozen=True, slots=True)
class ActivityPoint:
    """One period of a line.

    Attributes:
        period: The calendar period.
        days: The days of it that are counted.
        value: In the unit of the result; None where it is withheld.
        low, high: The 95 % interval; None for a plain count of people.
        n: How many the value is of; accounts: how many accounts they come from.
        active: How many of them were active.
        withheld: Why there is no value.
        partial: What is missing of the period, e.g. "so far"; None where nothing is.
    """

    period: Period
    days: Between
    value: float | None
    low: float | None
    high: float | None
    n: int
    accounts: int
    active: int
    withheld: str | None
    partial: str | None


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A segment, or what it is held against, over the periods; `whom` is who is in it, where conditions can say it."""

    name: str
    is_baseline: bool
    points: tuple[ActivityPoint, ...]
    whom: Node | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A measure of activity of several segments by day, week or month.

    Attributes:
        source: Where the numbers come from.
        measure: The key of the measure; label, unit: how people read it; counted: what n counts.
        grain: The length of a period.
        segments: The segments, with their sizes.
        lines: The segments, then what they are held against.
        results: The segments against the baseline over all whole periods.
        notes: What to know before reading it.
    """

    source: Source
    measure: str
    label: str
    unit: str
    counted: str
    grain: Grain
    segments: tuple[SegmentSize, ...]
    lines: tuple[ActivityLine, ...]
    results: tuple[Contrast, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values, without its verdicts: an exhibit says them itself."""
        return {
            **{name: getattr(self, name) for name in ("measure", "label", "unit", "counted", "grain")},
            "source": asdict(self.source),
            "segments": [asdict(size) for size in self.segments],
            "lines": [
                {"name": line.name, "is_baseline": line.is_baseline, "points": [_point(each) for each in line.points]}
                for line in self.lines
            ],
            "notes": list(self.notes),
        }


def _point(point: ActivityPoint) -> dict[str, Any]:
    names = ("value", "low", "high", "n", "accounts", "active", "withheld", "partial")
    return {"days": WINDOW.write(point.days)} | {name: getattr(point, name) for name in names}
