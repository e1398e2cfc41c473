"""How large segments are."""

from collections.abc import Sequence

from strata.membership import NO_LIBRARY, Library, count_accounts, in_play
from strata.model.results import SegmentSize
from strata.model.segment import Segment
from strata.model.words import sentence
from strata.warehouse import Members, Warehouse


def size(warehouse: Warehouse, segment: Segment, library: Library = NO_LIBRARY) -> SegmentSize:
    """Users, accounts and share of one segment; internal users are not counted.

    Raises:
        SegmentError: the segment cannot be counted.
    """
    return sizes(warehouse, (segment,), in_play(warehouse, (segment,), library))[0]


def sizes(warehouse: Warehouse, segments: Sequence[Segment], members: Members) -> tuple[SegmentSize, ...]:
    """Users, accounts and share of segments whose members are known."""
    everyone = max(members.population.bit_count(), 1)
    return tuple(
        SegmentSize(
            name=segment.name,
            definition=sentence(segment, warehouse.catalog),
            key=segment.key,
            users=(inside := users & members.population).bit_count(),
            accounts=count_accounts(warehouse, inside),
            share=100 * inside.bit_count() / everyone,
        )
        for segment, users in zip(segments, members.segments, strict=True)
    )
