"""What can be done with the segment being built: name, save, compare, take away as a file, bring one in."""

import json

import streamlit as st

from strata.model.results import SegmentSize
from strata.model.segment import Segment, read_segment
from strata.ui import cache, errors, frame, library, state

COMPARE_PAGE = "pages/compare/compare.py"


def start() -> None:
    """The bar above the builder: start from a ready-made or saved segment, from a file, or anew."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        known = library.everything()
        key = f"start_{state.current().revision}"
        st.selectbox(
            "Start from",
            list(known),
            index=None,
            placeholder="A ready-made or saved segment",
            key=key,
            width=300,
            on_change=_load,
            args=(key,),
        )
        with st.popover("Open a file", icon=":material/upload:"):
            upload = f"upload_{state.current().revision}"
            st.file_uploader("A segment's JSON file", type="json", key=upload, on_change=_read, args=(upload,))
        st.button("Start anew", icon=":material/restart_alt:", type="tertiary", on_click=_clear)


def show(segment: Segment, size: SegmentSize) -> None:
    """Name and actions below the conditions, and the segment as SQL to read."""
    current = state.current()
    key = f"name_{current.revision}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="actions"):
        st.text_input(
            "Name of the segment",
            value=current.draft_name,
            key=key,
            max_chars=80,
            placeholder="e.g. Stalled hygienists",
            width=320,
            on_change=state.take,
            args=("draft_name", key),
        )
        name = current.draft_name.strip()
        can_save = bool(name) and size.users > 0
        why = (
            "Saves it for this session and puts it in play"
            if can_save
            else "Give it a name and at least one user first"
        )
        if st.button("Save", type="primary", icon=":material/bookmark_add:", disabled=not can_save, help=why):
            _save(segment)
            st.rerun()
        if st.button("Save and compare", icon=":material/compare_arrows:", disabled=not can_save, help=why):
            _save(segment)
            st.switch_page(COMPARE_PAGE)
        st.download_button(
            "File (JSON)",
            data=json.dumps(segment.as_json(), indent=2, ensure_ascii=False),
            file_name=f"{frame.slug(name)}.json",
            mime="application/json",
            icon=":material/download:",
            type="tertiary",
            disabled=not name,
            on_click="ignore",
        )
    with st.expander("As SQL, to read and copy", icon=":material/code:"):
        st.code(cache.plain_sql(segment.where, library.references()), language="sql")


def saved() -> None:
    """The segments saved in this session, each with its size."""
    if not state.current().saved:
        st.caption("Nothing yet: name the segment above and press Save. What you save can be compared on every page.")
    for name, segment in state.current().saved.items():
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"saved_{frame.slug(name)}"):
            size = cache.segment_size(segment, library.references())
            st.markdown(
                f"**{frame.escape(name)}** · {size.users:,} users · {frame.escape(size.definition)}", width="stretch"
            )
            slug = frame.slug(name)
            st.button("Edit", key=f"edit_{slug}", type="tertiary", on_click=state.current().edit, args=(segment,))
            st.button("Remove", key=f"forget_{slug}", type="tertiary", on_click=library.forget, args=(name,))


def _save(segment: Segment) -> None:
    library.save(segment)
    current = state.current()
    others = [each.name for each in library.in_play() if each.name != segment.name]
    current.play([segment.name, *others])
    st.toast(f"{segment.name} is saved and in play.", icon=":material/bookmark_added:")


def _load(key: str) -> None:
    if name := state.value(key):
        state.current().edit(library.find(name))


def _clear() -> None:
    state.current().edit(None)


def _read(key: str) -> None:
    uploaded = state.value(key)
    if uploaded is None:
        return
    text = uploaded.getvalue().decode("utf-8", errors="replace")
    with errors.noted():
        state.current().edit(read_segment(text, origin=uploaded.name))
