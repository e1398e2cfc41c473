"""What stands out in the loaded data, and how much of it there is."""

import streamlit as st

from strata.ui import cache, cards, link, sentiment

link.keep()
found = cache.findings()
cards.lead(found)
cards.totals(found)

persona = cache.main_attribute()
if persona is not None and found.answers:
    sentiment.overview(persona.name)

if found.findings:
    st.header("Largest gaps in NPS", anchor=False)
    st.caption("Groups whose score clearly differs from everyone else's, by role, plan and the like; largest first.")
    cards.findings(found)
