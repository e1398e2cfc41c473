"""What a load says about itself: progress while it runs, a report when it is done."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from strata.model.results import LoadedFile, LoadIssue


class Progress(NamedTuple):
    """A step of the load: what is being done, how many of its parts are done, out of how many."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a finished load made: the warehouse file, its version, and what became of every source row."""

    warehouse: Path
    version: str
    tables: tuple[LoadedFile, ...]
    issues: tuple[LoadIssue, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Returns the report as JSON-ready data."""
        return asdict(self) | {"warehouse": str(self.warehouse)}
