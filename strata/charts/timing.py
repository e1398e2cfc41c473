"""The share of each segment who have done something, day by day since they joined, with what is still unknown."""

from collections.abc import Iterator, Mapping, Sequence

import plotly.graph_objects as go

from strata.charts.frame import quiet
from strata.charts.palette import Palette
from strata.model.results import amount
from strata.model.timing import Timing, TimingCurve

HEIGHT, RISK_ROW = 380, 22
"""Pixels of the curves and of each row of the numbers below them."""
TICKS = 6
"""About how many days are named under the curves."""
ROOM = 0.05
"""Part of the width left free on both sides, so that the numbers below keep clear of the names."""
FAINT = 0.15
"""How opaque the band of an interval is."""


def timing_curves(timing: Timing, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """Steps from the day of joining with 95 % bands; below them how many are still on their way on some days.

    Args:
        timing: The curves; those of nobody are left out.
        colours: The place of each segment in `palette.series`; a baseline that has none is drawn muted and dashed.
        palette: Light or dark.
    """
    shown = [curve for curve in timing.curves if curve.steps]
    figure = go.Figure()
    for curve in shown:
        place = colours.get(curve.name)
        colour = palette.muted if place is None else palette.series[place % len(palette.series)]
        if curve.steps[0].low is not None:
            figure.add_trace(_band(curve, colour))
        figure.add_trace(_line(curve, colour, "dash" if place is None else "solid"))
    days = _ticks(max((curve.steps[-1].day for curve in shown), default=0))
    for row, curve in enumerate(shown):
        figure.add_trace(_at_risk(curve, days, row, palette))
    return _laid_out(figure, days, shown, palette)


def timing_alt(timing: Timing) -> str:
    """The curves in words: each group's share so far, its median time and its n."""
    rows = "; ".join(_said(curve) for curve in timing.curves if curve.steps)
    return f"{timing.label}, the share of users who have done it by the days since they joined: {rows or 'nobody'}."


def _said(curve: TimingCurve) -> str:
    median = "no median yet" if curve.median is None else f"half by day {curve.median:,.0f}"
    bounds = [f"{each:,.0f}" for each in (curve.median_low, curve.median_high) if each is not None]
    interval = f" (95 % interval {' to '.join(bounds)})" if len(bounds) == 2 else ""
    return f"{curve.name} {amount(curve.steps[-1].share, '%')}, {median}{interval}, n = {curve.users:,}"


def _line(curve: TimingCurve, colour: str, dash: str) -> go.Scatter:
    days, shares = zip(*_from_zero((step.day, step.share) for step in curve.steps), strict=True)
    return go.Scatter(
        x=days,
        y=shares,
        name=f"{_short(curve.name)} (n = {curve.users:,})",
        mode="lines",
        line={"color": colour, "width": 3, "shape": "hv", "dash": dash},
        hovertemplate="%{fullData.name}<br>by day %{x}: %{y:.1f} % have done it<extra></extra>",
    )


def _band(curve: TimingCurve, colour: str) -> go.Scatter:
    """There along the upper limits and back along the lower ones, as steps."""
    days, highs, lows = zip(*_from_zero((s.day, s.high or 0.0, s.low or 0.0) for s in curve.steps), strict=True)
    there = _corners(days, highs)
    back = _corners(days, lows)[::-1]
    return go.Scatter(
        x=[day for day, _ in there + back],
        y=[share for _, share in there + back],
        fill="toself",
        fillcolor=colour,
        opacity=FAINT,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )


def _at_risk(curve: TimingCurve, days: Sequence[int], row: int, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=days,
        y=[row] * len(days),
        mode="text",
        text=[f"{curve.at_risk(day):,}" for day in days],
        textfont={"color": palette.text, "size": 12},
        yaxis="y2",
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _laid_out(figure: go.Figure, days: Sequence[int], shown: Sequence[TimingCurve], palette: Palette) -> go.Figure:
    quiet(figure, palette, rows=0, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    below = RISK_ROW * (len(shown) + 1)
    edge = below / (HEIGHT + below)
    last = max((curve.steps[-1].day for curve in shown), default=1)
    small = {"size": 12, "color": palette.muted}
    figure.update_layout(
        height=HEIGHT + below,
        xaxis={
            "anchor": "y",
            "range": [-ROOM * last, (1 + ROOM) * last],
            "tickvals": days,
            "title": {"text": "days since joining", "font": small},
        },
        yaxis={
            "domain": [edge + 0.12, 1],
            "range": [0, 100],
            "ticksuffix": " %",
            "showgrid": True,
            "gridcolor": palette.faint,
            "title": {"text": "have done it", "font": small},
        },
        yaxis2={
            "automargin": True,
            "domain": [0, edge],
            "fixedrange": True,
            "range": [len(shown) - 0.4, -0.6],
            "showgrid": False,
            "tickfont": {"color": palette.text, "size": 13},
            "ticktext": [_short(curve.name) for curve in shown],
            "tickvals": [*range(len(shown))],
            "title": {"text": "not yet", "font": small},
            "zeroline": False,
        },
    )
    return figure


def _short(name: str, *, most: int = 26) -> str:
    shown = name if len(name) <= most else name[: most - 1] + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;")


def _from_zero(points: Iterator[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The points, beginning on day 0."""
    found = list(points)
    return found if found[0][0] == 0 else [(0,) * len(found[0]), *found]


def _corners(days: Sequence[float], shares: Sequence[float]) -> list[tuple[float, float]]:
    """A line that stays until the next day and jumps there."""
    later = [*days[1:], days[-1]]
    return [
        point for day, until, share in zip(days, later, shares, strict=True) for point in ((day, share), (until, share))
    ]


def _ticks(last: int) -> list[int]:
    """Round days from 0 to the last one."""
    step = next((step for step in (1, 2, 5, 7, 14, 30, 60, 90, 180, 365) if last <= step * TICKS), 730)
    return [*range(0, last + 1, step)]
