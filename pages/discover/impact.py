"""Whether the fix worked: a change, who got it, and what came after."""

import streamlit as st

from strata.ui import impact, link

link.keep()
st.title("Impact of a change", anchor=False)
impact.show()
