"""Dots with their intervals as a PowerPoint chart: a row for each category, whose names stand beside it.

A series goes from the low end of an interval over the value to its high end, with a gap before the next one. Error
bars along the axis would do as well in PowerPoint, but LibreOffice does not draw those whose lengths differ.
"""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from strata.export.chart_look import Inks, axes, chart_of, marked, number_format, solid
from strata.export.chart_xml import fix_inner
from strata.export.template import TEXT, Box, paint
from strata.model.exhibit import Mark, Plot

NAMES_SHARE, LEFT, TOP, LEGEND, AXIS = 0.28, 0.01, 0.02, 0.11, 0.17
"""The width of the names, and the margins of the plot in its chart."""
LONG_NAME = 50
LEGEND_KEY, LEGEND_LETTERS = 6, 84
"""Letters that the mark before a name in the legend takes, and those that a line of it has room for."""
PER_MARK, VALUE = 4, 1
"""Points of the chart that make one dot with its interval, and which of them is the dot."""


def dots(slide: Slide, plot: Plot, box: Box, inks: Inks, alt: str) -> None:
    """Puts values with intervals along a common axis on a slide."""
    names_width = int(box.width * NAMES_SHARE)
    frame = Box(box.x + names_width, box.y, box.width - names_width, box.height)
    chart = chart_of(slide, XL_CHART_TYPE.XY_SCATTER, _data(plot), frame, alt)
    top = TOP + (LEGEND * _legend_lines(plot) if chart.has_legend else 0)
    tall = 1 - top - AXIS
    fix_inner(chart, x=LEFT, y=top, width=1 - 3 * LEFT, height=tall)
    axes(plot, values=chart.category_axis, names=chart.value_axis)
    _rows(chart.value_axis, len(plot.categories))
    _series(chart.plots[0].series, plot, inks)
    height = frame.height * tall / max(len(plot.categories), 1)
    for place, name in enumerate(plot.categories):
        _name(slide, name, Box(box.x, int(frame.y + frame.height * top + place * height), names_width, int(height)))


def _data(plot: Plot) -> Any:  # noqa: ANN401 - python-pptx has no types here
    """Every value at the height of its category, several of a category under one another."""
    data: Any = XyChartData(number_format=number_format(plot.unit))  # type: ignore[no-untyped-call]
    for order, series in enumerate(plot.series):
        points = data.add_series(series.name)
        for place, mark in enumerate(series.marks):
            for x, is_drawn in _points(mark):
                points.add_data_point(x, _height(plot, place, order) if is_drawn else None)
    return data


def _points(mark: Mark) -> list[tuple[float, bool]]:
    """Low end, value and high end of an interval, and a point that is not drawn, which parts it from the next one."""
    if mark.value is None:
        return []
    low, high = (mark.value if end is None else end for end in (mark.low, mark.high))
    return [(low, True), (mark.value, True), (high, True), (high, False)]


def _height(plot: Plot, place: int, order: int) -> float:
    return len(plot.categories) - place - (order + 1) / (len(plot.series) + 1)


def _legend_lines(plot: Plot) -> int:
    """How many lines the names of the series take above the chart."""
    return -(-sum(len(series.name) + LEGEND_KEY for series in plot.series) // LEGEND_LETTERS)


def _rows(axis: Any, n: int) -> None:  # noqa: ANN401 - the upright axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, n, 1
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.has_title = axis.has_major_gridlines = False


def _series(drawn: Sequence[Any], plot: Plot, inks: Inks) -> None:
    for place, (each, series) in enumerate(zip(drawn, plot.series, strict=True)):
        each.smooth = False
        paint(solid(each.format.line), inks[series.name])
        each.format.line.width = Pt(2.25)
        marked(each, place, inks[series.name], size=10)
        for number in range(PER_MARK * sum(mark.value is not None for mark in series.marks)):
            if number % PER_MARK != VALUE:
                each.points[number].marker.style = XL_MARKER_STYLE.NONE


def _name(slide: Slide, text: str, box: Box) -> None:
    frame = slide.shapes.add_textbox(*box.placed).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size = text, Pt(11 if len(text) <= LONG_NAME else 9)
    paint(run.font.color, TEXT)
