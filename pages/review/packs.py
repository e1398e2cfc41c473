"""Reviews: charts in order with headlines and comments, made again from the data as they are now."""

import streamlit as st

from strata.ui import link, review, review_files, review_head, reviews

link.keep()
st.title("Reviews", anchor=False)
draft = reviews.opened()
link.carry(link.review())
if draft is None:
    reviews.listing()
    st.stop()

review_head.show(draft)
if not draft.items:
    st.info(
        "This review is empty: open any page with charts and press 'Add to a review' under one.",
        icon=":material/playlist_add:",
    )
    st.stop()
shown = reviews.shown(draft)
review_files.downloads(draft, shown)
review.changed(shown)
for each in shown:
    review.chart(draft, each)
