"""A page with a question that takes many minutes, on the page itself and in a part of it that runs alone."""

import streamlit as st

from strata.ui import cache, errors
from strata.warehouse import Leaf

MINUTES = "select (sum(a.range * b.range) % 3)::int as user_id from range(20000000) a, range(200000) b"
QUESTIONS = {"quick": "select user_id from users", "slow": MINUTES, "slow too": f"{MINUTES} where a.range > 1"}


def counted(name: str) -> int:
    return cache.answer(
        f"Counting {name}", lambda house: house.members(Leaf(QUESTIONS[name])).bit_count(), QUESTIONS[name]
    )


@st.fragment
def part() -> None:
    with errors.shown():
        st.text("Above the part")
        st.metric("In the part", counted(st.radio("Question of the part", QUESTIONS)))
    st.text("Below the part")


with errors.shown():
    st.text("Above")
    chosen = st.radio("Question", QUESTIONS)
    st.metric("On the page", counted(chosen))
    part()
