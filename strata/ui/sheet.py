"""Results as rows, and rows as a CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from strata.model.results import Caution, Contrast, Effect

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Sequence[Row]) -> str:
    """The rows as CSV with a header; texts a spreadsheet would take for a formula get an apostrophe before them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if rows:
        writer.writerow(rows[0])
        writer.writerows([safe(cell) for cell in row.values()] for row in rows)
    return out.getvalue()


def safe(cell: Cell) -> Cell:
    """A cell that is shown as it is; numbers stay numbers, nothing stays empty.

    >>> safe("=1+1"), safe(-3.5), safe("-3.5"), safe(None)
    ("'=1+1", -3.5, '-3.5', '')
    """
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) and not _is_number(cell) else cell


def contrast_rows(results: Sequence[Contrast]) -> list[Row]:
    """One row per segment and metric, every number of the result, its verdict and its sentence."""
    names = [field.name for field in fields(Contrast)]
    return [{name: _cell(getattr(each, name)) for name in names} | {"sentence": each.sentence} for each in results]


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever a result holds
    """A field of a result as one cell: several texts in a row, a warning as its sentence, an effect in words."""
    match value:
        case tuple():
            return "; ".join(str(_cell(each)) for each in value)
        case Caution():
            return value.sentence
        case Effect():
            return f"{value.name} {value.value:.3g}, {value.words}"
        case _:
            cell: Cell = value
            return cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
