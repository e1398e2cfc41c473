"""Why nobody is in a segment: which condition to loosen."""

from strata.membership import NO_LIBRARY, Library, members
from strata.model.segment import All, AnyOf, Node, Not
from strata.model.words import clause
from strata.warehouse import Warehouse


def why_empty(warehouse: Warehouse, node: Node, library: Library = NO_LIBRARY) -> str:
    """One sentence that names the condition, or the pair of conditions, that leaves nobody.

    Raises:
        SegmentError: the tree cannot be counted.
    """
    catalog = warehouse.catalog
    match node:
        case AnyOf(()):
            return "The group is empty: add a condition to it."
        case All(children) if children:
            return _all_of(warehouse, children, library)
        case AnyOf():
            return "None of the conditions is met by anyone: check their values."
        case Not():
            return f"Everyone is among the users {clause(node.child, catalog)}: take the 'not' away."
        case _:
            return f"There are no users {clause(node, catalog)}: check the value."


def _all_of(warehouse: Warehouse, children: tuple[Node, ...], library: Library) -> str:
    left = warehouse.population
    for i, child in enumerate(children):
        met = members(warehouse, child, library) & warehouse.population
        if not met:
            return why_empty(warehouse, child, library)
        if not left & met:
            return _clash(warehouse, children[:i], child, met, library)
        left &= met
    return "Nobody meets all conditions together: remove one of them."


def _clash(warehouse: Warehouse, before: tuple[Node, ...], child: Node, met: int, library: Library) -> str:
    catalog = warehouse.catalog
    alone = f"{met.bit_count():,} users {clause(child, catalog)}"
    for other in before:
        if not members(warehouse, other, library) & met:
            words = clause(other, catalog)
            return f"There are {alone}, but none of them are users {words}: change one, or switch the group to 'any'."
    return f"There are {alone}, but none is left by the conditions before it: loosen one of those."
