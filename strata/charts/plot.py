"""The figure of any plot: bars, stacked bars, lines with intervals, dots, heat maps."""

from collections.abc import Callable, Iterator, Mapping
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.counts import unique
from strata.charts.frame import label, quiet
from strata.charts.intervals import SYMBOLS
from strata.charts.palette import Palette
from strata.model.exhibit import Form, Mark, Plot, Role, Series
from strata.model.results.numbers import amount

LINES_HEIGHT, SMALL_HEIGHT, CHROME = 380, 190, 110
MOST_ON_ONE, COLUMNS = 5, 2
"""Lines that share a chart; more stand in small ones, so many beside each other."""
HEAT_ROW, ROW, ROW_GAP = 34, 44, 14
MOST_ROOMY = 6
"""Columns of a heat map whose cells have room for a fraction and a unit on a telephone."""
MARK_HEIGHTS: Mapping[Form, int] = {"bars": 14, "dots": 18}
"""Pixels of a bar or dot among others of its category; a category is at least a row high."""
LONGEST, LONGEST_TITLE = 34, 38
"""Letters of a name and of a line of a title that a telephone has room for."""
SMALLEST_TEXT = 10
"""Numbers that would have to be smaller than this to fit their part of a bar are left to the hover."""
MARKER_SIZES = ((16, 8), (40, 5))
"""Up to how many points a line has markers how large; with more they are just large enough to be clicked."""
SMALLEST_MARKER = 3
AXIS_TITLES = {"%": "percent", "points": "NPS points", "pp": "percentage points"}


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
                y=_names(plot),
                x=[mark.value for mark in series.marks],
                orientation="h",
                marker={"color": colours[series.name]},
                error_x=_reaches(series, palette.text),
                **_said(plot, series, place),
            )
        )
    _in_rows(drawn, plot, palette)
    drawn.update_layout(barmode="group", bargap=0.5 if len(plot.series) == 1 else 0.2)
    drawn.update_xaxes(rangemode="tozero")
    return _with_legend(drawn)


def _stacked(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    drawn = go.Figure()
    for place, series in enumerate(plot.series):
        drawn.add_trace(
            go.Bar(
                y=_names(plot),
                x=[mark.value for mark in series.marks],
                orientation="h",
                marker={"color": colours[series.name], "line": {"color": palette.background, "width": 1}},
                text=[amount(mark.value, plot.unit) if _is_wide(plot, mark) else "" for mark in series.marks],
                textposition="inside",
                textangle=0,
                insidetextanchor="middle",
                insidetextfont={"color": readable_on(colours[series.name])},
                **_said(plot, series, place),
            )
        )
    quiet(drawn, palette, rows=len(plot.categories), row_height=34, barmode="stack", showlegend=True)
    drawn.update_layout(uniformtext={"minsize": SMALLEST_TEXT, "mode": "hide"})
    drawn.update_yaxes(autorange="reversed")
    drawn.update_xaxes(title=_title(_value_title(plot), palette))
    return _with_legend(drawn)


def _lines(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    is_small = len(plot.series) > MOST_ON_ONE
    n_rows = -(-len(plot.series) // COLUMNS) if is_small else 1
    drawn = (
        make_subplots(
            rows=n_rows,
            cols=COLUMNS,
            shared_xaxes="all",
            shared_yaxes="all",
            horizontal_spacing=0.05,
            vertical_spacing=0.3 / n_rows,
            subplot_titles=[escaped(series.name) for series in plot.series],
        )
        if is_small
        else make_subplots(rows=1, cols=1)
    )
    for place, series in enumerate(plot.series):
        row, column = divmod(place, COLUMNS) if is_small else (0, 0)
        colour = colours[series.name]
        usual = _areas(plot, series, _usual, palette.faint) if is_small or len(plot.series) == 1 else ()
        for trace in (*usual, *_areas(plot, series, _interval, _faded(colour)), _line(plot, series, place, colour)):
            drawn.add_trace(trace, row=row + 1, col=column + 1)
    quiet(drawn, palette, rows=0, hovermode="closest", showlegend=not is_small and len(plot.series) > 1)
    drawn.update_layout(height=CHROME + SMALL_HEIGHT * n_rows if is_small else LINES_HEIGHT)
    drawn.update_xaxes(type="category", showgrid=False, nticks=12)
    drawn.update_xaxes(title=_title(plot.category_title, palette), row=n_rows)
    drawn.update_yaxes(showgrid=True, gridcolor=palette.faint, nticks=6, rangemode="tozero")
    drawn.update_yaxes(title=_title(_value_title(plot), palette), col=1)
    for category, text in plot.annotations:
        if category in plot.categories:
            _annotate(drawn, plot.categories.index(category), text, palette)
    return _with_legend(drawn)


def _dots(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    drawn = go.Figure()
    for place, series in enumerate(plot.series):
        drawn.add_trace(
            go.Scatter(
                y=_names(plot),
                x=[mark.value for mark in series.marks],
                mode="markers",
                orientation="h",
                marker={"color": colours[series.name], "size": 12, "symbol": SYMBOLS[place % len(SYMBOLS)]},
                error_x=_reaches(series, colours[series.name]) | {"thickness": 3},
                **_said(plot, series, place),
            )
        )
    _in_rows(drawn, plot, palette)
    drawn.update_layout(scattermode="group", scattergap=0.3)
    drawn.update_xaxes(range=_reach(plot))
    return _with_legend(drawn)


def _in_rows(drawn: go.Figure, plot: Plot, palette: Palette) -> None:
    """A row per category: under a lone series' names stand value and n, between several there are lines."""
    is_alone = says_counts(plot)
    height = max(ROW, ROW_GAP + MARK_HEIGHTS[plot.form] * len(plot.series))
    quiet(drawn, palette, rows=len(plot.categories), row_height=height, showlegend=not is_alone)
    drawn.update_xaxes(title=_title(_value_title(plot), palette), zeroline=True, zerolinecolor=palette.muted)
    drawn.update_yaxes(autorange="reversed")
    if not is_alone:
        drawn.update_yaxes(tickson="boundaries", showgrid=True, gridcolor=palette.faint)
        return
    marks = plot.series[0].marks
    names = [
        label(name, mark.n, most=LONGEST, value=amount(mark.value, plot.unit) if mark.value is not None else "withheld")
        for name, mark in zip(plot.categories, marks, strict=True)
    ]
    drawn.update_yaxes(tickmode="array", tickvals=_names(plot), ticktext=names)


def _reach(plot: Plot) -> tuple[float, float] | None:
    """From the lowest to the highest end of an interval, with some air; where values have signs, 0 is among them."""
    marks = [mark for series in plot.series for mark in series.marks if mark.value is not None]
    ends = [end for mark in marks for end in (mark.value, mark.low, mark.high) if end is not None]
    if not ends:
        return None
    low, high = (min(*ends, 0.0), max(*ends, 0.0)) if min(ends) < 0 else (min(ends), max(ends))
    air = 0.06 * ((high - low) or abs(high) or 1.0)
    return low - air, high + air


def _heat(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    del colours  # a value is its own colour
    values = [[mark.value for mark in series.marks] for series in plot.series]
    known = [abs(value) for row in values for value in row if value is not None]
    is_signed = any(value < 0 for row in values for value in row if value is not None)
    most = max(known, default=1.0) or 1.0
    drawn = go.Figure(
        go.Heatmap(
            x=_names(plot),
            y=[cut(series.name) for series in plot.series],
            z=values,
            zmin=-most if is_signed else 0,
            zmax=most,
            colorscale=palette.heat if is_signed else palette.heat[1:],
            text=[[_in_cell(plot, value) for value in row] for row in values],
            texttemplate="%{text}",
            textfont={"size": 12, "color": palette.text},
            hoverongaps=False,
            xgap=1,
            ygap=1,
            showscale=False,
            customdata=[
                [[row, column, mark.words(plot.unit, plot.counted)] for column, mark in enumerate(series.marks)]
                for row, series in enumerate(plot.series)
            ],
            hovertemplate="<b>%{y}</b>, %{x}<br>%{customdata[2]}<extra></extra>",
        )
    )
    quiet(drawn, palette, rows=len(plot.series) + 1, row_height=HEAT_ROW)
    drawn.update_yaxes(autorange="reversed", type="category")
    drawn.update_xaxes(side="top", type="category", showgrid=False, title=_title(_heat_title(plot), palette))
    return drawn


def _in_cell(plot: Plot, value: float | None) -> str:
    """A value of a heat map as its cell shows it: where columns are many, whole and without the unit in the title."""
    if value is None:
        return ""
    return f"{value:,.0f}" if _is_tight(plot) else amount(value, plot.unit)


def _is_tight(plot: Plot) -> bool:
    return plot.unit in ("%", "pp", "points") and len(plot.categories) > MOST_ROOMY


def _heat_title(plot: Plot) -> str:
    return ", in ".join(filter(None, (plot.category_title, AXIS_TITLES[plot.unit] if _is_tight(plot) else "")))


DRAWN: Mapping[Form, Callable[[Plot, Mapping[str, str], Palette], go.Figure]] = {
    "bars": _bars,
    "stacked": _stacked,
    "lines": _lines,
    "dots": _dots,
    "heat": _heat,
}
"""How each form is drawn."""


def escaped(text: str) -> str:
    """A text that a chart shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def cut(text: str) -> str:
    """A name short enough to stand beside a bar, shown as it is."""
    return escaped(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _names(plot: Plot) -> list[str]:
    """The names of the categories, short, and no two alike: those would share a row."""
    return list(map(escaped, unique(plot.categories, longest=LONGEST)))


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


def _line(plot: Plot, series: Series, place: int, colour: str) -> go.Scatter:
    return go.Scatter(
        x=list(plot.categories),
        y=[mark.value for mark in series.marks],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.5, "dash": "dot" if series.role == "baseline" else "solid"},
        marker={
            "color": colour,
            "size": next((size for most, size in MARKER_SIZES if len(series.marks) <= most), SMALLEST_MARKER),
            "symbol": [SYMBOLS[place % len(SYMBOLS)] + ("-open" if mark.note else "") for mark in series.marks],
        },
        cliponaxis=False,
        **_said(plot, series, place),
    )


Ends = Callable[[Mark], tuple[float, float] | None]


def _interval(mark: Mark) -> tuple[float, float] | None:
    return None if mark.low is None or mark.high is None else (mark.low, mark.high)


def _usual(mark: Mark) -> tuple[float, float] | None:
    return mark.usual


def _areas(plot: Plot, series: Series, ends: Ends, colour: str) -> Iterator[go.Scatter]:
    """An area between two ends of the marks for each stretch of categories without a gap."""
    stretch: list[tuple[int, float, float]] = []
    for place, mark in enumerate((*series.marks, Mark(None))):
        if bounds := ends(mark):
            stretch.append((place, *bounds))
            continue
        if len(stretch) > 1:
            names = [plot.categories[i] for i, _, _ in stretch]
            lows, highs = [low for _, low, _ in stretch], [high for _, _, high in stretch]
            yield go.Scatter(
                x=[*names, *names[::-1]],
                y=[*lows, *highs[::-1]],
                mode="lines",
                fill="toself",
                fillcolor=colour,
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
            )
        stretch = []


def _said(plot: Plot, series: Series, place: int) -> dict[str, Any]:
    """Name, hover text and what a click on a mark gives: the place of its series, of its category, its words."""
    return {
        "name": escaped(series.name),
        "customdata": [[place, i, mark.words(plot.unit, plot.counted)] for i, mark in enumerate(series.marks)],
        "hovertemplate": f"<b>%{{fullData.name}}</b>, %{{{'x' if plot.form == 'lines' else 'y'}}}"
        "<br>%{customdata[2]}<extra></extra>",
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


def _annotate(drawn: go.Figure, place: int, text: str, palette: Palette) -> None:
    drawn.add_vline(x=place, line={"color": palette.muted, "dash": "dash", "width": 1.5})
    drawn.add_annotation(
        x=place, y=1, yref="paper", yanchor="bottom", text=cut(text), showarrow=False, font={"color": palette.muted}
    )


def _with_legend(drawn: go.Figure) -> go.Figure:
    drawn.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"}, margin={"t": 56}
    )
    return drawn


def _title(text: str, palette: Palette) -> dict[str, Any]:
    lines = "<br>".join(map(escaped, wrap(text, LONGEST_TITLE)))
    return {"text": lines, "font": {"size": 12, "color": palette.muted}}


def _value_title(plot: Plot) -> str:
    return plot.value_title or AXIS_TITLES.get(plot.unit, plot.unit)


def _between(one: str, other: str, *, part: float = 0.5) -> str:
    """The colour between two, with so much of the first in it."""
    mixed = (int(part * int(one[i : i + 2], 16) + (1 - part) * int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
