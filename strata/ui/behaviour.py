"""What the behaviour pages share above their charts."""

import streamlit as st

from strata.analysis.activity_measures import MEASURES
from strata.analysis.baselines import Baseline
from strata.model.lifecycle import STAGES
from strata.model.segment import Segment, Window
from strata.ui import cache, controls, library, options
from strata.ui.controls import Places

FITTING = "what fits"
"""The choice of a length of periods that leaves it to the dates."""


def stop_without_events() -> None:
    """Ends a page about what people did where nothing that they did is loaded."""
    if not cache.catalog().events:
        st.info("No events are loaded: add an [[events]] table to the project file.", icon=":material/info:")
        st.stop()


def stop_without(segments: tuple[Segment, ...], baseline: Baseline, window: Window) -> None:
    """Says what is missing before anything can be drawn, and ends the page there."""
    if not segments:
        st.info("Nothing to show yet: add a segment above, or build one on the page Build.", icon=":material/info:")
        st.stop()
    if controls.too_open(baseline, window):
        st.stop()


def facts(places: Places, segments: tuple[Segment, ...], window: Window) -> None:
    """Fills the cards of the segments in play."""
    counted = cache.comparison(segments, (), baseline=None, window=window, library=library.references())
    controls.facts(places, counted)


def measure(key: str) -> str:
    """A measure of activity as a list shows it."""
    return MEASURES[key].choice


def stage(key: str) -> str:
    """A stage of life as a list shows it."""
    return next(words.label for name, words in STAGES.items() if name == key)


def closer(kind: str, segments: tuple[Segment, ...]) -> str:
    """The one segment that is looked at closely."""
    names = [segment.name for segment in segments]
    return options.one_of(kind, "of", "Look closer at", names, usual=names[0])
