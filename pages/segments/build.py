"""A segment, put together from conditions."""

import streamlit as st

from strata.ui import builder, link, shelf

link.keep()
st.title("Build a segment", anchor=False)
shelf.start()
builder.build()
st.header("Saved last", anchor=False)
shelf.saved()
