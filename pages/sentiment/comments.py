"""What people say, in their own words."""

import streamlit as st

from strata.ui import link

link.keep()
st.title("Comments", anchor=False)
