"""Two to five segments against everyone else, or against another segment, metric by metric."""

import streamlit as st

from strata.ui import cache, cards, controls, library, link

link.keep()
st.title("Compare segments", anchor=False)
segments = controls.segments()
left, middle, right = st.columns([2, 4, 2])
with left:
    baseline = controls.baseline(segments)
with middle:
    metrics = controls.metrics()
with right:
    window = controls.window()

if not segments:
    st.info("Nothing to compare yet: add a segment above, or build one on the page Build.", icon=":material/info:")
    st.stop()
if not metrics:
    st.info("Choose at least one metric above to see how the segments differ.", icon=":material/info:")
    st.stop()

compared = cache.comparison(segments, metrics, baseline=baseline, window=window, library=library.references())
cards.sizes(compared)
for metric in metrics:
    cards.metric(compared, metric.name)
