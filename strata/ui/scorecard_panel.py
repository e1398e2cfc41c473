"""One comparison looked at closely: its sentence, its warnings, what stands behind it, and where to go from it."""

from dataclasses import replace

import streamlit as st

from strata.model.metrics import Metric
from strata.model.results import UNIT_WORDS, Comparison, Contrast
from strata.model.segment import Segment
from strata.ui import closer, details, frame, library, link, people, state, table, theme
from strata.ui.scorecard_asked import Asked
from strata.ui.scorecard_table import chip

BUILD_PAGE = "pages/segments/build.py"
LONGEST_NAME = 80

Look = tuple[str, str]


def show(asked: Asked, found: Comparison) -> None:
    """A list to choose from, and the chosen comparison in full; a click on a value of the table chooses it too."""
    st.header("Look closer", anchor=False)
    contrast = _pick(found)
    if contrast is None:
        st.caption("Click a value in the table, or choose it here, to see what stands behind it and who they are.")
        return
    segment, metric = asked.segment(contrast.segment), asked.metric(contrast.metric)
    with st.container(border=True, key="closer_panel"):
        st.html(_title(contrast))
        _warnings(contrast)
        left, right = st.columns([7, 5], gap="large")
        with left:
            st.html(table.pairs(details.plain(contrast)))
        with right:
            _margin(contrast, metric)
            _ways_on(contrast, segment, found)
        with st.expander("Details: how sure, and by which method", icon=":material/functions:"):
            st.html(table.pairs(details.inferred(contrast)))
            details.method(contrast)
        _who(segment)
        closer.show(
            asked.segments,
            metric,
            contrast,
            baseline=asked.baseline,
            window=asked.window,
            library=library.references(),
        )


def look(metric: str, segment: str) -> None:
    """Chooses a comparison from the callback of a click."""
    state.current().look = (metric, segment)
    state.put(_key(), (metric, segment))


def _key() -> str:
    return f"look_{state.current().revision}"


def _pick(found: Comparison) -> Contrast | None:
    by_look = {(each.metric, each.segment): each for each in found.results}
    key, wanted = _key(), state.current().look
    state.seed(key, wanted, among=by_look)
    chosen: Look | None = st.selectbox(
        "Look closer at",
        list(by_look),
        index=None,
        format_func=lambda look: f"{by_look[look].label} · {look[1]}",
        placeholder="A metric of a segment",
        label_visibility="collapsed",
        key=key,
        on_change=state.take,
        args=("look", key),
    )
    return by_look[chosen] if chosen else None


def _title(contrast: Contrast) -> str:
    return table.closer(contrast.sentence, chip(contrast, theme.palette()))


def _warnings(contrast: Contrast) -> None:
    for caution in contrast.cautions:
        st.warning(frame.escape(caution.sentence), icon=":material/warning:")
    st.caption(frame.escape(" ".join(contrast.reasons)))


def _margin(contrast: Contrast, metric: Metric) -> None:
    """What counts as practically the same; at 0 nothing does."""
    margins = state.current().margins
    key = f"margin_{metric.name}_{state.current().revision}"
    unit, usual = UNIT_WORDS.get(contrast.unit, contrast.unit), float(metric.margin or 0)
    st.number_input(
        f"Practically the same within ± {unit}".strip(),
        min_value=0.0,
        max_value=link.LARGEST_MARGIN,
        value=margins.get(metric.name, usual),
        format="%g",
        key=key,
        on_change=_set_margin,
        args=(metric.name, key),
        help="Differences smaller than this do not matter to you; at 0 all do. Choose it before you look at results.",
    )
    if metric.name in margins:
        back = f"Back to the usual: {usual:g}"
        st.button(back, type="tertiary", on_click=_forget_margin, args=(metric.name, key, usual))


def _set_margin(metric: str, key: str) -> None:
    state.current().margins = {**state.current().margins, metric: state.value(key)}


def _forget_margin(metric: str, key: str, usual: float) -> None:
    state.put(key, usual)
    state.current().margins = {name: size for name, size in state.current().margins.items() if name != metric}


def _ways_on(contrast: Contrast, segment: Segment, found: Comparison) -> None:
    """Save as a segment, copy as text, open in the builder."""
    with st.container(horizontal=True):
        if st.button("Open in the builder", icon=":material/filter_alt:"):
            library.edit(segment.name)
            st.switch_page(BUILD_PAGE)
        with st.popover("Save as a segment", icon=":material/bookmark_add:", key="save"):
            _save(segment)
        with st.popover("Copy as text", icon=":material/content_copy:", key="copy"):
            st.code(details.text(contrast, found.source), language=None, wrap_lines=True)


def _who(segment: Segment) -> None:
    """A few of the people, looked up once asked for."""
    with st.expander("See who", icon=":material/group:", on_change="rerun", key="who") as who:
        if who.open:
            people.sample_of(segment)


def _save(segment: Segment) -> None:
    """Keeps a segment that is ready-made or of this visit, under a name of its own."""
    if library.find_saved(segment.name):
        st.caption(f"{frame.escape(segment.name)} is saved already: it stands in the library.")
        return
    name = st.text_input("Name", value=segment.name[:LONGEST_NAME], max_chars=LONGEST_NAME, key="save_name").strip()
    if st.button("Save", type="primary", icon=":material/bookmark_add:", disabled=not name):
        library.save(replace(segment, name=name))
        st.toast(f"{frame.escape(name)} is saved.", icon=":material/bookmark_added:")
        st.rerun()
