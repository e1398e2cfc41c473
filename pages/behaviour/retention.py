"""Who of each segment comes back after starting, and how that differs by when they started."""

import streamlit as st

from strata.ui import behaviour, cache, exhibit, link, retention
from strata.ui.retention import KIND

link.keep()
st.title("Retention", anchor=False)
asked = behaviour.asked()
chosen = retention.chosen(cache.catalog().events)
recipe, (curves, *maps) = behaviour.made("Counting who came back", KIND, asked, chosen)
exhibit.show(curves, recipe)
exhibit.in_tabs(maps, recipe)
