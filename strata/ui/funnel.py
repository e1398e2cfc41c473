"""The steps of a funnel, as a visitor chooses them."""

import streamlit as st

from strata.model.segment.form import MOST_STEPS
from strata.ui import behaviour_cache, options, state

KIND = "funnel"
FEWEST_STEPS, USUAL_STEPS = 2, 3
PER_ROW = 5
NOTHING = "nothing"
"""The choice of nothing that is excluded."""


def steps(events: tuple[str, ...]) -> tuple[str, ...]:
    """The steps in their order: at first the most frequent events; one event may stand in several of them."""
    chosen = _chosen(events)
    key = options.key(KIND, "n_steps")
    st.number_input(
        "How many steps",
        min_value=FEWEST_STEPS,
        max_value=MOST_STEPS,
        value=len(chosen),
        step=1,
        key=key,
        width=160,
        on_change=_resize,
        args=(events, key),
    )
    for first in range(0, len(chosen), PER_ROW):
        row = enumerate(chosen[first : first + PER_ROW], first)
        for column, (place, event) in zip(st.columns(PER_ROW), row, strict=False):
            with column:
                _step(events, place, event)
    return chosen


def excluded(events: tuple[str, ...], taken: tuple[str, ...]) -> str | None:
    """The event that ends a funnel, if one does."""
    others = [event for event in events if event not in taken]
    found = options.one_of(
        KIND,
        "exclude",
        "Without doing",
        [NOTHING, *others],
        usual=NOTHING,
        help="Nothing counts any more from the moment a person does this after the first step.",
    )
    return None if found == NOTHING else found


def _step(events: tuple[str, ...], place: int, event: str) -> None:
    key = options.key(KIND, f"step_{place}")
    st.selectbox(
        f"Step {place + 1}",
        events,
        index=events.index(event),
        key=key,
        on_change=_replace,
        args=(events, place, key),
    )


def _chosen(events: tuple[str, ...]) -> tuple[str, ...]:
    common = behaviour_cache.common_events()
    usual = (common * USUAL_STEPS)[:USUAL_STEPS]
    found = tuple(event for event in options.chosen(KIND, "steps", usual) if event in events)
    return found if FEWEST_STEPS <= len(found) <= MOST_STEPS else usual


def _resize(events: tuple[str, ...], key: str) -> None:
    """As many steps as asked for: those at the end go, or the frequent events not yet among them follow."""
    chosen, common = _chosen(events), behaviour_cache.common_events()
    more = (*(event for event in common if event not in chosen), *common * MOST_STEPS)
    options.choose(KIND, "steps", (*chosen, *more)[: int(state.value(key))])


def _replace(events: tuple[str, ...], place: int, key: str) -> None:
    chosen = _chosen(events)
    options.choose(KIND, "steps", (*chosen[:place], state.value(key), *chosen[place + 1 :]))
