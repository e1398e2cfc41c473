"""How satisfied people are: CSAT and other ratings by anything people can be split by."""

import streamlit as st

from strata.ui import link, sentiment

link.keep()
st.title("CSAT and ratings", anchor=False)
sentiment.show("csat")
