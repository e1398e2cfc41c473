"""How each condition of a segment narrows it, from everyone down to its members."""

from functools import reduce
from operator import and_, or_

from strata.membership import NO_LIBRARY, Library, count_accounts, members
from strata.model.results import Step
from strata.model.segment import All, AnyOf, Segment
from strata.model.words import clause
from strata.warehouse import Warehouse


def narrowing(warehouse: Warehouse, segment: Segment, library: Library = NO_LIBRARY) -> tuple[Step, ...]:
    """One step per condition or group at the top of the tree: who meets it, and who is left by it and those before.

    Where any condition is enough, `left` grows instead of shrinking.

    Raises:
        SegmentError: the segment cannot be counted.
    """
    where = segment.where if isinstance(segment.where, All | AnyOf) else All((segment.where,))
    met = [members(warehouse, child, library, of=segment.of) & warehouse.population for child in where.children]
    combine, start = (and_, warehouse.population) if isinstance(where, All) else (or_, 0)
    left = [reduce(combine, met[: i + 1], start) for i in range(len(met))]
    return tuple(
        Step(clause(child, warehouse.catalog), alone.bit_count(), kept.bit_count(), count_accounts(warehouse, kept))
        for child, alone, kept in zip(where.children, met, left, strict=True)
    )
