"""What is done to a segment without changing what it says: put away, vouched for, marked, removed."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from strata.errors import StateError
from strata.model.attributes import listed
from strata.state import rows
from strata.state.audit import log
from strata.state.database import Database
from strata.state.names import checked_line
from strata.state.records import SavedSegment
from strata.state.tables import FAVOURITES, MEMBERS, SEGMENTS, SIZES, VERSIONS
from strata.state.uses import used_by


class Shelf(Database):
    """The place of segments on the shelf. Each method raises StateError when there is no such segment."""

    def archive(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment put away: it is listed no more, keeps working where it is used, and frees its name."""
        return self._mark(segment_id, by, now, "archived", is_archived=True)

    def unarchive(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment back on the shelf; StateError if another one has taken its name."""
        with self.changing() as connection:
            saved = rows.newest(connection, segment_id).seen_by(by)
            rows.check_name_is_free(connection, saved)
            return _marked(connection, saved, by, now, "unarchived", is_archived=False)

    def verify(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment with its newest definition vouched for, until a version defines it differently."""
        with self.changing() as connection:
            saved = rows.newest(connection, segment_id).seen_by(by)
            return _marked(connection, saved, by, now, "verified", verified_key=saved.segment.key)

    def unverify(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment with nobody vouching for it."""
        return self._mark(segment_id, by, now, "unverified", verified_key=None)

    def favourite(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment marked by a person as one of theirs."""
        with self.changing() as connection:
            saved, person = rows.newest(connection, segment_id).seen_by(by), checked_line("a person", by)
            if person in saved.favourite_of:
                return saved
            connection.execute(insert(FAVOURITES).values(segment_id=segment_id, person=person))
            log(connection, by, now, "marked as favourite", segment_id)
            return rows.newest(connection, segment_id)

    def unfavourite(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """The segment without a person's mark."""
        with self.changing() as connection:
            saved, person = rows.newest(connection, segment_id).seen_by(by), checked_line("a person", by)
            if person not in saved.favourite_of:
                return saved
            mine = (FAVOURITES.c.segment_id == segment_id, FAVOURITES.c.person == person)
            connection.execute(delete(FAVOURITES).where(*mine))
            log(connection, by, now, "no longer a favourite", segment_id)
            return rows.newest(connection, segment_id)

    def delete(self, segment_id: str, *, by: str, now: datetime) -> None:
        """Removes a segment with all its versions; the audit keeps that it was there.

        Raises:
            StateError: it is not archived, or something still refers to it.
        """
        with self.changing() as connection:
            saved = rows.newest(connection, segment_id).seen_by(by)
            if not saved.is_archived:
                raise StateError(f"{saved.name!r} is not archived: archive it first, then delete it.")
            uses = used_by(connection, saved)
            if uses:
                raise StateError(
                    f"{saved.name!r} is used by {listed(use.name for use in uses)}: take it out there first."
                )
            for table in (MEMBERS, SIZES, VERSIONS, FAVOURITES):
                connection.execute(delete(table).where(table.c.segment_id == segment_id))
            connection.execute(delete(SEGMENTS).where(SEGMENTS.c.id == segment_id))
            log(connection, by, now, "deleted", segment_id)

    def _mark(self, segment_id: str, by: str, now: datetime, action: str, **columns: object) -> SavedSegment:
        with self.changing() as connection:
            return _marked(connection, rows.newest(connection, segment_id).seen_by(by), by, now, action, **columns)


def _marked(
    connection: Connection, saved: SavedSegment, by: str, now: datetime, action: str, **columns: object
) -> SavedSegment:
    connection.execute(update(SEGMENTS).where(SEGMENTS.c.id == saved.id).values(columns))
    log(connection, by, now, action, saved.id)
    return rows.newest(connection, saved.id)
