"""Who is in several segments at once."""

import streamlit as st

from strata.ui import cache, library, link, overlap

link.keep()
st.title("Overlap", anchor=False)
segments = overlap.choose()
if len(segments) < overlap.FEWEST:
    st.info("Choose at least two segments above to see whom they share.", icon=":material/info:")
    st.stop()

found = cache.overlaps(segments, library.references())
overlap.lead(found)
st.header("Each pair", anchor=False)
overlap.pairs(found, segments)
st.header("Each combination", anchor=False)
overlap.cells(found, segments)
