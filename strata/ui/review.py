"""The charts of a review on screen: in order, with headline, comment and what changed in each."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from strata.analysis.review import Shown
from strata.model.attributes import listed
from strata.model.moves import MOST_SAID
from strata.model.review import Item
from strata.ui import exhibit, frame, library, reviews, state
from strata.ui.review_draft import ReviewDraft

LONGEST_LINE, LONGEST_TEXT = 200, 10_000


def changed(shown: Sequence[Shown]) -> None:
    """What moved in the whole review since it was last made from other data."""
    since = max((each.changes.since for each in shown), default="")
    if not since:
        st.info("With the next load of data, what changed will stand here.", icon=":material/update:")
        return
    moved = [(each.item, move) for each in shown for move in each.changes.notable]
    st.subheader(f"What changed since the data up to {since}", anchor=False)
    if not moved:
        st.markdown("Nothing moved by more than chance alone does.")
        return
    lines = [f"- **{frame.escape(asked.name)}** · {frame.escape(move.sentence)}" for asked, move in moved[:MOST_SAID]]
    more = len(moved) - MOST_SAID
    st.markdown("\n".join([*lines, *([f"- and {more} more, under each chart"] if more > 0 else [])]))


def chart(draft: ReviewDraft, shown: Shown) -> None:
    """One chart of the review with what is said of it, or why it cannot be made."""
    asked, key = shown.item, shown.item.key
    place = [each.key for each in draft.items].index(key)
    with st.container(border=True, key=f"item_{key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{place + 1} of {len(draft.items)}** · {frame.escape(asked.title)}", width="stretch")
            last = len(draft.items) - 1
            _act("Up", "arrow_upward", key, lambda now: now.moved(key, -1), asked.title, is_off=place == 0)
            _act("Down", "arrow_downward", key, lambda now: now.moved(key, 1), asked.title, is_off=place == last)
            _act("Take out", "delete", key, lambda now: now.without(key), asked.title)
        _said(asked)
        if shown.exhibit is None or shown.recipe is None:
            st.error(frame.escape(shown.problem), icon=":material/error:")
            return
        _moves(shown)
        exhibit.show(replace(shown.exhibit, key=f"{shown.exhibit.key}-{key}"), None)


def _said(asked: Item) -> None:
    """What is said of a chart: its headline and its comment."""
    revision = state.current().revision
    with st.container(horizontal=True, vertical_alignment="top"):
        key = f"headline_{asked.key}_{revision}"
        st.text_input(
            "Headline",
            value=asked.headline,
            max_chars=LONGEST_LINE,
            placeholder=asked.title,
            key=key,
            on_change=_say,
            args=(asked.key, "headline", key),
        )
        key = f"comment_{asked.key}_{revision}"
        st.text_area(
            "Comment",
            value=asked.comment,
            max_chars=LONGEST_TEXT,
            height=68,
            placeholder="What to make of it",
            key=key,
            on_change=_say,
            args=(asked.key, "comment", key),
        )
    _newer(asked)


def _newer(asked: Item) -> None:
    """Says that segments of a chart have newer versions, with the way to use them."""
    known = library.holdings().by_id
    newer = {pin.id: known[pin.id] for pin in asked.pins if pin.id in known and known[pin.id].version > pin.version}
    if newer:
        names = listed(f"{each.name} (version {each.version})" for each in newer.values())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"Newer versions are saved of {frame.escape(names)}; this chart keeps to those it was added with."
            )
            versions = {each.id: each.version for each in newer.values()}
            _act("Use the newest", "update", asked.key, lambda now: now.repinned(asked.key, versions), asked.title)


def _moves(shown: Shown) -> None:
    """What moved in a chart since its last run, and every value then and now; nothing in a first run."""
    if not shown.changes.since:
        return
    lines = [f"- {frame.escape(sentence)}" for sentence in shown.changes.sentences]
    moves = shown.changes.moves
    title = f"What changed: {len(shown.changes.notable)} to look at" if moves else "What changed: nothing"
    with st.expander(title, icon=":material/update:", key=f"moves_{shown.item.key}"):
        st.markdown("\n".join(lines))
        if moves:
            rows = [
                {"What": move.now.label, "Then": move.then.value, "Now": move.now.value, "Unit": move.now.unit}
                | {"n then": move.then.n, "n now": move.now.n}
                for move in moves
            ]
            st.dataframe(rows, hide_index=True, placeholder="–", alt=f"What changed in {shown.item.name}")


def _act(label: str, icon: str, key: str, edit: reviews.Edit, whose: str, *, is_off: bool = False) -> None:
    """A button that edits the review."""
    st.button(
        label,
        icon=f":material/{icon}:",
        type="tertiary",
        key=f"{frame.slug(label)}_{key}",
        help=f"{label}: {whose}",
        disabled=is_off,
        on_click=reviews.edit,
        args=(edit,),
    )


def _say(item_key: str, field: str, key: str) -> None:
    said = str(state.value(key)).strip()
    reviews.edit(lambda now: now.saying(item_key, **{field: said}))
