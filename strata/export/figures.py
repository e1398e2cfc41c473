"""Exhibits as Plotly figures for paper: n beside the names, because nothing there can be pointed at."""

from collections.abc import Mapping

import plotly.graph_objects as go

from strata.charts.counts import with_counts
from strata.charts.plot import figure, says_counts
from strata.export.look import Look
from strata.model.exhibit import Exhibit, Plot

FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"


def drawn(exhibit: Exhibit, plot: Plot, look: Look) -> go.Figure:
    """The chart of an exhibit in the colours its segments have everywhere."""
    counted = plot if says_counts(plot) else with_counts(plot)
    made = figure(counted, _places(plot, counted, look.places(exhibit)), look.palette)
    made.update_layout(font={"family": FONT}, paper_bgcolor=look.palette.background, dragmode=False)
    return made


def _places(plot: Plot, counted: Plot, places: Mapping[str, int]) -> dict[str, int]:
    """The place of each colour by the name a series has on paper."""
    pairs = zip(plot.series, counted.series, strict=True)
    return {shown.name: places[series.name] for series, shown in pairs if series.name in places}
