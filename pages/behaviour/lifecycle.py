"""In which stage of their life the people of each segment are, and from which to which they go."""

import streamlit as st

from strata.analysis.lifecycle import USUAL
from strata.model.lifecycle import STAGES
from strata.model.periods import GRAINS
from strata.ui import behaviour, link, options

KIND = "lifecycle"

link.keep()
st.title("Life cycle", anchor=False)
asked = behaviour.asked(more=3)
with asked.columns[0]:
    by = options.one_of(KIND, "by", "By", (behaviour.FITTING, *GRAINS), usual=behaviour.FITTING, words=str.capitalize)
with asked.columns[1]:
    stage = options.one_of(KIND, "stage", "Stage to follow", list(STAGES), usual=USUAL, words=behaviour.stage)
with asked.columns[2]:
    of = behaviour.closer(KIND, asked.segments)

behaviour.show("Counting who came, stayed and left", KIND, asked, (("by", by), ("stage", stage), ("of", of)))
