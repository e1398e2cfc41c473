"""CSV that a spreadsheet opens without running anything in it, with what explains the numbers above them."""

import csv
import io
from collections.abc import Iterable, Sequence

from strata.export.look import Look
from strata.export.texts import safe
from strata.export.verdicts import complete
from strata.model.exhibit import Exhibit, Table

REMARK = "# "
MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """Of each exhibit its title, findings and stamp in lines that begin with `#`, then its numbers under their names.

    Comparisons follow with every number of theirs. All of these are parted by an empty line.
    """
    return (MARK + "\r\n".join(_remarks(heading(each, look)) + data(each) for each in exhibits)).encode()


def data(exhibit: Exhibit) -> str:
    """The numbers of an exhibit, and below them its comparisons with every number of theirs."""
    tables = (exhibit.rows, *([complete(exhibit.contrasts)] if exhibit.contrasts else []))
    return "\r\n".join(map(rows, tables))


def heading(exhibit: Exhibit, look: Look) -> tuple[str, ...]:
    """What explains the numbers: title, findings, verdicts, stamp."""
    verdicts = (each.sentence for each in exhibit.contrasts)
    return (exhibit.title, *dict.fromkeys((*exhibit.findings, *verdicts)), *look.stamp(exhibit))


def rows(table: Table) -> str:
    """The numbers under their names; texts that a spreadsheet would take for a formula get an apostrophe before."""
    names = [f"{each.name} ({each.unit})" if each.unit else each.name for each in table.columns]
    return _lines([list(map(safe, names)), *([safe(cell) for cell in row] for row in table.rows)])


def _remarks(lines: Iterable[str]) -> str:
    return _lines([[REMARK + " ".join(line.split())] for line in lines])


def _lines(cells: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(cells)
    return out.getvalue()
