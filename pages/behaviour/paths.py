"""What the people of each segment do right after something, or right before it."""

import streamlit as st

from strata.ui import behaviour, cache, link, paths
from strata.ui.paths import KIND

link.keep()
st.title("Paths", anchor=False)
asked = behaviour.asked()
behaviour.show("Following people on their ways", KIND, asked, paths.chosen(cache.catalog().events))
