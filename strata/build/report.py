"""What a load says about itself: progress while it runs, a report when it is done."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from strata.model.results import LoadedFile, LoadIssue


class Progress(NamedTuple):
    """A step of the load: what is being done, how many of its parts are done, out of how many."""

    step: str
    done: int
    total: int


class Took(NamedTuple):
    """How many seconds a step took."""

    step: str
    seconds: float


class Steps:
    """Counts and times the steps of a load for whoever watches."""

    def __init__(self, report: Callable[[Progress], None], total: int) -> None:
        """Nothing is done yet, of so many steps."""
        self.took: list[Took] = []
        self._report = report
        self._total = total
        self._since = perf_counter()

    def done(self, step: str) -> None:
        """Notes that a step is done."""
        now = perf_counter()
        self.took.append(Took(step, now - self._since))
        self._since = now
        self._report(Progress(step, len(self.took), max(self._total, len(self.took))))


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a finished load made: the warehouse file, its version, and what became of every source row.

    `note` says in a sentence what was special about it, if anything.
    """

    warehouse: Path
    version: str
    tables: tuple[LoadedFile, ...]
    issues: tuple[LoadIssue, ...]
    seconds: float
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Returns the report as JSON-ready data."""
        return asdict(self) | {"warehouse": str(self.warehouse)}
