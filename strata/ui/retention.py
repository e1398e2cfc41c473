"""What starts people, what brings them back, and how they are followed, as a visitor chooses it."""

from collections.abc import Mapping

import streamlit as st

from strata.analysis.retention import COHORT_GRAINS, JOINING, MODES, UNITS, USUAL_BRACKETS
from strata.model.recipe import Option
from strata.model.segment import ANY_EVENT
from strata.ui import options

KIND = "retention"
WAYS: Mapping[str, str] = {
    "in": "Active in each period",
    "from": "Active in it or later",
    "brackets": "In days of my own",
}


def chosen(events: tuple[str, ...]) -> tuple[tuple[str, Option], ...]:
    """The choices of the page, as a recipe holds them."""
    columns = st.columns(5, vertical_alignment="bottom")
    with columns[0]:
        start = options.one_of(KIND, "start", "Starts with", [JOINING, *events], usual=JOINING, words=_start)
    with columns[1]:
        back = options.one_of(KIND, "back", "Comes back by", [ANY_EVENT, *events], usual=ANY_EVENT, words=_back)
    with columns[2]:
        mode = options.one_of(KIND, "mode", "Counted", MODES, usual="in", words=WAYS.__getitem__)
    with columns[3]:
        found = _brackets() if mode == "brackets" else _unit()
    with columns[4]:
        by = options.one_of(KIND, "by", "Cohorts by", COHORT_GRAINS, usual="month", words=str.capitalize)
    return (("start", start), ("back", back), ("mode", mode), found, ("by", by))


def _unit() -> tuple[str, Option]:
    words = {"day": "Days", "week": "Weeks", "month": "Months of 30 days"}
    return "unit", options.one_of(KIND, "unit", "Period", UNITS, usual="week", words=words.__getitem__)


def _brackets() -> tuple[str, Option]:
    return "brackets", options.text(KIND, "brackets", "Days after the start", usual=USUAL_BRACKETS)


def _start(name: str) -> str:
    return "Joining" if name == JOINING else f"First {name}"


def _back(name: str) -> str:
    return "Doing anything" if name == ANY_EVENT else name
