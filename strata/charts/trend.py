"""A metric over time: a line per group with its 95 % intervals, gaps where there are no data, and what is normal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import quiet
from strata.charts.intervals import SYMBOLS
from strata.charts.palette import Palette
from strata.model.results import amount
from strata.model.trend import Line, Point, Trend

MOST_ON_ONE, COLUMNS = 5, 2
"""Lines that share a chart; more stand in small ones, so many beside each other."""
HEIGHT, SMALL_HEIGHT, CHROME = 380, 170, 110
INTERVAL, NORMAL = 0.16, 0.5
"""How strong the areas of the intervals and of the normal wiggle are."""
AXIS_TITLES = {"%": "percent", "points": "NPS points"}

SMALL, USUAL, LARGE = 5, 8, 13
"""Marks of a baseline or in a small chart, of a segment, and of what chance alone would not do."""

Ends = Callable[[Point], tuple[float | None, float | None]]


class Style(NamedTuple):
    """How one line looks everywhere."""

    colour: str
    symbol: str
    dash: str


def trend_lines(found: Trend, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """Up to five lines on one chart, more as small charts of one scale; periods that are not whole are hollow.

    A segment that is alone has the limits of its normal wiggle behind it and, where they are known, its values of as
    many periods before.

    Args:
        found: The metric by period.
        colours: The place of each segment in `palette.series`.
        palette: Light or dark.
    """
    shown = [line for line in found.lines if any(point.value is not None for point in line.points)]
    is_small = len(shown) > MOST_ON_ONE
    figure = _grid(shown) if is_small else make_subplots(rows=1, cols=1)
    is_one = is_small or sum(not line.is_baseline for line in shown) == 1
    for place, line in enumerate(shown):
        row, column = divmod(place, COLUMNS) if is_small else (0, 0)
        style = _style(line, colours, palette)
        around = _around(line, found, style, palette) if is_one and not line.is_baseline else ()
        for trace in (
            *around,
            *_areas(line.points, _interval, style.colour, INTERVAL),
            _values(line, found, style, usual=SMALL if is_small else USUAL),
        ):
            figure.add_trace(trace, row=row + 1, col=column + 1)
    _finish(figure, found, palette, n_small=len(shown) if is_small else 0)
    return figure


def trend_alt(found: Trend) -> str:
    """The chart in words: what can be said of each line, then its first and last values."""
    return " ".join([f"{found.label} by {found.grain}.", *(_line_alt(line, found) for line in found.lines)])


def _line_alt(line: Line, found: Trend) -> str:
    known = [point for point in line.points if point.value is not None]
    ends = "; ".join(_words(point, found) for point in dict.fromkeys([*known[:1], *known[-1:]]))
    return f"{line.sentences[0]} {ends or 'No values to show'}."


def _style(line: Line, colours: Mapping[str, int], palette: Palette) -> Style:
    if line.name not in colours:
        return Style(palette.muted, "circle", "dot")
    place = colours[line.name] % len(palette.series)
    return Style(palette.series[place], SYMBOLS[place % len(SYMBOLS)], "dot" if line.is_baseline else "solid")


def _grid(shown: Sequence[Line]) -> go.Figure:
    rows = -(-len(shown) // COLUMNS)
    return make_subplots(
        rows=rows,
        cols=COLUMNS,
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.05,
        vertical_spacing=0.3 / rows,
        subplot_titles=[_escaped(line.name) for line in shown],
    )


def _values(line: Line, found: Trend, style: Style, *, usual: int) -> go.Scatter:
    has_area = {id(point) for stretch in _stretches(line.points, _interval) if len(stretch) > 1 for point in stretch}
    bars = [(0.0, 0.0) if id(point) in has_area else _reach(point) for point in line.points]
    return go.Scatter(
        x=[point.start for point in line.points],
        y=[point.value for point in line.points],
        mode="lines+markers",
        name=_escaped(line.name),
        connectgaps=False,
        line={"color": style.colour, "width": 2.5, "dash": style.dash},
        marker={
            "color": style.colour,
            "opacity": 1,
            "size": [LARGE if point.is_unusual else SMALL if line.is_baseline else usual for point in line.points],
            "symbol": [style.symbol + ("-open" if point.partial else "") for point in line.points],
            "line": {"color": style.colour, "width": 2},
        },
        error_y={
            "type": "data",
            "array": [above for _, above in bars],
            "arrayminus": [below for below, _ in bars],
            "color": style.colour,
            "thickness": 2,
            "width": 0,
        },
        customdata=[_words(point, found) for point in line.points],
        hovertemplate="<b>%{fullData.name}</b><br>%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _around(line: Line, found: Trend, style: Style, palette: Palette) -> Iterator[go.Scatter]:
    """The limits of normal wiggle, and the line of the window before."""
    yield from _areas(line.points, lambda point: (point.usual_low, point.usual_high), palette.faint, NORMAL)
    if any(point.previous is not None for point in line.points):
        yield go.Scatter(
            x=[point.start for point in line.points],
            y=[point.previous for point in line.points],
            mode="lines",
            name=f"{_escaped(line.name)}, {len(line.points)} {found.grain}s before",
            line={"color": style.colour, "width": 1.5, "dash": "dash"},
            opacity=0.6,
            hoverinfo="skip",
        )


def _areas(points: Sequence[Point], ends: Ends, colour: str, strength: float) -> Iterator[go.Scatter]:
    """An area between two ends of the points, for each stretch of them without a gap."""
    for stretch in _stretches(points, ends):
        days = [point.start for point in stretch]
        bounds = [ends(point) for point in stretch]
        yield go.Scatter(
            x=[*days, *days[::-1]],
            y=[*(low for low, _ in bounds), *(high for _, high in bounds[::-1])],
            mode="lines",
            fill="toself",
            fillcolor=_faded(colour, strength),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )


def _stretches(points: Sequence[Point], ends: Ends) -> list[list[Point]]:
    """The points that have both ends, a list for each run of neighbours."""
    return [list(run) for has_both, run in groupby(points, lambda point: None not in ends(point)) if has_both]


def _interval(point: Point) -> tuple[float | None, float | None]:
    return point.low, point.high


def _reach(point: Point) -> tuple[float, float]:
    """How far an interval goes below and above its value."""
    if point.value is None or point.low is None or point.high is None:
        return 0.0, 0.0
    return point.value - point.low, point.high - point.value


def _finish(figure: go.Figure, found: Trend, palette: Palette, *, n_small: int) -> None:
    quiet(figure, palette, rows=0, hovermode="closest", showlegend=not n_small)
    figure.update_layout(
        height=CHROME + SMALL_HEIGHT * -(-n_small // COLUMNS) if n_small else HEIGHT,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        margin={"t": 56},
    )
    title = {"text": AXIS_TITLES.get(found.unit, found.unit), "font": {"size": 12, "color": palette.muted}}
    figure.update_yaxes(showgrid=True, gridcolor=palette.faint, nticks=6)
    figure.update_yaxes(title=title, col=1)
    figure.update_xaxes(
        type="date", showgrid=False, tickformat="%b<br>%Y" if found.grain in ("month", "quarter") else "%-d %b<br>%Y"
    )
    figure.update_annotations(font={"size": 13, "color": palette.text})


def _words(point: Point, found: Trend) -> str:
    when = f"{point.label} {point.partial}" if point.partial else point.label
    if point.withheld:
        return f"{when}: {point.withheld.rstrip('.')}"
    bounds = ""
    if point.low is not None and point.high is not None:
        bounds = f" (95 % interval {amount(point.low, found.unit)} to {amount(point.high, found.unit)})"
    counted = f"{point.n:,} {found.counted} from {point.accounts:,} accounts"
    unusual = ", more than chance would do" if point.is_unusual else ""
    return f"{when}: {amount(point.value, found.unit)}{bounds}, {counted}{unusual}"


def _faded(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;")
