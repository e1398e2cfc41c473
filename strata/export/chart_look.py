"""What all charts on slides share: their frame, axes, markers and number formats."""

from collections.abc import Mapping
from typing import Any

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide
from pptx.util import Pt

from strata.charts.parts import AXIS_TITLES
from strata.export.template import TEXT, Box, Ink, ink, paint
from strata.model.exhibit import Plot

MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.STAR,
    XL_MARKER_STYLE.PLUS,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.DASH,
)
FAINT = ink("#DFE4EE")

WHOLE_TICKS = 20
"""Values that reach over so many percents or points have an axis of whole numbers."""
WHOLE_FORMATS = {"%": '0" %"', "pp": "+0;-0;0"}

Inks = Mapping[str, Ink]


def is_from_zero(plot: Plot) -> bool:
    """Whether nothing is below zero, so that an axis of bars begins there: their length says how large values are."""
    marks = (mark for series in plot.series for mark in series.marks)
    return all(min(mark.value or 0, mark.low or 0) >= 0 for mark in marks)


def number_format(unit: str) -> str:
    """How PowerPoint and Excel write values of a unit.

    >>> number_format("points")
    '0'
    """
    return {"%": '0.0" %"', "pp": "+0.0;-0.0;0.0", "points": "0"}.get(unit, "#,##0.##;-#,##0.##;0")


def chart_of(slide: Slide, kind: XL_CHART_TYPE, data: Any, box: Box, alt: str) -> Chart:  # noqa: ANN401 - two kinds
    """A chart on a slide, with its words for those who hear it; a legend where there is more than one series."""
    frame: Any = slide.shapes.add_chart(kind, *box.placed, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 - there is no public way
    chart: Chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(11)
    paint(chart.font.color, TEXT)
    chart.has_legend = len(list(data)) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    return chart


def axes(plot: Plot, *, values: Any, names: Any) -> None:  # noqa: ANN401 - axes of any kind
    """Faint lines along the values, and a title with their unit."""
    values.has_major_gridlines, names.has_major_gridlines = True, False
    paint(solid(values.major_gridlines.format.line), FAINT)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _tick_format(plot), False
    for axis in (values, names):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        paint(solid(axis.format.line), FAINT)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    entitle(values, plot.value_title or AXIS_TITLES.get(plot.unit, plot.unit))
    entitle(names, plot.category_title)


def _tick_format(plot: Plot) -> str:
    """How the numbers along an axis are written: whole percents where the values reach over many of them."""
    values = [mark.value for series in plot.series for mark in series.marks if mark.value is not None]
    is_wide = max(values, default=0) - min(values, default=0) >= WHOLE_TICKS
    return WHOLE_FORMATS.get(plot.unit, number_format(plot.unit)) if is_wide else number_format(plot.unit)


def entitle(axis: Any, text: str) -> None:  # noqa: ANN401 - an axis of any kind
    """Gives an axis its title; none where there is no text."""
    axis.has_title = bool(text)
    if text:
        run = axis.axis_title.text_frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.bold = text, Pt(10), False
        paint(run.font.color, TEXT)


def labelled(labels: Any, unit: str, ink: Ink = TEXT) -> None:  # noqa: ANN401 - labels of a chart or a series
    """Writes the values at their bars."""
    labels.number_format, labels.number_format_is_linked = number_format(unit), False
    labels.show_value = True
    labels.font.size = Pt(10)
    paint(labels.font.color, ink)


def filled(looks: Any, ink: Ink) -> None:  # noqa: ANN401 - the format of whatever has an area
    """Gives an area its colour."""
    looks.fill.solid()
    paint(looks.fill.fore_color, ink)


def solid(line: Any) -> Any:  # noqa: ANN401 - a line, and its colour
    """The colour of a line that is drawn, to be painted."""
    line.fill.solid()
    return line.fill.fore_color


def marked(drawn: Any, place: int, ink: Ink, *, size: int) -> None:  # noqa: ANN401 - a series of lines or dots
    """Gives a series the markers of its place, so that colour is never alone."""
    drawn.marker.style, drawn.marker.size = MARKERS[place % len(MARKERS)], size
    filled(drawn.marker.format, ink)
    paint(solid(drawn.marker.format.line), ink)
