"""A review as one file."""

from collections.abc import Sequence

import streamlit as st

from strata.analysis.review import Shown, exhibits
from strata.export import FORMATS
from strata.ui import cache, exports
from strata.ui.review_draft import ReviewDraft

OFFERED = ("pptx", "pdf", "html", "xlsx")


def downloads(draft: ReviewDraft, shown: Sequence[Shown]) -> None:
    """The whole review as slides, document, web page or workbook; each is made when it is asked for."""
    with st.popover(
        "Download the review", icon=":material/download:", key="review_files", on_change="rerun"
    ) as popover:
        if popover.open:
            made = tuple(map(exports.linked, exhibits(draft.name, shown, cache.source())))
            look = exports.look_of(*made)
            for name in OFFERED:
                exports.file(FORMATS[name], made, look, name=draft.name, key="review")
