"""A few of a segment's people, personal fields masked, and why one of them is in."""

import streamlit as st

from strata.model.results import Member
from strata.model.segment import Segment
from strata.ui import cache, frame, library
from strata.ui.frame import Row

FEWEST = 5
"""From how many people on some are shown; fewer could be recognised."""
MARKS = {True: ":material/check_circle:", False: ":material/cancel:"}


def sample_of(segment: Segment) -> None:
    """Up to eight members as a table, and for a chosen one which conditions they meet; of a tiny segment none."""
    references = library.references()
    users = cache.segment_size(segment, references).users
    if users < FEWEST:
        st.info(_withheld(users), icon=":material/visibility_off:")
        return
    members = cache.sample(segment, references)
    rows, alt = [row(member) for member in members], f"{len(members)} people of {segment.name}, masked"
    st.dataframe(rows, hide_index=True, placeholder="–", alt=alt)
    st.caption(f"{len(members)} of {users:,} people, those seen last first. Personal fields are masked.")
    chosen = st.selectbox(
        "Why is this person in?",
        members,
        index=None,
        format_func=lambda member: member.key,
        placeholder="Choose a person",
        key=f"why_{segment.key}",
        width=320,
    )
    if chosen:
        _reasons(segment, chosen)


def row(member: Member) -> Row:
    """A member as a row to show: key, account, then every known field."""
    return {"User": member.key, "Account": member.account, **member.values}


def _reasons(segment: Segment, member: Member) -> None:
    met = cache.reasons(segment, member.user_id, library.references())
    lines = [f"{MARKS[reason.is_met]} {_verb(is_met=reason.is_met)} {frame.escape(reason.words)}" for reason in met]
    st.markdown(f"**{frame.escape(member.key)}** is among the users\n\n" + "\n\n".join(lines or ["Everyone is in."]))


def _verb(*, is_met: bool) -> str:
    return "" if is_met else "*not*"


def _withheld(users: int) -> str:
    if not users:
        return "Nobody is in this segment, so there is nobody to show."
    who = "1 person is" if users == 1 else f"{users} people are"
    return f"{who} in this segment. Fewer than {FEWEST} are counted but not shown: they could be recognised."
