"""How many of each segment are active by day, week or month, and how much they do."""

import streamlit as st

from strata.analysis.activity_measures import MEASURES
from strata.model.periods import GRAINS
from strata.ui import annotations, behaviour, link, options

KIND = "activity"

link.keep()
st.title("Activity", anchor=False)
asked = behaviour.asked(more=3)
with asked.columns[0]:
    measure = options.one_of(KIND, "measure", "Show", list(MEASURES), usual="share", words=behaviour.measure)
with asked.columns[1]:
    by = options.one_of(KIND, "by", "By", (behaviour.FITTING, *GRAINS), usual=behaviour.FITTING, words=str.capitalize)
with asked.columns[2]:
    notes = annotations.annotations()

chosen = (("measure", measure), ("by", by), ("annotations", notes))
behaviour.show("Counting who was active", KIND, asked, chosen)
