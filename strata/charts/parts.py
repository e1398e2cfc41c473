"""What all forms of a plot share: names, titles, what a click gives."""

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from strata.charts.counts import unique
from strata.charts.palette import Palette
from strata.model.exhibit import Plot, Series

LONGEST, LONGEST_TITLE = 34, 38
"""Letters of a name and of a line of a title that a telephone has room for."""
AXIS_TITLES = {"%": "percent", "points": "NPS points", "pp": "percentage points"}


def escaped(text: str) -> str:
    """A text that a chart shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def cut(text: str) -> str:
    """A name short enough to stand beside a bar, shown as it is."""
    return escaped(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def names(plot: Plot) -> list[str]:
    """The names of the categories, short, and no two alike: those would share a row."""
    return list(map(escaped, unique(plot.categories, longest=LONGEST)))


def said(plot: Plot, series: Series, place: int) -> dict[str, Any]:
    """Name, hover text and what a click on a mark gives: the place of its series, of its category, its words."""
    return {
        "name": escaped(series.name),
        "customdata": [[place, i, mark.words(plot.unit, plot.counted)] for i, mark in enumerate(series.marks)],
        "hovertemplate": f"<b>%{{fullData.name}}</b>, %{{{'x' if plot.form == 'lines' else 'y'}}}"
        "<br>%{customdata[2]}<extra></extra>",
    }


def with_legend(drawn: go.Figure) -> go.Figure:
    """The figure with a legend above it."""
    drawn.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"}, margin={"t": 56}
    )
    return drawn


def title(text: str, palette: Palette) -> dict[str, Any]:
    """The title of an axis, in lines that a telephone has room for."""
    lines = "<br>".join(map(escaped, wrap(text, LONGEST_TITLE)))
    return {"text": lines, "font": {"size": 12, "color": palette.muted}}


def value_title(plot: Plot) -> str:
    """What the values of a plot are, or at least their unit."""
    return plot.value_title or AXIS_TITLES.get(plot.unit, plot.unit)
