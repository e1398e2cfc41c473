"""Parquet -> raw table."""

from pathlib import Path

import duckdb

from strata.build.raw import ROW, Raw, Sink
from strata.build.sql import literal_path, quoted, statement
from strata.errors import LoadError


def read_parquet(sink: Sink, path: Path) -> Raw:
    """Returns the raw table of a Parquet file, its values written as text.

    Raises:
        LoadError: the file is no Parquet file, or is damaged.
    """
    try:
        described = sink.connection.execute(
            statement("staging/parquet_columns"), {"path": literal_path(path)}
        ).fetchall()
        names = [str(name) for name, *_ in described]
        columns = sink.columns(names)
        renamed = ", ".join(
            f"cast({quoted(name)} as varchar) as {quoted(column)}" for name, column in zip(names, columns, strict=True)
        )
        fills = {"raw": quoted(sink.table), "columns": renamed, "row": ROW}
        sink.connection.execute(statement("staging/raw_parquet", **fills), {"path": literal_path(path)})
    except duckdb.Error as error:
        raise LoadError(f"{path.name} is no readable Parquet file: {str(error).splitlines()[0]}") from error
    return Raw(sink.table, columns, sink.count())
