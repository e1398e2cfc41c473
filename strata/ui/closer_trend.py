"""The trend of a metric: lines by day, week or month, and what they say."""

import streamlit as st

from strata.analysis.trend_exhibits import exhibit
from strata.charts.trend import trend_alt, trend_lines
from strata.model.periods import GRAINS, Grain
from strata.ui import closer_cache, foot, frame, theme
from strata.ui.closer_asked import Looked, bullets


def show(looked: Looked) -> None:
    """The lines, what they say, and the numbers to take away."""
    with st.container(horizontal=True, vertical_alignment="center", key="closer_trend_asked"):
        grain = _grain(looked)
        segments = looked.drawn(view="trend")
    found = closer_cache.trend(looked, segments, by=grain)
    made = exhibit(found, looked.sizes(segments))
    bullets(made.findings)
    frame.chart(trend_lines(found, looked.colours, theme.palette()), name=made.title, alt=trend_alt(found))
    foot.show(made, looked.recipe("trend", segments, ("by", grain)), chart=frame.chart_key(made.title))


def _grain(looked: Looked) -> Grain:
    usual = closer_cache.usual_grain(looked)
    return st.segmented_control(
        "By",
        GRAINS,
        default=usual,
        required=True,
        format_func=lambda grain: f"By {grain}",
        key=f"closer_grain_{usual}",
        label_visibility="collapsed",
    )
