"""How many of each segment are active by day, week or month, and how much they do."""

import streamlit as st

from strata.analysis.activity_measures import MEASURES
from strata.model.periods import GRAINS
from strata.model.recipe import Recipe
from strata.ui import annotations, behaviour, cache, controls, exhibit, library, link, options

KIND = "activity"

link.keep()
st.title("Activity", anchor=False)
behaviour.stop_without_events()
segments, places = controls.segments()
columns = st.columns(5, vertical_alignment="bottom")
with columns[0]:
    baseline = controls.baseline(segments)
with columns[1]:
    window = controls.window()
with columns[2]:
    measure = options.one_of(KIND, "measure", "Show", list(MEASURES), usual="share", words=behaviour.measure)
with columns[3]:
    by = options.one_of(KIND, "by", "By", (behaviour.FITTING, *GRAINS), usual=behaviour.FITTING, words=str.capitalize)
with columns[4]:
    notes = annotations.annotations()

behaviour.stop_without(segments, baseline, window)
behaviour.facts(places, segments, window)
chosen = (("measure", measure), ("by", by), ("annotations", notes))
recipe = Recipe(KIND, segments, baseline, window, chosen)
for each in cache.exhibits("Counting who was active", recipe, library.references()):
    exhibit.show(each, recipe)
