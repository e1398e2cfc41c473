"""What a draft is made of: frozen rows and groups with ids, and how a part of such a tree is found and replaced."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from strata.model.operators import OPERATORS
from strata.model.segment import (
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    EventCondition,
    FunnelCondition,
    Node,
    Not,
    PathCondition,
    PlanCondition,
    ResponseCondition,
    ReturnCondition,
    SegmentCondition,
    SequenceCondition,
    UsersCondition,
    Value,
)

Word = Literal["all", "any"]


@dataclass(frozen=True, slots=True)
class AccountRule:
    """How many users of an account must meet a group, as a number or in percent, for all its users to be in."""

    users: int | None = 1
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One condition on screen, or its opposite."""

    id: int
    condition: Node
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and groups of which all, or any, must be met; with a rule, by enough users of the account."""

    id: int
    word: Word = "all"
    children: tuple["Row | Group", ...] = ()
    is_not: bool = False
    rule: AccountRule | None = None


Part = Row | Group
Siblings = tuple[Part, ...]


@dataclass(slots=True)
class Counter:
    """Gives out ids, each once."""

    next_id: int = field(default=0)

    def take(self) -> int:
        """The next id."""
        self.next_id += 1
        return self.next_id - 1


def numbered(node: Node, ids: Counter) -> Part:
    """A segment's tree as rows and groups with new ids."""
    match node:
        case Not(child):
            part = numbered(child, ids)
            return replace(part, is_not=not part.is_not)
        case AccountCondition(where, users, percent):
            rule = AccountRule(None if percent is not None else users or 1, percent)
            inside = where if isinstance(where, All | AnyOf) else All((where,))
            return replace(_numbered_group(inside, ids), rule=rule)
        case All() | AnyOf():
            return _numbered_group(node, ids)
        case _:
            return Row(ids.take(), node)


def renumbered(part: Part, ids: Counter) -> Part:
    """A copy of a part under new ids."""
    id_ = ids.take()
    if isinstance(part, Row):
        return replace(part, id=id_)
    return replace(part, id=id_, children=tuple(renumbered(child, ids) for child in part.children))


def node_of(part: Part, is_counted: Callable[[Node], bool]) -> Node | None:
    """What a part means, without the rows that are not counted; None where nothing is left of it."""
    if isinstance(part, Row):
        node = part.condition if is_counted(part.condition) else None
    else:
        node = _of_group(part, is_counted)
    return Not(node) if node is not None and part.is_not else node


def walk(part: Part) -> Iterator[Part]:
    """A part and all that stands in it, from top to bottom."""
    yield part
    if isinstance(part, Group):
        for child in part.children:
            yield from walk(child)


def edited(part: Part, id_: int, edit: Callable[[Part], Part]) -> Part:
    """The tree with one part replaced."""
    if part.id == id_:
        return edit(part)
    if isinstance(part, Row):
        return part
    return replace(part, children=tuple(edited(child, id_, edit) for child in part.children))


def parent(group: Group, id_: int) -> Group | None:
    """The group a part stands in; None for the outermost one."""
    return next(
        (each for each in walk(group) if isinstance(each, Group) and any(child.id == id_ for child in each.children)),
        None,
    )


def among(group: Group, id_: int, edit: Callable[[Siblings, int], Siblings]) -> Group:
    """The tree with the siblings of a part replaced; `edit` gets them and the part's place."""

    def rewritten(each: Group) -> Group:
        places = [place for place, child in enumerate(each.children) if child.id == id_]
        if places:
            return replace(each, children=edit(each.children, places[0]))
        kept = (rewritten(child) if isinstance(child, Group) else child for child in each.children)
        return replace(each, children=tuple(kept))

    return rewritten(group) if parent(group, id_) else group


def is_complete(node: Node) -> bool:
    """Whether a condition has all the values it needs to be counted."""
    match node:
        case AttributeCondition(_, op, value):
            return _has(op, value)
        case ResponseCondition(op=str(op), value=value):
            return _has(op, value)
        case ResponseCondition(op=None, group=None, answered=None, comment_contains=text):
            return bool(text)
        case EventCondition(where=filters, measure=measure):
            return all(_has(each.op, each.value) for each in filters) and (
                measure is None or _has(measure.op, measure.value)
            )
        case SequenceCondition(first, then):
            return bool(first and then)
        case ReturnCondition(event):
            return bool(event)
        case FunnelCondition(funnel=steps) | PathCondition(path=steps):
            return all(steps)
        case PlanCondition(names) | UsersCondition(names):
            return bool(names)
        case SegmentCondition(name):
            return bool(name)
        case _:
            return True


def _numbered_group(node: All | AnyOf, ids: Counter) -> Group:
    id_ = ids.take()
    children = tuple(numbered(child, ids) for child in node.children)
    return Group(id_, "all" if isinstance(node, All) else "any", children)


def _of_group(group: Group, is_counted: Callable[[Node], bool]) -> Node | None:
    children = tuple(node for child in group.children if (node := node_of(child, is_counted)) is not None)
    if not children:
        return None
    inside = All(children) if group.word == "all" else AnyOf(children)
    if group.rule is None:
        return inside
    return AccountCondition(children[0] if len(children) == 1 else inside, group.rule.users, group.rule.percent)


def _has(op: str, value: Value) -> bool:
    return OPERATORS[op].operand == "none" or not (value is None or value in ((), ""))
