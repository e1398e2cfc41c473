"""Excel -> raw table."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from strata.build.raw import Raw, Sink
from strata.build.records import Fault
from strata.errors import LoadError

_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # which is what XML that is not well-formed raises
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    EOFError,
    OSError,
)
"""What a damaged workbook makes openpyxl and those beneath it raise."""


def read_xlsx(sink: Sink, path: Path) -> Raw:
    """Returns the raw table of the first sheet; its first row with content is the header.

    Raises:
        LoadError: the file is no (unencrypted) Excel workbook, or the sheet is empty.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions, which carry no data
        with closing(_opened(path)) as book:
            rows = _rows(path, book)
            header = next(rows, None)
            if header is None:
                raise LoadError(f"{path.name} has no rows on its first sheet: move the table there, with its header")
            width = max(place for place, cell in enumerate(header, start=1) if cell)
            columns = sink.columns([cell or "" for cell in header[:width]])
            faults: list[Fault] = []
            n_rows = sink.fill(columns, _fitting(rows, width, faults))
            sheets = tuple(book.sheetnames)
    ignored = (Fault(0, sheets[0], "only the first sheet read"),) if len(sheets) > 1 else ()
    return Raw(sink.table, columns, n_rows, tuple(faults), ignored)


def _opened(path: Path) -> openpyxl.Workbook:
    with _said_of(path):
        return openpyxl.load_workbook(path, read_only=True, data_only=True)


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise LoadError(
            f"{path.name} is no readable Excel workbook: save it again as .xlsx without a password"
        ) from error


def _rows(path: Path, book: openpyxl.Workbook) -> Iterator[list[str | None]]:
    """The rows of the first sheet that have any content, as texts."""
    with _said_of(path):
        for sheet in book.worksheets[:1]:
            sheet.reset_dimensions()  # some programs write a wrong size, and cells beyond it would be skipped
            texts = ([_as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
            yield from filter(any, texts)


def _fitting(
    rows: Iterator[list[str | None]], width: int, faults: list[Fault]
) -> Iterator[tuple[int, list[str | None]]]:
    """Rows cut or filled to the width of the header; cells beyond it are a fault, not a shift."""
    for number, row in enumerate(rows, start=1):
        if any(row[width:]):
            faults.append(Fault(number, next(cell for cell in row[width:] if cell), "cells beyond the header"))
        else:
            yield number, (row + [None] * width)[:width]


def _as_text(cell: object) -> str | None:
    """What the cell says: whole numbers without a point, dates as ISO, no date for times of day."""
    match cell:
        case None:
            return None
        case bool():
            return str(cell).lower()
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case _:
            return str(cell)
