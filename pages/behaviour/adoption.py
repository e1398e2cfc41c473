"""Which features each segment uses, and where that differs."""

import streamlit as st

from strata.model.recipe import Recipe
from strata.ui import adoption, behaviour, cache, controls, exhibit, library, link, options

KIND = "adoption"

link.keep()
st.title("Feature adoption", anchor=False)
segments, places = controls.segments()
columns = st.columns(5, vertical_alignment="bottom")
with columns[0]:
    baseline = controls.baseline(segments)
with columns[1]:
    window = controls.window()
with columns[2]:
    measure = options.one_of(KIND, "measure", "Show", adoption.MEASURES, usual="used", words=adoption.measure)
with columns[3]:
    order = options.one_of(KIND, "order", "Order", adoption.ORDERS, usual="most used", words=str.capitalize)

behaviour.stop_without(segments, baseline, window)
adoption.stop_without_events()
with columns[4]:
    feature = adoption.new_feature(KIND)
behaviour.facts(places, segments, window)
chosen = (("measure", measure), ("order", order), ("feature", feature))
recipe = Recipe(KIND, segments, baseline, window, chosen)
for each in cache.exhibits("Counting who used what", recipe, library.references()):
    exhibit.show(each, recipe)
