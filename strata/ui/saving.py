"""Saving the segment being built: what is said of it, what a save would change, and two people saving at once."""

from dataclasses import replace
from typing import Any

import streamlit as st

from strata.errors import StateError
from strata.model.attributes import listed
from strata.model.results import SegmentSize
from strata.model.segment import Segment
from strata.state import Pinned, SavedSegment
from strata.ui import cache, errors, frame, library, state, words

COMPARE_PAGE = "pages/compare/compare.py"
SEEN_BY = {"private": "Only you", "everyone": "Everyone"}


def before() -> None:
    """What is being edited, who else would notice, and what somebody else saved meanwhile."""
    current = state.current()
    base = library.edited()
    if base is None:
        _let_go()
        return
    saved_by = f"saved by {frame.escape(base.saved_by)} on {words.day(base.saved_at)}"
    st.caption(
        f"You are editing **{frame.escape(base.name)}**, version {base.version}, {saved_by}. "
        "A save makes a new version; the earlier ones stay in its history."
    )
    uses = words.uses(library.holdings(), base.id)
    if uses:
        st.info(f"Used by {frame.escape(uses)}: a save changes what they show too.", icon=":material/link:")
    if current.conflict:
        _conflict(base, current.conflict)


def buttons(segment: Segment, size: SegmentSize) -> None:
    """Save, save as a new one, save and compare."""
    name, base = state.current().draft_name.strip(), state.current().base
    can_save = bool(name) and size.users > 0
    why = _why(base) if can_save else "Give it a name and at least one user first"
    if st.button("Save", type="primary", icon=":material/bookmark_add:", disabled=not can_save, help=why):
        _save(segment, base)
    if base is not None:
        new = "Leaves the saved one as it is and makes another; give it another name"
        if st.button("Save as new", icon=":material/bookmark_add:", disabled=not can_save, help=new):
            _save(segment, None)
    if st.button("Save and compare", icon=":material/compare_arrows:", disabled=not can_save, help=why):
        _save(segment, base, then=COMPARE_PAGE)


def form(size: SegmentSize) -> None:
    """What is said of a segment besides its name: for whom, by which tags it is found, whether it stays as it is."""
    said, current = state.current().form, state.current()
    title = f"Details: {SEEN_BY[said.visibility].lower()}, {'frozen' if said.is_frozen else 'follows the data'}"
    with st.expander(title, icon=":material/edit_note:", key=f"details_{current.revision}"):
        left, right = st.columns(2, gap="medium")
        with left:
            _text("Description", "description", "What it is for, in a sentence or two")
            _tags()
            _text("What changed", "note", "For the history, e.g. assistants added")
        with right:
            _choice("Who sees it", "visibility", SEEN_BY)
            _choice("Members", "is_frozen", {False: "Follow the data", True: "Frozen"})
            st.caption(_members(size))


def _members(size: SegmentSize) -> str:
    """Who is in it tomorrow, in words."""
    said, base = state.current().form, library.edited()
    if not said.is_frozen:
        return "Members follow the data: whoever meets the conditions is in, with every new load."
    if base and base.is_frozen and base.segment.key == state.current().built().key:
        return f"{words.frozen(base, len(cache.saved_work().members(base.id, base.version)))}; they stay."
    today = cache.catalog().as_of
    return f"Frozen: the {size.users:,} people of {words.day(today)}, whatever becomes of them."


def _text(label: str, field: str, placeholder: str) -> None:
    key = f"{field}_{state.current().revision}"
    value = getattr(state.current().form, field)
    st.text_input(label, value=value, placeholder=placeholder, key=key, on_change=_take, args=(field, key))


def _tags() -> None:
    key = f"tags_{state.current().revision}"
    said = state.current().form.tags
    st.multiselect(
        "Tags",
        sorted({*library.holdings().tags, *said}),
        default=said,
        accept_new_options=True,
        placeholder="Words to find it by",
        key=key,
        on_change=_take,
        args=("tags", key),
    )


def _choice(label: str, field: str, options: dict[Any, str]) -> None:
    key = f"{field}_{state.current().revision}"
    st.segmented_control(
        label,
        list(options),
        default=getattr(state.current().form, field),
        format_func=options.__getitem__,
        required=True,
        key=key,
        on_change=_take,
        args=(field, key),
    )


def _take(field: str, key: str) -> None:
    current, chosen = state.current(), state.value(key)
    said: dict[str, Any] = {field: tuple(chosen) if isinstance(chosen, list) else chosen}
    current.form = replace(current.form, **said)


def _let_go() -> bool:
    """Makes the draft a new segment where the saved one can no longer be had; whether that is so."""
    current = state.current()
    if current.base is None or library.edited():
        return False
    current.notice = (
        f"The saved segment {current.base.id!r} was deleted or is no longer shared: "
        "your draft is still here, and a save makes it a new segment."
    )
    current.base = None
    return True


def _why(base: Pinned | None) -> str:
    if base is None:
        return "Keeps it in the library and puts it in play"
    return f"Makes version {base.version + 1}; version {base.version} stays in the history"


def _save(segment: Segment, base: Pinned | None, *, then: str | None = None) -> None:
    """Saves and shows it; what stands in the way is said, and the draft stays as it is."""
    current = state.current()
    shown = library.shown_name(base.id) if base else None
    with errors.shown():
        try:
            saved = library.save(segment, form=current.form, base=base, shown=shown)
        except StateError:
            if not _note_conflict(base) and not _let_go():
                raise
            st.rerun()
        current.go_on(saved)
        library.put_in_play(library.shown_name(saved.id) or saved.name)
        st.toast(f"{saved.name} is saved as version {saved.version} and in play.", icon=":material/bookmark_added:")
        if then:
            st.switch_page(then)
        st.rerun()


def _note_conflict(base: Pinned | None) -> bool:
    """Whether somebody saved meanwhile; their version is then shown."""
    newest = library.holdings().by_id.get(base.id) if base else None
    if base is None or newest is None or newest.is_archived or newest.version == base.version:
        return False
    state.current().conflict = Pinned(newest.id, newest.version)
    return True


def _conflict(base: SavedSegment, theirs: Pinned) -> None:
    """Who saved what meanwhile, and the two ways on; neither loses anything."""
    other = library.version(*theirs)
    lines = words.changed(base, other, cache.catalog())
    who = "You" if other.saved_by == library.who() else frame.escape(other.saved_by)
    st.warning(
        f"{who} saved version {other.version} on {words.moment(other.saved_at)}, while version {base.version} was "
        f"edited here ({frame.escape(listed(lines))}). Nothing is lost: your draft is still below, "
        f"and version {other.version} stays in the history whatever you choose.",
        icon=":material/call_split:",
    )
    with st.container(horizontal=True):
        if st.button(f"Save mine on top, as version {other.version + 1}", icon=":material/vertical_align_top:"):
            _save(state.current().built(), theirs)
        name = f"{state.current().draft_name} (mine)"
        if st.button("Save mine as a new segment", icon=":material/bookmark_add:"):
            _save(replace(state.current().built(), name=name), None)
        if st.button("Take theirs, drop my draft", type="tertiary", icon=":material/undo:"):
            state.current().edit(other.segment, other)
            st.rerun()
