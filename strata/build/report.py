"""What a load says about itself: progress while it runs, a report when it is done."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

Severity = Literal["rejected", "kept"]


class Progress(NamedTuple):
    """A step of the load: what is being done, how many of its parts are done, out of how many."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FileCount:
    """Rows of one file for one table; `rows_read` is the sum of the other two."""

    table: str
    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One reason for which rows of a file were rejected, or kept with a remark; `example_row` counts from 1."""

    table: str
    file: str
    severity: Severity
    reason: str
    n_rows: int
    example_row: int | None
    example_value: str | None
    remedy: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a finished load made: the warehouse file, its version, and what became of every source row."""

    warehouse: Path
    version: str
    tables: tuple[FileCount, ...]
    issues: tuple[Issue, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Returns the report as JSON-ready data."""
        return asdict(self) | {"warehouse": str(self.warehouse)}
