"""A gap within each stratum: both groups side by side on the left, the gap between them on the right."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import quiet
from strata.charts.palette import Palette
from strata.model.results import amount
from strata.model.warnings import HeldEqual, Mix, Side, Stratum, lowered

ROW = 56
"""Pixels a stratum takes: two dots, one above the other, and two lines of label."""
APART = 0.14
"""How far the two dots of a row stand from its middle, in rows."""
PALE = 0.35
"""Opacity of strata that are too small to count."""
SEGMENT_SYMBOL, BASELINE_SYMBOL, GAP_SYMBOL, ADJUSTED_SYMBOL = "diamond", "circle-open", "square", "star"


class _Row(NamedTuple):
    """One line of the picture, from the top; the adjusted gap stands on a line of its own, without values."""

    place: int
    name: str
    stratum: Stratum | None


class _Gap(NamedTuple):
    value: float | None
    low: float | None
    high: float | None


def mix_strata(mix: Mix, check: HeldEqual, palette: Palette) -> go.Figure:
    """The gap overall, with one thing held equal, and in each stratum; strata too small to count are pale.

    Args:
        mix: The check the rows are of.
        check: One of its checks.
        palette: Light or dark.
    """
    rows = _rows(check)
    figure = make_subplots(
        rows=1,
        cols=2,
        shared_yaxes=True,
        column_widths=[0.55, 0.45],
        horizontal_spacing=0.04,
        subplot_titles=(mix.label, "Difference"),
    )
    figure.add_trace(_links(rows, palette), row=1, col=1)
    for side in ("baseline", "segment"):
        figure.add_trace(_values(mix, rows, side, palette), row=1, col=1)
    for trace in _gaps(check, rows, palette):
        figure.add_trace(trace, row=1, col=2)
    quiet(figure, palette, rows=len(rows), row_height=ROW)
    _finish(figure, rows, palette)
    return figure


def mix_alt(mix: Mix, check: HeldEqual) -> str:
    """The picture in words: the finding, then both groups in each stratum."""
    strata = "; ".join(_words(mix, stratum) for stratum in check.strata)
    return f"{check.sentence} {strata}."


def _rows(check: HeldEqual) -> list[_Row]:
    named = [
        (check.overall.name, check.overall),
        (f"At equal {lowered(check.label)}", None),
        *((stratum.name, stratum) for stratum in check.strata),
    ]
    return [_Row(place, name, stratum) for place, (name, stratum) in enumerate(named)]


def _values(mix: Mix, rows: Sequence[_Row], side: str, palette: Palette) -> go.Scatter:
    is_segment = side == "segment"
    shown = [
        (row, group, row.stratum)
        for row in rows
        if row.stratum and (group := getattr(row.stratum, side)) and group.value is not None
    ]
    colour = palette.series[0] if is_segment else palette.muted
    return go.Scatter(
        x=[group.value for _, group, _ in shown],
        y=[row.place + (APART if is_segment else -APART) for row, _, _ in shown],
        mode="markers",
        name=mix.segment if is_segment else mix.baseline,
        marker={
            "color": colour,
            "size": 12,
            "symbol": SEGMENT_SYMBOL if is_segment else BASELINE_SYMBOL,
            "opacity": [1.0 if stratum.weight else PALE for _, _, stratum in shown],
            "line": {"width": 2.5, "color": colour},
        },
        error_x=_bars([_Gap(group.value, group.low, group.high) for _, group, _ in shown], colour),
        customdata=[_side_words(mix, group) for _, group, _ in shown],
        hovertemplate="<b>%{fullData.name}</b><br>%{customdata}<extra></extra>",
    )


def _links(rows: Sequence[_Row], palette: Palette) -> go.Scatter:
    """A line from the baseline's dot to the segment's in each row."""
    shown = [(row.place, row.stratum) for row in rows if row.stratum and row.stratum.weight]
    return go.Scatter(
        x=[x for _, stratum in shown for x in (stratum.baseline.value, stratum.segment.value, None)],
        y=[y for place, _ in shown for y in (place - APART, place + APART, None)],
        mode="lines",
        line={"color": palette.muted, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _gaps(check: HeldEqual, rows: Sequence[_Row], palette: Palette) -> tuple[go.Scatter, go.Scatter]:
    """The gap overall and in each stratum, and the adjusted gap in a shape and colour of its own."""
    strata = [
        (row.place, _Gap(row.stratum.gap, row.stratum.gap_low, row.stratum.gap_high)) for row in rows if row.stratum
    ]
    known = [(place, gap) for place, gap in strata if gap.value is not None]
    weights = [row.stratum.weight for row in rows if row.stratum and row.stratum.gap is not None]
    adjusted = [(1, _Gap(check.adjusted, check.low, check.high))] if check.adjusted is not None else []
    return (
        _gap_dots(known, check.unit, palette.text, GAP_SYMBOL, [1.0 if weight else PALE for weight in weights]),
        _gap_dots(adjusted, check.unit, palette.series[3], ADJUSTED_SYMBOL, [1.0]),
    )


def _gap_dots(
    shown: Sequence[tuple[int, _Gap]], unit: str, colour: str, symbol: str, opacity: Sequence[float]
) -> go.Scatter:
    return go.Scatter(
        x=[gap.value for _, gap in shown],
        y=[place for place, _ in shown],
        mode="markers+text",
        text=[amount(gap.value, unit, signed=True) for _, gap in shown],
        textposition="top center",
        textfont={"color": colour, "size": 13},
        marker={"color": colour, "size": 15 if symbol == ADJUSTED_SYMBOL else 10, "symbol": symbol, "opacity": opacity},
        error_x=_bars([gap for _, gap in shown], colour),
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )


def _bars(gaps: Sequence[_Gap], colour: str) -> dict[str, object]:
    return {
        "type": "data",
        "array": [0.0 if gap.high is None or gap.value is None else gap.high - gap.value for gap in gaps],
        "arrayminus": [0.0 if gap.low is None or gap.value is None else gap.value - gap.low for gap in gaps],
        "color": colour,
        "thickness": 2.5,
        "width": 0,
    }


def _finish(figure: go.Figure, rows: Sequence[_Row], palette: Palette) -> None:
    figure.update_layout(
        margin={"t": 56, "b": 64},
        legend={"orientation": "h", "y": 0.02, "yanchor": "bottom", "yref": "container", "x": 0},
    )
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.7],
        zeroline=False,
        tickvals=[row.place for row in rows],
        ticktext=[_label(row) for row in rows],
    )
    figure.update_annotations(font={"size": 13, "color": palette.muted})
    figure.add_vline(x=0, row=1, col=2, line={"color": palette.muted, "dash": "dot", "width": 1.5})
    figure.add_hline(y=1.5, line={"color": palette.faint, "width": 1.5})


def _label(row: _Row) -> str:
    """The stratum's name, and under it how many of the segment and of the baseline it holds."""
    name = row.name.replace("&", "&amp;").replace("<", "&lt;")
    if row.stratum is None:
        return f"<b>{name}</b>"
    shown = f"<b>{name}</b>" if row.place == 0 else name
    n = f"n = {row.stratum.segment.n:,} and {row.stratum.baseline.n:,}"
    return f'{shown}<br><span style="font-size:12px">{n}</span>'


def _side_words(mix: Mix, side: Side) -> str:
    value = amount(side.value, mix.unit)
    if side.low is not None and side.high is not None:
        value += f" (95 % interval {amount(side.low, mix.unit)} to {amount(side.high, mix.unit)})"
    return f"{value}, {side.n:,} {mix.counted} from {side.accounts:,} accounts"


def _words(mix: Mix, stratum: Stratum) -> str:
    if not stratum.weight:
        return f"{stratum.name}: too few to compare"
    return (
        f"{stratum.name}: {mix.segment} {amount(stratum.segment.value, mix.unit)} (n = {stratum.segment.n:,}), "
        f"{mix.baseline} {amount(stratum.baseline.value, mix.unit)} (n = {stratum.baseline.n:,})"
    )
