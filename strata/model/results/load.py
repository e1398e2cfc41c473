"""What a warehouse holds and what loading it met."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from strata.model.attributes import Attribute
from strata.model.results.source import Source


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """How many rows of one source file became part of a table."""

    table: str
    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class LoadIssue:
    """One thing that was wrong with rows of a file, with an example and what to do about it."""

    table: str
    file: str
    severity: Literal["rejected", "kept"]
    reason: str
    n_rows: int
    example_row: int | None
    example_value: str | None
    remedy: str

    @property
    def sentence(self) -> str:
        """The issue in one line."""
        where = f", e.g. row {self.example_row:,}" if self.example_row else ""
        value = f" ({self.example_value!r})" if self.example_value is not None else ""
        return f"{self.file}: {self.n_rows:,} rows {self.severity}: {self.reason}{where}{value}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class LoadStep:
    """How long a step of the load took."""

    step: str
    seconds: float


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """How large a table is on disk."""

    table: str
    rows: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a warehouse holds and what loading it met."""

    source: Source
    users: int
    internal: int
    accounts: int
    events: int
    answers: int
    size_mb: float
    attributes: tuple[Attribute, ...]
    files: tuple[LoadedFile, ...]
    issues: tuple[LoadIssue, ...]
    steps: tuple[LoadStep, ...] = ()
    tables: tuple[LoadedTable, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)
