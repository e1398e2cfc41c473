"""Editors of patterns in what people did: one thing after another, dropping off, the life cycle."""

from dataclasses import replace
from functools import partial

import streamlit as st

from strata.model.segment import (
    LIFECYCLE,
    LIFECYCLE_WORDS,
    DroppingOffCondition,
    FunnelCondition,
    LifecycleCondition,
    PathCondition,
    ReturnCondition,
    SequenceCondition,
)
from strata.ui import state
from strata.ui.editors import widgets
from strata.ui.editors.dates import LONGEST, unit, window
from strata.ui.editors.widgets import Place, pick, say, whole

THEN = {True: "and then", False: "and then not"}
DID = {True: "did", False: "did not do"}
FAR = {False: "did step", True: "stopped after step"}


def sequence(condition: SequenceCondition, place: Place) -> None:
    """The first event, the one that follows or does not, how soon, and when the first happened."""
    say("did")
    widgets.event(
        "What they did first",
        condition.first,
        key=place.named("first"),
        then=lambda name: place.change(replace(condition, first=name)),
        has_any=False,
    )
    window(condition.within, key=place.key, then=lambda within: place.change(replace(condition, within=within)))
    pick(
        "Whether the second followed",
        tuple(THEN),
        condition.did,
        key=place.named("followed"),
        words=THEN.__getitem__,
        then=lambda followed: place.change(replace(condition, did=followed)),
        width=140,
    )
    widgets.event(
        "What they did then",
        condition.then,
        key=place.named("then"),
        then=lambda name: place.change(replace(condition, then=name)),
        has_any=False,
    )
    say("within")
    whole("How soon", condition.gap, key=place.named("gap"), then=lambda gap: place.change(replace(condition, gap=gap)))
    unit(condition.unit, key=place.named("gap_unit"), then=lambda name: place.change(replace(condition, unit=name)))


def funnel(condition: FunnelCondition, place: Place) -> None:
    """The steps, how far they were done, in how many days, and when the first happened."""
    say("in the funnel")
    for i, step in enumerate(condition.funnel):
        widgets.event(
            f"Step {i + 1}",
            step,
            key=place.named(f"step_{i}"),
            then=partial(_change_step, place, condition, i),
            has_any=False,
        )
        if i == 0:
            window(condition.within, key=place.key, then=lambda within: place.change(replace(condition, within=within)))
    say("within")
    whole(
        "Days from the first step to the last",
        condition.days,
        key=place.named("days"),
        then=lambda days: place.change(replace(condition, days=days)),
        high=LONGEST,
    )
    say(f"days{f', without doing {condition.exclude}' if condition.exclude else ''}")
    pick(
        "How far they came",
        tuple(FAR),
        condition.stopped,
        key=place.named("far"),
        words=FAR.__getitem__,
        then=lambda stopped: place.change(replace(condition, stopped=stopped)),
        width=140,
    )
    whole(
        "Step",
        condition.reached,
        key=place.named("reached"),
        then=lambda reached: place.change(replace(condition, reached=reached)),
        high=len(condition.funnel),
    )


def _change_step(place: Place, condition: FunnelCondition, step: int, event: str) -> None:
    place.change(replace(condition, funnel=_with_step(condition.funnel, step, event)))


def _change_event(place: Place, condition: PathCondition, step: int, event: str) -> None:
    place.change(replace(condition, path=_with_step(condition.path, step, event)))


def _with_step(steps: tuple[str, ...], place: int, event: str) -> tuple[str, ...]:
    return (*steps[:place], event, *steps[place + 1 :])


def came_back(condition: ReturnCondition, place: Place) -> None:
    """Whether they came back, by what, on which days, and after which start."""
    pick(
        "Whether they came back",
        tuple(DID),
        condition.did,
        key=place.named("did"),
        words=DID.__getitem__,
        then=lambda did: place.change(replace(condition, did=did)),
        width=120,
    )
    widgets.event(
        "What counts as coming back",
        condition.came_back,
        key=place.named("event"),
        then=lambda name: place.change(replace(condition, came_back=name or condition.came_back)),
        has_any=True,
    )
    last = max(condition.first_day, condition.last_day)
    say(f"on days {condition.first_day:,} {'and later' if condition.or_later else f'to {last:,}'} after")
    say(f"the first {condition.after}" if condition.after else "joining")
    window(condition.within, key=place.key, then=lambda within: place.change(replace(condition, within=within)))


def path(condition: PathCondition, place: Place) -> None:
    """The events in their order, in how many days, and when the first happened."""
    say("did")
    for i, event in enumerate(condition.path):
        if i:
            say("and right before it" if condition.backwards else "and right after it")
        widgets.event(
            f"Event {i + 1} of the path",
            event,
            key=place.named(f"event_{i}"),
            then=partial(_change_event, place, condition, i),
            has_any=False,
        )
        if i == 0:
            window(condition.within, key=place.key, then=lambda within: place.change(replace(condition, within=within)))
    say(f"{'and nothing else ' if condition.ends else ''}within")
    whole(
        "Days of the path",
        condition.days,
        key=place.named("days"),
        then=lambda days: place.change(replace(condition, days=days)),
        high=LONGEST,
    )
    say("days")


def dropping_off(condition: DroppingOffCondition, place: Place) -> None:
    """Which event, in how many days, and how much less."""
    say("did")
    widgets.event(
        "What they do less",
        condition.event,
        key=place.named("event"),
        then=lambda name: place.change(replace(condition, event=name or condition.event)),
        has_any=True,
    )
    say("in the last")
    whole(
        "Days to look at",
        condition.days,
        key=place.named("days"),
        then=lambda days: place.change(replace(condition, days=days)),
        high=LONGEST,
    )
    say("days less than")
    key = place.named("below")
    st.number_input(
        "Percent of the time before",
        min_value=1,
        max_value=100,
        value=min(max(round(100 * condition.below), 1), 100),
        label_visibility="collapsed",
        key=key,
        width=90,
        on_change=lambda: place.change(replace(condition, below=(state.value(key) or 50) / 100)),
    )
    say(f"% as often as in the {condition.days:,} days before")


def lifecycle(condition: LifecycleCondition, place: Place) -> None:
    """The stage, and what it means."""
    pick(
        "Stage of the life cycle",
        tuple(LIFECYCLE),
        condition.lifecycle,
        key=place.named("stage"),
        words=lambda stage: f"is {stage}",
        then=lambda stage: place.change(LifecycleCondition(stage)),
        width=150,
    )
    say(f"({LIFECYCLE_WORDS[condition.lifecycle]})")
