"""How values are spread in each group: bars, the share at or under each value, and boxes of quantiles."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import label, quiet
from strata.charts.palette import Palette
from strata.model.distribution import Bar, Distribution, Spread
from strata.model.results import amount

PATTERNS = ("", "/", "x", ".", "\\", "-", "+", "|")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "4px,2px", "10px,3px")
"""One per segment, so that colour is never alone."""
MOST_BESIDE, MOST_BARS_BESIDE = 3, 12
"""Groups, and bars of each, that still can stand side by side; with more every group has a row of its own."""
MOST_TICKS = 9
LINES_HEIGHT, SMALL_HEIGHT = 340, 120
ROOM_ABOVE = 1.08
"""How far the axis reaches above the tallest bar."""


class _Look(NamedTuple):
    """How one group is drawn."""

    group: Spread
    colour: str
    place: int

    @property
    def title(self) -> str:
        """The group and how many of it have a value."""
        return label(self.group.name, self.group.n, most=40).replace("<br>", " ")


def histogram(found: Distribution, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """Percent of each group per bar; few groups with few bars side by side, others below each other.

    Args:
        found: The distribution; groups that are withheld are left out.
        colours: The place of each segment in `palette.series`; others, such as everyone else, are grey.
        palette: Light or dark.
    """
    looks = _looks(found, colours, palette)
    if len(looks) <= MOST_BESIDE and len(found.bars) <= MOST_BARS_BESIDE:
        return _side_by_side(found, looks, palette)
    return _small_multiples(found, looks, palette)


def cumulative(found: Distribution, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """Percent of each group at or under each value, a line a group; what lies far out is cut off."""
    looks = [look for look in _looks(found, colours, palette) if look.group.points]
    figure = go.Figure([_line(look, found.unit) for look in looks])
    quiet(figure, palette, rows=0, legend=_legend())
    figure.update_layout(height=LINES_HEIGHT)
    if looks and all(bar.is_one_value for bar in found.bars):
        figure.update_xaxes(**_ticks(found.bars, [bar.low or 0.0 for bar in found.bars]))
    first, last = _reach(found)
    edge = 0.01 * (last - first)
    figure.update_xaxes(title=_title(_value_title(found), palette), range=[first - edge, last + edge])
    figure.update_yaxes(title=_title("percent at or under", palette), range=[0, 102], zeroline=False)
    figure.update_yaxes(showgrid=True, gridcolor=palette.faint, ticksuffix=" %")
    return figure


def boxes(found: Distribution, colours: Mapping[str, int], palette: Palette) -> go.Figure:
    """Each group's middle half as a box with its median, and the middle 90 percent as whiskers."""
    looks = [look for look in _looks(found, colours, palette) if look.group.summary]
    figure = go.Figure([_box(look, found, palette) for look in looks])
    quiet(figure, palette, rows=len(looks), showlegend=False)
    figure.update_yaxes(autorange="reversed")
    about = "box: middle half and median · whiskers: 5 to 95 %"
    figure.update_xaxes(title=_title(f"{_value_title(found)} · {about}", palette))
    return figure


def histogram_alt(found: Distribution) -> str:
    """The bars in words: of each group the largest."""
    groups = [f"{_who(group)}: most often {_commonest(found.bars, group)}" for group in found.shown]
    return _alt(found, f"Percent of each group per value of {found.label}", groups)


def cumulative_alt(found: Distribution) -> str:
    """The lines in words: the values that a quarter, half and three quarters of each group do not exceed."""
    groups = [
        f"{_who(group)}: a quarter at or under {_said(found, group.summary.p25)}, half at or under "
        f"{_said(found, group.summary.median)}, three quarters at or under {_said(found, group.summary.p75)}"
        for group in found.shown
        if group.summary
    ]
    return _alt(found, f"Percent of each group at or under each value of {found.label}", groups)


def boxes_alt(found: Distribution) -> str:
    """The boxes in words: the median, the middle half and the middle 90 percent of each group."""
    groups = [
        f"{_who(group)}: median {_said(found, group.summary.median)}, middle half {_said(found, group.summary.p25)} to "
        f"{_said(found, group.summary.p75)}, middle 90 % {_said(found, group.summary.p5)} to "
        f"{_said(found, group.summary.p95)}"
        for group in found.shown
        if group.summary
    ]
    return _alt(found, f"Quantiles of {found.label}", groups)


def _looks(found: Distribution, colours: Mapping[str, int], palette: Palette) -> list[_Look]:
    looks = []
    for group in found.shown:
        place = colours.get(group.name)
        colour = palette.muted if place is None else palette.series[place % len(palette.series)]
        looks.append(_Look(group, colour, len(colours) if place is None else place))
    return looks


def _side_by_side(found: Distribution, looks: Sequence[_Look], palette: Palette) -> go.Figure:
    figure = go.Figure([_bars(look, found.bars, palette) for look in looks])
    quiet(figure, palette, rows=0, barmode="group", bargap=0.25, bargroupgap=0.06, legend=_legend())
    figure.update_layout(height=LINES_HEIGHT)
    _finish(figure, found, palette)
    figure.update_yaxes(title=_title("percent of the group", palette))
    return figure


def _small_multiples(found: Distribution, looks: Sequence[_Look], palette: Palette) -> go.Figure:
    figure = make_subplots(
        rows=max(len(looks), 1),
        cols=1,
        shared_xaxes=True,
        shared_yaxes="all",
        vertical_spacing=min(0.3 / max(len(looks), 1), 0.1),
        subplot_titles=[look.title for look in looks],
    )
    for row, look in enumerate(looks, start=1):
        figure.add_trace(_bars(look, found.bars, palette), row=row, col=1)
    quiet(figure, palette, rows=len(looks), row_height=SMALL_HEIGHT, bargap=0.08, showlegend=False)
    _finish(figure, found, palette)
    figure.update_xaxes(title=None)
    figure.update_xaxes(
        title=_title(f"{_value_title(found)} · bars: percent of the group", palette), row=max(len(looks), 1)
    )
    figure.update_annotations(x=0, xanchor="left", font={"size": 13, "color": palette.text})
    return figure


def _bars(look: _Look, bars: Sequence[Bar], palette: Palette) -> go.Bar:
    pattern = {
        "shape": PATTERNS[look.place % len(PATTERNS)],
        "fgcolor": palette.background,
        "fgopacity": 0.55,
        "size": 6,
    }
    return go.Bar(
        x=list(range(len(bars))),
        y=list(look.group.shares),
        name=look.title,
        marker={"color": look.colour, "line": {"width": 0}, "pattern": pattern},
        customdata=[[bar.label, count] for bar, count in zip(bars, look.group.counts, strict=True)],
        hovertemplate=f"<b>{look.title}</b><br>%{{customdata[0]}}: %{{y:.1f}} % (%{{customdata[1]:,}})<extra></extra>",
    )


def _line(look: _Look, unit: str) -> go.Scatter:
    points = look.group.points
    suffix = f" {unit}" if unit else ""
    return go.Scatter(
        x=[points[0].value, *(point.value for point in points)],
        y=[0.0, *(point.share for point in points)],
        mode="lines",
        name=look.title,
        line={"color": look.colour, "width": 2.5, "shape": "hv", "dash": DASHES[look.place % len(DASHES)]},
        hovertemplate=f"<b>{look.title}</b><br>%{{y:.1f}} % at or under %{{x:,.6~g}}{suffix}<extra></extra>",
    )


def _box(look: _Look, found: Distribution, palette: Palette) -> go.Box:
    summary = look.group.summary
    if summary is None:
        return go.Box()
    return go.Box(
        y=[label(look.group.name, look.group.n)],
        orientation="h",
        lowerfence=[summary.p5],
        q1=[summary.p25],
        median=[summary.median],
        q3=[summary.p75],
        upperfence=[summary.p95],
        name=look.title,
        line={"color": look.colour, "width": 2.5},
        fillcolor=palette.faint,
        whiskerwidth=0.4,
        width=0.5,
        hoverinfo="x",
    )


def _finish(figure: go.Figure, found: Distribution, palette: Palette) -> None:
    """Ticks that say which values a bar holds: under each bar while they are few, else where every so many begin."""
    n = len(found.bars)
    figure.update_xaxes(range=[-0.6, n - 0.4], showgrid=False, **_ticks(found.bars, range(n)))
    figure.update_xaxes(title=_title(_value_title(found), palette))
    top = ROOM_ABOVE * max((share for group in found.shown for share in group.shares), default=100.0)
    figure.update_yaxes(
        range=[0, top], zeroline=False, nticks=5, ticksuffix=" %", showgrid=True, gridcolor=palette.faint
    )


def _ticks(bars: Sequence[Bar], places: Sequence[float]) -> dict[str, Any]:
    """Labels under the bars, which lie at these places, or, of many that hold several values, where some begin."""
    if len(bars) <= MOST_BARS_BESIDE or all(bar.is_one_value for bar in bars):
        kept = [(place, bar.label) for place, bar in zip(places, bars, strict=True)]
        return _some(kept, MOST_BARS_BESIDE)
    starts = [(place - 0.5, bar.label.partition(" ")[0]) for place, bar in enumerate(bars) if bar.low is not None]
    return _some(starts, MOST_TICKS)


def _some(ticks: Sequence[tuple[float, str]], most: int) -> dict[str, Any]:
    """Every so many of the ticks, so that they do not run into each other."""
    kept = ticks[:: 1 + (len(ticks) - 1) // most]
    return {"tickmode": "array", "tickvals": [at for at, _ in kept], "ticktext": [text for _, text in kept]}


def _reach(found: Distribution) -> tuple[float, float]:
    """From where to where values are drawn: to the open bars, which hold what lies far out."""
    if not found.bars:
        return 0.0, 1.0
    first, last = found.bars[0], found.bars[-1]
    low = first.high if first.low is None else first.low
    high = last.low if last.high is None else last.high
    return low or 0.0, high or 0.0


def _value_title(found: Distribution) -> str:
    unit = {"%": "percent", "points": "points"}.get(found.unit, found.unit)
    return f"{found.label}, {unit}" if unit and unit not in found.label.lower() else found.label


def _title(text: str, palette: Palette) -> dict[str, Any]:
    return {"text": text, "font": {"size": 12, "color": palette.muted}}


def _legend() -> dict[str, Any]:
    return {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}


def _who(group: Spread) -> str:
    return f"{group.name} (n = {group.n:,})"


def _commonest(bars: Sequence[Bar], group: Spread) -> str:
    share, place = max((share, -place) for place, share in enumerate(group.shares))
    return f"{bars[-place].label} ({share:.0f} %)"


def _said(found: Distribution, value: float) -> str:
    text, unit, of = amount(value, found.unit).partition(" ")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit + of


def _alt(found: Distribution, what: str, groups: Sequence[str]) -> str:
    withheld = [f"{group.withheld.rstrip('.')}" for group in found.groups if group.withheld]
    return f"{what}. {'; '.join([*groups, *withheld]) or 'No values'}."
