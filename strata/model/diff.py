"""What changed between two versions of a segment, line by line, in the words its author knows."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TypeVar

from strata.model.attributes import Attribute, Catalog, listed
from strata.model.segment import (
    All,
    AnyOf,
    AttributeCondition,
    Node,
    Not,
    Scalar,
    Segment,
    leaves,
)
from strata.model.words import MOST_VALUES, clause

Group = All | AnyOf
T = TypeVar("T")  # Python 3.11 has no other way to say it
JOINED: dict[type[Group], str] = {All: "every condition must hold", AnyOf: "one of the conditions is enough"}


def diff(old: Segment, new: Segment, catalog: Catalog | None = None) -> tuple[str, ...]:
    """One line per change: renamed, changed, removed, added; none if only the order of conditions differs.

    Without a catalog attributes go by their names.
    """
    words = catalog or _plain(old, new)
    renamed = [f"renamed: {old.name} -> {new.name}"] if old.name != new.name else []
    counted = [f"changed: counts {old.of} -> {new.of}"] if old.of != new.of else []
    return (*renamed, *counted, *_changes(_as_group(old.where), _as_group(new.where), words, ""))


def _changes(old: Group, new: Group, words: Catalog, place: str) -> Iterator[str]:
    if type(old) is not type(new) and {len(old.children), len(new.children)} != {1}:
        yield f"changed{place}: {JOINED[type(old)]} -> {JOINED[type(new)]}"
    gone, come = _without(old.children, new.children), _without(new.children, old.children)
    for before, after in _pairs(gone, come):
        if isinstance(before, Group) and isinstance(after, Group):
            yield from _changes(before, after, words, f" within ({_words(before, words)})")
        elif before and after:
            yield f"changed{place}: {_change(before, after, words)}"
        elif before:
            yield f"removed{place}: {_words(before, words)}"
        elif after:
            yield f"added{place}: {_words(after, words)}"


def _pairs(gone: list[Node], come: list[Node]) -> Iterator[tuple[Node | None, Node | None]]:
    """Each old node with the new one about the same thing, or None; then the new ones left over."""
    left = list(come)
    for node in gone:
        successor = next((other for other in left if _subject(other) == _subject(node)), None)
        if successor is not None:
            left.remove(successor)
        yield node, successor
    yield from ((None, node) for node in left)


def _subject(node: Node) -> tuple[type, str]:
    """What a condition is about: its kind and, where it asks more than that, the name it starts with."""
    match node:
        case All() | AnyOf():
            return All, ""
        case Not(All() | AnyOf()):
            return Not, ""
        case Not(child):
            return _subject(child)
        case _:
            names = [field.name for field in fields(node)]
            first = getattr(node, names[0])
            return type(node), first if len(names) > 1 and isinstance(first, str) else ""


def _change(before: Node, after: Node, words: Catalog) -> str:
    """Both in words; of long lists, which are cut in words, the values that came and went."""
    match before, after:
        case AttributeCondition(name, op, tuple(old)), AttributeCondition(_, same, tuple(new)) if (
            op == same and max(len(old), len(new)) > MOST_VALUES
        ):
            return f"values of {name}: {_values(_without(new, old))} added, {_values(_without(old, new))} removed"
        case _:
            return f"{_words(before, words)} -> {_words(after, words)}"


def _values(values: list[Scalar]) -> str:
    return listed(str(value) for value in values)


def _words(node: Node, words: Catalog) -> str:
    return clause(node, words).removeprefix("whose ").removeprefix("who ")


def _without(some: tuple[T, ...], others: tuple[T, ...]) -> list[T]:
    """Those of some that are not among the others."""
    return [item for item in some if item not in others]


def _as_group(node: Node) -> Group:
    return node if isinstance(node, All | AnyOf) else All((node,))


def _plain(*segments: Segment) -> Catalog:
    """A catalog that calls every attribute the segments name by that name."""
    conditions = (leaf for segment in segments for leaf in leaves(segment.where))
    names = sorted({leaf.attribute for leaf in conditions if isinstance(leaf, AttributeCondition)})
    attributes = tuple(Attribute(name, name.replace("_", " "), "customer", "text", "user") for name in names)
    return Catalog(
        project="",
        version="",
        loaded_at="",
        as_of=date.min,
        timezone="UTC",
        persona=None,
        n_users=0,
        n_internal=0,
        n_accounts=0,
        n_events=0,
        n_responses=0,
        attributes=attributes,
        properties=(),
        events=(),
        surveys=(),
    )
