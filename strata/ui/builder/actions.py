"""What edits a draft: the callbacks of the builder's widgets, and the menu of a row or group."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from strata.model.segment import Node
from strata.ui import state
from strata.ui.builder.counting import refusal
from strata.ui.draft import ROOT, Draft, Group, Part, Row
from strata.ui.editors import Place

Edit = Callable[[Draft], Draft]

ACTIONS: dict[str, Callable[[Draft, int], Draft]] = {
    "Duplicate": lambda draft, part: draft.duplicate(part),
    "Move up": lambda draft, part: draft.move_up(part),
    "Move down": lambda draft, part: draft.move_down(part),
    "Move into the group above": lambda draft, part: draft.move_into(part, draft.groups_beside(part)["above"]),
    "Move into the group below": lambda draft, part: draft.move_into(part, draft.groups_beside(part)["below"]),
    "Move out of the group": lambda draft, part: draft.move_out(part),
    "Put into a group of its own": lambda draft, part: draft.wrap(part),
    "Remove": lambda draft, part: draft.remove(part),
}
"""What can be done with a row or group as a whole."""


def key(part: Part, field: str) -> str:
    """The key of a widget of a row or group."""
    return f"part{part.id}_{field}_{state.current().revision}"


def make(edit: Edit) -> None:
    """Makes an edit that can be undone, or keeps why not."""
    current = state.current()
    draft = edit(current.draft)
    why = refusal(draft)
    if why:
        current.refusal = why
    else:
        current.change(draft)


def take(widget: str, edit: Callable[[Draft, Any], Draft]) -> None:
    """Makes an edit with what a widget holds."""
    chosen = state.value(widget)
    make(lambda draft: edit(draft, chosen))


def place(row: Row) -> Place:
    """Where a row's editor stands, and what it calls with the changed condition."""

    def change(condition: Node) -> None:
        make(lambda draft: draft.change(row.id, condition))

    return Place(key(row, "value"), change)


def menu(part: Part) -> None:
    """Everything that can be done with a row or group as a whole."""
    menu_key = key(part, "menu")
    thing = "group" if isinstance(part, Group) else "condition"
    st.menu_button(
        "⋯",
        offered(state.current().draft, part.id),
        key=menu_key,
        type="tertiary",
        help=f"Move, duplicate or remove this {thing}",
        on_click=lambda: take(menu_key, lambda draft, action: ACTIONS[action](draft, part.id)),
    )


def offered(draft: Draft, part: int) -> list[str]:
    """The actions that would change something."""
    group = draft.parent(part)
    siblings = [child.id for child in group.children] if group else [part]
    beside = draft.groups_beside(part)
    pointless = {
        "Move up": siblings[0] == part,
        "Move down": siblings[-1] == part,
        "Move into the group above": "above" not in beside,
        "Move into the group below": "below" not in beside,
        "Move out of the group": group is None or group.id == ROOT,
    }
    return [name for name in ACTIONS if not pointless.get(name)]


def not_toggle(part: Part) -> None:
    """Turns a row or group into its opposite."""
    toggle = key(part, "not")
    st.toggle(
        "not",
        value=part.is_not,
        key=toggle,
        on_change=lambda: make(lambda draft: draft.negate(part.id)),
    )


def undoing() -> None:
    """Undo and redo."""
    current = state.current()
    st.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        type="tertiary",
        shortcut="Alt+Z",
        disabled=not current.past,
        on_click=current.undo,
    )
    st.button(
        "Redo",
        key="redo",
        icon=":material/redo:",
        type="tertiary",
        shortcut="Alt+Shift+Z",
        disabled=not current.future,
        on_click=current.redo,
    )
