"""Notes on days, as charts over time show them: a list to add to and to remove from."""

from datetime import UTC, datetime

import streamlit as st

from strata.state import Annotation
from strata.ui import cache, errors, frame, library, state

LONGEST = 80
DAY, TEXT = "note_day", "note_text"


def annotations() -> tuple[str, ...]:
    """All notes as a recipe carries them, the day first; with the small window in which they are made and removed."""
    known = cache.saved_work().annotations()
    with st.popover(f"Notes: {len(known)}", icon=":material/sticky_note_2:", key="notes"):
        with st.form("note", border=False, clear_on_submit=True):
            st.date_input("Day", value=cache.catalog().as_of, key=DAY)
            st.text_input("What happened", max_chars=LONGEST, key=TEXT, placeholder="e.g. New editor released")
            st.form_submit_button("Add the note", icon=":material/add:", on_click=_add)
        for note in reversed(known):
            _row(note)
        st.caption("Everyone sees these notes on charts over time.")
    return tuple(f"{note.day.isoformat()} {note.text}" for note in known)


def _row(note: Annotation) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"note_row_{note.id}"):
        st.markdown(f"**{note.day.isoformat()}** {frame.escape(note.text)}")
        st.caption(f"by {frame.escape(note.saved_by)}")
        st.button(
            "Remove",
            key=f"note_remove_{note.id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_remove,
            args=(note.id,),
        )


def _add() -> None:
    with errors.noted():
        cache.saved_work().annotate(state.value(DAY), state.value(TEXT), by=library.who(), now=datetime.now(UTC))


def _remove(note_id: str) -> None:
    with errors.noted():
        cache.saved_work().delete_annotation(note_id, by=library.who(), now=datetime.now(UTC))
