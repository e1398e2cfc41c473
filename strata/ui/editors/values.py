"""What an attribute, a property or a score is compared with, by operator and type."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st

from strata.analysis.offered import MOST_SHOWN, Values
from strata.model.attributes import Attribute
from strata.model.operators import OPERATORS, Operand
from strata.model.segment import Value
from strata.ui import cache, comparing, state
from strata.ui.editors.widgets import pick, say

YES_NO = {"true": "yes", "false": "no"}
Search = Callable[[str], Values]
Then = Callable[[Value], None]
NO_VALUES = Values()


class Asked(NamedTuple):
    """What is compared, whether its values are many, and how they are looked up."""

    attribute: Attribute
    search: Search
    is_long: bool = False


def operator(asked: Attribute, now: str, *, key: str, then: Callable[[str], None], names: Sequence[str]) -> None:
    """How a value is compared."""
    pick(
        f"How {asked.label} is compared",
        names,
        now,
        key=key,
        words=lambda name: OPERATORS[name].words,
        then=then,
        width=140,
    )


def value(asked: Asked, op: str, now: Value, *, key: str, then: Then) -> None:
    """What it is compared with; nothing where the operator needs nothing."""
    operand = OPERATORS[op].operand
    shown = now if comparing.SHAPES[operand](now) else comparing.BLANK[operand]
    if operand == "many" and isinstance(now, float):
        shown = (now,)
    INPUTS[operand](asked, shown, f"{key}_{op}", then)


def _none(asked: Asked, now: Value, key: str, then: Then) -> None:
    """Nothing to compare with."""


def _many(asked: Asked, now: Value, key: str, then: Then) -> None:
    attribute = asked.attribute
    searched = _searched(asked, key) if asked.is_long else ""
    found = asked.search(searched)
    counts, chosen = dict(found.counts), comparing.texts(now)
    st.multiselect(
        f"Values of {attribute.label}",
        [*counts, *(text for text in chosen if text not in counts)],
        default=chosen,
        format_func=lambda text: f"{_shown(text, attribute)} ({counts[text]:,})" if text in counts else text,
        accept_new_options=attribute.type != "boolean",
        placeholder=_placeholder(found, searched),
        label_visibility="collapsed",
        key=key,
        width=300,
        select_all=False,
        on_change=lambda: then(comparing.typed(tuple(state.value(key)), attribute.type)),
    )


def _searched(asked: Asked, key: str) -> str:
    """What is looked for among too many values to list."""
    return (
        st.text_input(
            f"Search the values of {asked.attribute.label}",
            type="search",
            live="300ms",
            placeholder=f"Search {asked.attribute.n_values:,} values",
            label_visibility="collapsed",
            key=f"{key}_search",
            width=180,
        )
        or ""
    )


def _placeholder(found: Values, searched: str) -> str:
    if not found.counts:
        return f"No value has '{searched}'" if searched else "Write values"
    if found.total > len(found.counts):
        return f"{MOST_SHOWN} most frequent of {found.total:,}"
    return f"{found.total:,} with '{searched}'" if searched else "Choose values"


def _shown(text: str, attribute: Attribute) -> str:
    return YES_NO.get(text, text) if attribute.type == "boolean" else text


def _one(asked: Asked, now: Value, key: str, then: Then) -> None:
    label = f"Value of {asked.attribute.label}"
    common: dict[str, Any] = {"label_visibility": "collapsed", "key": key}
    match asked.attribute.type:
        case "number":
            shown = float(now) if isinstance(now, int | float) else None
            st.number_input(
                label,
                value=shown,
                placeholder="number",
                width=140,
                format="%g",
                on_change=lambda: then(state.value(key)),
                **common,
            )
        case "date":
            day = comparing.day(now, cache.catalog().as_of) if now else None
            st.date_input(
                label,
                value=day,
                format="YYYY-MM-DD",
                width=150,
                on_change=lambda: then(_iso(state.value(key))),
                **common,
            )
        case _:
            st.text_input(
                label,
                value=str(now or ""),
                placeholder="text",
                width=200,
                on_change=lambda: then(state.value(key)),
                **common,
            )


def _range(asked: Asked, now: Value, key: str, then: Then) -> None:
    low, high = (*comparing.each_of(now), None, None)[:2]
    ends = {f"{key}_low": ("Lowest", low), f"{key}_high": ("Highest", high)}

    def report() -> None:
        both = [_iso(end) if hasattr(end, "isoformat") else end for end in map(state.value, ends)]
        known = tuple(end for end in both if end is not None)
        then(known if len(known) == len(both) else None)

    for place, (end_key, (word, end)) in enumerate(ends.items()):
        common: dict[str, Any] = {"label_visibility": "collapsed", "key": end_key, "on_change": report}
        if place:
            say("and")
        if asked.attribute.type == "date":
            day = comparing.day(end, cache.catalog().as_of) if end else None
            st.date_input(f"{word} {asked.attribute.label}", value=day, format="YYYY-MM-DD", width=150, **common)
        else:
            shown = float(end) if isinstance(end, int | float) else None
            st.number_input(
                f"{word} {asked.attribute.label}",
                value=shown,
                format="%g",
                placeholder=word.lower(),
                width=130,
                **common,
            )


def _days(asked: Asked, now: Value, key: str, then: Then) -> None:
    st.number_input(
        f"Days back from the end of the data, for {asked.attribute.label}",
        min_value=1,
        max_value=36_500,
        value=now if isinstance(now, int) and 1 <= now <= 36_500 else 30,
        label_visibility="collapsed",
        key=key,
        width=110,
        on_change=lambda: then(int(state.value(key) or 1)),
    )
    say("days")


def _iso(day: Any) -> str | None:  # noqa: ANN401 - a day, or what a date input holds before one is chosen
    return day.isoformat() if hasattr(day, "isoformat") else None


INPUTS: dict[Operand, Callable[[Asked, Value, str, Then], None]] = {
    "none": _none,
    "one": _one,
    "many": _many,
    "range": _range,
    "days": _days,
}
"""How a value is edited, by what its operator compares with."""
