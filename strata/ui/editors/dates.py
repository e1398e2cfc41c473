"""In which dates something happened: at any time, in the last days, between two days, since joining."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from strata.model.segment import UNITS, Between, Last, SinceJoined, Unit, Window
from strata.ui import cache, state
from strata.ui.comparing import WINDOWS, window_kind, window_of
from strata.ui.editors.widgets import pick, say, whole

LONGEST = 36_500
Then = Callable[[Window], None]


def window(within: Window, *, key: str, then: Then, kinds: tuple[str, ...] = tuple(WINDOWS)) -> None:
    """The kind of window and what it needs: a length, or two days."""
    as_of = cache.catalog().as_of
    kind = window_kind(within)
    pick(
        "In which dates",
        kinds,
        kind,
        key=f"{key}_dates",
        words=WINDOWS.__getitem__,
        then=lambda chosen: then(window_of(chosen, within, as_of)),
        width=130,
    )
    match within:
        case Last():
            _length(within, key=f"{key}_{kind}", then=then)
        case SinceJoined(days):
            number = f"{key}_joined"
            whole("Days after joining", days, key=number, then=lambda n: then(SinceJoined(n)), high=LONGEST)
            say("days after joining")
        case Between() if kind == "between":
            _days(within, key=f"{key}_between", then=then)


def _length(within: Last, *, key: str, then: Then) -> None:
    whole(
        "How many of these units",
        within.number,
        key=f"{key}_n",
        then=lambda n: then(replace(within, number=n)),
    )
    unit(within.unit, key=f"{key}_unit", then=lambda chosen: then(replace(within, unit=chosen)))
    if within.ago:
        say("that ended")
        whole("How long ago", within.ago, key=f"{key}_ago", then=lambda n: then(replace(within, ago=n)))
        say(f"{within.unit}s ago")


def unit(now: Unit, *, key: str, then: Callable[[Unit], None]) -> None:
    """Hours, days, weeks or months."""
    pick("Unit of time", UNITS, now, key=key, words=lambda name: f"{name}s", then=then, width=100)


def _days(within: Between, *, key: str, then: Then) -> None:
    st.date_input(
        "First day",
        value=within.start,
        label_visibility="collapsed",
        key=f"{key}_start",
        width=140,
        format="YYYY-MM-DD",
        help="From this day on; empty for any day before the last",
        on_change=lambda: then(_between(state.value(f"{key}_start"), within.end)),
    )
    say("and")
    st.date_input(
        "Last day",
        value=within.end,
        label_visibility="collapsed",
        key=f"{key}_end",
        width=140,
        format="YYYY-MM-DD",
        help="Up to the end of this day; empty for no last day",
        on_change=lambda: then(_between(within.start, state.value(f"{key}_end"))),
    )


def _between(start: object, end: object) -> Between:
    """The two days as the inputs hold them; what is no single day is open."""
    return Between(*(day if isinstance(day, date) else None for day in (start, end)))
