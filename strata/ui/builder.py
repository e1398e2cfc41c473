"""The segment builder: sentence rows over a draft, in one fragment that reruns alone.

The draft in the state is the truth. Widgets only report an edit; their keys carry the row's id and the
state's revision, and a value's key also what it is a value of, so no widget ever shows another's value.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from strata.model.segment import AttributeCondition, EventCondition, Node, ResponseCondition, Segment
from strata.model.words import clause
from strata.ui import cache, editors, errors, frame, library, shelf, state, subjects, summary
from strata.ui.draft import Draft, Group, Row, is_complete

WORDS = {"all": "all of these", "any": "any of these"}
ROW_ACTIONS = ("Duplicate", "Remove")


@st.fragment
def build() -> None:
    """The whole builder: summary, conditions, and what to do with the segment."""
    with errors.shown():
        summary_place = st.container(key="summary")
        draft = state.current().draft
        _group(draft.root, is_root=True)
        with summary_place:
            size = summary.show(state.current().built())
        shelf.show(state.current().built(), size)


def _group(group: Group, *, is_root: bool) -> None:
    with st.container(border=True, key=f"group_{group.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Users who meet**" if is_root else "**and who meet**" if _is_all() else "**or who meet**")
            key = _key(group, "word")
            st.segmented_control(
                "Which of the conditions must be met",
                list(WORDS),
                default=group.word,
                format_func=WORDS.__getitem__,
                required=True,
                label_visibility="collapsed",
                key=key,
                on_change=_edit,
                args=(lambda draft, value: draft.switch(group.id, value), key),
            )
            if not is_root:
                _button(group, "Remove group", ":material/delete:", lambda draft: draft.remove(group.id))
        if not group.children:
            st.caption(
                "No conditions yet: everyone is in. Add one below." if is_root else "Add a condition to this group."
            )
        for part in group.children:
            if isinstance(part, Group):
                _group(part, is_root=False)
            else:
                _row(part)
        _adding(group, is_root=is_root)


def _is_all() -> bool:
    return state.current().draft.root.word == "all"


def _adding(group: Group, *, is_root: bool) -> None:
    catalog = cache.catalog()
    with st.container(horizontal=True, vertical_alignment="center"):
        key = _key(group, f"add{len(group.children)}")
        st.selectbox(
            "Add a condition",
            subjects.subjects(catalog),
            index=None,
            format_func=lambda subject: subjects.words(subject, catalog),
            placeholder="Add a condition",
            label_visibility="collapsed",
            key=key,
            width=300,
            on_change=_edit,
            args=(lambda draft, subject: _added(draft, group.id, subject), key),
        )
        if is_root:
            _button(group, "Add group", ":material/account_tree:", lambda draft: draft.add_group(group.id))


def _added(draft: Draft, group: int, subject: subjects.Subject | None) -> Draft:
    return draft.add(group, subjects.fresh(subject, cache.catalog())) if subject else draft


def _row(row: Row) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_{row.id}"):
        _subject(row)
        editor = EDITORS[type(row.condition)] if subjects.is_plain(row.condition) else _only_words
        editor(row)
        _left(row.condition)
        key = _key(row, f"menu_{state.current().draft.next_id}")
        st.menu_button(
            "⋯",
            ROW_ACTIONS,
            key=key,
            type="tertiary",
            help="Duplicate or remove this condition",
            on_click=_act,
            args=(row.id, key),
        )


def _subject(row: Row) -> None:
    catalog, now = cache.catalog(), subjects.subject_of(row.condition)
    options = subjects.subjects(catalog)
    if now not in options or not subjects.is_plain(row.condition):
        return
    key = _key(row, "subject")
    st.selectbox(
        f"Condition {row.id} is about",
        options,
        index=options.index(now),
        format_func=lambda subject: subjects.words(subject, catalog),
        label_visibility="collapsed",
        key=key,
        width=250,
        on_change=_edit,
        args=(lambda draft, subject: draft.change(row.id, subjects.fresh(subject, catalog)), key),
    )


def _left(condition: Node) -> None:
    """How many people meet this one condition."""
    if not is_complete(condition):
        st.badge("choose a value", icon=":material/edit:", color="orange")
        return
    size = cache.segment_size(Segment(state.UNNAMED, condition), library.references())
    st.caption(f"{size.users:,} users", width="content")


def _attribute(row: Row) -> None:
    if isinstance(row.condition, AttributeCondition):
        editors.attribute(row.condition, key=_key(row, "value"), change=_changer(row))


def _response(row: Row) -> None:
    if isinstance(row.condition, ResponseCondition):
        editors.response(row.condition, key=_key(row, "value"), change=_changer(row))


def _event(row: Row) -> None:
    if isinstance(row.condition, EventCondition):
        editors.event(row.condition, key=_key(row, "value"), change=_changer(row))


def _only_words(row: Row) -> None:
    st.markdown(frame.escape(clause(row.condition, cache.catalog())), width="stretch")


EDITORS: dict[type, Callable[[Row], None]] = {
    AttributeCondition: _attribute,
    ResponseCondition: _response,
    EventCondition: _event,
}


def _changer(row: Row) -> Callable[[Node], None]:
    """What an editor calls with the row's new condition."""

    def change(condition: Node) -> None:
        current = state.current()
        current.draft = current.draft.change(row.id, condition)

    return change


def _edit(edit: Callable[[Draft, Any], Draft], key: str) -> None:
    current = state.current()
    current.draft = edit(current.draft, state.value(key))


def _button(part: Row | Group, label: str, icon: str, edit: Callable[[Draft], Draft]) -> None:
    st.button(label, key=_key(part, label), icon=icon, type="tertiary", on_click=_edit_now, args=(edit,))


def _edit_now(edit: Callable[[Draft], Draft]) -> None:
    current = state.current()
    current.draft = edit(current.draft)


def _act(row: int, key: str) -> None:
    current = state.current()
    action = state.value(key)
    current.draft = current.draft.remove(row) if action == "Remove" else current.draft.duplicate(row)


def _key(part: Row | Group, field: str) -> str:
    return f"part{part.id}_{field}_{state.current().revision}"
