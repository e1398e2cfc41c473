"""Small projects written as texts, loaded into real warehouse files."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from strata.build import LoadReport, load, read_project

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
USERS = """[users]
file = "users.csv"
id = "id"
"""


class Loaded(NamedTuple):
    report: LoadReport
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()

    def issues(self) -> dict[tuple[str, str], int]:
        return {(issue.severity, issue.reason): issue.n_rows for issue in self.report.issues}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a project file and its sources, `users_csv="..."` as users.csv, and returns the project file's path."""

    def write(toml: str, **files: str | bytes) -> Path:
        for name, content in files.items():
            raw = content.encode() if isinstance(content, str) else content
            (tmp_path / ".".join(name.rsplit("_", 1))).write_bytes(raw)
        path = tmp_path / "strata.toml"
        path.write_text(toml)
        return path

    return write


@pytest.fixture
def loaded(written, tmp_path: Path) -> Iterator[Callable[..., Loaded]]:
    """Loads a project written like `written` does, and opens what it made."""
    with ExitStack() as stack:

        def run(toml: str, **files: str | bytes) -> Loaded:
            report = load(read_project(written(toml, **files)), tmp_path / "warehouse", now=NOW)
            return Loaded(report, stack.enter_context(duckdb.connect(str(report.warehouse), read_only=True)))

        yield run
