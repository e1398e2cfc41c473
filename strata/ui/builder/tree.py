"""The conditions on screen: groups as cards, rows as sentences, and beside each whom it leaves."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from strata.model.segment import EventCondition, Of, ResponseCondition, SequenceCondition
from strata.ui import cache, frame, library, state, subjects, table
from strata.ui.builder import actions
from strata.ui.builder.actions import key
from strata.ui.builder.counting import Counted
from strata.ui.draft import ROOT, AccountRule, Draft, Group, Part, Row, is_complete
from strata.ui.editors import EDITORS, events
from strata.ui.subjects import Choices, Subject

WORDS = {"all": "all of these", "any": "any of these"}
MEMBERS: dict[Of, str] = {"users": "Users", "accounts": "Accounts"}
RULES = {"users": "users", "percent": "% of its users"}
OWN_NOT = (EventCondition, SequenceCondition)
"""Conditions that say themselves that something was not done."""


def choices() -> Choices:
    """Everything a condition can name; the segment being edited cannot name itself."""
    own = state.current().draft_name.strip()
    names = tuple(name for name in library.everything() if name != own)
    return Choices(cache.catalog(), cache.offered_things(), names)


def show(group: Group, seen: Counted, known: Choices, word: str = "") -> None:
    """A group with everything that stands in it; `word` joins it to what stands before."""
    with st.container(border=True, key=f"group_{group.id}"):
        _head(group, seen, word)
        if not group.children:
            st.caption(
                "No conditions yet: everyone is in. Add one below."
                if group.id == ROOT
                else "Nothing in this group yet, so it does not count. Add a condition to it."
            )
        for place, part in enumerate(group.children):
            joined = "" if not place else "and" if group.word == "all" else "or"
            if isinstance(part, Group):
                show(part, seen, known, joined)
            else:
                _row(part, seen, known, joined)
        _adding(group, known)


def _head(group: Group, seen: Counted, word: str) -> None:
    with _line(group):
        with _sentence():
            _head_says(group, word)
        if group.id == ROOT:
            with st.container(horizontal=True, horizontal_alignment="right", gap="small", width="content"):
                actions.undoing()
        else:
            _end(group, seen)
    if group.id == ROOT and state.current().draft.members == "accounts":
        st.caption("An account meets a condition when any of its users does; the members are all its users.")


def _head_says(group: Group, word: str) -> None:
    if group.id == ROOT:
        _members()
    st.markdown(f"**{word} who**" if word else "**who**", width="content")
    actions.not_toggle(group)
    if group.rule:
        _rule(group, group.rule)
    else:
        st.markdown("**meet**", width="content")
    widget = key(group, "word")
    st.segmented_control(
        "Which of the conditions must be met",
        list(WORDS),
        default=group.word,
        format_func=WORDS.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=widget,
        on_change=lambda: actions.take(widget, lambda draft, chosen: draft.switch(group.id, chosen)),
    )


def _members() -> None:
    draft = state.current().draft
    if not cache.catalog().n_accounts:
        st.markdown("**Users**", width="content")
        return
    widget = key(draft.root, "members")
    st.selectbox(
        "Members are",
        list(MEMBERS),
        index=list(MEMBERS).index(draft.members),
        format_func=MEMBERS.__getitem__,
        label_visibility="collapsed",
        key=widget,
        width=130,
        on_change=lambda: actions.take(widget, Draft.count),
    )


def _rule(group: Group, rule: AccountRule) -> None:
    st.markdown("**belong to an account with at least**", width="content")
    kind = "users" if rule.percent is None else "percent"
    kind_key, number_key = key(group, "rule"), key(group, f"rule_{kind}")
    now = rule.users or 1 if rule.percent is None else max(1, round(rule.percent))
    st.number_input(
        "How many users of the account",
        min_value=1,
        max_value=100_000 if kind == "users" else 100,
        value=now,
        label_visibility="collapsed",
        key=number_key,
        width=90,
        on_change=lambda: actions.take(
            number_key,
            lambda draft, n: draft.require(
                group.id, AccountRule(n or 1) if kind == "users" else AccountRule(None, float(n or 50))
            ),
        ),
    )
    st.selectbox(
        "How the account's users are counted",
        list(RULES),
        index=list(RULES).index(kind),
        format_func=RULES.__getitem__,
        label_visibility="collapsed",
        key=kind_key,
        width=150,
        on_change=lambda: actions.take(
            kind_key,
            lambda draft, chosen: draft.require(
                group.id, AccountRule(1) if chosen == "users" else AccountRule(None, 50.0)
            ),
        ),
    )
    st.markdown("**who meet**", width="content")


def _row(row: Row, seen: Counted, known: Choices, word: str) -> None:
    with st.container(key=f"row_{row.id}", gap="xsmall"):
        with _line(row):
            with _sentence():
                _says(row, known, word)
            _end(row, seen)
        if isinstance(row.condition, EventCondition) and row.condition.where:
            events.filters(row.condition, actions.place(row))
        _remarks(row, seen)


def _says(row: Row, known: Choices, word: str) -> None:
    place = actions.place(row)
    st.markdown(f"{word} {subjects.lead(row.condition)}".strip(), width="content")
    if _can_turn(row):
        actions.not_toggle(row)
    if isinstance(row.condition, EventCondition):
        events.did(row.condition, place)
    _subject(row, known)
    EDITORS[type(row.condition)](row.condition, place)


def _line(part: Part) -> DeltaGenerator:
    """A sentence and, at its right, whom it leaves; beneath one another on a narrow screen (see style.css)."""
    return st.container(horizontal=True, wrap=False, vertical_alignment="top", gap="small", key=f"line_{part.id}")


def _sentence() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="stretch")


def _end(part: Part, seen: Counted) -> None:
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="right", gap="small", width=212
    ):
        _left(part, seen)
        actions.menu(part)


def _can_turn(row: Row) -> bool:
    """Whether 'not' is offered: it is where the condition has no such word of its own."""
    if isinstance(row.condition, ResponseCondition):
        return row.is_not or row.condition.answered is None
    return row.is_not or not isinstance(row.condition, OWN_NOT)


def _subject(row: Row, known: Choices) -> None:
    now = subjects.subject_of(row.condition)
    options = [each for each in subjects.subjects(known) if each != Subject("kind", "account")]
    options = options if now in options else [now, *options]
    widget = key(row, "subject")
    st.selectbox(
        f"Condition {row.id} is about",
        options,
        index=options.index(now),
        format_func=lambda subject: _short(subject, known, now),
        label_visibility="collapsed",
        key=widget,
        width=200,
        on_change=lambda: actions.take(
            widget, lambda draft, chosen: draft.change(row.id, subjects.fresh(chosen, known))
        ),
    )


def _short(subject: Subject, known: Choices, now: Subject) -> str:
    """The one that is chosen by its name alone, the others with their group before it."""
    catalog = known.catalog
    return subjects.name(subject, catalog) if subject == now else subjects.words(subject, catalog)


def _left(part: Part, seen: Counted) -> None:
    """How many people meet this alone, and the bar of those left of its group by it and those before."""
    step = seen.steps.get(part.id)
    if step is not None:
        group = seen.draft.parent(part.id)
        is_any = group is not None and group.word == "any"
        st.html(table.left_by(step, everyone=_everyone(), word="so far" if is_any else "left"), width=150)
    elif isinstance(part, Row) and not is_complete(part.condition):
        st.badge("choose a value", icon=":material/edit:", color="orange")


def _everyone() -> int:
    catalog = cache.catalog()
    return catalog.n_users - catalog.n_internal


def _remarks(row: Row, seen: Counted) -> None:
    """What is wrong with a row, or why nobody meets it."""
    if row.id in seen.trouble:
        said = frame.escape(seen.trouble[row.id])
        st.error(
            f"{said} It is not counted here but stays in the segment: change or remove it.", icon=":material/error:"
        )
    elif (step := seen.steps.get(row.id)) and not step.alone and not row.is_not:
        why = cache.why_empty(row.condition, seen.references, of=seen.segment.of)
        st.caption(f":material/person_off: {frame.escape(why)}")


def _adding(group: Group, known: Choices) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        widget = key(group, "add")
        st.selectbox(
            "Add a condition",
            subjects.subjects(known),
            index=None,
            format_func=lambda subject: subjects.words(subject, known.catalog),
            placeholder="Add a condition",
            label_visibility="collapsed",
            key=widget,
            width=300,
            on_change=lambda: _add(group.id, widget, known),
        )
        st.button(
            "Add group",
            key=key(group, "add_group"),
            icon=":material/account_tree:",
            type="tertiary",
            on_click=lambda: actions.make(lambda draft: draft.add_group(group.id)),
        )


def _add(group: int, widget: str, known: Choices) -> None:
    chosen: Subject | None = state.value(widget)
    if chosen is not None:
        condition = subjects.fresh(chosen, known)
        actions.make(lambda draft: draft.add(group, condition))
        state.clear(widget)
