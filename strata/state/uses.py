"""What refers to a segment: other segments by its id or name, saved comparisons by its id."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from strata.model.segment import Segment, SegmentCondition, leaves
from strata.state import rows
from strata.state.database import Database
from strata.state.records import SavedSegment, Use
from strata.state.tables import COMPARISONS


class Uses(Database):
    """Who uses what."""

    def used_by(self, segment_id: str) -> tuple[Use, ...]:
        """Every segment whose newest version, and every comparison that, refers to a segment, by name.

        Archived ones are among them, since they can come back. Raises StateError when there is no such segment.
        """
        with self.reading() as connection:
            return used_by(connection, rows.newest(connection, segment_id))

    def references(self, *, for_user: str) -> dict[str, Segment]:
        """What a person's conditions may refer to, by id and by name; their own before everyone's of that name."""
        with self.reading() as connection:
            found = rows.fetch(connection, rows.IS_NEWEST)
        own = [saved for saved in found if saved.owner == for_user and not saved.is_archived]
        shared = [saved for saved in found if saved.visibility == "everyone"]
        by_id = {saved.id: saved.segment for saved in (*shared, *own)}
        by_name = {saved.name: saved.segment for saved in (*shared, *own) if not saved.is_archived}
        return by_id | by_name


def used_by(connection: Connection, saved: SavedSegment) -> tuple[Use, ...]:
    """Every use of a segment, by name."""
    uses = [*users_of_name(connection, saved), *_users_of_id(connection, saved), *_comparisons(connection, saved)]
    return tuple(sorted(set(uses), key=lambda use: (use.name.casefold(), use)))


def users_of_name(connection: Connection, saved: SavedSegment) -> list[Use]:
    """The segments that refer to a segment by its name and whose owners can see it."""
    is_shared = saved.visibility == "everyone"
    return [
        _use(other)
        for other in _others(connection, saved)
        if saved.name in referred(other.segment) and (is_shared or other.owner == saved.owner)
    ]


def referred(segment: Segment) -> frozenset[str]:
    """The names and ids a segment's conditions refer to."""
    return frozenset(leaf.segment for leaf in leaves(segment.where) if isinstance(leaf, SegmentCondition))


def _users_of_id(connection: Connection, saved: SavedSegment) -> list[Use]:
    return [_use(other) for other in _others(connection, saved) if saved.id in referred(other.segment)]


def _others(connection: Connection, saved: SavedSegment) -> Iterator[SavedSegment]:
    return (other for other in rows.fetch(connection, rows.IS_NEWEST) if other.id != saved.id)


def _use(saved: SavedSegment) -> Use:
    return Use("segment", saved.id, saved.name)


def _comparisons(connection: Connection, saved: SavedSegment) -> list[Use]:
    chosen = select(COMPARISONS.c.id, COMPARISONS.c.name, COMPARISONS.c.segments, COMPARISONS.c.baseline)
    return [
        Use("comparison", row.id, row.name)
        for row in connection.execute(chosen)
        if saved.id == row.baseline or saved.id in {segment_id for segment_id, _ in row.segments}
    ]
