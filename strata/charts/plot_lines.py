"""Lines with intervals: few on one chart, many on small ones that share their scale."""

from collections.abc import Callable, Iterator, Mapping

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import quiet
from strata.charts.intervals import SYMBOLS
from strata.charts.palette import Palette
from strata.charts.parts import cut, escaped, said, title, value_title, with_legend
from strata.model.exhibit import Mark, Plot, Series

LINES_HEIGHT, SMALL_HEIGHT, CHROME = 380, 190, 110
MOST_ON_ONE, COLUMNS = 5, 2
"""Lines that share a chart; more stand in small ones, so many beside each other."""
MARKER_SIZES = ((16, 8), (40, 5))
"""Up to how many points a line has markers how large; with more they are just large enough to be clicked."""
SMALLEST_MARKER = 3


def lines(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    """Values by period with their intervals; many lines stand in small charts of one scale."""
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
    drawn.update_xaxes(title=title(plot.category_title, palette), row=n_rows)
    drawn.update_yaxes(showgrid=True, gridcolor=palette.faint, nticks=6, rangemode="tozero")
    drawn.update_yaxes(title=title(value_title(plot), palette), col=1)
    for category, text in plot.annotations:
        if category in plot.categories:
            _annotate(drawn, plot.categories.index(category), text, palette)
    return with_legend(drawn)


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
        **said(plot, series, place),
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


def _annotate(drawn: go.Figure, place: int, text: str, palette: Palette) -> None:
    drawn.add_vline(x=place, line={"color": palette.muted, "dash": "dash", "width": 1.5})
    drawn.add_annotation(
        x=place, y=1, yref="paper", yanchor="bottom", text=cut(text), showarrow=False, font={"color": palette.muted}
    )


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
