"""Source files -> raw tables: every column VARCHAR, with the file and the number of each row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from strata.build.raw import Raw, Sink
from strata.build.read_csv import read_csv
from strata.build.read_jsonl import read_jsonl
from strata.build.read_parquet import read_parquet
from strata.build.read_xlsx import read_xlsx
from strata.errors import ProjectError


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file: the suffixes it has, and the function that fills a raw table from one."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Sink, Path], Raw]


READERS = (
    Reader("delimited text", (".csv", ".tsv", ".tab", ".txt", ".psv"), read_csv),
    Reader("Parquet", (".parquet", ".pq"), read_parquet),
    Reader("JSON lines", (".jsonl", ".ndjson"), read_jsonl),
    Reader("Excel", (".xlsx", ".xlsm"), read_xlsx),
)


def reader_of(path: Path) -> Reader:
    """Returns the reader for this file.

    Raises:
        ProjectError: nothing reads files of this suffix.
    """
    for reader in READERS:
        if path.suffix.lower() in reader.suffixes:
            return reader
    known = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
    raise ProjectError(f"{path.name} cannot be read: save it as one of {known} (unpack archives first)")
