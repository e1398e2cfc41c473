"""The segments a visitor can choose from: ready-made ones and those saved in this session."""

from collections.abc import Mapping

from strata import membership
from strata.errors import SegmentError
from strata.model.attributes import unknown
from strata.model.segment import AttributeCondition, Segment
from strata.ui import cache, state


def everything() -> Mapping[str, Segment]:
    """Ready-made and saved segments by name; a saved one hides a ready-made one of the same name."""
    return {**cache.ready_made(), **state.current().saved}


def find(name: str) -> Segment:
    """The segment called `name`.

    Raises:
        SegmentError: there is none.
    """
    segments = everything()
    if name not in segments:
        raise SegmentError(unknown("segment", name, segments))
    return segments[name]


def save(segment: Segment) -> None:
    """Keeps a segment for this session; one of the same name is replaced."""
    state.current().saved[segment.name] = segment


def forget(name: str) -> None:
    """Removes a saved segment, and takes it out of play unless a ready-made one has its name."""
    current = state.current()
    current.saved.pop(name, None)
    chosen = current.in_play or ()
    if name in chosen and name not in everything():
        current.play(kept for kept in chosen if kept != name)


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
    return membership.Library(dict(everything()))
