"""Exhibits as pictures: title, finding, chart and stamp in one SVG, whose text stays text."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from strata.export.chromium import Warm
from strata.export.figures import FONT, drawn
from strata.export.look import Look
from strata.export.remarks import NOTHING, remarks
from strata.export.texts import cut, shown
from strata.model.exhibit import Cell, Exhibit, Table

WIDTH, MARGIN = 1000, 20
INNER = WIDTH - 2 * MARGIN
MOST_ROWS, ROW_HEIGHT = 60, 30
LINE_HEIGHT, LETTER_WIDTH = 1.35, 0.53
"""Of a line and of a letter, as shares of the size of the type."""
FONT_SIZE, NARROWEST, WIDEST = 12, 6, 30
WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: int
    weight: int
    is_muted: bool = False


TITLE, LEAD, REMARK, STAMP = (
    Style(22, 700),
    Style(15, 600),
    Style(13, 400, is_muted=True),
    Style(11, 400, is_muted=True),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG and its size in pixels."""

    svg: str
    width: int
    height: int


async def picture(warm: Warm, exhibits: Sequence[Exhibit], look: Look) -> Picture:
    """The exhibits below one another."""
    parts, y = [], MARGIN
    for exhibit in exhibits:
        made, height = await _part(warm, exhibit, look)
        parts.append(f'<g transform="translate(0,{y})">{made}</g>')
        y += height + 2 * MARGIN
    return Picture(_whole(exhibits, "".join(parts), y, look), WIDTH, y)


def wrapped(text: str, *, size: int, width: int) -> list[str]:
    """A text in lines that fit a width in pixels; a word longer than a line is broken."""
    most = max(int(width / (size * LETTER_WIDTH)), 1)
    lines = [""]
    for word in (part for whole in text.split() for part in _broken(whole, most)):
        if lines[-1] and n_columns(f"{lines[-1]} {word}") > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines if lines[-1] else []


def _broken(word: str, most: int) -> Iterator[str]:
    """A word in pieces of at most so many letters, half as many where they could be wide."""
    size = most if n_columns(word) == len(word) else max(most // 2, 1)
    return (word[start : start + size] for start in range(0, len(word), size))


def n_columns(text: str) -> int:
    """How wide a text is in letters; those of East Asia are two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in WIDE else 1 for letter in text)


async def _part(warm: Warm, exhibit: Exhibit, look: Look) -> tuple[str, int]:
    head, y = _texts([(exhibit.title, TITLE), *((each, LEAD) for each in exhibit.findings[:1])], 0, look)
    figure = _figure(exhibit, look)
    if figure is None:
        body, y = _texts([(NOTHING, REMARK)], y, look)
    else:
        height = int(figure.layout.height)
        svg = await warm.svg(figure, width=INNER, height=height)
        body, y = f'<g transform="translate({MARGIN},{y})">{svg}</g>', y + height
    beside = [(each, REMARK) for each in remarks(exhibit)]
    foot, y = _texts([*beside, *((each, STAMP) for each in look.stamp(exhibit))], y, look)
    return head + body + foot, y


def _figure(exhibit: Exhibit, look: Look) -> go.Figure | None:
    if exhibit.plot is None:
        return _table(exhibit.rows, look)
    return None if exhibit.plot.is_empty else drawn(exhibit, exhibit.plot, look)


def _table(table: Table, look: Look) -> go.Figure | None:
    """The first rows of a table as a figure."""
    if not table.rows:
        return None
    rows = table.rows[:MOST_ROWS]
    names = [f"{each.name} ({each.unit})" if each.unit else each.name for each in table.columns]
    cells = [[_cell(row[i], column.unit) for row in rows] for i, column in enumerate(table.columns)]
    sides = ["right" if any(isinstance(row[i], int | float) for row in rows) else "left" for i in range(len(names))]
    widths = [min(max([len(n), *map(len, c), NARROWEST]), WIDEST) for n, c in zip(names, cells, strict=True)]
    most = [max(int(INNER * width / sum(widths) / (FONT_SIZE * LETTER_WIDTH)) - 2, 4) for width in widths]
    shown_cells = [[escape(cut(c, n), quote=False) for c in column] for column, n in zip(cells, most, strict=True)]
    head = [escape(cut(name, n), quote=False) for name, n in zip(names, most, strict=True)]
    grid = {"align": sides, "height": ROW_HEIGHT}
    made = go.Figure(
        go.Table(
            columnwidth=widths,
            header={"values": head, "fill": {"color": look.palette.faint}, **grid},
            cells={"values": shown_cells, "fill": {"color": look.palette.background}, **grid},
        )
    )
    made.update_layout(
        height=ROW_HEIGHT * (len(rows) + 1) + 16,
        margin={"l": 0, "r": 0, "t": 8, "b": 4},
        font={"family": FONT, "size": FONT_SIZE, "color": look.palette.text},
    )
    return made


def _cell(cell: Cell, unit: str) -> str:
    return shown(cell, "" if isinstance(cell, str) else unit)


def _texts(texts: Sequence[tuple[str, Style]], y: int, look: Look) -> tuple[str, int]:
    """Texts as lines of SVG from a height on, and the height they end at."""
    lines = []
    for text, style in texts:
        colour = look.palette.muted if style.is_muted else look.palette.text
        for line in wrapped(text, size=style.size, width=INNER):
            y += round(style.size * LINE_HEIGHT)
            lines.append(
                f'<text x="{MARGIN}" y="{y}" font-size="{style.size}" font-weight="{style.weight}" '
                f'fill="{colour}">{escape(line, quote=False)}</text>'
            )
        y += round(style.size * (LINE_HEIGHT - 1) / 2)
    return "".join(lines), y


def _whole(exhibits: Sequence[Exhibit], parts: str, height: int, look: Look) -> str:
    words = escape(" ".join(each.words for each in exhibits), quote=False)
    title = escape("; ".join(each.title for each in exhibits), quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" font-family="{escape(FONT)}">'
        f"<title>{title}</title><desc>{words}</desc>"
        f'<rect width="100%" height="100%" fill="{look.palette.background}"/>{parts}</svg>'
    )
