"""What every figure shares: margins, fonts and grid of one quiet look."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from strata.charts.palette import Palette

ROW_HEIGHT, CHROME_HEIGHT = 46, 74
"""Pixels a row of a chart takes, and its axis and legend."""
CLEAR = "rgba(0,0,0,0)"


def quiet(figure: go.Figure, palette: Palette, *, rows: int, row_height: int = ROW_HEIGHT, **layout: Any) -> go.Figure:
    """The figure in the house's look, tall enough for its rows; fonts come from the page it stands on."""
    figure.update_layout(
        height=CHROME_HEIGHT + row_height * max(rows, 2),
        margin={"l": 8, "r": 16, "t": 36, "b": 36},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        font={"color": palette.text, "size": 14},
        hoverlabel={"align": "left"},
        dragmode=False,
        modebar={"bgcolor": CLEAR, "color": palette.muted, "activecolor": palette.text},
        **layout,
    )
    figure.update_xaxes(
        automargin=True, fixedrange=True, gridcolor=palette.faint, zeroline=False, tickfont=_axis(palette)
    )
    figure.update_yaxes(automargin=True, fixedrange=True, showgrid=False, tickfont={"color": palette.text, "size": 13})
    return figure


def _axis(palette: Palette) -> Mapping[str, Any]:
    return {"color": palette.muted, "size": 12}


def label(name: str, n: int, *, most: int = 26, value: str = "") -> str:
    """A row's label: its name, cut where it is long, and under it the value, where it is to be read, and the n."""
    shown = name if len(name) <= most else name[: most - 1] + "…"
    under = value if value and not n else " · ".join(filter(None, (value, f"n = {n:,}")))
    return f'{_escaped(shown)}<br><span style="font-size:12px">{_escaped(under)}</span>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
