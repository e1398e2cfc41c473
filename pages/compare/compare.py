"""Up to eight segments against a baseline, in up to forty metrics."""

import streamlit as st

from strata.ui import controls, link, scorecard
from strata.ui.scorecard_asked import Asked

link.keep()
st.title("Compare segments", anchor=False)
segments, places = controls.segments()
left, middle, right = st.columns(3, vertical_alignment="bottom")
with left:
    baseline = controls.baseline(segments)
with middle:
    window = controls.window()
with right:
    metrics = controls.metrics()

if not segments:
    st.info("Nothing to compare yet: add a segment above, or build one on the page Build.", icon=":material/info:")
    st.stop()
if controls.too_open(baseline, window):
    st.stop()

asked = Asked(segments, metrics, baseline, window)
controls.facts(places, asked.compared())
if not metrics:
    st.info("Choose at least one metric above to see how the segments differ.", icon=":material/info:")
    st.stop()
scorecard.show(asked)
