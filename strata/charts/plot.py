"""The figure of any plot: bars, stacked bars, lines with intervals, dots, heat maps."""

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from strata.charts.frame import label, quiet
from strata.charts.intervals import SYMBOLS
from strata.charts.palette import Palette
from strata.charts.parts import LONGEST, names, said, title, value_title, with_legend
from strata.charts.plot_heat import heat
from strata.charts.plot_lines import lines
from strata.model.exhibit import Form, Mark, Plot, Role, Series
from strata.model.results.numbers import amount

ROW, ROW_GAP = 44, 14
MARK_HEIGHTS: Mapping[Form, int] = {"bars": 14, "dots": 18}
"""Pixels of a bar or dot among others of its category; a category is at least a row high."""
SMALLEST_TEXT = 10
"""Numbers that would have to be smaller than this to fit their part of a bar are left to the hover."""


def figure(plot: Plot, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """The plot as a figure in the house's look; whoever clicks a mark finds its place in `customdata`.

    Args:
        plot: What to draw.
        colours: The place of each segment in `palette.series`; a series that is none takes the next free one.
        palette: Light or dark.
    """
    return DRAWN[plot.form](plot, coloured(plot, colours, palette), palette)


def says_counts(plot: Plot) -> bool:
    """Whether the figure says value and n beside each name anyway: rows of one series have the room."""
    return plot.form in MARK_HEIGHTS and len(plot.series) == 1


def _bars(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    drawn = go.Figure()
    for place, series in enumerate(plot.series):
        drawn.add_trace(
            go.Bar(
                y=names(plot),
                x=[mark.value for mark in series.marks],
                orientation="h",
                marker={"color": colours[series.name]},
                error_x=_reaches(series, palette.text),
                **said(plot, series, place),
            )
        )
    _in_rows(drawn, plot, palette)
    drawn.update_layout(barmode="group", bargap=0.5 if len(plot.series) == 1 else 0.2)
    drawn.update_xaxes(rangemode="tozero")
    return with_legend(drawn)


def _stacked(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    drawn = go.Figure()
    for place, series in enumerate(plot.series):
        drawn.add_trace(
            go.Bar(
                y=names(plot),
                x=[mark.value for mark in series.marks],
                orientation="h",
                marker={"color": colours[series.name], "line": {"color": palette.background, "width": 1}},
                text=[amount(mark.value, plot.unit) if _is_wide(plot, mark) else "" for mark in series.marks],
                textposition="inside",
                textangle=0,
                insidetextanchor="middle",
                insidetextfont={"color": readable_on(colours[series.name])},
                **said(plot, series, place),
            )
        )
    quiet(drawn, palette, rows=len(plot.categories), row_height=34, barmode="stack", showlegend=True)
    drawn.update_layout(uniformtext={"minsize": SMALLEST_TEXT, "mode": "hide"})
    drawn.update_yaxes(autorange="reversed")
    drawn.update_xaxes(title=title(value_title(plot), palette))
    return with_legend(drawn)


def _dots(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    drawn = go.Figure()
    for place, series in enumerate(plot.series):
        drawn.add_trace(
            go.Scatter(
                y=names(plot),
                x=[mark.value for mark in series.marks],
                mode="markers",
                orientation="h",
                marker={"color": colours[series.name], "size": 12, "symbol": SYMBOLS[place % len(SYMBOLS)]},
                error_x=_reaches(series, colours[series.name]) | {"thickness": 3},
                **said(plot, series, place),
            )
        )
    _in_rows(drawn, plot, palette)
    drawn.update_layout(scattermode="group", scattergap=0.3)
    drawn.update_xaxes(range=_reach(plot))
    return with_legend(drawn)


def _in_rows(drawn: go.Figure, plot: Plot, palette: Palette) -> None:
    """A row per category: under a lone series' names stand value and n, between several there are lines."""
    is_alone = says_counts(plot)
    height = max(ROW, ROW_GAP + MARK_HEIGHTS[plot.form] * len(plot.series))
    quiet(drawn, palette, rows=len(plot.categories), row_height=height, showlegend=not is_alone)
    drawn.update_xaxes(title=title(value_title(plot), palette), zeroline=True, zerolinecolor=palette.muted)
    drawn.update_yaxes(autorange="reversed")
    if not is_alone:
        drawn.update_yaxes(tickson="boundaries", showgrid=True, gridcolor=palette.faint)
        return
    marks = plot.series[0].marks
    texts = [
        label(name, mark.n, most=LONGEST, value=amount(mark.value, plot.unit) if mark.value is not None else "withheld")
        for name, mark in zip(plot.categories, marks, strict=True)
    ]
    drawn.update_yaxes(tickmode="array", tickvals=names(plot), ticktext=texts)


def _reach(plot: Plot) -> tuple[float, float] | None:
    """From the lowest to the highest end of an interval, with some air; where values have signs, 0 is among them."""
    marks = [mark for series in plot.series for mark in series.marks if mark.value is not None]
    ends = [end for mark in marks for end in (mark.value, mark.low, mark.high) if end is not None]
    if not ends:
        return None
    low, high = (min(*ends, 0.0), max(*ends, 0.0)) if min(ends) < 0 else (min(ends), max(ends))
    air = 0.06 * ((high - low) or abs(high) or 1.0)
    return low - air, high + air


DRAWN: Mapping[Form, Callable[[Plot, Mapping[str, str], Palette], go.Figure]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": lines,
    "dots": _dots,
    "heat": heat,
}
"""How each form is drawn."""


def coloured(plot: Plot, colours: Mapping[str, int], palette: Palette) -> dict[str, str]:
    """The colour of each series: what its role says, that of its segment, or the next one nobody has."""
    roles: Mapping[Role, str] = {
        "promoter": palette.promoter,
        "high": _between(palette.promoter, palette.background),
        "passive": palette.passive,
        "low": _between(palette.detractor, palette.background),
        "detractor": palette.detractor,
        "baseline": palette.muted,
        "total": palette.neutral,
    }
    steps = [series.name for series in plot.series if series.role == "step"]
    darkest = _between(palette.muted, palette.passive)
    shades = {name: _between(darkest, palette.faint, part=n / len(steps)) for n, name in enumerate(steps, 1)}
    taken = {colours[series.name] for series in plot.series if series.name in colours}
    free = (place for place in range(1000) if place not in taken)
    return {
        series.name: roles.get(series.role)
        or shades.get(series.name)
        or palette.series[(colours[series.name] if series.name in colours else next(free)) % len(palette.series)]
        for series in plot.series
    }


def _reaches(series: Series, colour: str) -> dict[str, Any]:
    """Error bars from each value to the ends of its interval."""
    ends = [
        (0.0, 0.0) if None in (mark.value, mark.low, mark.high) else (mark.high - mark.value, mark.value - mark.low)  # type: ignore[operator]
        for mark in series.marks
    ]
    return {
        "type": "data",
        "array": [above for above, _ in ends],
        "arrayminus": [below for _, below in ends],
        "color": colour,
        "thickness": 1.5,
        "width": 0,
    }


def readable_on(colour: str) -> str:
    """Near black or white, whichever stands out more from a colour (WCAG 2.2, relative luminance)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#0b0f19" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 else "#ffffff"


def _is_wide(plot: Plot, mark: Mark) -> bool:
    """Whether a part of a stacked bar is wide enough to hold its number."""
    totals = [sum(series.marks[i].value or 0 for series in plot.series) for i in range(len(plot.categories))]
    return mark.value is not None and mark.value > 0.06 * max(totals, default=0)


def _between(one: str, other: str, *, part: float = 0.5) -> str:
    """The colour between two, with so much of the first in it."""
    mixed = (int(part * int(one[i : i + 2], 16) + (1 - part) * int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)
