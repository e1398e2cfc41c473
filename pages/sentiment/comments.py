"""What people say, in their own words: masked, by group, searchable."""

import streamlit as st

from strata.ui import comments, link

link.keep()
st.title("Comments", anchor=False)
comments.show()
