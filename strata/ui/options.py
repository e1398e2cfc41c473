"""What is chosen on a screen besides segments, baseline and dates: kept by the screen's kind, and in the link."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from strata.model.recipe import Option
from strata.ui import state

T = TypeVar("T")


def chosen(kind: str, name: str, usual: T) -> T:
    """What was chosen of an option of a screen, or what is usual."""
    found: Any = state.current().options.get(kind, {}).get(name, usual)
    return found if found is None or usual is None or isinstance(found, type(usual)) else usual


def choose(kind: str, name: str, value: Option) -> None:
    """Keeps a choice, so that it stays from page to page and in the link."""
    state.current().options.setdefault(kind, {})[name] = value


def key(kind: str, name: str) -> str:
    """The key of the widget of an option."""
    return f"{kind}_{name}_{state.current().revision}"


def one_of(
    kind: str,
    name: str,
    label: str,
    values: Sequence[str],
    *,
    usual: str,
    words: Callable[[str], str] = str,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> str:
    """A list to choose one value from; a value that is no longer offered gives way to the usual one."""
    now, at = chosen(kind, name, usual), key(kind, name)
    shown = now if now in values else usual if usual in values else values[0]
    picked: str = st.selectbox(
        label,
        values,
        index=list(values).index(shown),
        format_func=words,
        key=at,
        help=help,
        on_change=_take,
        args=(kind, name, at),
    )
    return picked


def whole(kind: str, name: str, label: str, *, usual: int, low: int, high: int) -> int:
    """A box for a whole number between two ends."""
    now, at = chosen(kind, name, usual), key(kind, name)
    shown = min(max(now, low), high)
    return int(
        st.number_input(
            label, min_value=low, max_value=high, value=shown, step=1, key=at, on_change=_take, args=(kind, name, at)
        )
    )


def text(kind: str, name: str, label: str, *, usual: str) -> str:
    """A box for a short text; emptied, it holds what is usual."""
    at = key(kind, name)
    written = st.text_input(
        label, value=chosen(kind, name, usual), max_chars=200, key=at, on_change=_take, args=(kind, name, at)
    )
    return written.strip() or usual


def _take(kind: str, name: str, at: str) -> None:
    value = state.value(at)
    choose(kind, name, tuple(value) if isinstance(value, list) else value)
