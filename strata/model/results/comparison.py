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
    findings: tuple[Finding, ...]
