"""How broadly and how often the people of each segment use the product."""

import streamlit as st

from strata.model.recipe import Recipe
from strata.ui import behaviour, cache, controls, exhibit, library, link

KIND = "engagement"

link.keep()
st.title("Engagement map", anchor=False)
behaviour.stop_without_events()
segments, places = controls.segments()
columns = st.columns(3, vertical_alignment="bottom")
with columns[0]:
    baseline = controls.baseline(segments)
with columns[1]:
    window = controls.window()
behaviour.stop_without(segments, baseline, window)
with columns[2]:
    of = behaviour.closer(KIND, segments)

behaviour.facts(places, segments, window)
recipe = Recipe(KIND, segments, baseline, window, (("of", of),))
for each in cache.exhibits("Counting what people did, and how often", recipe, library.references()):
    exhibit.show(each, recipe)
