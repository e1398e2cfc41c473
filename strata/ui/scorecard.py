"""The scorecard: what stands out in sentences, every metric of every segment, and one comparison looked at closely."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from strata.analysis.compare_exhibits import SCORECARD
from strata.model.results import Comparison
from strata.ui import (
    cards,
    details,
    errors,
    exports,
    frame,
    link,
    reviews,
    scorecard_checks,
    scorecard_panel,
    scorecard_rows,
    state,
    theme,
)
from strata.ui.scorecard_asked import Asked
from strata.ui.scorecard_clicks import PANEL, listen
from strata.ui.scorecard_rows import SORTS, WHICH, Row
from strata.ui.scorecard_table import compared, findings, scorecard
from strata.ui.state import Layout, View

MOST_SAID = 5
VIEW_WORDS: Mapping[View, str] = {"table": ":material/table: Table", "chart": ":material/bar_chart: Chart"}

Rows = tuple[Row, ...]


@st.fragment
def show(asked: Asked) -> None:
    """Everything about a comparison; order, filter, view, margins and what is looked at leave the page as it is."""
    with errors.shown():
        found = asked.compared()
        _said(found)
        layout = _layout()
        rows = scorecard_rows.rows(found, sort=layout.sort, which=layout.which)
        if rows:
            _VIEWS[layout.view](asked, found, rows)
        else:
            st.info("No difference is clear here: show all metrics to see how much each could be.")
        st.caption(frame.escape(scorecard_rows.luck(found)))
        scorecard_checks.show(asked)
        with st.container(key=PANEL):
            scorecard_panel.show(asked, found)
        link.carry(link.scorecard())


def titles(labels: Sequence[str]) -> list[str]:
    """What the charts of metrics are called: labels that make the same file name, such as A and A+, get a number."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        slug = frame.slug(label)
        seen[slug] += 1
        found.append(f"{label} by segment" + (f" {seen[slug]}" if seen[slug] > 1 else ""))
    return found


def _said(found: Comparison) -> None:
    """The clear differences in sentences, or that there is none."""
    clear = scorecard_rows.findings(found)
    if clear:
        st.html(findings(clear[:MOST_SAID], max(len(clear) - MOST_SAID, 0), theme.palette()))
    else:
        st.markdown(scorecard_rows.nothing_clear(found))


def _layout() -> Layout:
    """Form, order and filter, as chosen above the table."""
    shown = state.current().layout
    with st.container(horizontal=True, vertical_alignment="bottom", key="layout"):
        _choice("View", "view", VIEW_WORDS)
        _choice("Order of the metrics", "sort", SORTS)
        _choice("Metrics shown", "which", WHICH)
    return shown


def _choice(label: str, field: str, options: Mapping[Any, str]) -> None:
    key = f"{field}_{state.current().revision}"
    st.segmented_control(
        label,
        list(options),
        default=getattr(state.current().layout, field),
        format_func=options.__getitem__,
        required=True,
        key=key,
        on_change=_take,
        args=(field, key),
        label_visibility="collapsed",
    )


def _take(field: str, key: str) -> None:
    changed: dict[str, Any] = {field: state.value(key)}
    state.current().layout = replace(state.current().layout, **changed)


def _table(asked: Asked, found: Comparison, rows: Rows) -> None:
    sizes = [size for size in found.segments if any(each.segment == size.name for each in rows[0].contrasts)]
    colours = {size.name: cards.colour(size.name) for size in sizes}
    html = scorecard(rows, sizes, theme.palette(), colour=colours.__getitem__, caption=compared(found))
    st.html(html)
    listen(state.current().look, shown=html, on_look=scorecard_panel.look)
    _under(asked, found, rows)


def _charts(asked: Asked, found: Comparison, rows: Rows) -> None:
    for row, title in zip(rows, titles([row.first.label for row in rows]), strict=True):
        cards.metric(asked, row.contrasts, title=title)
    _under(asked, found, rows)


def _under(asked: Asked, found: Comparison, rows: Rows) -> None:
    """The export of what is shown, and where it comes from."""
    shown = tuple(scorecard_rows.contrasts(rows))
    source, definitions = found.source, (f"{size.name}: {size.definition}" for size in found.segments)
    asks = (f"Compared with {shown[0].baseline}", source.population.capitalize(), source.window.capitalize())
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="content"):
            exports.menu(lambda: asked.exhibit(shown), key="scorecard")
        reviews.adder(asked.recipe, SCORECARD, title="Segments compared")
        frame.origin((*definitions, *asks, details.methods(shown), frame.freshness(source)), key="scorecard")
    frame.small(*asks, frame.reach(source))


_VIEWS: Mapping[View, Callable[[Asked, Comparison, Rows], None]] = {"table": _table, "chart": _charts}
