"""The gaps nobody asked about: every group that can be told apart, tried against everyone else."""

import streamlit as st

from strata.ui import gaps, link

link.keep()
st.title("Gap finder", anchor=False)
gaps.show()
