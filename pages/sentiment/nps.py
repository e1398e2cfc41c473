"""Who is unhappy: NPS of every value of an attribute."""

import streamlit as st

from strata.ui import cache, cards, controls, link

link.keep()
st.title("NPS by persona", anchor=False)
left, right, _ = st.columns([1, 1, 1])
with left:
    attribute = controls.attribute()
with right:
    window = controls.window()

if attribute is None:
    st.info(
        "No attribute can split people into groups: a text or yes/no attribute with 2 to 30 values is needed.",
        icon=":material/info:",
    )
    st.stop()

split = cache.nps_by(attribute.name, window)
if not split.total.n:
    st.info("Nobody answered in these dates: choose more of them above.", icon=":material/info:")
    st.stop()

cards.nps_split(split)
st.header("What that means", anchor=False)
cards.nps_verdicts(split)
cards.open_split(split)
