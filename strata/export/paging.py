"""Plots and tables cut into parts that one slide can hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from strata.model.exhibit import Form, Plot, Table

T = TypeVar("T")

MOST_PARTS = 6
"""Slides that one chart or table may take; the rest is named and stays in sheet and document."""
MOST_BARS, MOST_DOTS, MOST_STACKS, MOST_HEAT_ROWS, MOST_HEAT_COLUMNS = 20, 36, 14, 14, 13
MOST_LINES, MOST_SMALL = 5, 8
"""Lines that share a chart; more stand in small charts, so many of them on a slide."""
MOST_ROWS, MOST_COLUMNS = 13, 9


def plots(plot: Plot) -> list[Plot]:
    """The parts of a plot, each small enough to be read; one that fits is one part."""
    return list(PARTED[plot.form](plot))


def tables(table: Table) -> list[Table]:
    """The parts of a table; where columns are parted, the first one stands in each."""
    head, *others = range(len(table.columns)) or [0]
    groups = [[head, *group] for group in _even(others, MOST_COLUMNS - 1)] or [[head]]
    return [
        Table(
            tuple(table.columns[i] for i in group if table.columns),
            tuple(tuple(table.rows[row][i] for i in group) for row in rows),
            tuple(table.units[row] for row in rows if table.units),
        )
        for rows in _even(range(len(table.rows)), MOST_ROWS) or [()]
        for group in groups
    ]


def _by_category(most_rows: int, *, most_beside: int | None = None) -> Callable[[Plot], Iterator[Plot]]:
    """Parts of so many rows; where the series stand beside each other, of so many bars or dots too."""

    def parted(plot: Plot) -> Iterator[Plot]:
        fitting = most_beside // max(len(plot.series), 1) if most_beside else most_rows
        for places in _even(range(len(plot.categories)), max(min(fitting, most_rows), 1)):
            yield _at(plot, places)

    return parted


def _by_line(plot: Plot) -> Iterator[Plot]:
    most = MOST_SMALL if len(plot.series) > MOST_LINES else MOST_LINES
    for series in _even(plot.series, most):
        yield replace(plot, series=tuple(series))


def _by_cell(plot: Plot) -> Iterator[Plot]:
    for rows in _even(plot.series, MOST_HEAT_ROWS):
        for places in _even(range(len(plot.categories)), MOST_HEAT_COLUMNS):
            yield _at(replace(plot, series=tuple(rows)), places)


PARTED: Mapping[Form, Callable[[Plot], Iterator[Plot]]] = {
    "bars": _by_category(MOST_BARS, most_beside=MOST_BARS),
    "dots": _by_category(MOST_STACKS, most_beside=MOST_DOTS),
    "stacked": _by_category(MOST_STACKS),
    "lines": _by_line,
    "heat": _by_cell,
}


def _at(plot: Plot, places: Sequence[int]) -> Plot:
    return replace(
        plot,
        categories=tuple(plot.categories[place] for place in places),
        series=tuple(replace(each, marks=tuple(each.marks[place] for place in places)) for each in plot.series),
    )


def _even(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """The items in parts of at most so many, all about as long."""
    n_parts = -(-len(items) // most)
    size = -(-len(items) // n_parts) if n_parts else 1
    return [items[start : start + size] for start in range(0, len(items), size)]
