"""The event that paths begin with, and the branches to follow, as a visitor chooses them."""

import streamlit as st

from strata.analysis.paths import AFTER, BEFORE, USUAL_DAYS
from strata.analysis.tracks import STEPS
from strata.model.recipe import Option
from strata.ui import behaviour_cache, options

KIND = "paths"
ANY = "anything"
"""The choice of all branches."""
LONGEST = 90


def chosen(events: tuple[str, ...]) -> tuple[tuple[str, Option], ...]:
    """The choices of the page, as a recipe holds them."""
    columns = st.columns(5, vertical_alignment="bottom")
    with columns[0]:
        side = options.one_of(KIND, "side", "What people do", (AFTER, BEFORE), usual=AFTER, words="Right {}".format)
    with columns[1]:
        event = options.one_of(KIND, "event", "This event", events, usual=behaviour_cache.common_events()[0])
    with columns[2]:
        days = options.whole(KIND, "days", "Within days", usual=USUAL_DAYS, low=1, high=LONGEST)
    then: list[str] = []
    for place, column in enumerate(columns[3 : 2 + STEPS], 1):
        if len(then) == place - 1:
            with column:
                then += _branch(events, place, (event, *then)[-1])
    return (("event", event), ("side", side), ("days", days), ("then", tuple(then)))


def _branch(events: tuple[str, ...], place: int, last: str) -> list[str]:
    """The event that was chosen to follow; none where all branches are shown."""
    others = [event for event in events if event != last]
    label = "and then" if place == 1 else "and after that"
    found = options.one_of(KIND, f"then_{place}", label, [ANY, *others], usual=ANY)
    return [] if found == ANY else [found]
