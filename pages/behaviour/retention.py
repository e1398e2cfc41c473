"""Who of each segment comes back after starting, and how that differs by when they started."""

import streamlit as st

from strata.model.recipe import Recipe
from strata.ui import behaviour, cache, controls, exhibit, library, link, retention
from strata.ui.retention import KIND

link.keep()
st.title("Retention", anchor=False)
events = cache.catalog().events
if not events:
    st.info("No events are loaded: add an [[events]] table to the project file.", icon=":material/info:")
    st.stop()

segments, places = controls.segments()
left, right = st.columns(2, vertical_alignment="bottom")
with left:
    baseline = controls.baseline(segments)
with right:
    window = controls.window()
chosen = retention.chosen(events)

behaviour.stop_without(segments, baseline, window)
behaviour.facts(places, segments, window)
recipe = Recipe(KIND, segments, baseline, window, chosen)
curves, *maps = cache.exhibits("Counting who came back", recipe, library.references())
exhibit.show(curves, recipe)
exhibit.in_tabs(maps, recipe)
