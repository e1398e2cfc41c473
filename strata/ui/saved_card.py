"""One saved segment as a card of the library, with everything that can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import streamlit as st

from strata.state import SavedSegment, State
from strata.ui import cache, errors, frame, library, past, state, words
from strata.ui.holdings import Holdings

BUILD_PAGE, COMPARE_PAGE = "pages/segments/build.py", "pages/compare/compare.py"
Act = Callable[[State, str, datetime], SavedSegment]


def show(saved: SavedSegment, holdings: Holdings) -> None:
    """All there is to know of it at a glance, what can be done, and where it is opened its history."""
    with st.container(border=True, gap="xsmall", key=f"card_{saved.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _star(saved)
            st.markdown(f"**{frame.escape(saved.name)}**", width="content")
            _marks(saved)
        with errors.shown():
            size = library.size(saved)
            users, accounts = words.counted(size.users, "user"), words.counted(size.accounts, "account")
            people = f"**{users}** in {accounts}, {size.share:.1f} % of all"
            st.markdown(f"{people} · {frame.escape(words.says(saved, size, cache.catalog()))}")
        if saved.description:
            st.markdown(frame.escape(saved.description))
        st.caption(frame.escape(_facts(saved, holdings)))
        _actions(saved, holdings)
        if state.current().wish.opened == saved.id:
            past.show(saved, holdings)


def _star(saved: SavedSegment) -> None:
    is_mine = library.who() in saved.favourite_of
    act: Act = lambda work, by, now: (work.unfavourite if is_mine else work.favourite)(saved.id, by=by, now=now)  # noqa: E731
    st.button(
        "★" if is_mine else "☆",
        key=f"star_{saved.id}",
        type="tertiary",
        help=f"{'No longer a favourite' if is_mine else 'Make it a favourite'}: {saved.name}",
        on_click=_do,
        args=(act,),
    )


def _marks(saved: SavedSegment) -> None:
    if saved.is_archived:
        st.badge("Archived", icon=":material/inventory_2:", color="gray")
    if saved.is_verified:
        st.badge("Verified", icon=":material/verified:", color="green", help="Someone vouched for this definition")
    if saved.is_frozen:
        st.badge(
            "Frozen", icon=":material/ac_unit:", color="blue", help="Its members stay those of the day it was saved"
        )
    if saved.visibility == "private":
        st.badge("Only you", icon=":material/lock:", color="gray")
    for tag in saved.tags:
        st.badge(tag, color="violet")


def _facts(saved: SavedSegment, holdings: Holdings) -> str:
    used = words.uses(holdings, saved.id)
    owner = f"owned by {saved.owner}" if saved.owner != saved.saved_by else ""
    by = f"saved by {saved.saved_by} on {words.day(saved.saved_at)}"
    parts = (f"Version {saved.version}", by, owner, f"used by {used}" if used else "not used elsewhere")
    return " · ".join(part for part in parts if part)


def _actions(saved: SavedSegment, holdings: Holdings) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not saved.is_archived and st.button("Open", key=f"open_{saved.id}", icon=":material/edit:"):
            state.current().edit(saved.segment, saved)
            st.switch_page(BUILD_PAGE)
        if st.button("Compare", key=f"compare_{saved.id}", icon=":material/compare_arrows:"):
            library.put_in_play(library.hold_version(saved))
            st.switch_page(COMPARE_PAGE)
        is_open = state.current().wish.opened == saved.id
        st.button(
            "Close" if is_open else "History and size",
            key=f"details_{saved.id}",
            icon=":material/expand_less:" if is_open else ":material/history:",
            type="tertiary",
            on_click=_open,
            args=(None if is_open else saved.id,),
        )
        acts = _acts(saved)
        key = f"menu_{saved.id}"
        st.menu_button(
            "⋯",
            list(acts),
            key=key,
            type="tertiary",
            help=f"More for {saved.name}",
            on_click=_chosen,
            args=(key, acts),
        )
        if saved.is_archived:
            _deleting(saved, holdings)


def _acts(saved: SavedSegment) -> Mapping[str, Act]:
    """What the menu of a segment offers, by its words."""
    duplicate: Mapping[str, Act] = {"Duplicate": lambda work, by, now: work.duplicate(saved.id, by=by, now=now)}
    if saved.is_archived:
        return {"Take out of the archive": lambda work, by, now: work.unarchive(saved.id, by=by, now=now), **duplicate}
    mark: Mapping[str, Act] = (
        {"Remove the verified mark": lambda work, by, now: work.unverify(saved.id, by=by, now=now)}
        if saved.is_verified
        else {"Mark as verified": lambda work, by, now: work.verify(saved.id, by=by, now=now)}
    )
    return {**duplicate, **mark, "Archive": lambda work, by, now: work.archive(saved.id, by=by, now=now)}


def _deleting(saved: SavedSegment, holdings: Holdings) -> None:
    used = words.uses(holdings, saved.id)
    with st.popover("Delete", icon=":material/delete:", type="tertiary", key=f"deleting_{saved.id}"):
        if used:
            st.markdown(f"It cannot be deleted while it is used by {frame.escape(used)}: take it out there first.")
            return
        versions = f"all {saved.version} versions" if saved.version > 1 else "its only version"
        st.markdown(f"This removes **{frame.escape(saved.name)}** and {versions} of it for good.")
        st.button("Delete for good", key=f"delete_{saved.id}", type="primary", on_click=_delete, args=(saved.id,))


def _open(segment_id: str | None) -> None:
    current = state.current()
    current.wish = replace(current.wish, opened=segment_id)


def _chosen(key: str, acts: Mapping[str, Act]) -> None:
    _do(acts[state.value(key)])


def _do(act: Act) -> None:
    with errors.noted():
        library.change(act)


def _delete(segment_id: str) -> None:
    with errors.noted():
        library.delete(segment_id)
        _open(None)
