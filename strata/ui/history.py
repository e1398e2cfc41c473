"""A segment's size over time, to stand wherever a segment is shown."""

from dataclasses import asdict

import streamlit as st

from strata.charts.history import size_alt, size_line
from strata.model.segment import Segment
from strata.ui import cache, frame, library, state, theme


def size_over_time(segment: Segment) -> None:
    """A line of its users at the last twelve month ends, and what of the past is not known."""
    found = cache.size_history(segment, library.references())
    name = f"Size of {segment.name} over time"
    place = state.current().colour(segment.name)
    frame.chart(size_line(found, theme.palette(), place=place), name=name, alt=size_alt(found))
    if found.note:
        st.caption(frame.escape(found.note))
    source = cache.source()
    frame.downloads([asdict(point) for point in found.points], name=name, source=source)
    definition = cache.segment_size(segment, library.references()).definition
    frame.stamp(source, f"{segment.name}: {definition.rstrip('.')}")
