"""Why nobody is in a segment: which condition to loosen."""

from collections.abc import Iterator
from dataclasses import replace

from strata.membership import NO_LIBRARY, Library, members
from strata.model.segment import (
    EVER,
    AccountCondition,
    All,
    AnyOf,
    ChangeCondition,
    EventCondition,
    FunnelCondition,
    Node,
    Not,
    Of,
    PathCondition,
    ResponseCondition,
    ReturnCondition,
    SequenceCondition,
    TicketCondition,
    UsersCondition,
)
from strata.model.words import clause
from strata.warehouse import Warehouse


def why_empty(warehouse: Warehouse, node: Node, library: Library = NO_LIBRARY, *, of: Of = "users") -> str:
    """One sentence that names the condition, or the pair of conditions, that leaves nobody.

    Raises:
        SegmentError: the tree cannot be counted.
    """
    catalog = warehouse.catalog
    match node:
        case AnyOf(()):
            return "The group is empty: add a condition to it."
        case All(children) if children:
            return _all_of(warehouse, children, library, of)
        case AnyOf():
            return "None of the conditions is met by anyone: check their values."
        case Not():
            return f"Everyone is among the users {clause(node.child, catalog)}: take the 'not' away."
        case AccountCondition(where) if not _met(warehouse, where, library, "users"):
            return why_empty(warehouse, where, library)
        case _:
            return f"There are no users {clause(node, catalog)}: {_remedy(warehouse, node, library, of)}"


def _all_of(warehouse: Warehouse, children: tuple[Node, ...], library: Library, of: Of) -> str:
    left = warehouse.population
    for i, child in enumerate(children):
        met = _met(warehouse, child, library, of)
        if not met:
            return why_empty(warehouse, child, library, of=of)
        if not left & met:
            return _clash(warehouse, children[:i], child, met, library, of)
        left &= met
    return "Nobody meets all conditions together: remove one of them."


def _clash(warehouse: Warehouse, before: tuple[Node, ...], child: Node, met: int, library: Library, of: Of) -> str:
    catalog = warehouse.catalog
    alone = f"{met.bit_count():,} users {clause(child, catalog)}"
    for other in before:
        if not _met(warehouse, other, library, of) & met:
            words = clause(other, catalog)
            return f"There are {alone}, but none of them are users {words}: change one, or switch the group to 'any'."
    return f"There are {alone}, but none is left by the conditions before it: loosen one of those."


def _met(warehouse: Warehouse, node: Node, library: Library, of: Of) -> int:
    return members(warehouse, node, library, of=of) & warehouse.population


def _remedy(warehouse: Warehouse, node: Node, library: Library, of: Of) -> str:
    """The first way to loosen a condition that someone meets, and how many do."""
    for looser in _looser(node):
        if met := _met(warehouse, looser, library, of):
            people = "1 user is" if (n := met.bit_count()) == 1 else f"{n:,} users are"
            return f"{people} found by '{clause(looser, warehouse.catalog)}'."
    return "check the ids." if isinstance(node, UsersCondition) else "check the value."


def _looser(node: Node) -> Iterator[Node]:
    """The same condition asking less: any number of times, without its filters, at any time."""
    match node:
        case EventCondition(did=True):
            plain = EventCondition(node.event, where=node.where, within=node.within)
            yield plain
            yield replace(plain, where=())
            yield replace(plain, where=(), within=EVER)
        case TicketCondition():
            yield replace(node, at_least=1)
            yield replace(node, at_least=1, within=EVER)
        case PathCondition(path=events):
            yield replace(node, within=EVER)
            yield from (EventCondition(event) for event in events)
        case ReturnCondition(event):
            yield replace(node, within=EVER)
            yield EventCondition(event)
        case FunnelCondition(funnel=steps):
            yield replace(node, within=EVER)
            yield replace(node, exclude=None, within=EVER)
            yield from (EventCondition(step) for step in steps)
        case SequenceCondition(first, then):
            yield replace(node, within=EVER)
            yield EventCondition(first)
            yield EventCondition(then)
        case ResponseCondition():
            asks_more = node.op or node.group
            yield replace(node, comment_contains=None, answered=None if asks_more else True)
            yield replace(node, within=EVER)
            yield ResponseCondition(node.survey, answered=True)
        case ChangeCondition():
            yield replace(node, within=EVER)
        case AccountCondition(where):
            yield AccountCondition(where, 1)
        case _:
            return
