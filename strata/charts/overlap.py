"""Who is in several segments at once: each pair as a heat map, each exact combination as a bar over a dot matrix.

References:
    Lex et al. (2014), UpSet: Visualization of Intersecting Sets, https://doi.org/10.1109/TVCG.2014.2346248
"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import label, quiet
from strata.charts.intervals import SYMBOLS
from strata.charts.palette import Palette
from strata.model.results import OverlapCell, Overlaps, SegmentSize, amount

MOST_CELLS = 20
"""Bars that stay wide enough to click; smaller combinations are in the list beside the chart."""
MOST_UPRIGHT = 7
"""Bars over which numbers fit side by side on a telephone; over more they are turned."""
BARS_HEIGHT, SET_HEIGHT, PAIR_HEIGHT = 230, 44, 52
ROOM_ABOVE = 1.25
"""How far the axis reaches above the largest bar, for its number."""
STEADY = {"marker": {"opacity": 1}}
"""What is clicked is marked by the figure itself, so nothing else fades."""


def pairs_map(found: Overlaps, palette: Palette) -> go.Figure:
    """A row and a column per segment: the users they share, and what percent of the row's segment that is."""
    names = [size.name for size in found.segments]
    shares = pair_shares(found)
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=list(range(len(names))),
            y=list(range(len(names))),
            text=[
                [_pair(n, share) for n, share in zip(*rows, strict=True)]
                for rows in zip(found.pairs, shares, strict=True)
            ],
            texttemplate="%{text}",
            textfont={"color": palette.text},
            customdata=[[_pair_words(found, i, j) for j in range(len(names))] for i in range(len(names))],
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=palette.heat[1:],
            zmin=0,
            zmax=100,
            xgap=3,
            ygap=3,
            showscale=False,
        )
    )
    quiet(figure, palette, rows=len(names))
    figure.update_layout(height=PAIR_HEIGHT * len(names) + 72, margin={"t": 64, "b": 8})
    figure.update_xaxes(
        side="top", showgrid=False, tickfont={"color": palette.text}, **_ticks([_short(name) for name in names])
    )
    figure.update_yaxes(autorange="reversed", **_ticks(_labels(found)))
    return figure


def pairs_alt(found: Overlaps) -> str:
    """The heat map in words, a pair after the other."""
    n = len(found.segments)
    pairs = [_pair_words(found, i, j) for i in range(n) for j in range(n) if i != j]
    return f"Users that two segments share: {'; '.join(pairs)}."


def pair_shares(found: Overlaps) -> list[list[float | None]]:
    """Percent of each row's segment that is also in the column's; None where the row's segment is empty."""
    return [
        [100 * shared / size.users if size.users else None for shared in row]
        for size, row in zip(found.segments, found.pairs, strict=True)
    ]


def cells_plot(found: Overlaps, places: Mapping[str, int], palette: Palette, *, chosen: OverlapCell) -> go.Figure:
    """Exact combinations as bars, largest first, above the segments each is in; the segments' sizes on the left.

    Points carry the place of their combination in `found.cells` as custom data.

    Args:
        found: The overlap; of its combinations the largest MOST_CELLS are drawn.
        places: The place of each segment in `palette.series`, which gives its colour and its shape.
        palette: Light or dark.
        chosen: The combination to mark.
    """
    cells, n = found.cells[:MOST_CELLS], len(found.segments)
    height = BARS_HEIGHT + SET_HEIGHT * n
    figure = make_subplots(
        rows=2,
        cols=2,
        specs=[[None, {}], [{}, {}]],
        column_widths=[0.15, 0.85],
        row_heights=[BARS_HEIGHT / height, SET_HEIGHT * n / height],
        shared_xaxes=True,
        shared_yaxes=True,
        horizontal_spacing=0.02,
        vertical_spacing=0.03,
    )
    figure.add_trace(_bars(found, cells, palette, chosen), row=1, col=2)
    figure.add_trace(_sizes(found, places, palette), row=2, col=1)
    for trace in (_outside(cells, palette), _joints(cells, palette), *_inside(found, cells, places, palette)):
        figure.add_trace(trace, row=2, col=2)
    quiet(figure, palette, rows=n, showlegend=False, bargap=0.3)
    figure.update_layout(height=height + 40, margin={"t": 28, "b": 12})
    _finish(figure, found, cells, palette, chosen)
    return figure


def cells_alt(found: Overlaps) -> str:
    """The combinations in words, largest first."""
    cells = [f"{cell_words(found, cell)}, {cell.users:,} users" for cell in found.cells[:MOST_CELLS]]
    return f"Exact combinations of segments: {'; '.join(cells)}."


def cell_words(found: Overlaps, cell: OverlapCell) -> str:
    """Which segments a combination is in, and how many: '2 segments only: hygienist, Detractors'."""
    names = [size.name for size, is_in in zip(found.segments, cell.inside, strict=True) if is_in]
    return f"{len(names)} segment{'' if len(names) == 1 else 's'} only: {', '.join(names)}"


def _bars(found: Overlaps, cells: Sequence[OverlapCell], palette: Palette, chosen: OverlapCell) -> go.Bar:
    return go.Bar(
        x=list(range(len(cells))),
        y=[cell.users for cell in cells],
        text=[f"{cell.users:,}" for cell in cells],
        textposition="outside",
        constraintext="none",
        textangle=0 if len(cells) <= MOST_UPRIGHT else -90,
        textfont={"color": palette.text, "size": 13},
        marker={"color": [palette.text if cell == chosen else palette.passive for cell in cells], "line": {"width": 0}},
        customdata=list(range(len(cells))),
        hovertext=[f"<b>{cell_words(found, cell)}</b><br>{_counted(cell)}" for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
        selected=STEADY,
        unselected=STEADY,
        cliponaxis=False,
    )


def _sizes(found: Overlaps, places: Mapping[str, int], palette: Palette) -> go.Bar:
    return go.Bar(
        x=[size.users for size in found.segments],
        y=list(range(len(found.segments))),
        orientation="h",
        marker={"color": [_colour(size.name, places, palette) for size in found.segments], "line": {"width": 0}},
        hovertext=[f"<b>{size.name}</b><br>{_counted(size)}" for size in found.segments],
        hovertemplate="%{hovertext}<extra></extra>",
        selected=STEADY,
        unselected=STEADY,
    )


def _outside(cells: Sequence[OverlapCell], palette: Palette) -> go.Scatter:
    places = [(i, row) for i, cell in enumerate(cells) for row, is_in in enumerate(cell.inside) if not is_in]
    return _dots(places, {"color": palette.faint, "size": 8, "symbol": "circle"})


def _inside(
    found: Overlaps, cells: Sequence[OverlapCell], places: Mapping[str, int], palette: Palette
) -> list[go.Scatter]:
    return [
        _dots(
            [(i, row) for i, cell in enumerate(cells) if cell.inside[row]],
            {
                "color": _colour(size.name, places, palette),
                "size": 14,
                "symbol": SYMBOLS[places[size.name] % len(SYMBOLS)],
                "line": {"color": palette.background, "width": 1},
            },
            name=size.name,
        )
        for row, size in enumerate(found.segments)
    ]


def _dots(places: Sequence[tuple[int, int]], marker: Mapping[str, Any], *, name: str = "") -> go.Scatter:
    return go.Scatter(
        x=[i for i, _ in places],
        y=[row for _, row in places],
        mode="markers",
        name=name,
        marker=marker,
        customdata=[i for i, _ in places],
        hoverinfo="name" if name else "skip",
        selected=STEADY,
        unselected=STEADY,
    )


def _joints(cells: Sequence[OverlapCell], palette: Palette) -> go.Scatter:
    """A line through the segments of each combination."""
    x: list[int | None] = []
    y: list[int | None] = []
    for i, cell in enumerate(cells):
        rows = [row for row, is_in in enumerate(cell.inside) if is_in]
        x += [i, i, None]
        y += [rows[0], rows[-1], None]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": palette.muted, "width": 2.5}, hoverinfo="skip")


def _finish(
    figure: go.Figure, found: Overlaps, cells: Sequence[OverlapCell], palette: Palette, chosen: OverlapCell
) -> None:
    n = len(found.segments)
    figure.update_xaxes(showgrid=False, showticklabels=False)
    figure.update_xaxes(range=[-0.6, len(cells) - 0.4], col=2)
    figure.update_yaxes(zeroline=False)
    figure.update_yaxes(showticklabels=False, range=[0, ROOM_ABOVE * cells[0].users], row=1, col=2)
    figure.update_yaxes(range=[n - 0.5, -0.5], row=2)
    figure.update_yaxes(**_ticks(_labels(found)), row=2, col=1)
    figure.add_annotation(
        text="Users in exactly this combination",
        x=0,
        y=1,
        xref="x domain",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 13, "color": palette.muted},
    )
    if chosen in cells:
        place = cells.index(chosen)
        band = {"fillcolor": palette.faint, "opacity": 0.55, "layer": "below", "line": {"width": 0}}
        figure.add_vrect(x0=place - 0.5, x1=place + 0.5, row="all", col=2, **band)


def _pair(shared: int, share: float | None) -> str:
    return f"{shared:,}<br>{amount(share, '%')}"


def _pair_words(found: Overlaps, i: int, j: int) -> str:
    one, other, shared = found.segments[i], found.segments[j], found.pairs[i][j]
    if i == j:
        return f"{one.name}: {_counted(one)}"
    share = amount(pair_shares(found)[i][j], "%")
    return f"{shared:,} of {one.users:,} in {one.name} ({share}) are also in {other.name}"


def _counted(counted: OverlapCell | SegmentSize) -> str:
    return f"{counted.users:,} users from {counted.accounts:,} accounts"


def _labels(found: Overlaps) -> list[str]:
    return [label(size.name, size.users, most=18) for size in found.segments]


def _short(name: str) -> str:
    return label(name, 0, most=14).partition("<br>")[0]


def _ticks(texts: Sequence[str]) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": list(range(len(texts))), "ticktext": list(texts)}


def _colour(name: str, places: Mapping[str, int], palette: Palette) -> str:
    return palette.series[places[name] % len(palette.series)]
