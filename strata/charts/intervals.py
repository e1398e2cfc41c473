"""Values of several segments side by side: a dot each, its 95 % interval as a bar, its n beside the name."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from strata.charts.frame import label, quiet
from strata.charts.palette import Palette
from strata.model.results import Contrast, amount

TABLE_ROW = 72
"""Pixels a row takes, so that it stands beside its row of the table."""
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "hexagon", "cross", "x")
"""One per segment, so that colour is never alone."""


def intervals(results: Sequence[Contrast], colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """One metric of several segments against one baseline; rows without a value are left out.

    Args:
        results: Contrasts of one metric.
        colours: The place of each segment in `palette.series`.
        palette: Light or dark.
    """
    shown = [result for result in results if result.value is not None]
    figure = go.Figure()
    for result in shown:
        place = colours.get(result.segment, 0) % len(palette.series)
        figure.add_trace(_dot(result, palette.series[place], SYMBOLS[place % len(SYMBOLS)]))
    _mark_baseline(figure, shown, palette)
    quiet(figure, palette, rows=len(shown), row_height=TABLE_ROW, showlegend=False)
    figure.update_yaxes(range=[len(shown) - 0.4, -0.6])
    figure.update_xaxes(title={"text": _axis_title(shown), "font": {"size": 12, "color": palette.muted}})
    return figure


def intervals_alt(results: Sequence[Contrast]) -> str:
    """The chart in words: each segment's value, interval and n."""
    rows = [
        f"{result.segment} {_with_interval(result)}, n = {result.n:,}" for result in results if result.value is not None
    ]
    metric = results[0].label if results else "Nothing"
    return f"{metric} with 95 % intervals: {'; '.join(rows) or 'no values'}."


def _dot(result: Contrast, colour: str, symbol: str) -> go.Scatter:
    value, low, high = (bound or 0.0 for bound in (result.value, result.low, result.high))
    has_interval = result.low is not None and result.high is not None
    return go.Scatter(
        x=[value],
        y=[label(result.segment, result.n)],
        mode="markers",
        name=result.segment,
        marker={"color": colour, "size": 13, "symbol": symbol},
        error_x={
            "type": "data",
            "array": [high - value if has_interval else 0.0],
            "arrayminus": [value - low if has_interval else 0.0],
            "color": colour,
            "thickness": 3,
            "width": 0,
        },
        hovertemplate=(
            f"<b>%{{fullData.name}}</b><br>{_with_interval(result)}"
            f"<br>{result.n:,} {result.counted} from {result.accounts:,} accounts<extra></extra>"
        ),
    )


def _mark_baseline(figure: go.Figure, shown: Sequence[Contrast], palette: Palette) -> None:
    """A line where the baseline is one and the same for all; everyone else differs from row to row."""
    values = {result.baseline_value for result in shown}
    if len(values) == 1 and (value := values.pop()) is not None:
        text = f"{shown[0].baseline}: {amount(value, shown[0].unit)}"
        figure.add_vline(x=value, line={"color": palette.muted, "dash": "dot", "width": 1.5})
        figure.add_annotation(
            x=value, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False, font={"color": palette.muted}
        )


def _with_interval(result: Contrast) -> str:
    value = amount(result.value, result.unit)
    if result.low is None or result.high is None:
        return value
    return f"{value} (95 % interval {amount(result.low, result.unit)} to {amount(result.high, result.unit)})"


def _axis_title(shown: Sequence[Contrast]) -> str:
    unit = {"%": "percent of users", "points": "NPS points", "": ""}
    return (
        " · ".join(part for part in (unit.get(shown[0].unit, shown[0].unit), "bars: 95 % interval") if part)
        if shown
        else ""
    )
