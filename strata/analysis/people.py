"""A few members of a segment, with personal fields masked; and why one person is, or is not, a member."""

from strata.membership import NO_LIBRARY, Library, members
from strata.model.results import Member, Reason
from strata.model.segment import All, AnyOf, Segment
from strata.model.words import clause
from strata.warehouse import Members, Query, Warehouse

SHOWN = 8
FEWEST = 5
"""A segment of fewer people is counted, and its people are not shown."""
MASK = "•••"


def people(warehouse: Warehouse, segment: Segment, library: Library = NO_LIBRARY) -> tuple[Member, ...]:
    """Up to eight members, those seen last first; nobody where the segment has fewer than five.

    Raises:
        SegmentError: the segment cannot be counted.
    """
    users = members(warehouse, segment.where, library, of=segment.of) & warehouse.population
    if users.bit_count() < FEWEST:
        return ()
    rows = warehouse.run(Query("reports/member_sample", params=(("most", SHOWN),)), Members(users))
    shown = [a for a in warehouse.catalog.attributes if a.name in rows.columns]
    plain = rows.astype(object).where(rows.notna(), None)
    return tuple(
        Member(
            user_id=int(row["user_id"]),
            key=str(row["user_key"]),
            account=row["account_key"],
            values={a.label: (MASK if a.is_personal else row[a.name]) for a in shown if row[a.name] is not None},
        )
        for row in plain.to_dict("records")
    )


def keys(warehouse: Warehouse, segment: Segment, library: Library = NO_LIBRARY) -> tuple[str, ...]:
    """The ids the source gives the members who are counted; empty for an empty segment.

    Raises:
        SegmentError: the segment cannot be counted.
    """
    users = members(warehouse, segment.where, library, of=segment.of) & warehouse.population
    return tuple(map(str, warehouse.run(Query("reports/member_keys"), Members(users))["user_key"]))


def why(warehouse: Warehouse, segment: Segment, user_id: int, library: Library = NO_LIBRARY) -> tuple[Reason, ...]:
    """Each condition or group at the top of the tree, and whether one user meets it."""
    where = segment.where if isinstance(segment.where, All | AnyOf) else All((segment.where,))
    bit = 1 << (warehouse.n_users - 1 - user_id)
    return tuple(
        Reason(clause(child, warehouse.catalog), bool(members(warehouse, child, library, of=segment.of) & bit))
        for child in where.children
    )
