"""Who is unhappy: NPS by anything people can be split by."""

import streamlit as st

from strata.ui import link, sentiment

link.keep()
st.title("NPS by persona", anchor=False)
sentiment.show("nps")
