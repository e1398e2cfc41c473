"""How large a segment was at the ends of months, as a line."""

import plotly.graph_objects as go

from strata.charts.frame import quiet
from strata.charts.palette import Palette
from strata.model.results import History

LINE_HEIGHT = 220
ROOM_ABOVE = 1.18
"""How far the axis reaches above the largest size, so that the last one can be written over its dot."""


def size_line(history: History, palette: Palette, *, place: int = 0) -> go.Figure:
    """Users at the end of each day of a history, from zero up; the last one with its number.

    Args:
        history: A segment's size over time.
        palette: Light or dark.
        place: The segment's place in `palette.series`.
    """
    users = [point.users for point in history.points]
    colour = palette.series[place % len(palette.series)]
    figure = go.Figure(
        go.Scatter(
            x=[point.day for point in history.points],
            y=users,
            mode="lines+markers+text",
            text=[*("" for _ in users[1:]), *(f"{n:,}" for n in users[-1:])],
            textposition="top center",
            textfont={"color": palette.text, "size": 13},
            line={"color": colour, "width": 3},
            marker={"color": colour, "size": 8},
            customdata=[point.accounts for point in history.points],
            hovertemplate="%{x|%d %b %Y}: %{y:,} users from %{customdata:,} accounts<extra></extra>",
            cliponaxis=False,
        )
    )
    quiet(figure, palette, rows=0, showlegend=False)
    figure.update_layout(height=LINE_HEIGHT)
    days = [point.day for point in history.points][::-2]  # every second, so that they fit a telephone
    figure.update_xaxes(type="date", showgrid=False, tickmode="array", tickvals=days, tickformat="%-d %b<br>%Y")
    top = ROOM_ABOVE * max([*users, 1])
    title = {"text": "Users at the end of the day", "font": {"size": 12, "color": palette.muted}}
    figure.update_yaxes(range=[0, top], showgrid=True, gridcolor=palette.faint, tickformat=",d", nticks=5, title=title)
    return figure


def size_alt(history: History) -> str:
    """The line in words, a day after the other."""
    sizes = "; ".join(f"{point.day} {point.users:,}" for point in history.points)
    return f"Users in {history.segment} over time: {sizes or 'no days'}."
