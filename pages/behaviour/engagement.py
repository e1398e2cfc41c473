"""How broadly and how often the people of each segment use the product."""

import streamlit as st

from strata.ui import behaviour, link

KIND = "engagement"

link.keep()
st.title("Engagement map", anchor=False)
asked = behaviour.asked(more=1)
with asked.columns[0]:
    of = behaviour.closer(KIND, asked.segments)

behaviour.show("Counting what people did, and how often", KIND, asked, (("of", of),))
