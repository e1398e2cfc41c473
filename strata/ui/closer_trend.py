"""The trend of a metric: lines by day, week or month, and what they say."""

from collections.abc import Iterator

import streamlit as st

from strata.charts.trend import trend_alt, trend_lines
from strata.model.periods import GRAINS, Grain
from strata.model.trend import Trend
from strata.ui import closer_cache, frame, theme
from strata.ui.closer_asked import Looked, bullets
from strata.ui.sheet import Row


def show(looked: Looked) -> None:
    """The lines, what they say, and the numbers to take away."""
    with st.container(horizontal=True, vertical_alignment="center", key="closer_trend_asked"):
        grain = _grain(looked)
        segments = looked.drawn(view="trend")
    found = closer_cache.trend(looked, segments, by=grain)
    name = f"{found.label} by {found.grain}"
    bullets(_said(found))
    frame.chart(trend_lines(found, looked.colours, theme.palette()), name=name, alt=trend_alt(found))
    frame.downloads(list(rows(found)), name=name, source=found.source)
    frame.stamp(found.source, looked.definitions(segments), METHOD, *found.notes)


METHOD = (
    "Areas: 95 % intervals with accounts as units; grey: three standard errors around the mean of all whole periods; "
    "hollow: periods that are not whole; slopes: weighted line, CR2 by account, corrected among the lines (Holm)"
)


def rows(found: Trend) -> Iterator[Row]:
    """One row per group and period, every number of it."""
    for line in found.lines:
        for point in line.points:
            yield {
                "group": line.name,
                "metric": found.metric,
                "unit": found.unit,
                "first_day": point.start,
                "last_day": point.end,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "n": point.n,
                "accounts": point.accounts,
                "withheld": point.withheld,
                "not_whole": point.partial,
                "value_before": point.previous,
                "normal_low": point.usual_low,
                "normal_high": point.usual_high,
            }


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


def _said(found: Trend) -> list[str]:
    """Of one segment all that can be said, of several whether each moves."""
    segments = [line for line in found.lines if not line.is_baseline]
    if len(segments) == 1:
        return [*segments[0].sentences, *(line.sentences[0] for line in found.lines if line.is_baseline)]
    return [line.sentences[0] for line in found.lines]
