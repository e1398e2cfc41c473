"""The segments a visitor can choose from: ready-made ones, saved ones, and those of this visit alone."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from typing import TypeVar

from strata import membership
from strata.errors import SegmentError, StateError
from strata.model.attributes import unknown
from strata.model.results import SegmentSize
from strata.model.segment import AttributeCondition, Segment
from strata.state import Pinned, SavedSegment, Size, State
from strata.ui import cache, state
from strata.ui.holdings import Holdings, pinned

SOMEBODY = "you"
T = TypeVar("T")


def who() -> str:
    """Who is asking: sees their own segments and everyone's, and signs what they save."""
    return os.environ.get("USER") or SOMEBODY


def holdings() -> Holdings:
    """The saved segments this visitor may see."""
    return cache.holdings(who())


def everything() -> Mapping[str, Segment]:
    """Ready-made, held and saved segments by name; a saved one hides a ready-made one of the same name."""
    return {**cache.ready_made(), **state.current().held, **holdings().named}


def find(name: str) -> Segment:
    """The segment called `name`.

    Raises:
        SegmentError: there is none.
    """
    segments = everything()
    if name not in segments:
        raise SegmentError(unknown("segment", name, segments))
    return segments[name]


def find_saved(name: str) -> SavedSegment | None:
    """The saved segment that goes by this name, if one does."""
    return holdings().by_name.get(name)


def size(saved: SavedSegment) -> SegmentSize:
    """How large the newest version of a saved segment is; kept with it for every version of the warehouse."""
    return cache.saved_size(pinned(saved), holdings().counted[saved.id], references())


def edit(name: str) -> None:
    """Loads a segment into the builder; a save then makes the next version of a saved one."""
    saved = find_saved(name)
    state.current().edit(saved.segment if saved else find(name), saved)


def save(
    segment: Segment, *, form: state.Form | None = None, base: Pinned | None = None, shown: str | None = None
) -> SavedSegment:
    """The version just saved: the next of `base`, or the first of a new private segment.

    Args:
        segment: Its name and its conditions.
        form: What else is said of it; None keeps what there is.
        base: The version that was edited.
        shown: The name it had on screen until now, where that changes.

    Raises:
        StateError: somebody saved meanwhile, or the name is taken.
        SegmentError: the segment cannot be counted, where its members are to be frozen.
    """
    said = form or state.Form()
    members = _members(segment, base) if said.is_frozen else None
    saved = change(
        lambda work, by, now: work.save(
            segment,
            by=by,
            now=now,
            segment_id=base and base.id,
            base_version=base and base.version,
            description=said.description if form else None,
            tags=said.tags if form else None,
            visibility=said.visibility if form else None,
            note=said.note,
            members=members,
        )
    )
    _release(saved, shown)
    return saved


def change(act: Callable[[State, str, datetime], T]) -> T:
    """What a change of the saved work gives back; the change shows at once."""
    try:
        return act(cache.saved_work(), who(), datetime.now(UTC))
    finally:
        cache.forget_holdings()


def delete(segment_id: str) -> None:
    """Removes an archived segment that nothing uses; raises StateError for any other."""
    try:
        cache.saved_work().delete(segment_id, by=who(), now=datetime.now(UTC))
    finally:
        cache.forget_holdings()


def version(segment_id: str, number: int | None = None) -> SavedSegment:
    """One version of a saved segment, by default the newest, as far as this visitor may see it.

    Raises:
        StateError: there is no such segment or version, or it is private to somebody else.
    """
    newest = holdings().by_id.get(segment_id) or cache.saved_work().get(segment_id)
    if newest.visibility == "private" and newest.owner != who():
        raise StateError(f"The segment {segment_id!r} is private: ask {newest.owner} to let everyone see it.")
    return newest if number in (None, newest.version) else cache.saved_work().get(segment_id, number)


def edited() -> SavedSegment | None:
    """The saved version being edited; None for a new segment, and for one that is gone or no longer shared."""
    base = state.current().base
    try:
        return version(*base) if base else None
    except StateError:
        return None


def versions(segment_id: str) -> tuple[SavedSegment, ...]:
    """Every version of a saved segment that this visitor may see, newest first."""
    return cache.saved_work().versions(version(segment_id).id)


def sizes(segment_id: str) -> tuple[Size, ...]:
    """How large a saved segment was, load by load."""
    return cache.saved_work().sizes(version(segment_id).id)


def hold(segment: Segment) -> str:
    """The name a segment goes by from here on in this visit; saved ones are never touched."""
    known = everything()
    names = chain((segment.name,), (f"{segment.name} ({number})" for number in count(2)))
    name = next(name for name in names if name not in known or known[name].key == segment.key)
    if name not in known:
        state.current().held[name] = replace(segment, name=name)
    return name


def hold_version(saved: SavedSegment) -> str:
    """The name of a version: that of the segment where it is the newest, else one that says which it is."""
    newest = holdings().by_id.get(saved.id)
    shown = shown_name(saved.id)
    if shown is not None and newest is not None and newest.version == saved.version:
        return shown
    said = "archived" if saved.is_archived else f"version {saved.version}"
    name = hold(replace(cache.saved_work().counted(saved), name=f"{saved.name} ({said})"))
    state.current().pins[name] = pinned(saved)
    return name


def shown_name(segment_id: str) -> str | None:
    """The name a saved segment goes by on screen; None for an archived or unknown one."""
    return next((name for name, saved in holdings().by_name.items() if saved.id == segment_id), None)


def forget(name: str) -> None:
    """Lets go of a held segment, and takes it out of play unless another one has its name."""
    current = state.current()
    current.held.pop(name, None)
    current.pins.pop(name, None)
    chosen = current.in_play or ()
    if name in chosen and name not in everything():
        current.play(kept for kept in chosen if kept != name)


def put_in_play(name: str) -> None:
    """Puts a segment first among those compared."""
    others = [each.name for each in in_play() if each.name != name]
    state.current().play([name, *others])


def in_play() -> tuple[Segment, ...]:
    """The segments being compared: those chosen, at first the most frequent values of the persona attribute."""
    current, known = state.current(), everything()
    chosen = current.in_play if current.in_play is not None else first_names()
    return tuple(known[name] for name in chosen if name in known)


def first_names() -> tuple[str, ...]:
    """What a first visit compares: the most frequent values of the persona attribute, without one the NPS groups."""
    known = cache.ready_made()
    personas = [name for name, segment in known.items() if isinstance(segment.where, AttributeCondition)]
    return tuple(personas or known)[: state.MOST_IN_PLAY]


def references() -> membership.Library:
    """What conditions of the kind 'is in the segment ...' may refer to."""
    return membership.Library({**everything(), **holdings().references})


def _members(segment: Segment, base: Pinned | None) -> Collection[str]:
    """Whom to freeze: those frozen before, as long as the conditions are the same, else those of today."""
    before = version(*base) if base else None
    if base and before and before.is_frozen and before.segment.key == segment.key:
        return cache.saved_work().members(*base)
    return cache.member_keys(segment, references())


def _release(saved: SavedSegment, shown: str | None) -> None:
    """A held segment of the name is the saved one from now on; one that was renamed stays in play."""
    current = state.current()
    current.held.pop(saved.name, None)
    current.pins.pop(saved.name, None)
    if shown and shown != saved.name and current.in_play:
        current.in_play = tuple(saved.name if name == shown else name for name in current.in_play)
