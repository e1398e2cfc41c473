"""What stands above a review: its name, who sees it, its versions, and two people saving at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import streamlit as st

from strata.errors import StateError
from strata.model.attributes import listed
from strata.state import SavedReview, State
from strata.ui import cache, errors, frame, library, reviews, state, words
from strata.ui.review_draft import ReviewDraft

SEEN_BY = {"private": "Only you", "everyone": "Everyone"}
LONGEST_LINE = 200


def show(draft: ReviewDraft) -> None:
    """The review's name, who sees it, and what can be done with it."""
    _conflict(draft)
    revision = state.current().revision
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _line("Name of the review", "name", draft.name, f"review_name_{revision}")
        key = f"review_seen_{revision}"
        st.segmented_control(
            "Who sees it",
            list(SEEN_BY),
            default=draft.visibility,
            format_func=SEEN_BY.__getitem__,
            required=True,
            key=key,
            on_change=_take,
            args=("visibility", key),
            help="Whoever sees it also sees what its segments mean, private ones too.",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Save as version {draft.version + 1}",
            type="primary",
            icon=":material/save:",
            disabled=not draft.is_changed,
            on_click=_save,
            args=(draft.version,),
        )
        st.button(
            "Undo my changes", icon=":material/undo:", disabled=not draft.is_changed, on_click=_open, args=(draft.id,)
        )
        st.button("All reviews", icon=":material/list:", type="tertiary", on_click=_close)
        _versions(draft)
        _deleting(draft)
    said = "with changes not saved yet" if draft.is_changed else "saved"
    source = cache.source()
    st.caption(
        f"Version {draft.version}, {said} · every chart is made again from the data as they are now: "
        f"up to {source.as_of}, version {frame.escape(source.version)}"
    )


def _line(label: str, field: str, value: str, key: str) -> None:
    st.text_input(label, value=value, max_chars=LONGEST_LINE, key=key, on_change=_take, args=(field, key))


def _versions(draft: ReviewDraft) -> None:
    """Every version; an earlier one can be taken up again and saved as the next."""
    with st.popover(
        "Versions", icon=":material/history:", type="tertiary", on_change="rerun", key="versions"
    ) as popover:
        if not popover.open:
            return
        for saved in cache.saved_work().review_versions(draft.id, for_user=library.who()):
            with st.container(horizontal=True, vertical_alignment="center"):
                note = f" · {frame.escape(saved.note)}" if saved.note else ""
                by = f"{frame.escape(saved.saved_by)}, {words.moment(saved.saved_at)}"
                st.markdown(f"**Version {saved.version}** · {words.counted(len(saved.items), 'chart')} · {by}{note}")
                if saved.version != draft.version:
                    st.button(
                        "Take up again", key=f"again_{saved.version}", type="tertiary", on_click=_again, args=(saved,)
                    )


def _deleting(draft: ReviewDraft) -> None:
    with st.popover("Delete", icon=":material/delete:", type="tertiary"):
        st.markdown(f"This removes **{frame.escape(draft.name)}** and all its versions for good; its segments stay.")
        st.button("Delete for good", type="primary", on_click=_delete, args=(draft.id,))


def _conflict(draft: ReviewDraft) -> None:
    """Who saved what meanwhile, and the ways on; none loses anything."""
    theirs = reviews.everything().get(draft.id)
    if theirs is None or theirs.version == draft.version:
        return
    who = "You" if theirs.saved_by == library.who() else frame.escape(theirs.saved_by)
    st.warning(
        f"{who} saved version {theirs.version} on {words.moment(theirs.saved_at)} ({_differing(draft, theirs)}), "
        f"while version {draft.version} was edited here. Nothing is lost: your changes are still below, and version "
        f"{theirs.version} stays in the versions whatever you choose.",
        icon=":material/call_split:",
    )
    with st.container(horizontal=True):
        label = f"Save mine on top, as version {theirs.version + 1}"
        st.button(label, icon=":material/vertical_align_top:", on_click=_save, args=(theirs.version,))
        st.button("Save mine as a new review", icon=":material/add:", on_click=_save_new)
        st.button(
            "Take theirs, drop my changes", type="tertiary", icon=":material/undo:", on_click=_open, args=(draft.id,)
        )


def _differing(draft: ReviewDraft, theirs: SavedReview) -> str:
    """What their version changed of the one edited here."""
    before = {each.key: each for each in draft.before[2]}
    after = {each.key: each for each in theirs.items}
    added, gone = (
        [each.name for key, each in these.items() if key not in those]
        for these, those in ((after, before), (before, after))
    )
    reworded = [each.name for key, each in after.items() if key in before and before[key] != each]
    parts = (("added", added), ("taken out", gone), ("reworded", reworded))
    told = [f"{what}: {listed(names, most=3)}" for what, names in parts if names]
    return frame.escape("; ".join(told) or "name or order")


def _take(field: str, key: str) -> None:
    """Takes the name, or who sees it, from its widget."""
    chosen: Any = state.value(key)
    reviews.edit(lambda now: replace(now, **{field: chosen}))


def _save(base: int) -> None:
    """Saves the edits on top of a version; what stands in the way is said, and the edits stay."""
    draft = state.current().review
    if draft is None:
        return
    with errors.noted():
        try:
            _go_on(library.change(lambda work, by, now: _saved(work, draft, base, by, now)))
        except StateError:
            newest = reviews.everything().get(draft.id)
            if newest is None or newest.version == base:
                raise


def _saved(work: State, draft: ReviewDraft, base: int, by: str, now: datetime) -> SavedReview:
    return work.save_review(
        draft.name,
        draft.items,
        by=by,
        now=now,
        review_id=draft.id,
        base_version=base,
        visibility=draft.visibility,
    )


def _save_new() -> None:
    draft = state.current().review
    if draft is None:
        return
    with errors.noted():
        name = f"{draft.name[: LONGEST_LINE - 8]} (mine)"
        _go_on(library.change(lambda work, by, now: work.save_review(name, draft.items, by=by, now=now)))


def _go_on(saved: SavedReview) -> None:
    state.current().review = ReviewDraft.of(saved)
    state.current().revision += 1


def _again(saved: SavedReview) -> None:
    reviews.edit(lambda now: replace(now, name=saved.name, items=saved.items))
    state.current().revision += 1


def _open(review_id: str) -> None:
    reviews.open_(review_id)


def _close() -> None:
    state.current().review = None


def _delete(review_id: str) -> None:
    with errors.noted():
        library.change(lambda work, by, now: work.delete_review(review_id, by=by, now=now))
        _close()
