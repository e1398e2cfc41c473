"""The editor of what people did: whether, how often, with which properties, in which dates."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from strata.analysis.offered import MOST_SHOWN
from strata.model.attributes import Attribute
from strata.model.operators import operators_for
from strata.model.segment import EventCondition, Measure, PropertyFilter
from strata.ui import cache
from strata.ui.comparing import BLANK, COUNTINGS, TOTALS, counted, counting_of, fitting, number_of
from strata.ui.editors import values
from strata.ui.editors.dates import window
from strata.ui.editors.values import Asked
from strata.ui.editors.widgets import Place, pick, say, whole

DID = {True: "did", False: "did not do"}
MOST_FILTERS = 8


def did(condition: EventCondition, place: Place) -> None:
    """Whether they did it: what a row about an event begins with."""
    pick(
        f"Whether they did {condition.event}",
        tuple(DID),
        condition.did,
        key=place.named("did"),
        words=DID.__getitem__,
        then=lambda chosen: place.change(replace(condition, did=chosen)),
        width=115,
    )


def event(condition: EventCondition, place: Place) -> None:
    """How often, and in which dates."""
    how, key = counting_of(condition), place.named(condition.event)
    numbers = tuple(each.name for each in cache.catalog().properties if each.type == "number")
    words = {name: each.before for name, each in COUNTINGS.items() if each.suits(condition.event)}
    words |= dict(TOTALS.items()) if numbers else {}
    pick(
        f"How often {condition.event}",
        tuple(words),
        how,
        key=f"{key}_how",
        words=lambda name: words.get(name, name),
        then=lambda name: place.change(counted(condition, name, numbers=numbers)),
        width=150,
    )
    if condition.measure:
        _measure(condition, condition.measure, numbers, Place(f"{key}_{how}", place.change))
    elif COUNTINGS[how].after:
        whole(
            f"Number for {condition.event}",
            number_of(condition),
            key=f"{key}_{how}_n",
            then=lambda n: place.change(COUNTINGS[how].of(condition, n)),
        )
        after = COUNTINGS[how].after
        say(after if number_of(condition) > 1 else after.removesuffix("s"))
    window(condition.within, key=key, then=lambda within: place.change(replace(condition, within=within)))
    if not condition.where:
        _add_filter(condition, place)


def filters(condition: EventCondition, place: Place) -> None:
    """The property filters, a line each, the last with a button that adds one more."""
    for i, each in enumerate(condition.where):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=place.named(f"where{i}")):
            _filter(condition, i, each, Place(place.named(f"p{i}_{len(condition.where)}"), place.change))
            if i == len(condition.where) - 1:
                _add_filter(condition, place)


def _add_filter(condition: EventCondition, place: Place) -> None:
    properties = cache.catalog().properties
    if not properties or len(condition.where) >= MOST_FILTERS:
        return
    fresh = _fresh_filter(properties[0])
    st.button(
        "and where …" if condition.where else "where …",
        key=place.named("add_filter"),
        icon=":material/filter_list:",
        type="tertiary",
        on_click=lambda: place.change(replace(condition, where=(*condition.where, fresh))),
    )


def _filter(condition: EventCondition, i: int, now: PropertyFilter, place: Place) -> None:
    properties = cache.catalog().properties
    known = next((each for each in properties if each.name == now.property), None)

    def put(*instead: PropertyFilter) -> None:
        place.change(replace(condition, where=(*condition.where[:i], *instead, *condition.where[i + 1 :])))

    say("where" if i == 0 else "and where")
    pick(
        f"Property {i + 1} of {condition.event}",
        [each.name for each in properties],
        now.property,
        key=place.named("property"),
        words=lambda name: name if any(each.name == name for each in properties) else f"{name} (not loaded)",
        then=lambda name: put(_fresh_filter(next(each for each in properties if each.name == name))),
        width=180,
    )
    if known:
        _compared(condition, now, known, place, put)
    st.button(
        "Remove this filter",
        key=place.named("remove"),
        icon=":material/close:",
        type="tertiary",
        on_click=put,
    )


def _compared(
    condition: EventCondition, now: PropertyFilter, known: Attribute, place: Place, put: Callable[..., None]
) -> None:
    key = place.named(known.name)
    values.operator(
        known,
        now.op,
        key=f"{key}_op",
        names=[each.name for each in operators_for(known.type)],
        then=lambda op: put(PropertyFilter(now.property, op, fitting(op, now.value))),
    )
    can_list = known.type in ("text", "boolean")
    asked = Asked(
        known,
        (lambda search: cache.property_values(condition.event, known.name, search))
        if can_list
        else lambda search: values.NO_VALUES,
        is_long=can_list and cache.property_values(condition.event, known.name, "").total > MOST_SHOWN,
    )
    values.value(asked, now.op, now.value, key=f"{key}_value", then=lambda value: put(replace(now, value=value)))


def _fresh_filter(known: Attribute) -> PropertyFilter:
    first = operators_for(known.type)[0]
    return PropertyFilter(known.name, first.name, BLANK[first.operand])


def _measure(condition: EventCondition, now: Measure, numbers: tuple[str, ...], place: Place) -> None:
    def put(measure: Measure) -> None:
        place.change(replace(condition, measure=measure))

    pick(
        f"Property that counts of {condition.event}",
        numbers,
        now.of,
        key=place.named("of"),
        words=str,
        then=lambda name: put(replace(now, of=name)),
        width=150,
    )
    known = next((each for each in cache.catalog().properties if each.name == now.of), None)
    if known is None:
        return
    say("that")
    names = [each.name for each in operators_for("number") if each.operand in ("one", "range")]
    values.operator(
        known,
        now.op,
        key=place.named("op"),
        names=names,
        then=lambda op: put(replace(now, op=op, value=fitting(op, now.value))),
    )
    asked = Asked(known, lambda search: values.NO_VALUES)
    values.value(asked, now.op, now.value, key=place.named("value"), then=lambda value: put(replace(now, value=value)))
