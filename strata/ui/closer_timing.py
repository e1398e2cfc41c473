"""How soon segments get to something for the first time."""

from collections.abc import Iterator

import streamlit as st

from strata.charts.timing import timing_alt, timing_curves
from strata.model.results import amount
from strata.model.timing import Timing, TimingCurve, pace_sentence
from strata.ui import closer_cache, frame, theme
from strata.ui.closer_asked import Looked, bullets
from strata.ui.sheet import Row

METHOD = "Kaplan-Meier curves; pace ratio from the log-rank test, accounts as units"


def show(looked: Looked) -> None:
    """The curves, how fast each segment is, and the medians."""
    segments = looked.drawn(view="timing")
    found = closer_cache.timing(looked, segments)
    bullets([pace_sentence(result) for result in found.results])
    frame.chart(timing_curves(found, looked.colours, theme.palette()), name=found.label, alt=timing_alt(found))
    st.dataframe([_line(curve) for curve in found.curves], hide_index=True, alt=f"Medians of {found.label}")
    frame.downloads(list(rows(found)), name=found.label, source=found.source)
    frame.stamp(found.source, looked.definitions(segments), METHOD, found.note)


def rows(found: Timing) -> Iterator[Row]:
    """One row per group and day."""
    for curve in found.curves:
        for step in curve.steps:
            yield {
                "group": curve.name,
                "metric": found.metric,
                "day": step.day,
                "percent_done": step.share,
                "low": step.low,
                "high": step.high,
                "at_risk": step.at_risk,
            }


def _line(curve: TimingCurve) -> Row:
    return {
        "Group": curve.name,
        "Users": f"{curve.users:,}",
        "Accounts": f"{curve.accounts:,}",
        "Done so far": amount(curve.share, "%"),
        "Half by day": "–" if curve.median is None else f"{curve.median:,.0f}",
        "95 % interval": _bounds(curve),
        "Why no median": curve.why_no_median or "–",
    }


def _bounds(curve: TimingCurve) -> str:
    low, high = ("?" if each is None else f"{each:,.0f}" for each in (curve.median_low, curve.median_high))
    return "–" if curve.median is None else f"{low} to {high}"
