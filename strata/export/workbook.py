"""XLSX: a sheet per exhibit with typed cells and an Excel chart, and a sheet that says what everything means.

Rows are written as they come and not held, so that large tables need no memory.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from strata.charts.counts import unique
from strata.charts.plot import coloured
from strata.export.look import Look
from strata.export.sheet_charts import add_chart, with_reaches
from strata.export.texts import cut
from strata.export.verdicts import complete
from strata.model.exhibit import Cell, Exhibit, Table

OPTIONS = {
    "constant_memory": True,
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST_ROWS, LONGEST_CELL = 1_048_575, 32_767
"""What a sheet can hold below its header, and a cell."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
ABOUT, VERDICTS = "Definitions", "Verdicts"
WIDEST, WIDEST_WORDS = 48, 110
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written into every workbook, so that equal exhibits make equal files."""
NUMBER_FORMATS = {"%": '0.0" %"', "pp": "+0.0;-0.0;0.0", "points": "0.0"}


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook's cells."""

    book: Workbook
    head: Any
    words: Any
    title: Any

    def of(self, unit: str) -> Any:  # noqa: ANN401 - xlsxwriter's formats have no type
        """The format of numbers of a unit."""
        return self.book.add_format({"num_format": NUMBER_FORMATS.get(unit, "General"), "align": "right"})


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """A workbook: definitions first, a sheet per exhibit, the verdicts last."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": cut(exhibits[0].title, 200), "author": "Strata", "created": MADE})
    styles = Styles(
        book,
        book.add_format({"bold": True, "bg_color": "#DFE4EE", "text_wrap": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"bold": True, "font_size": 14}),
    )
    parts = [part for exhibit in exhibits for part in _parts(exhibit)]
    names = sheet_names([part.title for part in parts])
    _about(book.add_worksheet(ABOUT), parts, names, styles)
    for part, name in zip(parts, names, strict=True):
        _sheet(book, part, name, look, styles)
    contrasts = [each for exhibit in exhibits for each in exhibit.contrasts]
    if contrasts:
        _table(book.add_worksheet(VERDICTS), complete(contrasts), styles)
    book.close()
    return out.getvalue()


def sheet_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Titles as names that a workbook takes: short, without its own signs, none twice in any case of letters."""
    taken, found = {ABOUT.lower(), VERDICTS.lower(), "history"}, []
    for title in titles:
        plain = FORBIDDEN.sub(" ", title).strip(" '") or "Sheet"
        plain = plain.encode("utf-16-le")[: 2 * LONGEST_NAME].decode("utf-16-le", "ignore").strip(" '") or "Sheet"
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        taken.add(name.lower())
        found.append(name)
    return tuple(found)


def _parts(exhibit: Exhibit) -> Iterator[Exhibit]:
    """An exhibit, or its table and its chart where it has both, because a chart is drawn over cells of its own."""
    if exhibit.table is None or exhibit.plot is None:
        yield exhibit
        return
    yield replace(exhibit, plot=None)
    if not exhibit.plot.is_empty:
        yield replace(exhibit, title=f"Chart of {exhibit.title}", table=None, findings=(), contrasts=(), notes=())


def _about(sheet: Worksheet, exhibits: Sequence[Exhibit], names: Sequence[str], styles: Styles) -> None:
    """What each sheet shows, says and comes from: a line a row."""
    sheet.set_column(0, 0, LONGEST_NAME)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, WIDEST_WORDS)
    sheet.freeze_panes(1, 0)
    lines = [(name, *line) for exhibit, name in zip(exhibits, names, strict=True) for line in _lines(exhibit)]
    for place, text in enumerate(("Sheet", "What", "In words")):
        sheet.write_string(0, place, text, styles.head)
    for row, line in enumerate(lines, 1):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text[:LONGEST_CELL], styles.words)


def _lines(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    yield "Title", exhibit.title
    yield from (("Finding", text) for text in exhibit.findings)
    yield from (("Verdict", each.sentence) for each in exhibit.contrasts)
    yield from (("Note", text) for text in exhibit.notes)
    yield from (("Definition", text) for text in exhibit.stamp.lines)


def _sheet(book: Workbook, exhibit: Exhibit, name: str, look: Look, styles: Styles) -> None:
    sheet, plot = book.add_worksheet(name), exhibit.plot
    has_chart = plot is not None and not plot.is_empty and exhibit.table is None
    table = with_reaches(exhibit.rows, plot) if plot and has_chart else exhibit.rows
    _table(sheet, table, styles)
    title = cut(exhibit.title, 100).replace("&", "&&")
    sheet.set_footer(f"&L&8 {title}&R&8 {exhibit.stamp.source.version}")
    if plot and has_chart:
        colours = coloured(plot, look.places(exhibit), look.palette)
        add_chart(book, sheet, exhibit, colours, at=len(table.columns) + 1)


def _table(sheet: Worksheet, table: Table, styles: Styles) -> None:
    """Names in a first row that stays in sight, then typed cells."""
    formats = [styles.of(column.unit) for column in table.columns]
    for place, (name, width) in enumerate(zip(_names(table), _widths(table), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, styles.head)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if table.columns and table.rows:
        sheet.autofilter(0, 0, min(len(table.rows), MOST_ROWS), len(table.columns) - 1)
    for number, row in enumerate(table.rows[:MOST_ROWS], 1):
        for place, cell in enumerate(row):
            _cell(sheet, number, place, cell, formats[place])


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, number: Any) -> None:  # noqa: ANN401 - no type
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float():
            sheet.write_number(row, column, cell, number)
        case _:
            sheet.write_string(row, column, cell[:LONGEST_CELL])


def _names(table: Table) -> list[str]:
    named = (f"{each.name} ({each.unit})" if each.unit else each.name for each in table.columns)
    return list(unique(list(named), longest=200))


def _widths(table: Table) -> list[int]:
    """Widths by the names and the first rows."""
    first = table.rows[:50]
    return [
        min(max([len(name), *(len(f"{row[place]}") for row in first)]) + 3, WIDEST)
        for place, name in enumerate(_names(table))
    ]
