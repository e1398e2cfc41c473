"""A metric period by period: the numbers behind the trend view."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from strata.model.periods import Grain
from strata.model.results import SegmentSize, Source

Course = Literal["rises", "falls", "no_clear_trend", "expected_by_luck", "not_enough_data"]


@dataclass(frozen=True, slots=True)
class Point:
    """One group in one period; values in the unit people read.

    Attributes:
        start, end: First and last day of the period, as ISO dates.
        label: The period as an axis names it.
        value, low, high: The value and its 95 % interval; None where nobody has one, or it is withheld.
        n: How many were counted; accounts: how many accounts they come from.
        withheld: Why there is no value; None where there is one.
        partial: What is missing of the period, 'so far' for one that is not over; None for a whole one.
        previous: The value as many periods earlier as the whole window has; None where it is not known.
        usual_low, usual_high: Where the value would be by chance around the mean of all periods, three standard
            errors wide; None for less than three whole periods.
    """

    start: str
    end: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    accounts: int
    withheld: str | None
    partial: str | None
    previous: float | None
    usual_low: float | None = None
    usual_high: float | None = None

    @property
    def is_unusual(self) -> bool:
        """Whether the value lies outside what chance alone would do."""
        if self.value is None or self.usual_low is None or self.usual_high is None or self.partial:
            return False
        return not self.usual_low <= self.value <= self.usual_high


@dataclass(frozen=True, slots=True)
class Line:
    """One group over time.

    Attributes:
        name: The segment, or the baseline.
        is_baseline: Whether the others are seen against it.
        points: One per period, oldest first.
        course: Whether it rises or falls.
        slope, slope_low, slope_high: Change per period with its 95 % interval; None where it is not known.
        p, p_adjusted: Two-sided, and corrected among the groups (Holm).
        mean: Mean over all whole periods.
        wiggle: How far around the mean a typical period may lie by chance, three standard errors.
        sentences: What can be said of it, the most important first.
    """

    name: str
    is_baseline: bool
    points: tuple[Point, ...]
    course: Course
    slope: float | None
    slope_low: float | None
    slope_high: float | None
    p: float | None
    p_adjusted: float | None
    mean: float | None
    wiggle: float | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric of several groups, period by period; `notes` say what to know when reading it."""

    source: Source
    metric: str
    label: str
    unit: str
    counted: str
    grain: Grain
    segments: tuple[SegmentSize, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The trend as JSON values."""
        return asdict(self)
