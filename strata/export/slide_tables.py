"""Tables and heat maps as PowerPoint's own tables."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.table import Table as Drawn
from pptx.util import Emu, Inches, Pt

from strata.charts.palette import LIGHT
from strata.export.template import Box, Ink, ink, paint
from strata.export.texts import cut, shown
from strata.model.exhibit import Plot, Table
from strata.model.results import amount

SIZE, SMALL = 11, 9
ROW_HEIGHT = Inches(0.32)
LONGEST_CELL = 70
PADDING = Inches(0.06)
HEAD, TEXT, WHITE = ink("#DFE4EE"), ink("#0B0F19"), ink("#FFFFFF")
FIRST_SHARE, WIDEST = 0.24, 26
"""The least of the width that a first column has, and the letters beyond which a column gets no wider."""


def draw(slide: Slide, table: Table, box: Box, alt: str) -> None:
    """Puts a table on a slide: names in the first row, numbers to the right of their cells."""
    names = [f"{each.name} ({each.unit})" if each.unit else each.name for each in table.columns]
    cells = [[shown(cell, table.unit(i, j)) for j, cell in enumerate(row)] for i, row in enumerate(table.rows)]
    drawn = _grid(slide, [names, *cells], box, alt)
    is_number = [any(isinstance(row[i], int | float) for row in table.rows) for i in range(len(table.columns))]
    for row in drawn.rows:
        for cell, is_right in zip(row.cells, is_number, strict=True):
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT


def heat(slide: Slide, plot: Plot, box: Box, alt: str) -> None:
    """Puts a heat map on a slide as a table: a row per series, the darker the higher, n under each name."""
    names = [plot.category_title, *plot.categories]
    rows = [
        [series.name, *(_value(mark.value, plot.unit, mark.withheld) for mark in series.marks)]
        for series in plot.series
    ]
    drawn = _grid(slide, [names, *rows], box, alt)
    most = max((abs(mark.value) for series in plot.series for mark in series.marks if mark.value), default=1.0)
    for row, series in enumerate(plot.series, 1):
        for column, mark in enumerate(series.marks, 1):
            cell: Any = drawn.cell(row, column)
            cell.fill.solid()
            paint(cell.fill.fore_color, _shade((mark.value or 0.0) / most))
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _grid(slide: Slide, cells: Sequence[Sequence[str]], box: Box, alt: str) -> Drawn:
    n_rows, n_columns = len(cells), max(len(cells[0]), 1)
    frame = slide.shapes.add_table(n_rows, n_columns, *box.top(min(ROW_HEIGHT * n_rows, box.height)).placed)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 - there is no public way
    drawn: Drawn = frame.table
    drawn.horz_banding = False
    for place, width in enumerate(_widths(cells, box.width)):
        drawn.columns[place].width = Emu(width)
    size = SIZE if n_columns <= 8 and n_rows <= 10 else SMALL
    for row, texts in enumerate(cells):
        for place, text in enumerate(texts):
            _fill(drawn.cell(row, place), cut(text, LONGEST_CELL), size=size, is_head=row == 0)
    return drawn


def _fill(cell: Any, text: str, *, size: int, is_head: bool) -> None:  # noqa: ANN401 - a cell
    cell.margin_left = cell.margin_right = PADDING
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    paint(cell.fill.fore_color, HEAD if is_head else WHITE)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), is_head
    paint(run.font.color, TEXT)


def _widths(cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of columns by their longest texts, within limits."""
    longest = [min(max(len(row[i]) for row in cells), WIDEST) + 3 for i in range(len(cells[0]))]
    if longest:
        longest[0] = max(longest[0], int(FIRST_SHARE * sum(longest)))
    return [int(width * each / sum(longest)) for each in longest]


def _value(value: float | None, unit: str, withheld: str | None) -> str:
    return amount(value, unit) if value is not None else "withheld" if withheld else ""


def _shade(share: float) -> Ink:
    """From white to the highest of the scale on the screen, or the lowest below zero."""
    colour = LIGHT.heat[2 if share >= 0 else 0]
    ends = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return ink("".join(f"{round(255 + (end - 255) * min(abs(share), 1.0)):02x}" for end in ends))
