"""How the values behind an average are spread: bars, shares at or under a value, boxes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from strata.charts.distribution import boxes, boxes_alt, cumulative, cumulative_alt, histogram, histogram_alt
from strata.charts.palette import Palette
from strata.model.distribution import Distribution, Ranking, Spread
from strata.model.results import VERDICT_WORDS
from strata.ui import closer_cache, frame, theme
from strata.ui.closer_asked import Looked, bullets
from strata.ui.sheet import Row


@dataclass(frozen=True, slots=True)
class Form:
    """One way to draw it; `fits` says whether the values can be drawn so."""

    label: str
    figure: Callable[[Distribution, Mapping[str, int], Palette], go.Figure]
    alt: Callable[[Distribution], str]
    fits: Callable[[Distribution], bool]


FORMS: dict[str, Form] = {
    "bars": Form("Bars", histogram, histogram_alt, lambda found: True),
    "shares": Form(
        "Share at or under", cumulative, cumulative_alt, lambda found: any(group.points for group in found.shown)
    ),
    "boxes": Form("Boxes", boxes, boxes_alt, lambda found: any(group.summary for group in found.shown)),
}


def show(looked: Looked) -> None:
    """The picture, which of two groups tends to answer higher where that is known, and the quantiles."""
    segments = looked.drawn(view="spread")
    found = closer_cache.spread(looked, segments)
    form, name = _form(found), f"{found.label} by value"
    bullets([*map(_ranking, found.rankings), *(group.withheld for group in found.groups if group.withheld)])
    figure = form.figure(found, looked.colours, theme.palette())
    figure.for_each_trace(_keep_colour, selector={"type": "bar"})
    frame.chart(figure, name=name, alt=form.alt(found))
    st.dataframe([_quantiles(group) for group in found.groups], hide_index=True, alt=f"Quantiles of {found.label}")
    frame.downloads(list(rows(found)), name=name, source=found.source)
    frame.stamp(found.source, looked.definitions(segments), looked.note, *found.notes)


def rows(found: Distribution) -> Iterator[Row]:
    """One row per group and bar; groups that are too small have none."""
    for group in found.shown:
        for bar, count, share in zip(found.bars, group.counts, group.shares, strict=True):
            yield {
                "group": group.name,
                "metric": found.metric,
                "values": bar.label,
                "from": bar.low,
                "to": bar.high,
                "count": count,
                "percent": share,
                "n": group.n,
                "accounts": group.accounts,
                "without_a_value": group.missing,
            }


def _form(found: Distribution) -> Form:
    """How to draw it; values that can be drawn in the same ways keep the choice."""
    names = [name for name, form in FORMS.items() if form.fits(found)]
    if len(names) == 1:
        return FORMS[names[0]]
    chosen = st.segmented_control(
        "Draw",
        names,
        default=names[0],
        required=True,
        format_func=lambda name: FORMS[name].label,
        key=f"closer_form_{'_'.join(names)}",
        label_visibility="collapsed",
    )
    return FORMS[chosen]


def _keep_colour(bars: go.Bar) -> None:
    """Says the colour behind a pattern, which Streamlit's theme would make that of the page."""
    bars.marker.pattern.bgcolor = bars.marker.color


def _ranking(ranking: Ranking) -> str:
    """Which of two groups tends to answer higher, in one sentence."""
    if ranking.value is None or ranking.low is None or ranking.high is None:
        why = f": {ranking.reasons[0]}" if ranking.reasons else "."
        return f"{ranking.segment} and {ranking.baseline} cannot be ranked{why}"
    return (
        f"Of 100 random pairs of {ranking.segment} and {ranking.baseline}, the first gives the higher answer in "
        f"{ranking.value:.0f}, ties shared (95 % interval {ranking.low:.0f} to {ranking.high:.0f}). "
        f"{VERDICT_WORDS[ranking.verdict]}."
    )


def _quantiles(group: Spread) -> Row:
    def read(name: str) -> str:
        return f"{getattr(group.summary, name):,.6g}" if group.summary else "–"

    return {
        "Group": group.name,
        "n": f"{group.n:,}",
        "Accounts": f"{group.accounts:,}",
        "Without a value": f"{group.missing:,}",
        "5 %": read("p5"),
        "25 %": read("p25"),
        "Median": read("median"),
        "75 %": read("p75"),
        "95 %": read("p95"),
    }
