"""A raw table: the rows of one file as texts, and what could not be made a row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

from strata.build.names import headers
from strata.build.records import Fault
from strata.build.sql import quoted, statement

ROW = "strata_row"
"""The number of a row in its file; the first data row is 1, rejected rows count."""

_BATCH = 50_000

Rows = Iterator[tuple[int, list[str]]] | Iterator[tuple[int, list[str | None]]]


@dataclass(frozen=True, slots=True)
class Raw:
    """One file as a table named `table`, with its columns, its faults and remarks on how it was read."""

    table: str
    columns: tuple[str, ...]
    n_rows: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Sink:
    """Where a reader puts its rows: a connection and the name of the raw table to make."""

    connection: duckdb.DuckDBPyConnection
    table: str

    def columns(self, cells: list[str]) -> tuple[str, ...]:
        """Returns the header cells as column names this table can have."""
        return tuple(headers(cells, reserved=(ROW,)))

    def fill(self, columns: tuple[str, ...], rows: Rows) -> int:
        """Makes the table from numbered rows and returns how many there were."""
        names = [ROW, *columns]
        fields: list[pa.Field[Any]] = [pa.field(ROW, pa.int64())]
        schema = pa.schema(fields + [pa.field(name, pa.string()) for name in columns])
        self._create(schema.empty_table(), names)
        n_rows = 0
        while batch := list(islice(rows, _BATCH)):
            numbers = [number for number, _ in batch]
            cells = list(zip(*(row for _, row in batch), strict=True))
            arrays: list[pa.Array[Any]] = [pa.array(numbers, pa.int64())]
            arrays += [pa.array(column, pa.string()) for column in cells]
            self._insert(pa.Table.from_arrays(arrays, schema=schema))
            n_rows += len(batch)
        return n_rows

    def count(self) -> int:
        """Returns the number of rows in the table."""
        rows = self.connection.execute(statement("staging/count", table=quoted(self.table))).fetchall()
        return int(rows[0][0])

    def _create(self, empty: pa.Table, names: list[str]) -> None:
        self.connection.register("strata_batch", empty)
        fills = {"raw": quoted(self.table), "batch": "strata_batch", "columns": ", ".join(map(quoted, names))}
        self.connection.execute(statement("staging/raw_create", **fills))
        self.connection.unregister("strata_batch")

    def _insert(self, batch: pa.Table) -> None:
        self.connection.register("strata_batch", batch)
        self.connection.execute(statement("staging/raw_insert", raw=quoted(self.table), batch="strata_batch"))
        self.connection.unregister("strata_batch")
