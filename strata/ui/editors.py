"""The typed value editors of the builder: one per kind of condition, each reports the changed condition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from strata.model.attributes import Attribute
from strata.model.operators import OPERATORS, Operand, operators_for
from strata.model.segment import (
    EVER,
    AttributeCondition,
    Between,
    EventCondition,
    Last,
    Node,
    ResponseCondition,
    SinceJoined,
    Value,
    Window,
)
from strata.ui import cache, state, subjects

Change = Callable[[Node], None]
WINDOWS: tuple[Window, ...] = (EVER, *(Last(days) for days in (7, 14, 30, 90, 180, 365)))
YES_NO = {"true": "yes", "false": "no"}


def attribute(condition: AttributeCondition, *, key: str, change: Change) -> None:
    """Operator and value of a condition on an attribute."""
    asked = cache.catalog().attribute(condition.attribute)
    names = [operator.name for operator in operators_for(asked.type)]
    op_key = f"{key}_{asked.name}_op"
    st.selectbox(
        f"How {asked.label} is compared",
        names,
        index=names.index(condition.op) if condition.op in names else 0,
        format_func=lambda name: OPERATORS[name].words,
        label_visibility="collapsed",
        key=op_key,
        width=170,
        on_change=lambda: change(subjects.with_operator(asked, state.value(op_key), condition.value)),
    )
    operand = OPERATORS[condition.op].operand
    value_key = f"{key}_{asked.name}_{condition.op}"
    VALUES[operand](asked, condition, value_key, lambda value: change(replace(condition, value=value)))


def response(condition: ResponseCondition, *, key: str, change: Change) -> None:
    """Question, score and dates of a condition on a survey."""
    asked = subjects.answers(condition.survey)
    question_key, score_key = f"{key}_{condition.survey}_question", f"{key}_{condition.survey}_score"
    st.selectbox(
        f"What of {condition.survey.upper()}",
        range(len(asked)),
        index=subjects.answer_of(condition),
        format_func=lambda place: asked[place].words,
        label_visibility="collapsed",
        key=question_key,
        width=210,
        on_change=lambda: change(subjects.asking(condition, asked[state.value(question_key)])),
    )
    if condition.op:
        st.number_input(
            f"{condition.survey.upper()} score",
            min_value=0,
            max_value=10 if condition.survey == "nps" else 5,
            value=_score(condition.value),
            label_visibility="collapsed",
            key=score_key,
            width=110,
            on_change=lambda: change(replace(condition, value=float(state.value(score_key)))),
        )
    _window(condition.within, key=key, change=lambda within: change(replace(condition, within=within)))


def event(condition: EventCondition, *, key: str, change: Change) -> None:
    """Did or did not, how often, and in which dates."""
    did_key, times_key = f"{key}_{condition.event}_did", f"{key}_{condition.event}_times"
    st.selectbox(
        f"Whether they did {condition.event}",
        [True, False],
        index=0 if condition.did else 1,
        format_func=lambda did: "did" if did else "did not do",
        label_visibility="collapsed",
        key=did_key,
        width=130,
        on_change=lambda: change(replace(condition, did=state.value(did_key))),
    )
    st.number_input(
        f"At least how many times {condition.event}",
        min_value=1,
        max_value=10_000,
        value=condition.at_least,
        label_visibility="collapsed",
        key=times_key,
        width=130,
        icon=":material/repeat:",
        help="At least this many times",
        on_change=lambda: change(replace(condition, at_least=state.value(times_key) or 1)),
    )
    _window(condition.within, key=key, change=lambda within: change(replace(condition, within=within)))


def _window(within: Window, *, key: str, change: Callable[[Window], None]) -> None:
    options = WINDOWS if within in WINDOWS else (*WINDOWS, within)
    st.selectbox(
        "In which dates",
        range(len(options)),
        index=options.index(within),
        format_func=lambda place: _window_words(options[place]),
        label_visibility="collapsed",
        key=f"{key}_within",
        width=180,
        on_change=lambda: change(options[state.value(f"{key}_within")]),
    )


def _window_words(within: Window) -> str:
    match within:
        case Last(number, unit):
            return f"in the last {number} {unit}s"
        case SinceJoined(days):
            return f"in the first {days} days"
        case Between(None, None):
            return "at any time"
        case Between(start, end):
            return f"{start or '…'} to {end or '…'}"


def _none(asked: Attribute, condition: AttributeCondition, key: str, change: Callable[[Value], None]) -> None:
    """Nothing to compare with."""


def _many(asked: Attribute, condition: AttributeCondition, key: str, change: Callable[[Value], None]) -> None:
    counts = {} if asked.is_personal or asked.type == "number" else cache.value_counts(asked.name)
    chosen = [_text(value) for value in _each(condition.value)]
    st.multiselect(
        f"Values of {asked.label}",
        [*counts, *(text for text in chosen if text not in counts)],
        default=chosen,
        format_func=lambda text: f"{YES_NO.get(text, text)} ({counts[text]:,})" if text in counts else text,
        accept_new_options=asked.type != "boolean",
        placeholder="Choose values" if counts else "Write values",
        label_visibility="collapsed",
        key=key,
        width=380,
        on_change=lambda: change(subjects.typed(tuple(state.value(key)), asked.type)),
    )


def _one(asked: Attribute, condition: AttributeCondition, key: str, change: Callable[[Value], None]) -> None:
    label, value = f"Value of {asked.label}", condition.value
    common: dict[str, Any] = {"label_visibility": "collapsed", "key": key, "width": 200}
    match asked.type:
        case "number":
            shown = float(value) if isinstance(value, int | float) else None
            st.number_input(label, value=shown, on_change=lambda: change(state.value(key)), **common)
        case "date":
            day = subjects.day(value, cache.catalog().as_of) if value else None
            st.date_input(label, value=day, on_change=lambda: change(_iso(state.value(key))), **common)
        case _:
            st.text_input(label, value=str(value or ""), on_change=lambda: change(state.value(key)), **common)


def _range(asked: Attribute, condition: AttributeCondition, key: str, change: Callable[[Value], None]) -> None:
    low, high = (*_each(condition.value), None, None)[:2]
    if asked.type == "date":
        as_of = cache.catalog().as_of
        days = (subjects.day(low, as_of), subjects.day(high, as_of))
        st.date_input(
            f"First and last {asked.label}",
            value=days,
            label_visibility="collapsed",
            key=key,
            width=260,
            on_change=lambda: change(_two([_iso(day) for day in state.value(key)])),
        )
        return
    for name, value in (("low", low), ("high", high)):
        st.number_input(
            f"{'Lowest' if name == 'low' else 'Highest'} {asked.label}",
            value=float(value) if isinstance(value, int | float) else None,
            label_visibility="collapsed",
            key=f"{key}_{name}",
            width=140,
            on_change=lambda: change(_two([state.value(f"{key}_low"), state.value(f"{key}_high")])),
        )


def _days(asked: Attribute, condition: AttributeCondition, key: str, change: Callable[[Value], None]) -> None:
    value = condition.value
    st.number_input(
        f"Days back from the end of the data, for {asked.label}",
        min_value=1,
        max_value=36_500,
        value=value if isinstance(value, int) else 30,
        label_visibility="collapsed",
        key=key,
        width=130,
        on_change=lambda: change(state.value(key)),
    )
    st.markdown("days", width="content")


VALUES: dict[Operand, Callable[[Attribute, AttributeCondition, str, Callable[[Value], None]], None]] = {
    "none": _none,
    "one": _one,
    "many": _many,
    "range": _range,
    "days": _days,
}
"""How the value of an attribute condition is edited, by what its operator compares with."""


def _each(value: Value) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _score(value: Value) -> int:
    """The whole score of a condition; 0 where it has none."""
    first = next(iter(_each(value)), 0)
    return int(first) if isinstance(first, int | float) else 0


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _two(ends: list[Any]) -> Value:
    """Both ends, or nothing yet."""
    return (ends[0], ends[1]) if len(ends) == 2 and None not in ends else None
