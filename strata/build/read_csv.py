"""Delimited text -> raw table. Regular files go through DuckDB, all others record by record."""

from pathlib import Path

import duckdb

from strata.build.dialect import Dialect, sniff
from strata.build.raw import Raw, Sink
from strata.build.records import Fault, read_records
from strata.build.sql import literal_path, quoted, statement


def read_csv(sink: Sink, path: Path) -> Raw:
    """Returns the raw table of a delimited text file.

    DuckDB is fast and strict about what a record is, but stops at the first bad one; such a file is read again by
    our own reader, which goes on and keeps what it had to reject.

    Raises:
        LoadError: the file is empty, is no text or has no header row.
    """
    dialect = sniff(path)
    raw = _read_regular(sink, path, dialect) if dialect.is_plain else None
    return raw or _read_carefully(sink, path, dialect)


def _read_regular(sink: Sink, path: Path, dialect: Dialect) -> Raw | None:
    """The raw table, or None where the file turns out not to be regular after all."""
    header = read_records(path, dialect).header
    columns = sink.columns(header)
    values = {"path": literal_path(path), "columns": dict.fromkeys(columns, "VARCHAR"), "delimiter": dialect.delimiter}
    try:
        sink.connection.execute(statement("staging/raw_csv", raw=quoted(sink.table)), values)
    except duckdb.Error:
        return None
    return Raw(sink.table, columns, sink.count()) if _is_whole(sink, dialect, header) else None


def _is_whole(sink: Sink, dialect: Dialect, header: list[str]) -> bool:
    """Whether every delimiter and every newline of the file is accounted for, and no quote may have swallowed rows.

    DuckDB lets a row end in one delimiter too many, which is how a comma inside a name shifts the columns.
    """
    inventory = statement("staging/raw_inventory", raw=quoted(sink.table))
    found = sink.connection.execute(inventory, {"delimiter": dialect.delimiter}).fetchall()[0]
    n_rows, n_delimiters, n_newlines, most_newlines = map(int, found)
    delimiters = (len(header) - 1) * (n_rows + 1) + n_delimiters + "".join(header).count(dialect.delimiter)
    newlines = n_rows + n_newlines + "".join(header).count("\n")
    return (
        delimiters == dialect.n_delimiters
        and newlines in (dialect.n_newlines, dialect.n_newlines - 1)
        and most_newlines < 2
    )


def _read_carefully(sink: Sink, path: Path, dialect: Dialect) -> Raw:
    records = read_records(path, dialect)
    columns = sink.columns(records.header)
    n_rows = sink.fill(columns, records.rows)
    notes = [Fault(0, str(number), reason) for reason, number in records.notes.items()]
    if dialect.is_guessed:
        notes.append(Fault(0, dialect.encoding, "encoding guessed"))
    return Raw(sink.table, columns, n_rows, tuple(records.faults), tuple(notes))
