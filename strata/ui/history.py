"""A segment's size over time, to stand wherever a segment is shown."""

from strata.analysis.size_exhibits import exhibit
from strata.charts.history import size_alt, size_line
from strata.model.recipe import Recipe
from strata.model.segment import Segment
from strata.ui import cache, foot, frame, library, state, theme


def size_over_time(segment: Segment) -> None:
    """A line of its users at the last twelve month ends, and what of the past is not known."""
    known = library.references()
    found = cache.size_history(segment, known)
    made = exhibit(found, cache.segment_size(segment, known), cache.source())
    place = state.current().colour(segment.name)
    frame.chart(size_line(found, theme.palette(), place=place), name=made.title, alt=size_alt(found))
    foot.show(made, Recipe("size", (segment,)), chart=frame.chart_key(made.title))
