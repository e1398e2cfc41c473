"""A comparison from every side: its trend, how values are spread, what else differs, how soon it happens."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from strata.analysis.baselines import Baseline
from strata.analysis.trend import why_no_trend
from strata.membership import Library
from strata.model.metrics import Metric
from strata.model.results import Contrast
from strata.model.segment import Segment, Window
from strata.ui import closer_cache, closer_mix, closer_spread, closer_timing, closer_trend, errors, frame
from strata.ui.closer_asked import Looked


@dataclass(frozen=True, slots=True)
class View:
    """One side: `fits` says whether a metric has it, `draw` shows it."""

    label: str
    icon: str
    fits: Callable[[Metric], bool]
    draw: Callable[[Looked], None]


def _is_spread(metric: Metric) -> bool:
    """Whether values differ by more than yes and no, which the share itself says already."""
    return metric.kind != "time" and (metric.kind != "share" or metric.survey is not None)


VIEWS: dict[str, View] = {
    "spread": View("Distribution", ":material/bar_chart:", _is_spread, closer_spread.show),
    "trend": View("Trend", ":material/show_chart:", lambda metric: not why_no_trend(metric), closer_trend.show),
    "mix": View("What else differs", ":material/balance:", lambda metric: metric.kind != "time", closer_mix.show),
    "timing": View("Time", ":material/timer:", lambda metric: metric.kind == "time", closer_timing.show),
}


@st.fragment
def show(
    segments: tuple[Segment, ...],
    metric: Metric,
    contrast: Contrast,
    *,
    baseline: Baseline,
    window: Window,
    library: Library,
) -> None:
    """One comparison from the side that is chosen; choosing another one leaves the page as it is.

    Args:
        segments: All segments in play.
        metric: What is compared.
        contrast: The comparison that is looked at, of one of the segments.
        baseline: What the segments are held against.
        window: The dates.
        library: What segments may refer to.
    """
    with errors.shown():
        views = {name: view for name, view in VIEWS.items() if view.fits(metric)}
        looked = Looked(segments, metric, contrast, baseline, window, library)
        if metric.kind != "time" and (warning := closer_cache.domination(looked).warning):
            st.warning(frame.escape(warning.sentence), icon=":material/warning:")
        views[_choice(views)].draw(looked)


def _choice(views: dict[str, View]) -> str:
    """The side to look from; metrics with the same sides keep the choice."""
    names = list(views)
    return st.segmented_control(
        "Look at",
        names,
        default=names[0],
        required=True,
        format_func=lambda name: f"{views[name].icon} {views[name].label}",
        key=f"closer_view_{'_'.join(names)}",
        label_visibility="collapsed",
    )
