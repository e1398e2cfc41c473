"""The tree a person is editing: frozen rows and groups with ids, and the edits as pure functions.

The model's tree holds only what can be counted; a draft may also hold a condition without its value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from strata.model.operators import OPERATORS
from strata.model.segment import (
    All,
    AnyOf,
    AttributeCondition,
    Node,
    ResponseCondition,
    Value,
)

Word = Literal["all", "any"]
ROOT = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One condition on screen."""

    id: int
    condition: Node


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and groups of which all, or any, must be met."""

    id: int
    word: Word = "all"
    children: tuple["Row | Group", ...] = ()


Part = Row | Group


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole tree; `next_id` is given to what is added next, and never again."""

    root: Group = field(default_factory=lambda: Group(ROOT))
    next_id: int = ROOT + 1

    @classmethod
    def of(cls, node: Node) -> "Draft":
        """A segment's tree, ready to be edited; a single condition stands in a group of its own."""
        grouped = node if isinstance(node, All | AnyOf) else All((node,))
        root, next_id = _numbered(grouped, ROOT)
        return cls(root if isinstance(root, Group) else Group(ROOT, "all", (root,)), next_id)

    def to_node(self) -> Node:
        """The tree as it is counted and saved: rows without a value and empty groups are left out."""
        return _counted(self.root) or All(())

    def rows(self) -> Iterator[Row]:
        """Every condition from top to bottom."""
        return (part for part in _walk(self.root) if isinstance(part, Row))

    def add(self, group: int, condition: Node) -> "Draft":
        """A condition more at the end of a group."""
        row = Row(self.next_id, condition)
        return Draft(_edited(self.root, group, lambda part: _with_child(part, row)), self.next_id + 1)

    def add_group(self, group: int) -> "Draft":
        """A group more at the end of a group, asking for any of what will stand in it."""
        made = Group(self.next_id, "any")
        return Draft(_edited(self.root, group, lambda part: _with_child(part, made)), self.next_id + 1)

    def change(self, row: int, condition: Node) -> "Draft":
        """Another condition in a row."""
        return replace(self, root=_edited(self.root, row, lambda part: Row(part.id, condition)))

    def switch(self, group: int, word: Word) -> "Draft":
        """A group that asks for all, or for any."""
        return replace(self, root=_edited(self.root, group, lambda part: _worded(part, word)))

    def remove(self, part: int) -> "Draft":
        """Without a row or group, and without what stood in it."""
        return replace(self, root=_without(self.root, part))

    def duplicate(self, part: int) -> "Draft":
        """With a copy of a row or group right after it."""
        root, next_id = _doubled(self.root, part, self.next_id)
        return Draft(root, next_id)


def is_complete(node: Node) -> bool:
    """Whether a condition has the value its operator needs."""
    match node:
        case AttributeCondition(_, op, value) | ResponseCondition(op=str(op), value=value):
            return OPERATORS[op].operand == "none" or not _is_blank(value)
        case _:
            return True


def _is_blank(value: Value) -> bool:
    return value is None or value in ((), "")


def _numbered(node: Node, id_: int) -> tuple[Part, int]:
    if not isinstance(node, All | AnyOf):
        return Row(id_, node), id_ + 1
    children, next_id = [], id_ + 1
    for child in node.children:
        part, next_id = _numbered(child, next_id)
        children.append(part)
    return Group(id_, "all" if isinstance(node, All) else "any", tuple(children)), next_id


def _counted(part: Part) -> Node | None:
    if isinstance(part, Row):
        return part.condition if is_complete(part.condition) else None
    children = tuple(node for child in part.children if (node := _counted(child)) is not None)
    if not children:
        return None
    return All(children) if part.word == "all" else AnyOf(children)


def _walk(part: Part) -> Iterator[Part]:
    yield part
    if isinstance(part, Group):
        for child in part.children:
            yield from _walk(child)


def _edited(part: Group, id_: int, edit: Callable[[Part], Part]) -> Group:
    changed = _edited_part(part, id_, edit)
    return changed if isinstance(changed, Group) else part


def _edited_part(part: Part, id_: int, edit: Callable[[Part], Part]) -> Part:
    if part.id == id_:
        return edit(part)
    if isinstance(part, Row):
        return part
    return replace(part, children=tuple(_edited_part(child, id_, edit) for child in part.children))


def _with_child(part: Part, child: Part) -> Part:
    return replace(part, children=(*part.children, child)) if isinstance(part, Group) else part


def _worded(part: Part, word: Word) -> Part:
    return replace(part, word=word) if isinstance(part, Group) else part


def _without(group: Group, id_: int) -> Group:
    kept = (child for child in group.children if child.id != id_)
    return replace(group, children=tuple(_without(child, id_) if isinstance(child, Group) else child for child in kept))


def _doubled(group: Group, id_: int, next_id: int) -> tuple[Group, int]:
    children: list[Part] = []
    for child in group.children:
        kept: Part = child
        if isinstance(child, Group):
            kept, next_id = _doubled(child, id_, next_id)
        children.append(kept)
        if child.id == id_:
            copy, next_id = _renumbered(child, next_id)
            children.append(copy)
    return replace(group, children=tuple(children)), next_id


def _renumbered(part: Part, next_id: int) -> tuple[Part, int]:
    if isinstance(part, Row):
        return Row(next_id, part.condition), next_id + 1
    id_, children = next_id, []
    next_id += 1
    for child in part.children:
        copy, next_id = _renumbered(child, next_id)
        children.append(copy)
    return Group(id_, part.word, tuple(children)), next_id
