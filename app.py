"""The door: page config, menu, and the one place errors are shown."""

import streamlit as st

from strata.ui import errors, theme

MENU = {
    "": [st.Page("pages/start/overview.py", title="Overview", icon=":material/insights:", default=True)],
    "Segments": [
        st.Page("pages/segments/build.py", title="Build", icon=":material/filter_alt:"),
        st.Page("pages/segments/library.py", title="Library", icon=":material/bookmarks:"),
        st.Page("pages/segments/overlap.py", title="Overlap", icon=":material/join_inner:"),
    ],
    "Compare": [st.Page("pages/compare/compare.py", title="Compare", icon=":material/compare_arrows:")],
    "Behaviour": [
        st.Page("pages/behaviour/activity.py", title="Activity", icon=":material/monitoring:"),
        st.Page("pages/behaviour/adoption.py", title="Feature adoption", icon=":material/extension:"),
        st.Page("pages/behaviour/lifecycle.py", title="Life cycle", icon=":material/autorenew:"),
        st.Page("pages/behaviour/engagement.py", title="Engagement map", icon=":material/scatter_plot:"),
        st.Page("pages/behaviour/retention.py", title="Retention", icon=":material/replay:"),
        st.Page("pages/behaviour/funnel.py", title="Funnel", icon=":material/filter_list:"),
        st.Page("pages/behaviour/paths.py", title="Paths", icon=":material/route:"),
    ],
    "Sentiment": [
        st.Page("pages/sentiment/nps.py", title="NPS by persona", icon=":material/mood:"),
        st.Page("pages/sentiment/csat.py", title="CSAT and ratings", icon=":material/star:"),
        st.Page("pages/sentiment/comments.py", title="Comments", icon=":material/forum:"),
    ],
    "Discover": [
        st.Page("pages/discover/gaps.py", title="Gap finder", icon=":material/troubleshoot:"),
        st.Page("pages/discover/impact.py", title="Impact", icon=":material/timeline:"),
    ],
    "Review": [st.Page("pages/review/packs.py", title="Reviews", icon=":material/slideshow:")],
    "Data": [st.Page("pages/data/loaded.py", title="What is loaded", icon=":material/database:")],
}

st.set_page_config(page_title="Strata", page_icon=theme.ICON, layout="wide")
theme.apply()
page = st.navigation(MENU, position="top")
with errors.shown():
    page.run()
