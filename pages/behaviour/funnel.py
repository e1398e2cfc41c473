"""How far the people of each segment get in a funnel, where they stop, and how long they take."""

import streamlit as st

from strata.model.recipe import Recipe
from strata.ui import behaviour, cache, controls, exhibit, funnel, library, link, options
from strata.ui.funnel import KIND

link.keep()
st.title("Funnel", anchor=False)
events = cache.catalog().events
if not events:
    st.info("No events are loaded: add an [[events]] table to the project file.", icon=":material/info:")
    st.stop()

segments, places = controls.segments()
columns = st.columns(4, vertical_alignment="bottom")
with columns[0]:
    baseline = controls.baseline(segments)
with columns[1]:
    window = controls.window()
with columns[2]:
    days = options.whole(KIND, "days", "Days from the first step to the last", usual=14, low=1, high=365)
steps = funnel.steps(events)
with columns[3]:
    exclude = funnel.excluded(events, steps)

behaviour.stop_without(segments, baseline, window)
behaviour.facts(places, segments, window)
recipe = Recipe(KIND, segments, baseline, window, (("steps", steps), ("days", days), ("exclude", exclude)))
for each in cache.exhibits("Following people from step to step", recipe, library.references()):
    exhibit.show(each, recipe)
