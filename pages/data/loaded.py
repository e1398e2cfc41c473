"""What is loaded, how fresh it is, and what was wrong with the source rows."""

import streamlit as st

from strata.ui import cache, link, report

link.keep()
loaded = cache.load_report()
st.title("What is loaded", anchor=False)
report.facts(loaded)
st.header("Files", anchor=False)
report.files(loaded)
st.header("What was wrong", anchor=False)
report.issues(loaded)
st.header("Attributes", anchor=False)
report.attributes(loaded)
