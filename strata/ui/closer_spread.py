"""How the values behind an average are spread: bars, shares at or under a value, boxes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from strata.analysis.distribution_exhibits import exhibit, quantiles
from strata.charts.distribution import boxes, boxes_alt, cumulative, cumulative_alt, histogram, histogram_alt
from strata.charts.palette import Palette
from strata.model.distribution import Distribution
from strata.model.exhibit import Cell
from strata.ui import closer_cache, foot, frame, theme
from strata.ui.closer_asked import Looked, bullets


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
    form, made = _form(found), exhibit(found, looked.sizes(segments), looked.notes)
    bullets(made.findings)
    figure = form.figure(found, looked.colours, theme.palette())
    figure.for_each_trace(_keep_colour, selector={"type": "bar"})
    frame.chart(figure, name=made.title, alt=form.alt(found))
    st.dataframe(_quantiles(found), hide_index=True, alt=f"Quantiles of {found.label}")
    foot.show(made, looked.recipe("distribution", segments), chart=frame.chart_key(made.title))


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


def _quantiles(found: Distribution) -> list[frame.Row]:
    """The quantiles of each group as they are read."""
    table = quantiles(found)
    names = [column.name for column in table.columns]
    return [dict(zip(names, map(_read, row), strict=True)) for row in table.rows]


def _read(cell: Cell) -> str:
    match cell:
        case float():
            return f"{cell:,.6g}"
        case int():
            return f"{cell:,}"
        case _:
            return cell or "–"
