"""Who changed what, and when: one line per change, in the same transaction as the change itself."""

from datetime import datetime

from sqlalchemy import Connection, Table, delete, func, insert, select

from strata.state.database import Database
from strata.state.names import checked_line, no_such
from strata.state.records import Change
from strata.state.tables import AUDIT


class Audit(Database):
    """The audit, to be read."""

    def changes(self, subject: str | None = None, *, most: int = 200) -> tuple[Change, ...]:
        """The latest changes, newest first; only those of one segment or comparison if its id is given."""
        chosen = select(AUDIT.c.at, AUDIT.c.person, AUDIT.c.action, AUDIT.c.subject)
        if subject is not None:
            chosen = chosen.where(AUDIT.c.subject == subject)
        with self.reading() as connection:
            rows = connection.execute(chosen.order_by(AUDIT.c.number.desc()).limit(most)).all()
        return tuple(Change(*row) for row in rows)

    def last_change(self) -> int:
        """The number of the latest change; as long as it stays the same, so does everything but sizes."""
        with self.reading() as connection:
            return connection.scalar(select(func.max(AUDIT.c.number))) or 0


def log(connection: Connection, by: str, at: datetime, action: str, subject: str) -> None:
    """Adds a line to the audit; StateError if `by` names nobody."""
    person = checked_line("the person who changes something", by)
    connection.execute(insert(AUDIT).values(at=at, person=person, action=action, subject=subject))


def remove(connection: Connection, table: Table, thing: str, row_id: str, *, by: str, now: datetime) -> None:
    """Deletes a row for good; the audit keeps that it was there. StateError where there is none."""
    known = connection.scalars(select(table.c.id)).all()
    if row_id not in known:
        raise no_such(thing, row_id, known)
    connection.execute(delete(table).where(table.c.id == row_id))
    log(connection, by, now, f"deleted {thing}", row_id)
