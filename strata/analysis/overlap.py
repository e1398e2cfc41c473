"""Who is in several segments at once."""

from collections.abc import Sequence
from functools import reduce
from itertools import product
from operator import and_

from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library, count_accounts, in_play
from strata.model.results import OverlapCell, Overlaps
from strata.model.segment import All, Node, Not, Segment, SegmentCondition
from strata.warehouse import Members, Warehouse

FEWEST, MOST = 2, 6


def overlap(warehouse: Warehouse, segments: Sequence[Segment], library: Library = NO_LIBRARY) -> Overlaps:
    """Every combination of two to six segments that anyone is in, largest first, and each pair's overlap.

    Raises:
        SegmentError: fewer or more segments, or one that cannot be counted.
    """
    if not FEWEST <= len(segments) <= MOST:
        raise SegmentError(f"An overlap takes {FEWEST} to {MOST} segments, not {len(segments)}: choose others.")
    members = in_play(warehouse, tuple(segments), library)
    inside = [users & members.population for users in members.segments]
    return Overlaps(
        source=source(warehouse),
        segments=sizes(warehouse, segments, members),
        pairs=tuple(tuple((one & two).bit_count() for two in inside) for one in inside),
        cells=tuple(sorted(_cells(warehouse, members), key=lambda cell: (-cell.users, cell.inside))),
    )


def cell_segment(segments: Sequence[Segment], inside: Sequence[bool]) -> Segment:
    """The people of one combination as a segment of users: in these segments and in none of the others.

    A segment of accounts is referred to by its name, because its conditions mean something else of users.
    """
    parts = [segment.where if segment.of == "users" else SegmentCondition(segment.name) for segment in segments]
    conditions: list[Node] = [part if is_in else Not(part) for part, is_in in zip(parts, inside, strict=True)]
    names = [segment.name for segment, is_in in zip(segments, inside, strict=True) if is_in]
    return Segment(" and ".join(names) + " only" if names else "In none of them", All(tuple(conditions)))


def _cells(warehouse: Warehouse, members: Members) -> list[OverlapCell]:
    cells = []
    for inside in product((True, False), repeat=len(members.segments)):
        chosen = (users if is_in else ~users for users, is_in in zip(members.segments, inside, strict=True))
        users = reduce(and_, chosen, members.population)
        if users and any(inside):
            cells.append(OverlapCell(inside, users.bit_count(), count_accounts(warehouse, users)))
    return cells
