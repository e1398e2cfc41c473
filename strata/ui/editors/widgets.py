"""The small inputs a sentence row is made of; each reports its new value."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import streamlit as st

from strata.model.segment import ANY_EVENT, Node
from strata.ui import cache, frame, state

T = TypeVar("T")
MOST_TIMES = 100_000


class Place(NamedTuple):
    """Where an editor stands: the beginning of its widgets' keys, and what to call with the changed condition."""

    key: str
    change: Callable[[Node], None]

    def named(self, name: object) -> str:
        """The key of one widget."""
        return f"{self.key}_{name}"


def pick(
    label: str,
    options: Sequence[T],
    now: T,
    *,
    key: str,
    words: Callable[[T], str],
    then: Callable[[T], None],
    width: int,
) -> None:
    """A list to pick one from; what is chosen now stays in it even if it is not offered any more."""
    offered = [*options] if now in options else [now, *options]
    st.selectbox(
        label,
        offered,
        index=offered.index(now),
        format_func=words,
        label_visibility="collapsed",
        key=key,
        width=width,
        on_change=lambda: then(state.value(key)),
    )


def whole(
    label: str, now: int, *, key: str, then: Callable[[int], None], high: int = MOST_TIMES, width: int = 84
) -> None:
    """A whole number from 1."""
    st.number_input(
        label,
        min_value=1,
        max_value=high,
        value=min(max(now, 1), high),
        label_visibility="collapsed",
        key=key,
        width=width,
        on_change=lambda: then(state.value(key) or 1),
    )


def event(label: str, now: str, *, key: str, then: Callable[[str], None], has_any: bool) -> None:
    """A list of the events there are, with 'anything' where that makes sense."""
    names = cache.catalog().events
    options: list[str | None] = [*((ANY_EVENT,) if has_any else ()), *names]
    if now and now not in options:
        options.append(now)
    st.selectbox(
        label,
        options,
        index=options.index(now) if now in options else None,
        format_func=lambda name: "anything" if name == ANY_EVENT else str(name),
        placeholder="Choose an event",
        label_visibility="collapsed",
        key=key,
        width=200,
        on_change=lambda: then(state.value(key) or ""),
    )


def say(text: str) -> None:
    """A few words of the sentence between two inputs."""
    st.markdown(frame.escape(text), width="content")
