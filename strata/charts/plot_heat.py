"""Heat maps: a cell per series and category, its number in it."""

from collections.abc import Mapping

import plotly.graph_objects as go

from strata.charts.frame import quiet
from strata.charts.palette import Palette
from strata.charts.parts import AXIS_TITLES, cut, names, title
from strata.model.exhibit import Plot
from strata.model.results.numbers import amount

HEAT_ROW = 34
MOST_ROOMY = 6
"""Columns of a heat map whose cells have room for a fraction and a unit on a telephone."""


def heat(plot: Plot, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    """A row per series, the stronger the colour the higher the value."""
    del colours  # a value is its own colour
    values = [[mark.value for mark in series.marks] for series in plot.series]
    known = [abs(value) for row in values for value in row if value is not None]
    is_signed = any(value < 0 for row in values for value in row if value is not None)
    most = max(known, default=1.0) or 1.0
    drawn = go.Figure(
        go.Heatmap(
            x=names(plot),
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
    drawn.update_xaxes(side="top", type="category", showgrid=False, title=title(_heat_title(plot), palette))
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
