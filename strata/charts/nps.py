"""NPS by group: how many promoters, passives and detractors, and the score with its interval."""

from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from strata.charts.frame import label, quiet
from strata.charts.palette import Palette
from strata.model.results import NpsByPersona, NpsGroup, amount

SHARE_FROM = 9.0
"""Percent of a bar from which its share is written into it."""
WITHHELD_OPACITY = 0.35


class Part(NamedTuple):
    """One of the three kinds of answer: its name, how many of a group, its colour and that of text on it."""

    name: str
    counts: list[int]
    colour: str
    text: str


def nps_bars(split: NpsByPersona, palette: Palette) -> go.Figure:
    """Stacked shares on the left, scores with 95 % intervals on the right, one row a group, lowest score on top.

    Groups too small to judge stay as pale bars without a score.
    """
    groups = split.groups
    figure = make_subplots(
        rows=1,
        cols=2,
        shared_yaxes=True,
        column_widths=[0.62, 0.38],
        horizontal_spacing=0.03,
        subplot_titles=("Share of answers, percent", "NPS with 95 % interval"),
    )
    labels = [label(group.name, group.n) for group in groups]
    for part in parts(groups, palette):
        figure.add_trace(_bar(part, groups, labels), row=1, col=1)
    figure.add_trace(_scores(groups, labels, palette), row=1, col=2)
    quiet(figure, palette, rows=len(groups), barmode="stack", bargap=0.32)
    _finish(figure, split, palette)
    return figure


def nps_alt(split: NpsByPersona) -> str:
    """The chart in words, a group after the other."""
    return f"NPS by {split.label.lower()}: {'; '.join(_words(group) for group in split.groups)}."


def parts(groups: tuple[NpsGroup, ...], palette: Palette) -> tuple[Part, ...]:
    """Detractors, passives and promoters of the groups, in the order they are stacked."""
    return (
        Part("Detractors (0 to 6)", [group.detractors for group in groups], palette.detractor, palette.on_detractor),
        Part("Passives (7, 8)", [group.passives for group in groups], palette.passive, palette.text),
        Part(
            "Promoters (9, 10)",
            [group.promoters for group in groups],
            palette.promoter,
            "#ffffff" if palette.mode == "light" else palette.on_detractor,
        ),
    )


def _bar(part: Part, groups: tuple[NpsGroup, ...], labels: list[str]) -> go.Bar:
    shares = [100 * count / group.n if group.n else 0.0 for count, group in zip(part.counts, groups, strict=True)]
    return go.Bar(
        x=shares,
        y=labels,
        name=part.name,
        orientation="h",
        text=[f"{share:.0f}" if share >= SHARE_FROM else "" for share in shares],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": part.text},
        customdata=part.counts,
        marker={
            "color": part.colour,
            "opacity": [WITHHELD_OPACITY if group.withheld else 1.0 for group in groups],
            "line": {"width": 0},
        },
        hovertemplate="%{fullData.name}: %{customdata:,} answers (%{x:.1f} %)<extra></extra>",
    )


def _scores(groups: tuple[NpsGroup, ...], labels: list[str], palette: Palette) -> go.Scatter:
    known = [(group, text) for group, text in zip(groups, labels, strict=True) if not group.withheld]
    scores = [group.score or 0.0 for group, _ in known]
    return go.Scatter(
        x=scores,
        y=[text for _, text in known],
        mode="markers+text",
        text=[amount(group.score, "points", signed=True) for group, _ in known],
        textposition="top center",
        textfont={"color": palette.text, "size": 13},
        marker={"color": palette.text, "size": 10},
        error_x={
            "type": "data",
            "array": [_bound(group.high, group.score) for group, _ in known],
            "arrayminus": [-_bound(group.low, group.score) for group, _ in known],
            "color": palette.muted,
            "thickness": 2.5,
            "width": 0,
        },
        customdata=[[_words(group)] for group, _ in known],
        hovertemplate="%{customdata[0]}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )


def _bound(bound: float | None, score: float | None) -> float:
    return 0.0 if bound is None or score is None else bound - score


def _finish(figure: go.Figure, split: NpsByPersona, palette: Palette) -> None:
    figure.update_layout(
        legend={"orientation": "h", "y": 0, "yanchor": "top", "yref": "container", "x": 0, "traceorder": "normal"},
        margin={"t": 56, "b": 64},
    )
    figure.update_layout(legend={"y": 0.02, "yanchor": "bottom"})
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(range=[0, 100], showgrid=False, showticklabels=False, row=1, col=1)
    figure.update_annotations(font={"size": 13, "color": palette.muted})
    if split.total.score is not None:
        figure.add_vline(x=split.total.score, row=1, col=2, line={"color": palette.muted, "dash": "dot", "width": 1.5})


def _words(group: NpsGroup) -> str:
    if group.withheld:
        return f"{group.name}: {group.withheld.rstrip('.')}"
    interval = ""
    if group.low is not None and group.high is not None:
        interval = f" (95 % interval {amount(group.low, 'points')} to {amount(group.high, 'points')})"
    score = amount(group.score, "points", signed=True)
    return f"{group.name}: {score}{interval}, {group.n:,} answers from {group.accounts:,} accounts"
