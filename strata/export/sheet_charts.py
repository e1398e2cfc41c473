"""Plots as Excel's own charts over the cells of their sheet."""

from collections.abc import Callable, Mapping
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import quote_sheetname, xl_range_abs  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from strata.charts.palette import LIGHT
from strata.charts.parts import AXIS_TITLES
from strata.export.chart_look import is_from_zero
from strata.export.texts import cut
from strata.model.exhibit import Column, Exhibit, Form, Mark, Plot, Series, Table

KINDS: Mapping[Form, dict[str, str]] = {
    "bars": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "lines": {"type": "line"},
    "dots": {"type": "bar"},
}
"""What Excel calls each form; dots are bars, because its scatter charts have no names along an axis."""
CATEGORY, VALUE, REACH = 0, 2, 8
"""Columns of a plot's rows; two that say how far intervals reach follow them."""
ENDS = ("plus", "minus")
WIDTH, HEIGHT = 900, 460
HEAT_LOW, HEAT_HIGH = "#FFFFFF", LIGHT.heat[2]


def with_reaches(table: Table, plot: Plot) -> Table:
    """The rows of a plot with how far each interval reaches up and down, which is what Excel draws."""
    marks = [mark for series in plot.series for mark in series.marks]
    columns = (Column("high less value", plot.unit), Column("value less low", plot.unit))
    rows = ((*row, *_reach(mark)) for row, mark in zip(table.rows, marks, strict=True))
    return Table((*table.columns, *columns), tuple(rows))


def add_chart(book: Workbook, sheet: Worksheet, exhibit: Exhibit, colours: Mapping[str, str], *, at: int) -> None:
    """Puts the chart of an exhibit beside its rows.

    Args:
        book: The workbook.
        sheet: Holds the exhibit's rows from its second row on, series by series.
        exhibit: At least one value to draw.
        colours: The colour of each series by its name.
        at: The column the chart begins in.
    """
    plot = exhibit.plot
    if plot is None:
        return
    if plot.form == "heat":
        _shade(sheet, len(plot.series) * len(plot.categories))
        return
    chart = book.add_chart(KINDS[plot.form])
    n = len(plot.categories)
    for place, series in enumerate(plot.series):
        chart.add_series(_series(sheet.get_name(), plot, series, first=1 + place * n, colour=colours[series.name]))
    _lay_out(chart, exhibit, plot)
    sheet.insert_chart(1, at, chart, {"description": cut(exhibit.words, 1_000), "object_position": 3})


def _series(sheet: str, plot: Plot, series: Series, *, first: int, colour: str) -> dict[str, Any]:
    last = first + len(plot.categories) - 1
    described: dict[str, Any] = {
        "name": [sheet, first, 1],
        "categories": [sheet, first, CATEGORY, last, CATEGORY],
        "values": [sheet, first, VALUE, last, VALUE],
        **STYLES[plot.form](colour),
    }
    if any(mark.low is not None for mark in series.marks):
        ends = {
            f"{end}_values": f"={quote_sheetname(sheet)}!{_range(first, last, REACH + i)}" for i, end in enumerate(ENDS)
        }
        described["y_error_bars"] = {"type": "custom", **ends}
    return described


def _reach(mark: Mark) -> tuple[float | None, float | None]:
    if mark.value is None or mark.low is None or mark.high is None:
        return None, None
    return mark.high - mark.value, mark.value - mark.low


def _range(first: int, last: int, column: int) -> str:
    return str(xl_range_abs(first, column, last, column))


def _filled(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "gap": 50}


def _lined(colour: str) -> dict[str, Any]:
    mark = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": mark}


STYLES: Mapping[Form, Callable[[str], dict[str, Any]]] = {
    "bars": _filled,
    "stacked": _filled,
    "lines": _lined,
    "dots": _filled,
}


def _plain(text: str) -> str:
    """A title that xlsxwriter does not take for a cell, such as "Well done!A1": a joiner of no width parts the two."""
    return text.replace("!", "!\N{WORD JOINER}")


def _lay_out(chart: Any, exhibit: Exhibit, plot: Plot) -> None:  # noqa: ANN401 - xlsxwriter's charts have no type
    is_turned = plot.form != "lines"
    font = {"size": 10, "bold": False}
    values = {
        "name": _plain(plot.value_title or AXIS_TITLES.get(plot.unit, plot.unit)),
        "name_font": font,
        **({"min": 0} if is_turned and is_from_zero(plot) else {}),
        "major_gridlines": {"visible": True, "line": {"color": "#DFE4EE"}},
    }
    names = {"name": _plain(plot.category_title), "name_font": font, "reverse": is_turned, "label_position": "low"}
    if is_turned:
        chart.set_y_axis(names)
        chart.set_x_axis(values | {"label_position": "high"})  # the far end of a turned axis is the bottom
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    chart.set_title({"name": _plain(cut(exhibit.title, 200)), "name_font": {"size": 14}, "overlay": False})
    chart.set_legend({"position": "top"} if len(plot.series) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": WIDTH, "height": HEIGHT})


def _shade(sheet: Worksheet, n_rows: int) -> None:
    """Colours the values of a heat map in their column."""
    scale = {"type": "2_color_scale", "min_color": HEAT_LOW, "max_color": HEAT_HIGH}
    sheet.conditional_format(1, VALUE, n_rows, VALUE, scale)
