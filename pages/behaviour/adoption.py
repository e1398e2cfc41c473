"""Which features each segment uses, and where that differs."""

import streamlit as st

from strata.ui import adoption, behaviour, link, options

KIND = "adoption"

link.keep()
st.title("Feature adoption", anchor=False)
asked = behaviour.asked(more=3)
with asked.columns[0]:
    measure = options.one_of(KIND, "measure", "Show", adoption.MEASURES, usual="used", words=adoption.measure)
with asked.columns[1]:
    order = options.one_of(KIND, "order", "Order", adoption.ORDERS, usual="most used", words=str.capitalize)
with asked.columns[2]:
    feature = adoption.new_feature(KIND)

chosen = (("measure", measure), ("order", order), ("feature", feature))
behaviour.show("Counting who used what", KIND, asked, chosen)
