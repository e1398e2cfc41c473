"""What stands around the builder: where to start from, the name and what can be done, what was saved last."""

import json

import streamlit as st

from strata.model.results import SegmentSize
from strata.model.segment import Segment, read_segment
from strata.ui import cache, errors, frame, library, link, saving, state, words

LIBRARY_PAGE = "pages/segments/library.py"
MOST_RECENT = 5


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
    """Name and actions below the conditions, and the segment as it is counted as SQL to read.

    What is saved is the whole draft, with conditions that the data cannot answer now.
    """
    current = state.current()
    built = current.built()
    link.carry(link.draft())
    saving.before()
    with st.container(horizontal=True, vertical_alignment="bottom", key="actions"):
        key = f"name_{current.revision}"
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
        saving.buttons(built, size)
        name = current.draft_name.strip()
        st.download_button(
            "File (JSON)",
            data=json.dumps(built.as_json(), indent=2, ensure_ascii=False),
            file_name=f"{frame.slug(name)}.json",
            mime="application/json",
            icon=":material/download:",
            type="tertiary",
            disabled=not name,
            on_click="ignore",
        )
    saving.form(size)
    with st.expander("As SQL, to read and copy", icon=":material/code:"):
        st.code(cache.plain_sql(segment.where, library.references(), of=segment.of), language="sql")


def saved() -> None:
    """The segments saved last, each with its size, and the way to all of them."""
    latest = sorted(library.holdings().by_name.items(), key=lambda item: item[1].saved_at, reverse=True)
    if not latest:
        st.caption("Nothing yet: name the segment above and press Save. What you save can be compared on every page.")
        return
    for name, each in latest[:MOST_RECENT]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"saved_{each.id}"):
            st.button(
                "Edit",
                key=f"edit_{each.id}",
                icon=":material/edit:",
                type="tertiary",
                help=f"Goes on with {name} above",
                on_click=library.edit,
                args=(name,),
            )
            st.markdown(f"**{frame.escape(name)}**", width="content")
            with errors.shown():
                size = library.size(each)
                says = frame.escape(words.says(each, size, cache.catalog()))
                st.markdown(f"{words.counted(size.users, 'user')} · {says}", width="stretch")
    st.page_link(LIBRARY_PAGE, label="All saved segments, with their history", icon=":material/bookmarks:")


def _load(key: str) -> None:
    if name := state.value(key):
        library.edit(name)


def _clear() -> None:
    state.current().edit(None)


def _read(key: str) -> None:
    uploaded = state.value(key)
    if uploaded is None:
        return
    text = uploaded.getvalue().decode("utf-8", errors="replace")
    with errors.noted():
        state.current().edit(read_segment(text, origin=uploaded.name))
