"""How soon segments get to something for the first time."""

import streamlit as st

from strata.analysis.exhibited import against
from strata.analysis.timing_exhibits import exhibit
from strata.charts.timing import timing_alt, timing_curves
from strata.model.results import amount
from strata.model.timing import TimingCurve
from strata.ui import closer_cache, foot, frame, theme
from strata.ui.closer_asked import Looked, bullets


def show(looked: Looked) -> None:
    """The curves, how fast each segment is, and the medians."""
    segments = looked.drawn(view="timing")
    found = closer_cache.timing(looked, segments)
    made = exhibit(found, looked.sizes(segments), against(looked.baseline))
    bullets(made.findings)
    frame.chart(timing_curves(found, looked.colours, theme.palette()), name=made.title, alt=timing_alt(found))
    st.dataframe([_line(curve) for curve in found.curves], hide_index=True, alt=f"Medians of {found.label}")
    foot.show(made, looked.recipe("timing", segments), chart=frame.chart_key(made.title))


def _line(curve: TimingCurve) -> frame.Row:
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
