"""Which features segments use, and how that differs from what they are held against."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from strata.model.results import Brief, Contrast, SegmentSize, Source
from strata.model.segment import Node


@dataclass(frozen=True, slots=True)
class Use:
    """A feature in one group.

    Attributes:
        value, low, high: In the unit of the result, with the interval at 95 %; None where it is withheld.
        n: How many the value is of; accounts: how many accounts they come from.
        withheld: Why there is no value.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    accounts: int
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature in all groups, in their order.

    Attributes:
        uses: The groups.
        briefs: The segments against the baseline, in short.
        judged: By segment what all features are found to be, and at which place this one stands.
    """

    name: str
    first_day: date | None
    uses: tuple[Use, ...]
    briefs: Sequence[Brief]
    judged: Sequence[Sequence[Contrast]]
    place: int

    @property
    def results(self) -> tuple[Contrast, ...]:
        """The segments against the baseline, in full; they are put into words only now."""
        return tuple(each[self.place] for each in self.judged)

    @property
    def gap(self) -> float:
        """The largest clear difference of a segment from the baseline; 0 where none is clear."""
        return max((abs(each.difference or 0.0) for each in self.briefs if each.is_clear), default=0.0)


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A segment or a baseline; `whom` is who is in it, where a tree of conditions can say it."""

    name: str
    whom: Node | None
    is_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Adoption:
    """A measure of the use of features.

    Attributes:
        source: Where the numbers come from.
        measure: The key of the measure; label, unit: how people read it; counted: what n counts.
        segments: The segments, with their sizes.
        groups: The segments, then what they are held against, if that is one group.
        features: The features in the order asked for.
        compared: How many comparisons the verdicts are corrected for.
        notes: What to know before reading it.
    """

    source: Source
    measure: str
    label: str
    unit: str
    counted: str
    segments: tuple[SegmentSize, ...]
    groups: tuple[UserGroup, ...]
    features: tuple[Feature, ...]
    compared: int
    notes: tuple[str, ...] = ()

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """Every comparison in short."""
        return tuple(each for feature in self.features for each in feature.briefs)

    @property
    def results(self) -> tuple[Contrast, ...]:
        """Every comparison."""
        return tuple(each for feature in self.features for each in feature.results)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values."""
        return {
            **{name: getattr(self, name) for name in ("measure", "label", "unit", "counted", "compared")},
            "source": asdict(self.source),
            "segments": [asdict(size) for size in self.segments],
            "groups": [group.name for group in self.groups],
            "features": [_feature(each) for each in self.features],
            "notes": list(self.notes),
        }


USE = ("value", "low", "high", "n", "accounts", "withheld")
RESULT = ("segment", "baseline", "difference", "ci_low", "ci_high", "level", "p", "p_adjusted", "method", "verdict")


def _feature(feature: Feature) -> dict[str, Any]:
    return {
        "name": feature.name,
        "first_day": feature.first_day.isoformat() if feature.first_day else None,
        "uses": [{name: getattr(use, name) for name in USE} for use in feature.uses],
        "results": [{name: getattr(each, name) for name in RESULT} for each in feature.briefs],
    }
