"""What the segment being built amounts to: always in view, and why where it is empty."""

import streamlit as st

from strata.model.results import SegmentSize
from strata.model.segment import Segment
from strata.ui import cache, frame, library, table


def show(segment: Segment) -> SegmentSize:
    """Users, accounts, share, as of when, and the sentence; a reason where nobody is left."""
    catalog = cache.catalog()
    size = cache.segment_size(segment, library.references())
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
            f"Nobody is in this segment. {frame.escape(cache.why_empty(segment.where, library.references()))}",
            icon=":material/person_off:",
        )
    return size
