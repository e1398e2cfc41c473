"""The tree a person is editing, and the edits as pure functions.

The model's tree holds only what can be counted; a draft may also hold a condition without its value, or one
that names what is not loaded any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from strata.model.segment import All, AnyOf, Node, Not, Of
from strata.ui.parts import (
    AccountRule,
    Counter,
    Group,
    Part,
    Row,
    Siblings,
    Word,
    among,
    edited,
    is_complete,
    node_of,
    numbered,
    parent,
    renumbered,
    walk,
)

ROOT = 0

__all__ = ["ROOT", "AccountRule", "Draft", "Group", "Part", "Row", "Word", "is_complete"]


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole tree; `next_id` is given to what is added next, and never again."""

    root: Group = field(default_factory=lambda: Group(ROOT))
    next_id: int = ROOT + 1
    members: Of = "users"

    @classmethod
    def of(cls, node: Node, members: Of = "users") -> "Draft":
        """A segment's tree, ready to be edited; a single condition stands in a group of its own."""
        inside = node.child if isinstance(node, Not) else node
        ids = Counter(ROOT)
        root = numbered(node if isinstance(inside, All | AnyOf) else All((node,)), ids)
        return cls(root if isinstance(root, Group) else Group(ROOT, "all", (root,)), ids.next_id, members)

    def to_node(self, is_counted: Callable[[Node], bool] = is_complete) -> Node:
        """The tree as it is counted and saved: rows that are not counted and empty groups are left out."""
        return node_of(self.root, is_counted) or All(())

    def rows(self) -> Iterator[Row]:
        """Every condition from top to bottom."""
        return (part for part in walk(self.root) if isinstance(part, Row))

    def parent(self, part: int) -> Group | None:
        """The group a part stands in; None for the outermost one."""
        return parent(self.root, part)

    # -- adding and changing ---------------------------------------------------------------------------

    def add(self, group: int, condition: Node) -> "Draft":
        """A condition more at the end of a group, or a group where the condition holds others."""
        ids = Counter(self.next_id)
        made = numbered(condition, ids)
        return self._with(edited(self.root, group, lambda part: _with_child(part, made)), ids.next_id)

    def add_group(self, group: int, rule: AccountRule | None = None) -> "Draft":
        """A group more at the end of a group, asking for any of what will stand in it; all of it, with a rule."""
        made = Group(self.next_id, "all" if rule else "any", rule=rule)
        return self._with(edited(self.root, group, lambda part: _with_child(part, made)), self.next_id + 1)

    def change(self, row: int, condition: Node) -> "Draft":
        """Another condition in a row."""
        return self._with(edited(self.root, row, lambda part: _about(part, condition)))

    def switch(self, group: int, word: Word) -> "Draft":
        """A group that asks for all, or for any."""
        return self._with(edited(self.root, group, lambda part: _worded(part, word)))

    def negate(self, part: int) -> "Draft":
        """The opposite of a row or group."""
        return self._with(edited(self.root, part, lambda found: replace(found, is_not=not found.is_not)))

    def require(self, group: int, rule: AccountRule) -> "Draft":
        """Another number of users who must meet a group about accounts."""
        return self._with(edited(self.root, group, lambda part: _ruled(part, rule)))

    def count(self, members: Of) -> "Draft":
        """The same conditions about users, or about accounts as wholes."""
        return replace(self, members=members)

    # -- moving ----------------------------------------------------------------------------------------

    def remove(self, part: int) -> "Draft":
        """Without a row or group, and without what stood in it."""
        return self._with(among(self.root, part, _without))

    def duplicate(self, part: int) -> "Draft":
        """With a copy of a row or group right after it."""
        ids = Counter(self.next_id)

        def doubled(children: Siblings, place: int) -> Siblings:
            return (*children[: place + 1], renumbered(children[place], ids), *children[place + 1 :])

        return self._with(among(self.root, part, doubled), ids.next_id)

    def move_up(self, part: int) -> "Draft":
        """One place further up in its group; the first stays."""
        return self._with(among(self.root, part, lambda children, place: _swapped(children, place - 1)))

    def move_down(self, part: int) -> "Draft":
        """One place further down in its group; the last stays."""
        return self._with(among(self.root, part, _swapped))

    def move_into(self, part: int, group: int) -> "Draft":
        """At the end of a group; a group does not move into itself or into what stands in it."""
        found = next((each for each in walk(self.root) if each.id == part), None)
        if found is None or part == ROOT or any(each.id == group for each in walk(found)):
            return self
        root = among(self.root, part, _without)
        return self._with(edited(root, group, lambda target: _with_child(target, found)))

    def move_out(self, part: int) -> "Draft":
        """Right after the group it stands in; what stands in the outermost group stays."""
        group = self.parent(part)
        if group is None or group.id == ROOT:
            return self
        found = next(child for child in group.children if child.id == part)
        root = among(self.root, part, _without)

        def after(children: Siblings, place: int) -> Siblings:
            return (*children[: place + 1], found, *children[place + 1 :])

        return self._with(among(root, group.id, after))

    def wrap(self, part: int) -> "Draft":
        """In a group of its own, which asks for any of what will stand in it."""

        def wrapped(children: Siblings, place: int) -> Siblings:
            return (*children[:place], Group(self.next_id, "any", (children[place],)), *children[place + 1 :])

        return self._with(among(self.root, part, wrapped), self.next_id + 1)

    def groups_beside(self, part: int) -> dict[str, int]:
        """The groups right before and after a part, by 'above' and 'below': where it can be moved into."""
        children = group.children if (group := self.parent(part)) else ()
        place = next((i for i, child in enumerate(children) if child.id == part), 0)
        beside = {"above": children[max(place - 1, 0) : place], "below": children[place + 1 : place + 2]}
        return {where: each.id for where, found in beside.items() for each in found if isinstance(each, Group)}

    def _with(self, root: Part, next_id: int | None = None) -> "Draft":
        kept = root if isinstance(root, Group) else self.root
        return replace(self, root=kept, next_id=self.next_id if next_id is None else next_id)


def _about(part: Part, condition: Node) -> Part:
    return replace(part, condition=condition) if isinstance(part, Row) else part


def _with_child(part: Part, child: Part) -> Part:
    return replace(part, children=(*part.children, child)) if isinstance(part, Group) else part


def _worded(part: Part, word: Word) -> Part:
    return replace(part, word=word) if isinstance(part, Group) else part


def _ruled(part: Part, rule: AccountRule) -> Part:
    return replace(part, rule=rule) if isinstance(part, Group) else part


def _without(children: Siblings, place: int) -> Siblings:
    return (*children[:place], *children[place + 1 :])


def _swapped(children: Siblings, place: int) -> Siblings:
    """The part at a place and the next one change places, where there are both."""
    if place < 0 or place + 1 >= len(children):
        return children
    return (*children[:place], children[place + 1], children[place], *children[place + 2 :])
