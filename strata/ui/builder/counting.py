"""What of a draft can be counted, and how many people each part of it leaves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from strata import membership
from strata.errors import QueryCancelled, StrataError
from strata.model.results import Step
from strata.model.segment import (
    MOST_CONDITIONS,
    All,
    AnyOf,
    Node,
    Of,
    Segment,
    SegmentCondition,
    leaves,
    parse,
    to_json,
)
from strata.ui import cache, library, state
from strata.ui.draft import Draft, Group, is_complete
from strata.ui.parts import node_of, walk

ORIGIN = "This condition"
Check = Callable[[Node], str | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """A draft with what is known of it: the segment it amounts to, and by part its trouble or whom it leaves.

    Rows in `trouble` cannot be counted, and stand in neither this segment nor `steps`; the draft keeps them.
    """

    draft: Draft
    segment: Segment
    references: membership.Library
    trouble: Mapping[int, str]
    broken: tuple[Node, ...]
    steps: Mapping[int, Step]


def counted(draft: Draft, like: Segment) -> Counted:
    """The draft, counted; `like` gives the segment its name."""
    try:
        return _with_steps(compiled(draft, like))
    except QueryCancelled:
        return _with_steps(compiled(draft, like, check=_slow))


def compiled(draft: Draft, like: Segment, *, check: Check | None = None) -> Counted:
    """The draft as a segment, without how many each part leaves; `check` says why a condition is left out."""
    find = check or _wrong
    trouble = {row.id: said for row in draft.rows() if is_complete(row.condition) and (said := find(row.condition))}
    broken = tuple(row.condition for row in draft.rows() if row.id in trouble)
    where = draft.to_node(_counts(broken))
    segment = replace(like, where=where, of=draft.members)
    return Counted(draft, segment, references(where), trouble, broken, {})


def references(node: Node) -> membership.Library:
    """The saved segments a tree refers to, at first or second hand, with the one being edited as it is now."""
    known, own = dict(library.references().segments), state.current().built()
    if own.name in known:
        known[own.name] = own
    found: dict[str, Segment] = {}
    waiting = [node]
    while waiting:
        for leaf in leaves(waiting.pop()):
            if isinstance(leaf, SegmentCondition) and leaf.segment not in found:
                if leaf.segment not in known:
                    return membership.Library(known)
                found[leaf.segment] = known[leaf.segment]
                waiting.append(known[leaf.segment].where)
    return membership.Library(found)


def refusal(draft: Draft) -> str | None:
    """Why a draft is not taken, in one sentence."""
    size = sum(1 for part in walk(draft.root) if not isinstance(part, Group) or part.rule)
    if size <= MOST_CONDITIONS:
        return None
    return (
        f"That would make {size} conditions and {MOST_CONDITIONS} are the most: "
        "save a part as a segment of its own and refer to it."
    )


def _wrong(condition: Node) -> str | None:
    """Why a condition cannot be put as a question: a name that is gone, a value that does not fit."""
    try:
        parse(to_json(condition), at=ORIGIN)
        cache.plain_sql(condition, references(condition))
    except StrataError as error:
        return str(error)
    return None


def _slow(condition: Node) -> str | None:
    """Why a condition cannot be counted, also where that takes too long."""
    if said := _wrong(condition):
        return said
    try:
        cache.segment_size(Segment(state.UNNAMED, condition), references(condition))
    except StrataError as error:
        return str(error)
    return None


def _counts(broken: Sequence[Node]) -> Callable[[Node], bool]:
    return lambda node: is_complete(node) and node not in broken


def _with_steps(seen: Counted) -> Counted:
    draft = seen.draft
    return replace(seen, steps=dict(_steps(draft.root, draft.members, _counts(seen.broken))))


def _steps(group: Group, of: Of, is_counted: Callable[[Node], bool]) -> Iterator[tuple[int, Step]]:
    """By part: how many meet it alone, and how many are left of its group by it and those before it."""
    inside: Of = "users" if group.rule else of
    nodes = {child.id: node for child in group.children if (node := node_of(child, is_counted)) is not None}
    children = tuple(nodes.values())
    where = All(children) if group.word == "all" else AnyOf(children)
    if nodes:
        yield from zip(nodes, cache.narrowed(Segment(state.UNNAMED, where, inside), references(where)), strict=True)
    for child in group.children:
        if isinstance(child, Group):
            yield from _steps(child, inside, is_counted)
