"""A review as one file."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from strata.analysis.review import Shown, exhibits
from strata.export import FORMATS, Look
from strata.ui import cache, frame, state
from strata.ui.review_draft import ReviewDraft

OFFERED = ("pptx", "pdf", "html", "xlsx")


def downloads(draft: ReviewDraft, shown: Sequence[Shown]) -> None:
    """The whole review as slides, document, web page or workbook; each is made when it is asked for."""
    source = cache.source()
    made = exhibits(draft.name, shown, source)
    names = {size.name for each in made for size in each.stamp.segments}
    look = Look(colours={name: state.current().colour(name) for name in sorted(names)})
    with st.container(horizontal=True, vertical_alignment="center"):
        for row in map(FORMATS.__getitem__, OFFERED):
            st.download_button(
                row.label,
                data=partial(row.write, made, look),
                file_name=f"{frame.slug(draft.name)}-{source.as_of}{row.suffix}",
                mime=row.mime,
                icon=":material/download:",
                key=f"review_as_{row.name}",
                on_click="ignore",
            )
