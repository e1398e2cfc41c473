"""Text -> records, one by one, such that no row is ever lost: what cannot be read comes back as a fault."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from strata.build.dialect import Dialect, reader
from strata.errors import LoadError

_SHOWN = 80


class Fault(NamedTuple):
    """A record that cannot be a row: its number (first data row = 1), what it begins with, and why."""

    row_number: int
    value: str
    reason: str


@dataclass(slots=True)
class Records:
    """The records of one file: the header at once, the rows while iterating; faults and notes fill up meanwhile."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    faults: list[Fault]
    notes: dict[str, int]


class _Lines:
    """Lines that remember what the current record took, so that it can be given back."""

    def __init__(self, lines: Iterator[str], notes: dict[str, int]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self._notes = notes
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._clean(next(self._lines))
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Returns all lines of this record but its first."""
        self._returned.extendleft(reversed(self.taken[1:]))

    def _clean(self, line: str) -> str:
        if "\0" not in line:
            return line
        self._notes["NUL bytes removed"] = self._notes.get("NUL bytes removed", 0) + 1
        return line.replace("\0", "")


def read_records(path: Path, dialect: Dialect) -> Records:
    """Returns the records of a delimited text file, strictly read.

    Raises:
        LoadError: there is no header row.
    """
    faults: list[Fault] = []
    notes: dict[str, int] = {}
    records = _records(path, dialect, notes)
    header = next(records, None)
    if header is None or isinstance(header, str):
        raise LoadError(f"{path.name} has no readable header row: its first line must name the columns")
    return Records(header, _rows(records, len(header), faults), faults, notes)


def _rows(records: Iterator[list[str] | str], width: int, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    for number, record in enumerate(records, start=1):
        if isinstance(record, str):
            faults.append(Fault(number, record[:_SHOWN], "quote not closed"))
        elif len(record) != width:
            # The count is part of the value: the row itself says too little about what is wrong with it.
            shown = f"{len(record)} fields instead of {width}: {','.join(record)[:_SHOWN]}"
            faults.append(Fault(number, shown, "wrong number of fields"))
        else:
            yield number, record


def _records(path: Path, dialect: Dialect, notes: dict[str, int]) -> Iterator[list[str] | str]:
    """Every record in file order; the text of its first line where a quote makes it unreadable."""
    with path.open(encoding=dialect.encoding, newline="", errors="replace") as file:
        lines = _Lines(file, notes)
        parsed = reader(lines, dialect)
        width = 0
        while True:
            lines.taken = []
            try:
                record = next(parsed)
            except StopIteration:
                return
            except csv.Error:
                lines.give_back()
                yield lines.taken[0].rstrip("\r\n")
                continue
            if not any(cell.strip() for cell in record) and len(record) < 2:
                notes["blank lines skipped"] = notes.get("blank lines skipped", 0) + 1
                continue
            width = width or len(record)
            if _has_swallowed(lines.taken, dialect, width):
                lines.give_back()
                yield lines.taken[0].rstrip("\r\n")
            else:
                yield record


def _has_swallowed(taken: list[str], dialect: Dialect, width: int) -> bool:
    """Whether a quote left open has eaten whole rows.

    It has if every line inside the quotes is by itself a row of the right width, with enough delimiters that text
    would hardly have them by chance.
    """
    inner = taken[1:-1]
    if len(inner) * (width - 1) < 3:
        return False
    try:
        return all(len(record) == width for line in inner for record in reader(iter([line]), dialect))
    except csv.Error:
        return False
