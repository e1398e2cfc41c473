"""Source tables: columns in, files out."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
from pyarrow import csv, parquet

from data.sample.draw import Bools, Floats, Ints, Texts

Column: TypeAlias = "pa.Array[Any]"
WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {
    ".csv": csv.write_csv,
    ".parquet": lambda table, path: parquet.write_table(table, path, compression="zstd"),
}


def table(columns: Mapping[str, Any]) -> pa.Table:
    """Returns a table of arrays of equal length."""
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def known(values: Texts | Ints | Floats | Bools, is_known: Bools) -> Column:
    """Returns the values, missing where they are not known."""
    column: Column = pa.array(values, mask=~is_known)
    return column


def moments(at: Ints, is_known: Bools | None = None) -> Column:
    """Returns seconds since 1970 as times, missing where they are not known."""
    return pa.array(at, pa.timestamp("s"), mask=None if is_known is None else ~is_known)


def days(at: Ints, is_known: Bools | None = None) -> Column:
    """Returns seconds since 1970 as dates, missing where they are not known."""
    dates: Column = moments(at, is_known).cast(pa.date32())
    return dates


def coded(codes: Ints, values: Sequence[str] | Texts, is_known: Bools | None = None) -> Column:
    """Returns the value of each code, stored once each."""
    indices = pa.array(codes, pa.int32(), mask=None if is_known is None else ~is_known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values, pa.string()))


def write(columns: pa.Table, path: Path) -> None:
    """Writes a table in the format of the file's suffix."""
    WRITERS[path.suffix](columns, path)
