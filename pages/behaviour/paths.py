"""What the people of each segment do right after something, or right before it."""

import streamlit as st

from strata.model.recipe import Recipe
from strata.ui import behaviour, cache, controls, exhibit, library, link, paths
from strata.ui.paths import KIND

link.keep()
st.title("Paths", anchor=False)
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
chosen = paths.chosen(events)

behaviour.stop_without(segments, baseline, window)
behaviour.facts(places, segments, window)
recipe = Recipe(KIND, segments, baseline, window, chosen)
for each in cache.exhibits("Following people on their ways", recipe, library.references()):
    exhibit.show(each, recipe)
