"""Everything saved: found again, looked into, taken further."""

import streamlit as st

from strata.ui import link, saved

link.keep()
st.title("Library", anchor=False)
saved.toolbar()
if saved.is_empty():
    saved.teach()
    st.stop()
saved.filters()
saved.listing()
