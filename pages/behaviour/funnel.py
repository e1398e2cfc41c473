"""How far the people of each segment get in a funnel, where they stop, and how long they take."""

import streamlit as st

from strata.ui import behaviour, cache, funnel, link, options
from strata.ui.funnel import KIND

link.keep()
st.title("Funnel", anchor=False)
asked, events = behaviour.asked(more=2), cache.catalog().events
with asked.columns[0]:
    days = options.whole(KIND, "days", "Days from the first step to the last", usual=14, low=1, high=365)
steps = funnel.steps(events)
with asked.columns[1]:
    exclude = funnel.excluded(events, steps)

chosen = (("steps", steps), ("days", days), ("exclude", exclude))
behaviour.show("Following people from step to step", KIND, asked, chosen)
