"""What a visitor says of a change, what came after it, and the changes that are followed."""

from contextlib import suppress
from datetime import date

import streamlit as st

from strata.analysis.impact_exhibits import KIND
from strata.model.metrics import computable
from strata.model.recipe import Option, Recipe
from strata.model.results import REST
from strata.model.segment import Segment
from strata.state import MarkedChange
from strata.ui import cache, exhibit, frame, library, options, state

NOTHING = ""


def show() -> None:
    """The changes that are followed, the controls, and what came after."""
    surveys = {each.name: each.label for each in computable(cache.catalog()) if each.survey}
    if not surveys:
        st.info("No answers are loaded: add a [[responses]] table to the project file.", icon=":material/info:")
        return
    _followed()
    asked = _asked(surveys)
    if asked is None:
        st.info(
            "Say on which day the change began, and who got it. Then you see their score before and after, beside "
            "those who did not get it: how much goes with the change, and how many answers would settle it.",
            icon=":material/info:",
        )
        return
    for each in cache.exhibits("Comparing before and after", asked, library.references()):
        exhibit.show(each, asked)
    _keep(asked)


def _asked(surveys: dict[str, str]) -> Recipe | None:
    """The segment, what it is held against, the day and the rest; None where the day is not known yet."""
    names = list(library.everything())
    if not names:
        return None
    first, second = st.columns(4, vertical_alignment="bottom"), st.columns(4, vertical_alignment="bottom")
    with first[0]:
        in_play = [segment.name for segment in library.in_play()]
        segment = options.one_of(KIND, "segment", "Who got it", names, usual=(in_play or names)[0])
    with first[1]:
        others = [NOTHING, *(name for name in names if name != segment)]
        said = REST.capitalize()
        against = options.one_of(
            KIND, "against", "Held against", others, usual=NOTHING, words=lambda name: name or said
        )
    with first[2]:
        day = _day()
    with first[3]:
        metric = options.one_of(KIND, "metric", "Score", list(surveys), usual="nps", words=surveys.__getitem__)
    with second[0]:
        settle = options.whole(KIND, "settle", "Days until it takes hold", usual=0, low=0, high=730)
    with second[1]:
        goal = _number("goal", "Goal, if there is one")
    if day is None:
        return None
    rest: dict[str, Option] = {"day": day.isoformat(), "metric": metric, "settle": settle, "goal": goal}
    chosen = tuple((name, value) for name, value in rest.items() if value is not None)
    return Recipe(KIND, (library.find(segment),), library.find(against) if against else None, options=chosen)


def _day() -> date | None:
    """The day of the change; at first none."""
    now, at = options.chosen(KIND, "day", NOTHING), options.key(KIND, "day")
    shown: date | None = None
    with suppress(ValueError):
        shown = date.fromisoformat(now)
    return st.date_input("First day of the change", value=shown, key=at, on_change=_take_day, args=(at,))


def _number(name: str, label: str) -> float | None:
    now: object = options.chosen(KIND, name, None)
    at = options.key(KIND, name)
    shown = float(now) if isinstance(now, int | float) else None
    picked: float | None = st.number_input(
        label, value=shown, step=1.0, key=at, on_change=_take_number, args=(name, at), placeholder="None"
    )
    return picked


def _take_day(at: str) -> None:
    picked = state.value(at)
    options.choose(KIND, "day", picked.isoformat() if isinstance(picked, date) else NOTHING)


def _take_number(name: str, at: str) -> None:
    options.choose(KIND, name, state.value(at))


def _followed() -> None:
    """The changes that somebody marked; a click opens one."""
    marked = cache.saved_work().marked_changes()
    if not marked:
        return
    with st.container(horizontal=True, key="followed"):
        for each in marked:
            label = frame.escape(f"{each.name}, {each.day}")
            st.button(label, icon=":material/flag:", key=f"open_{each.id}", on_click=_open, args=(each,))


def _open(marked: MarkedChange) -> None:
    """Puts what a change is followed by into the controls."""
    asked = marked.asked
    for name, value in asked.options:
        options.choose(KIND, name, value)
    options.choose(KIND, "segment", library.hold(asked.segments[0]))
    against = library.hold(asked.baseline) if isinstance(asked.baseline, Segment) else NOTHING
    options.choose(KIND, "against", against)
    state.current().revision += 1


def _keep(asked: Recipe) -> None:
    with st.expander("Follow this change", icon=":material/flag:", expanded=False):
        name = st.text_input("What was changed", max_chars=200, key="change_name", placeholder="Charting fix")
        if st.button("Keep it for everyone", type="primary", disabled=not name.strip(), key="keep_change"):
            day = date.fromisoformat(str(asked.option("day")))
            library.change(lambda work, by, now: work.mark_change(name, day, asked, by=by, now=now))
            state.current().notice = f"{name.strip()} is followed from now on."
            st.rerun()
