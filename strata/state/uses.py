"""What refers to a segment: other segments by its id or name, saved comparisons and reviews by its id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from strata.model.segment import Segment, SegmentCondition, leaves
from strata.state import rows
from strata.state.database import Database
from strata.state.records import SavedSegment, Use
from strata.state.reviews import all_newest
from strata.state.tables import COMPARISONS

Referrers = Mapping[str, list[SavedSegment]]
"""The segments that refer to something, by the name or id they write."""
Compared = Mapping[str, list[Use]]
"""The comparisons and reviews of a segment, by its id."""


class Uses(Database):
    """Who uses what."""

    def used_by(self, segment_id: str) -> tuple[Use, ...]:
        """Every segment and review whose newest version, and every comparison that, refers to a segment, by name.

        Archived ones are among them, since they can come back. Raises StateError when there is no such segment.
        """
        with self.reading() as connection:
            return used_by(connection, rows.newest(connection, segment_id))

    def uses(self) -> dict[str, tuple[Use, ...]]:
        """What `used_by` says of every segment, by id."""
        with self.reading() as connection:
            found = rows.fetch(connection, rows.IS_NEWEST)
            referrers, compared = _referrers(found), _compared(connection)
        return {saved.id: _uses(saved, referrers, compared) for saved in found}

    def references(self, *, for_user: str) -> dict[str, Segment]:
        """The segments that a person's conditions may refer to, by id and by name."""
        with self.reading() as connection:
            found = rows.fetch(connection, rows.IS_NEWEST)
        return {word: saved.segment for word, saved in resolved(found, for_user).items()}


def resolved(found: Iterable[SavedSegment], person: str) -> dict[str, SavedSegment]:
    """What ids and names mean for a person: an own segment before everyone's, one in use before an archived one."""
    seen = [saved for saved in found if saved.visibility == "everyone" or saved.owner == person]
    rising = sorted(seen, key=lambda saved: (not saved.is_archived, saved.owner == person, saved.visibility))
    return {saved.id: saved for saved in seen} | {saved.name: saved for saved in rising}


def used_by(connection: Connection, saved: SavedSegment) -> tuple[Use, ...]:
    """Every use of a segment, by name."""
    return _uses(saved, _referrers(rows.fetch(connection, rows.IS_NEWEST)), _compared(connection))


def users_of_name(connection: Connection, saved: SavedSegment) -> list[Use]:
    """The segments that refer to a segment by its name and whose owners can see it."""
    return _of_name(saved, _referrers(rows.fetch(connection, rows.IS_NEWEST)))


def referred(segment: Segment) -> frozenset[str]:
    """The names and ids a segment's conditions refer to."""
    return frozenset(leaf.segment for leaf in leaves(segment.where) if isinstance(leaf, SegmentCondition))


def _referrers(found: Iterable[SavedSegment]) -> Referrers:
    referrers = defaultdict[str, list[SavedSegment]](list)
    for saved in found:
        for word in referred(saved.segment):
            referrers[word].append(saved)
    return referrers


def _compared(connection: Connection) -> Compared:
    compared = defaultdict[str, list[Use]](list)
    chosen = select(COMPARISONS.c.id, COMPARISONS.c.name, COMPARISONS.c.segments, COMPARISONS.c.baseline)
    for row in connection.execute(chosen):
        for segment_id in {row.baseline, *(segment_id for segment_id, _ in row.segments)} - {None}:
            compared[segment_id].append(Use("comparison", row.id, row.name))
    for review in all_newest(connection):
        for segment_id in {pin.id for each in review.items for pin in each.pins}:
            compared[segment_id].append(Use("review", review.id, review.name))
    return compared


def _uses(saved: SavedSegment, referrers: Referrers, compared: Compared) -> tuple[Use, ...]:
    of_id = [_use(other) for other in referrers.get(saved.id, ()) if other.id != saved.id]
    uses = {*_of_name(saved, referrers), *of_id, *compared.get(saved.id, ())}
    return tuple(sorted(uses, key=lambda use: (use.name.casefold(), use)))


def _of_name(saved: SavedSegment, referrers: Referrers) -> list[Use]:
    is_shared = saved.visibility == "everyone"
    others = [other for other in referrers.get(saved.name, ()) if other.id != saved.id]
    return [_use(other) for other in others if is_shared or other.owner == saved.owner]


def _use(saved: SavedSegment) -> Use:
    return Use("segment", saved.id, saved.name)
