"""Reviews on screen: found, made, opened, and a chart put into one from any page."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from strata.analysis.review import Shown, rerun
from strata.model.recipe import Recipe
from strata.model.review import Item, Pinned, item
from strata.model.segment import Segment
from strata.state import SavedReview
from strata.ui import cache, errors, frame, library, state, words
from strata.ui.review_draft import ReviewDraft

PAGE = "pages/review/packs.py"
LONGEST_NAME = 200
Edit = Callable[[ReviewDraft], ReviewDraft]
NEW = ""
"""What stands in the list of reviews for one that is not there yet."""


def everything() -> Mapping[str, SavedReview]:
    """The reviews this visitor may see, by id."""
    return {each.id: each for each in library.holdings().reviews}


def opened() -> ReviewDraft | None:
    """The review being looked at; None where none is, or it is gone."""
    current = state.current()
    draft = current.review
    if draft is None:
        return None
    saved = everything().get(draft.id)
    if saved is None:
        current.review = None
        st.warning(f"The review {frame.escape(draft.name)} was deleted or is no longer shared.")
        return None
    if saved.version != draft.version and not draft.is_changed:
        current.review = draft = ReviewDraft.of(saved)
    return draft


def shown(draft: ReviewDraft) -> tuple[Shown, ...]:
    """Every item of a review made from the data as they are now, and held against its last run."""
    references = library.references()
    return rerun(
        cache.saved_work(),
        draft.id,
        draft.items,
        lambda recipe: cache.exhibits("Making the charts of the review", recipe, references),
        cache.catalog(),
        now=datetime.now(UTC),
    )


def listing() -> None:
    """A card per review, and a line to begin a new one."""
    found = everything()
    if not found:
        st.info(
            "No review yet. Begin one below, or press 'Add to a review' under any chart: a review keeps charts in "
            "order with your headlines, makes them again from fresh data, says what changed, and leaves as slides, "
            "PDF, web page or workbook.",
            icon=":material/slideshow:",
        )
    for saved in found.values():
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"review_{saved.id}"):
            seen = "only you" if saved.visibility == "private" else "everyone sees it"
            facts = f"{words.counted(len(saved.items), 'chart')}, version {saved.version}, {seen}"
            by = f"saved by {saved.saved_by} on {words.day(saved.saved_at)}"
            st.markdown(f"**{frame.escape(saved.name)}** · {facts}, {frame.escape(by)}", width="stretch")
            st.button(
                "Open", key=f"open_review_{saved.id}", icon=":material/folder_open:", on_click=open_, args=(saved.id,)
            )
    _beginning()


def open_(review_id: str) -> None:
    """Opens a review, for a button's callback."""
    with errors.noted():
        state.current().review = ReviewDraft.of(cache.saved_work().review(review_id, for_user=library.who()))
        state.current().revision += 1


def edit(change: Edit) -> None:
    """Edits the review that is open, for a callback."""
    current = state.current()
    if current.review:
        current.review = change(current.review)


def adder(recipe: Recipe, exhibit: str, *, title: str) -> None:
    """A small form under a chart that puts it into a review; `exhibit` is its key among those of the recipe."""
    label, icon = "Add to a review", ":material/playlist_add:"
    with st.popover(label, icon=icon, type="tertiary", key=f"adding_{exhibit}", on_change="rerun") as popover:
        if not popover.open:
            return
        chosen = _review(exhibit)
        name = "" if chosen else _name(f"review_name_{exhibit}")
        if st.button("Add", key=f"add_{exhibit}", type="primary", disabled=not chosen and not name.strip()):
            with errors.shown():
                _add(item(recipe, exhibit, title=title, pins=pins(_segments(recipe))), chosen, name)
                st.rerun()


def pins(segments: tuple[Segment, ...]) -> dict[str, Pinned]:
    """Which version of which saved segment each is, by the name it has on screen; others are kept in full."""
    holdings, found = library.holdings(), dict[str, Pinned]()
    for segment in segments:
        saved, held = holdings.by_name.get(segment.name), state.current().held.get(segment.name)
        pin = state.current().pins.get(segment.name)
        if saved and holdings.named[segment.name].key == segment.key:
            found[segment.name] = Pinned(saved.id, saved.version)
        elif pin and held and held.key == segment.key:
            found[segment.name] = pin
    return found


def _review(exhibit: str) -> str:
    """The review a chart goes into, by id; at first the one that took the last chart."""
    found, last = everything(), state.current().last_review
    ids = [*found, NEW]
    chosen: str = st.selectbox(
        "Review",
        ids,
        index=ids.index(last) if last in ids else 0,
        format_func=lambda each: found[each].name if each else "A new review",
        key=f"review_of_{exhibit}_{last}",
    )
    return chosen


def _segments(recipe: Recipe) -> tuple[Segment, ...]:
    return (*recipe.segments, *([recipe.baseline] if isinstance(recipe.baseline, Segment) else []))


def _add(new: Item, review_id: str, name: str) -> None:
    """Saves the chart at the end of a review; where that has edits not saved yet, it joins them."""
    current = state.current()
    draft = current.review
    if draft and draft.id == review_id and draft.is_changed:
        current.review = draft.holding((*draft.items, new))
        st.toast(
            f"It is among your unsaved changes of {frame.escape(draft.name)}.", icon=":material/playlist_add_check:"
        )
        return
    saved = library.change(
        lambda work, by, now: (
            work.add_to_review(review_id, new, by=by, now=now)
            if review_id
            else work.save_review(name, (new,), by=by, now=now, note=f"Begun with: {new.title}")
        )
    )
    current.last_review = saved.id
    st.toast(
        f"It is in {frame.escape(saved.name)} now, as chart {len(saved.items)}.", icon=":material/playlist_add_check:"
    )


def _beginning() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"new_review_{state.current().revision}"
        name = _name(key)
        st.button("Begin a review", icon=":material/add:", disabled=not name.strip(), on_click=_begin, args=(key,))


def _name(key: str) -> str:
    return st.text_input("Name of the new review", max_chars=LONGEST_NAME, placeholder="e.g. Quarterly review", key=key)


def _begin(key: str) -> None:
    with errors.noted():
        saved = library.change(lambda work, by, now: work.save_review(state.value(key), (), by=by, now=now))
        open_(saved.id)
