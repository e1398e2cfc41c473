"""What the behaviour pages share: what is chosen above their charts, and how the charts come from it."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from strata.analysis.activity_measures import MEASURES
from strata.analysis.baselines import Baseline
from strata.model.exhibit import Exhibit
from strata.model.lifecycle import STAGES
from strata.model.recipe import Option, Recipe
from strata.model.segment import Segment, Window
from strata.ui import cache, controls, exhibit, library, options
from strata.ui.controls import Places

FITTING = "what fits"
"""The choice of a length of periods that leaves it to the dates."""
Chosen = tuple[tuple[str, Option], ...]
"""What a page asks besides, by name."""


class Asked(NamedTuple):
    """Who is looked at, beside whom and when, and the columns of that row which are left for more."""

    segments: tuple[Segment, ...]
    baseline: Baseline
    window: Window
    places: Places
    columns: list[DeltaGenerator]


def asked(*, more: int = 0) -> Asked:
    """What every behaviour page asks; says what is missing where nothing can be drawn, and ends the page there."""
    if not cache.catalog().events:
        st.info("No events are loaded: add an [[events]] table to the project file.", icon=":material/info:")
        st.stop()
    segments, places = controls.segments()
    first, second, *columns = st.columns(2 + more, vertical_alignment="bottom")
    with first:
        baseline = controls.baseline(segments)
    with second:
        window = controls.window()
    _stop_without(segments, baseline, window)
    return Asked(segments, baseline, window, places, columns)


def _stop_without(segments: tuple[Segment, ...], baseline: Baseline, window: Window) -> None:
    if not segments:
        st.info("Nothing to show yet: add a segment above, or build one on the page Build.", icon=":material/info:")
        st.stop()
    if controls.too_open(baseline, window):
        st.stop()


def show(what: str, kind: str, asked: Asked, chosen: Chosen = ()) -> None:
    """The exhibits of a page under one another; `what` says in words what is being computed."""
    recipe, exhibits = made(what, kind, asked, chosen)
    for each in exhibits:
        exhibit.show(each, recipe)


def made(what: str, kind: str, asked: Asked, chosen: Chosen = ()) -> tuple[Recipe, tuple[Exhibit, ...]]:
    """The recipe of a page and its exhibits; fills the cards of the segments in play first."""
    counted = cache.comparison(asked.segments, (), baseline=None, window=asked.window, library=library.references())
    controls.facts(asked.places, counted)
    recipe = Recipe(kind, asked.segments, asked.baseline, asked.window, chosen)
    return recipe, cache.exhibits(what, recipe, library.references())


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
