"""Plots as PowerPoint's own charts: whoever opens them can change the numbers behind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.slide import Slide
from pptx.util import Pt

from strata.charts.plot import readable_on
from strata.export.chart_look import Inks, axes, chart_of, filled, is_from_zero, labelled, marked, number_format, solid
from strata.export.chart_xml import error_bars, hide_labels
from strata.export.paging import MOST_LINES
from strata.export.slide_dots import dots
from strata.export.template import TEXT, Box, Ink, ink, paint
from strata.export.texts import cut
from strata.model.exhibit import Form, Plot

MOST_LABELLED = 16
"""Bars that have their value written beside them."""
NARROW = 0.07
"""Share of the longest stack under which a part does not hold its number."""
GRID_COLUMNS = 4
WHOLE, ROUNDING = 100.0, 0.5
"""Percent of a whole stack, and what rounding may do to it."""

Draw = Callable[[Slide, Plot, Box, Inks, str], None]


def draw(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> None:
    """Puts a plot on a slide as charts of its own.

    Args:
        slide: Where to.
        plot: At least one value, and no heat map: that is a table.
        box: Where on it.
        inks: The colour of each series by its name.
        alt: The chart in words.
    """
    DRAWN[plot.form](slide, plot, box, inks, alt)


def _bars(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> None:
    chart = _turned(slide, XL_CHART_TYPE.BAR_CLUSTERED, plot, box, alt)
    bars = chart.plots[0]
    bars.gap_width, bars.overlap = 45, 0
    is_bounded = any(mark.low is not None for series in plot.series for mark in series.marks)
    if len(plot.categories) * len(plot.series) <= MOST_LABELLED and not is_bounded:
        bars.has_data_labels = True
        labelled(bars.data_labels, plot.unit)
    for drawn, series in zip(bars.series, plot.series, strict=True):
        drawn.invert_if_negative = False
        filled(drawn.format, inks[series.name])
        error_bars(drawn, series, TEXT)


def _stacked(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> None:
    chart = _turned(slide, XL_CHART_TYPE.BAR_STACKED, plot, box, alt)
    bars = chart.plots[0]
    bars.gap_width, bars.overlap = 40, 100
    stacks = zip(*(series.marks for series in plot.series), strict=True)
    widest = max((sum(mark.value or 0 for mark in stack) for stack in stacks), default=0)
    if plot.unit == "%" and abs(widest - WHOLE) < ROUNDING:
        chart.value_axis.maximum_scale = WHOLE
    for drawn, series in zip(bars.series, plot.series, strict=True):
        filled(drawn.format, inks[series.name])
        error_bars(drawn, series, TEXT)
        labelled(drawn.data_labels, plot.unit, _on(inks[series.name]))
        narrow = [place for place, mark in enumerate(series.marks) if (mark.value or 0) < NARROW * widest]
        hide_labels(drawn.data_labels, narrow)


def _on(colour: Ink) -> Ink:
    """What can be read on an area of a colour; on those of a template's theme its own text."""
    return ink(readable_on(f"#{colour}")) if isinstance(colour, RGBColor) else TEXT


def _lines(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> None:
    """Few lines on one chart, many on small ones that share their scale."""
    if len(plot.series) <= MOST_LINES:
        _line_chart(slide, plot, box, inks, alt)
        return
    n_rows = -(-len(plot.series) // GRID_COLUMNS)
    width, height = box.width // GRID_COLUMNS, box.height // n_rows
    top = max((mark.high or mark.value or 0.0 for series in plot.series for mark in series.marks), default=1.0)
    for place, series in enumerate(plot.series):
        row, column = divmod(place, GRID_COLUMNS)
        alone = replace(plot, series=(series,), value_title=" ", category_title="")
        small = Box(box.x + column * width, box.y + row * height, width, height)
        chart = _line_chart(slide, alone, small, inks, f"{series.name}, one of {len(plot.series)} charts. {alt}")
        _small(chart, series.name, top)


def _small(chart: Chart, name: str, top: float) -> None:
    chart.has_title = True
    run = chart.chart_title.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = cut(name, 48), Pt(10), True
    chart.font.size = Pt(8)
    if top > 0:
        chart.value_axis.maximum_scale = top


def _line_chart(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> Chart:
    chart = chart_of(slide, XL_CHART_TYPE.LINE_MARKERS, _data(plot), box, alt)
    axes(plot, values=chart.value_axis, names=chart.category_axis)
    if all((mark.value or 0) >= 0 for series in plot.series for mark in series.marks):
        chart.value_axis.minimum_scale = 0
    for place, (drawn, series) in enumerate(zip(chart.plots[0].series, plot.series, strict=True)):
        colour = inks[series.name]
        drawn.smooth = False
        paint(solid(drawn.format.line), colour)
        drawn.format.line.width = Pt(2.25)
        if series.role == "baseline":
            drawn.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
        marked(drawn, place, colour, size=6)
        error_bars(drawn, series, colour)
    return chart


def _turned(slide: Slide, kind: XL_CHART_TYPE, plot: Plot, box: Box, alt: str) -> Chart:
    """Bars that lie, the first category on top."""
    chart = chart_of(slide, kind, _data(plot), box, alt)
    axes(plot, values=chart.value_axis, names=chart.category_axis)
    if is_from_zero(plot):
        chart.value_axis.minimum_scale = 0
    chart.category_axis.reverse_order = True
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # the far end of a turned axis is the bottom
    return chart


def _data(plot: Plot) -> Any:  # noqa: ANN401 - python-pptx has no types here
    data: Any = CategoryChartData(number_format=number_format(plot.unit))  # type: ignore[no-untyped-call]
    data.categories = plot.categories
    for series in plot.series:
        data.add_series(series.name, [mark.value for mark in series.marks])
    return data


DRAWN: Mapping[Form, Draw] = {"bars": _bars, "stacked": _stacked, "lines": _lines, "dots": dots}
