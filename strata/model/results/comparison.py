"""What an analysis of several groups at once returns."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results.contrast import Contrast
from strata.model.results.source import SegmentSize, Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """Segments against a baseline, metric by metric."""

    source: Source
    segments: tuple[SegmentSize, ...]
    overlaps: tuple[tuple[int, ...], ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The comparison as JSON values, each result with its sentence."""
        document = asdict(self)
        for row, contrast in zip(document["results"], self.results, strict=True):
            row["sentence"] = contrast.sentence
        return document


@dataclass(frozen=True, slots=True)
class NpsGroup:
    """NPS answers of the users who share one value of an attribute."""

    name: str
    promoters: int
    passives: int
    detractors: int
    accounts: int
    users: int
    score: float | None
    low: float | None
    high: float | None
    withheld: str | None
    """Why the score is greyed, or None."""

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class NpsByPersona:
    """NPS split by one attribute, lowest score first, groups too small to judge last."""

    source: Source
    attribute: str
    label: str
    total: NpsGroup
    groups: tuple[NpsGroup, ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The split as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A clear gap: the users with one value of an attribute against everyone else."""

    attribute: str
    label: str
    value: str
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Overview:
    """What is loaded, and the largest gaps in it."""

    source: Source
    users: int
    internal: int
    accounts: int
    events: int
    answers: int
    totals: tuple[NpsGroup, ...]
    findings: tuple[Finding, ...]
