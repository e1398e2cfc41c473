"""The tables of a warehouse as they might have been delivered: keys for ids, events as they happened.

What plain statements and data frames are measured on: nobody has sorted or summed anything for them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from strata.build.sql import statement
from strata.errors import LoadError

TABLES = ("users", "events", "answers")
MEMORY = "8GB"


def delivered(warehouse: Path) -> Path:
    """The file beside a warehouse's with its tables as delivered, written where it is not there yet.

    Raises:
        LoadError: there is no space, or the warehouse cannot be read.
    """
    raw = warehouse.with_suffix(".raw")
    if not raw.is_file():
        unfinished = raw.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with _connection(unfinished, read_only=False) as connection:
            name = str(warehouse).replace("'", "''")
            connection.execute(f"attach '{name}' as served (read_only)")
            for table in TABLES:
                connection.execute(statement(f"bench/raw_{table}"))
        unfinished.replace(raw)
    return raw


class Delivered:
    """Plain statements on such a file."""

    def __init__(self, file: Path) -> None:
        """Nothing is opened yet; every question opens the file anew, but its pages stay in the system's memory."""
        self._file = file

    @contextmanager
    def asking(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for several questions."""
        with _connection(self._file, read_only=True) as connection:
            yield connection

    def table(self, sql: str) -> pa.Table:
        """The rows of a statement for a data frame."""
        with self.asking() as connection:
            found: pa.Table = connection.sql(sql).to_arrow_table()
            return found


def rows(connection: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement, of whose parameters only those it names are given."""
    named = duckdb.extract_statements(sql)[0].named_parameters
    return connection.execute(sql, {name: params[name] for name in named}).fetchall()


@contextmanager
def _connection(file: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with duckdb.connect(
            ":memory:", config={"memory_limit": MEMORY, "temp_directory": f"{file}.spill"}
        ) as connection:
            name = str(file).replace("'", "''")
            connection.execute(f"attach '{name}' as delivered {'(read_only)' if read_only else ''}")
            connection.execute("use delivered; set timezone = 'UTC'; set enable_progress_bar = false")
            yield connection
    except duckdb.Error as error:
        raise LoadError(f"The tables as delivered could not be read: {str(error).splitlines()[0]}") from error
