"""What the segment being built amounts to: always in view, and why where it is empty."""

import streamlit as st

from strata.model.results import SegmentSize
from strata.model.segment import Node, Segment
from strata.ui import cache, frame, library, table

UNNAMED = "the segment"


def unnamed(node: Node) -> Segment:
    """A tree that has no name yet."""
    return Segment(UNNAMED, node)


def show(node: Node) -> SegmentSize:
    """Users, accounts, share, as of when, and the sentence; a reason where nobody is left."""
    catalog = cache.catalog()
    size = cache.segment_size(unnamed(node), library.references())
    st.html(
        table.facts(
            (
                ("users", f"{size.users:,}"),
                ("accounts", f"{size.accounts:,}"),
                ("of all users", f"{size.share:.1f} %"),
                ("as of", catalog.as_of.isoformat()),
            )
        )
    )
    st.caption(frame.escape(size.definition))
    if not size.users:
        st.warning(
            f"Nobody is in this segment. {frame.escape(cache.why_empty(node, library.references()))}",
            icon=":material/person_off:",
        )
    return size
