"""Who is in several segments at once: choosing them, each pair, each combination, and one kept as a segment."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from strata.analysis import overlap_exhibits
from strata.analysis.overlap import FEWEST, MOST, cell_segment
from strata.charts.overlap import cell_words, cells_alt, cells_plot, pairs_alt, pairs_map
from strata.model.recipe import Recipe
from strata.model.results import OverlapCell, Overlaps, SegmentSize
from strata.model.segment import Segment
from strata.ui import cache, errors, foot, frame, library, link, people, state, table, theme

__all__ = ["FEWEST", "cells", "choose", "lead", "pairs"]

KIND = "overlap"
BUILD_PAGE = "pages/segments/build.py"
LONGEST_NAME = 80


def choose() -> tuple[Segment, ...]:
    """Two to six segments: at first those in play; before any were chosen, three personas and the NPS groups."""
    names, key = list(library.everything()), f"overlap_{state.current().revision}"
    chosen = st.multiselect(
        "Segments",
        names,
        default=[name for name in _first_names() if name in names][:MOST],
        max_selections=MOST,
        key=key,
        on_change=state.take,
        args=("overlap", key),
        placeholder="Choose two to six segments",
        help="Ready-made segments, and those saved on the page Build.",
    )
    link.carry(link.overlap())
    return tuple(library.find(name) for name in chosen)


def lead(found: Overlaps) -> None:
    """The largest overlap of two segments in one sentence, or that there is none."""
    st.html(table.lead(*overlap_exhibits.largest(found)))


def pairs(found: Overlaps, segments: Sequence[Segment]) -> None:
    """The users each pair shares."""
    made = overlap_exhibits.pairs(found)
    st.caption("Users in both segments, and what percent of the segment on the left they are.")
    frame.chart(pairs_map(found, theme.palette()), name=made.title, alt=pairs_alt(found))
    foot.show(made, Recipe(KIND, tuple(segments)), chart=frame.chart_key(made.title))


@st.fragment
def cells(found: Overlaps, segments: Sequence[Segment]) -> None:
    """The people in exactly each combination; one of them, chosen by a click or in the list, in full."""
    with errors.shown():
        if not found.cells:
            st.info("Nobody is in any of these segments.", icon=":material/person_off:")
            return
        left, right = st.columns([7, 5], gap="medium")
        with right:
            key = f"cell_{frame.slug(' '.join(size.name for size in found.segments))}"
            chosen = _pick(found, key)
            segment = cell_segment(segments, chosen.inside)
            _facts(chosen, cache.segment_size(segment, library.references()))
            _save(segment)
        with left:
            _chart(found, tuple(segments), chosen, key)
        st.subheader("Who they are", anchor=False)
        people.sample_of(segment)


def places(names: Sequence[str]) -> dict[str, int]:
    """The colour each segment has everywhere; where two came to share one, the later takes the next that is free."""
    taken: dict[str, int] = {}
    for name in names:
        wanted = state.current().colour(name)
        order = [(wanted + step) % state.N_COLOURS for step in range(state.N_COLOURS)]
        taken[name] = next(place for place in order if place not in taken.values())
    return taken


def _first_names() -> list[str]:
    if state.current().overlap is not None:
        return list(state.current().overlap or ())
    if state.current().in_play is not None:
        return [segment.name for segment in library.in_play()]
    ready = list(cache.ready_made())
    return list(dict.fromkeys([*ready[:3], *ready[-3:]]))


def _pick(found: Overlaps, key: str) -> OverlapCell:
    by_inside = {cell.inside: cell for cell in sorted(found.cells, key=_is_single)}
    chosen = st.selectbox(
        "Combination",
        list(by_inside),
        format_func=lambda inside: f"{cell_words(found, by_inside[inside])} ({by_inside[inside].users:,} users)",
        key=key,
        help="Or click a bar of the chart. Combinations of several segments come first.",
    )
    return by_inside[chosen]


def _is_single(cell: OverlapCell) -> bool:
    return sum(cell.inside) == 1


def _chart(found: Overlaps, segments: tuple[Segment, ...], chosen: OverlapCell, key: str) -> None:
    made = overlap_exhibits.cells(found, segments)
    names = [size.name for size in found.segments]
    chart = f"{key}_chart"
    st.plotly_chart(
        cells_plot(found, places(names), theme.palette(), chosen=chosen),
        key=chart,
        alt=cells_alt(found),
        on_select=lambda: _take_clicked(found, chart, key),
        selection_mode="points",
        config=frame.config(),
    )
    foot.show(made, Recipe(KIND, segments), chart=chart)


def _take_clicked(found: Overlaps, chart: str, key: str) -> None:
    """Chooses in the list what was clicked in the chart."""
    clicked = [point["customdata"] for point in state.value(chart)["selection"]["points"] if "customdata" in point]
    if clicked:
        st.session_state[key] = found.cells[clicked[0]].inside


def _facts(cell: OverlapCell, size: SegmentSize) -> None:
    st.html(
        table.facts(
            (("users", f"{cell.users:,}"), ("accounts", f"{cell.accounts:,}"), ("of all users", f"{size.share:.1f} %"))
        )
    )
    st.caption(frame.escape(size.definition))


def _save(segment: Segment) -> None:
    """A name and a button that keeps the combination; a name that another segment has is refused."""
    name = st.text_input(
        "Name", value=segment.name[:LONGEST_NAME], max_chars=LONGEST_NAME, key=f"cell_name_{segment.key}"
    ).strip()
    named = replace(segment, name=name)
    known = library.everything().get(name)
    is_saved = known is not None and known.key == named.key
    is_taken = known is not None and not is_saved
    clicked = st.button(
        "Save as segment",
        type="primary",
        icon=":material/bookmark_add:",
        disabled=not name or known is not None,
        help="Keeps these people as a segment to compare, to build on and to take away",
    )
    if clicked:
        library.save(named)
        st.toast(f"{frame.escape(name)} is saved.", icon=":material/bookmark_added:")
        st.rerun()
    if is_taken:
        st.caption(f"Another segment is called {frame.escape(name)}: give this one a name of its own.")
    if is_saved:
        st.page_link(BUILD_PAGE, label="Saved: see it on the page Build", icon=":material/bookmark_added:")
