"""Editors of people chosen as they are: the members of another segment, or a list of ids."""

import streamlit as st

from strata.model.segment import SegmentCondition, UsersCondition
from strata.ui import cache, comparing, frame, library, state
from strata.ui.editors.widgets import Place

MOST_UNMATCHED = 20
"""Unknown ids that are listed; the others are counted."""


def segment(condition: SegmentCondition, place: Place) -> None:
    """Which segment; the one being edited is not offered."""
    own, key = state.current().draft_name.strip(), place.named("segment")
    names = [name for name in library.everything() if name != own]
    if condition.segment and condition.segment not in names:
        names.append(condition.segment)
    st.selectbox(
        "Which segment they are in",
        names,
        index=names.index(condition.segment) if condition.segment else None,
        placeholder="Choose a segment",
        label_visibility="collapsed",
        key=key,
        width=280,
        on_change=lambda: place.change(SegmentCondition(state.value(key) or "")),
    )


def users(condition: UsersCondition, place: Place) -> None:
    """A pasted or uploaded list of ids, and how many of them nobody has."""
    pasted, uploaded = place.named("ids"), place.named("file")
    with st.popover(
        f"{len(condition.users):,} ids" if condition.users else "Paste or upload ids", icon=":material/list:"
    ):
        st.text_area(
            "User ids, one a line or between commas",
            value="\n".join(condition.users),
            height=220,
            key=f"{pasted}_{hash(condition.users)}",
            placeholder="u-000001\nu-000002",
            on_change=lambda: place.change(
                UsersCondition(comparing.ids(state.value(f"{pasted}_{hash(condition.users)}") or ""))
            ),
        )
        st.file_uploader(
            "Or a text or CSV file with the ids in its first column",
            type=["txt", "csv"],
            key=uploaded,
            on_change=lambda: _take_file(condition, uploaded, place),
        )
    if condition.users:
        _matched(condition.users)


def _take_file(condition: UsersCondition, key: str, place: Place) -> None:
    if file := state.value(key):
        text = file.getvalue().decode("utf-8-sig", errors="replace")
        first = "\n".join(line.replace(";", ",").replace("\t", ",").split(",")[0] for line in text.splitlines())
        place.change(UsersCondition(comparing.ids(first) or condition.users))


def _matched(ids: tuple[str, ...]) -> None:
    unknown = cache.unmatched(ids)
    st.caption(f"{len(ids) - len(unknown):,} of {len(ids):,} ids are users here", width="content")
    if unknown:
        more = f" and {len(unknown) - MOST_UNMATCHED:,} more" if len(unknown) > MOST_UNMATCHED else ""
        with st.popover(f"{len(unknown):,} unknown", icon=":material/person_search:", type="tertiary"):
            st.markdown("No user has these ids; they count for nobody:")
            st.markdown(frame.escape(", ".join(unknown[:MOST_UNMATCHED])) + more)
