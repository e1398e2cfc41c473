"""What else could explain the gaps of a scorecard: the mix of the groups, or one account."""

import streamlit as st

from strata.model.segment import Segment
from strata.ui import cache, closer_cache, frame, library
from strata.ui.scorecard_asked import Asked

MOST_USERS = 300_000
"""With more, the check takes seconds and waits until somebody wants it."""
MOST_SAID = 5
CALM = (
    "Checked as well: no single account carries any of these gaps, and none changes much with plan, region, size or "
    "tenure held equal."
)


def show(asked: Asked) -> None:
    """The warnings in sentences, those of the first metric first, or that there is none."""
    if asked.baseline == "previous" or not _is_wanted():
        return
    found = closer_cache.warnings(
        asked.segments,
        asked.metrics,
        baseline=asked.baseline if isinstance(asked.baseline, Segment) else None,
        window=asked.window,
        library=library.references(),
    )
    if not found:
        st.caption(CALM)
        return
    lines = [f"- {frame.escape(sentence)}" for sentence in found[:MOST_SAID]]
    more = len(found) - MOST_SAID
    lines += [f"- and {more} more: look closer at a value to read what concerns it"] if more > 0 else []
    st.warning("\n".join(["**What else could explain gaps**", "", *lines]), icon=":material/warning:")


def _is_wanted() -> bool:
    if cache.catalog().n_users <= MOST_USERS:
        return True
    return st.button("Check what else could explain these gaps", icon=":material/balance:")
