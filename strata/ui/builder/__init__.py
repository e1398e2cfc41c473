"""The segment builder: sentence rows over a draft, in one fragment that reruns alone.

The draft in the state is the truth. Widgets only report an edit; their keys carry the row's id and the
state's revision, and a value's key also what it is a value of, so no widget ever shows another's value.
"""

import streamlit as st

from strata.ui import errors, shelf, state
from strata.ui.builder import summary, tree
from strata.ui.builder.counting import compiled, counted


@st.fragment
def build() -> None:
    """The whole builder: summary, conditions, who is in, and what to do with the segment."""
    with errors.shown():
        current = state.current()
        seen = counted(current.draft, current.built())
        before = compiled(current.before, current.built()) if current.before else None
        with st.container(key="summary"):
            size = summary.show(seen, before)
        if current.refusal:
            st.warning(current.refusal, icon=":material/block:")
        tree.show(current.draft.root, seen, tree.choices())
        summary.people_and_past(seen, size)
        shelf.show(seen.segment, size)
