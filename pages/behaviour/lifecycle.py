"""In which stage of their life the people of each segment are, and from which to which they go."""

import streamlit as st

from strata.analysis.lifecycle import USUAL
from strata.model.lifecycle import STAGES
from strata.model.periods import GRAINS
from strata.model.recipe import Recipe
from strata.ui import behaviour, cache, controls, exhibit, library, link, options

KIND = "lifecycle"

link.keep()
st.title("Life cycle", anchor=False)
behaviour.stop_without_events()
segments, places = controls.segments()
columns = st.columns(5, vertical_alignment="bottom")
with columns[0]:
    baseline = controls.baseline(segments)
with columns[1]:
    window = controls.window()
with columns[2]:
    by = options.one_of(KIND, "by", "By", (behaviour.FITTING, *GRAINS), usual=behaviour.FITTING, words=str.capitalize)
with columns[3]:
    stage = options.one_of(KIND, "stage", "Stage to follow", list(STAGES), usual=USUAL, words=behaviour.stage)
behaviour.stop_without(segments, baseline, window)
with columns[4]:
    of = behaviour.closer(KIND, segments)

behaviour.facts(places, segments, window)
recipe = Recipe(KIND, segments, baseline, window, (("by", by), ("stage", stage), ("of", of)))
for each in cache.exhibits("Counting who came, stayed and left", recipe, library.references()):
    exhibit.show(each, recipe)
