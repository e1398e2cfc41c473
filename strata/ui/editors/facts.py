"""Editors of what people have and said: attributes and answers to surveys."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from strata.membership.leaves import SCORE
from strata.model.operators import operators_for
from strata.model.segment import AttributeCondition, ResponseCondition
from strata.ui import cache, state, subjects
from strata.ui.comparing import fitting, with_operator
from strata.ui.editors import values
from strata.ui.editors.dates import window
from strata.ui.editors.values import NO_VALUES, Asked
from strata.ui.editors.widgets import Place, pick

MOST_LISTED = 100
"""With more distinct values than this, the list is searched instead of sent whole."""
WHICH: Mapping[Literal["latest", "any", "first"], str] = {
    "latest": "in the latest answer",
    "any": "in any answer",
    "first": "in the first of several answers",
}


def attribute(condition: AttributeCondition, place: Place) -> None:
    """Operator and value of a condition on an attribute."""
    known = next((each for each in cache.catalog().attributes if each.name == condition.attribute), None)
    if known is None:
        return
    key = place.named(known.name)
    values.operator(
        known,
        condition.op,
        key=f"{key}_op",
        names=[each.name for each in operators_for(known.type)],
        then=lambda op: place.change(with_operator(known, op, condition.value)),
    )
    can_list = not known.is_personal and known.type in ("text", "boolean")
    asked = Asked(
        known,
        (lambda search: cache.attribute_values(known.name, search)) if can_list else lambda search: NO_VALUES,
        is_long=can_list and known.n_values > MOST_LISTED,
    )
    values.value(
        asked,
        condition.op,
        condition.value,
        key=f"{key}_value",
        then=lambda value: place.change(replace(condition, value=value)),
    )


def response(condition: ResponseCondition, place: Place) -> None:
    """Question, score, which answer, comment and dates of a condition on a survey."""
    survey, offered = condition.survey, cache.offered_things()
    asked = subjects.questions(survey, offered)
    question = subjects.question_of(condition, asked)
    key = place.named(survey)
    pick(
        f"What of {survey.upper()}",
        range(len(asked)),
        question,
        key=f"{key}_question",
        words=lambda chosen: asked[chosen].words,
        then=lambda chosen: place.change(_asking(condition, asked[chosen].condition)),
        width=200,
    )
    if condition.op:
        _score(condition, key, place)
    if condition.comment_contains is not None or (survey in offered.commented and condition.answered is not False):
        _comment(condition, f"{key}_comment", place, is_question=asked[question].condition.comment_contains is not None)
    if condition.answered is None:
        pick(
            "Which answer",
            tuple(WHICH),
            condition.which,
            key=f"{key}_which",
            words=WHICH.__getitem__,
            then=lambda which: place.change(replace(condition, which=which)),
            width=170,
        )
    window(condition.within, key=key, then=lambda within: place.change(replace(condition, within=within)))


def _asking(condition: ResponseCondition, question: ResponseCondition) -> ResponseCondition:
    """Another question about the same survey, with the dates and the answer that were chosen."""
    return replace(
        question, within=condition.within, which="latest" if question.answered is not None else condition.which
    )


def _score(condition: ResponseCondition, key: str, place: Place) -> None:
    op = condition.op or ">="
    values.operator(
        SCORE,
        op,
        key=f"{key}_op",
        names=subjects.score_operators(),
        then=lambda chosen: place.change(replace(condition, op=chosen, value=fitting(chosen, condition.value))),
    )
    values.value(
        Asked(SCORE, lambda search: NO_VALUES),
        op,
        condition.value,
        key=f"{key}_score",
        then=lambda value: place.change(replace(condition, value=value)),
    )


def _comment(condition: ResponseCondition, key: str, place: Place, *, is_question: bool) -> None:
    blank = "" if is_question else None
    st.text_input(
        f"What a comment on {condition.survey.upper()} must contain",
        value=condition.comment_contains or "",
        placeholder="a word in it" if is_question else "and a comment with …",
        max_chars=200,
        label_visibility="collapsed",
        key=key,
        width=170,
        on_change=lambda: place.change(replace(condition, comment_contains=(state.value(key) or "").strip() or blank)),
    )
