"""HTML in one file: charts that need no network, tables beneath them, readable by keyboard, ear and printer."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from math import inf
from pathlib import Path

from plotly.offline import get_plotlyjs

from strata.export.figures import drawn
from strata.export.look import Look
from strata.export.remarks import NOTHING, remarks
from strata.export.texts import shown
from strata.export.verdicts import brief
from strata.model.exhibit import Cell, Exhibit, Plot, Table

STYLE, SCRIPT = (Path(__file__).with_name(f"document.{suffix}") for suffix in ("css", "js"))
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""What the page may load: nothing from anywhere."""
MOST_ROWS = 2_000
LONG_CELL = 48
"""Letters from which on a text in a cell may break into lines."""


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """A page that works offline: a section per exhibit with findings, chart, verdicts, numbers and stamp."""
    return page(exhibits, look)


def page(exhibits: Sequence[Exhibit], look: Look, *, tallest: float = inf) -> bytes:
    """The page with charts of at most so many pixels, so that paper can hold them."""
    return "".join(_page(exhibits, look, tallest)).encode()


def title_of(exhibits: Sequence[Exhibit]) -> str:
    """What a document is called: after its exhibit, or after the data where there are several."""
    first = exhibits[0]
    return first.title if len(exhibits) == 1 else f"{first.stamp.source.project}: {len(exhibits)} charts and tables"


def _page(exhibits: Sequence[Exhibit], look: Look, tallest: float) -> Iterator[str]:
    title = escape(title_of(exhibits))
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_asset(STYLE)}@page{{size:{look.page} landscape}}</style></head><body>"
    yield '<a class="skip" href="#main">Skip to the content</a>'
    if len(exhibits) > 1:
        yield f"<header><h1>{title}</h1>{_contents(exhibits)}</header>"
    yield '<main id="main">'
    for place, exhibit in enumerate(exhibits):
        yield from _section(exhibit, place, look, tallest, level=1 if len(exhibits) == 1 else 2)
    yield "</main>"
    if any(exhibit.plot and not exhibit.plot.is_empty for exhibit in exhibits):
        yield f"<script>{_plotly()}</script>"
    yield f"<script>{_asset(SCRIPT)}</script></body></html>"


def _contents(exhibits: Sequence[Exhibit]) -> str:
    links = (f'<li><a href="#part-{i}">{escape(each.title)}</a></li>' for i, each in enumerate(exhibits))
    return f'<nav aria-label="Contents"><ol>{"".join(links)}</ol></nav>'


def _section(exhibit: Exhibit, place: int, look: Look, tallest: float, *, level: int) -> Iterator[str]:
    yield f'<section id="part-{place}" aria-labelledby="title-{place}">'
    yield f'<h{level} id="title-{place}" dir="auto">{escape(exhibit.title)}</h{level}>'
    yield from _findings(exhibit.findings)
    if exhibit.plot is None:
        yield _table(exhibit.rows, exhibit.title)
    else:
        yield from _chart(exhibit, exhibit.plot, place, look, tallest)
    if exhibit.contrasts:
        yield f"<h{level + 1}>Verdicts</h{level + 1}>{_table(brief(exhibit.contrasts), f'Verdicts of {exhibit.title}')}"
    if exhibit.plot is not None:
        yield f"<details><summary>The numbers</summary>{_table(exhibit.rows, exhibit.title)}</details>"
    yield f'<footer class="stamp">{"".join(map(_line, look.stamp(exhibit)))}</footer></section>'


def _findings(said: Sequence[str]) -> Iterator[str]:
    if said:
        yield f'<p class="lead">{escape(said[0])}</p>'
    if said[1:]:
        lines = "".join(f"<li>{escape(each)}</li>" for each in said[1:])
        yield f"<ul>{lines}</ul>"


def _chart(exhibit: Exhibit, plot: Plot, place: int, look: Look, tallest: float) -> Iterator[str]:
    if plot.is_empty:
        yield f"<p>{NOTHING}</p>"
    else:
        made = drawn(exhibit, plot, look)
        made.update_layout(height=min(made.layout.height, tallest))
        spoken = escape(exhibit.words, quote=True)
        yield f'<figure><div role="img" aria-label="{spoken}" data-figure="figure-{place}" '
        yield f'style="height:{made.layout.height}px"></div></figure>'
        yield f'<script type="application/json" id="figure-{place}">{_json(made.to_json())}</script>'
    yield from (f'<p class="remark">{escape(each)}</p>' for each in remarks(exhibit))


def _table(table: Table, caption: str) -> str:
    """A table that can be scrolled by keyboard, its numbers to the right."""
    if not table.rows:
        return "<p>There are no rows to show.</p>"
    names = (f"{each.name} ({each.unit})" if each.unit else each.name for each in table.columns)
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    places = range(len(table.columns))
    body = "".join(_row(row, [table.unit(i, j) for j in places]) for i, row in enumerate(table.rows[:MOST_ROWS]))
    hidden = len(table.rows) - MOST_ROWS
    more = f"<p>{hidden:,} more rows are in the workbook and in the CSV.</p>" if hidden > 0 else ""
    said = escape(caption, quote=True)
    return (
        f'<div class="scroll" role="region" aria-label="{said}" tabindex="0"><table><caption>{said}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def _row(row: Sequence[Cell], units: Sequence[str]) -> str:
    cells = []
    for place, (cell, unit) in enumerate(zip(row, units, strict=True)):
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        text = escape(shown(cell, unit))
        long = ' class="long"' if len(text) > LONG_CELL else ""
        exact = f' class="number" data-value="{cell}"' if is_number else f' dir="auto"{long}'
        cells.append(f'<th scope="row"{exact}>{text}</th>' if place == 0 else f"<td{exact}>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _line(text: str) -> str:
    """A line of the stamp; an address can be followed."""
    if text.startswith(("http://", "https://")):
        return f'<p><a href="{escape(text, quote=True)}" rel="noreferrer">See it again in Strata</a></p>'
    return f"<p>{escape(text)}</p>"


def _json(text: str) -> str:
    """JSON that cannot end the script it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _plotly() -> str:
    return str(get_plotlyjs()).replace("</script", "<\\/script")


@cache
def _asset(file: Path) -> str:
    return file.read_text(encoding="utf-8")
