"""What PowerPoint's charts can do and python-pptx has no words for, written as XML."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from strata.export.template import Ink
from strata.model.exhibit import Mark, Series

VALUES = (qn("c:cat"), qn("c:val"), qn("c:xVal"))


def error_bars(drawn: Any, series: Series, ink: Ink) -> None:  # noqa: ANN401 - a series of bars or lines
    """Draws the interval of every mark; nothing where no mark has one."""
    reaches = list(map(_reach, series.marks))
    if not any(above or below for above, below in reaches):
        return
    element = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        + "".join(_numbers("plus", [above for above, _ in reaches]))
        + "".join(_numbers("minus", [below for _, below in reaches]))
        + f'<c:spPr><a:ln w="15875"><a:solidFill>{_colour(ink)}</a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    next(each for each in drawn._element if each.tag in VALUES).addprevious(element)  # noqa: SLF001


def hide_labels(labels: Any, places: Sequence[int]) -> None:  # noqa: ANN401 - the labels of a series
    """Leaves out the numbers of some points of a series."""
    for place in sorted(places, reverse=True):
        hidden = f'<c:dLbl {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        labels._element.insert(0, parse_xml(hidden))  # noqa: SLF001


def fix_inner(chart: Chart, *, x: float, y: float, width: float, height: float) -> None:
    """Fixes the plot within its chart, in shares of the chart, so that what stands beside it lines up."""
    named = zip("xywh", (x, y, width, height), strict=True)
    places = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in named)
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{places}</c:manualLayout></c:layout>'
    )
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)


def _colour(ink: Ink) -> str:
    return f'<a:srgbClr val="{ink}"/>' if isinstance(ink, RGBColor) else f'<a:schemeClr val="{ink.xml_value}"/>'


def _reach(mark: Mark) -> tuple[float, float]:
    if mark.value is None or mark.low is None or mark.high is None:
        return 0.0, 0.0
    return mark.high - mark.value, mark.value - mark.low


def _numbers(name: str, values: Sequence[float]) -> Iterator[str]:
    yield f'<c:{name}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
    for place, value in enumerate(values):
        yield f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
    yield f"</c:numLit></c:{name}>"
