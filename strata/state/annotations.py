"""What people noted on days: releases, outages, campaigns. Everyone sees all of them."""

from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from strata.errors import StateError
from strata.state.audit import log, remove
from strata.state.database import Database
from strata.state.names import checked_line, free_id
from strata.state.records import Annotation
from strata.state.tables import ANNOTATIONS

MOST = 1_000


class Annotations(Database):
    """Notes on days."""

    def annotations(self) -> tuple[Annotation, ...]:
        """All notes, the earliest day first."""
        with self.reading() as connection:
            return _fetch(connection)

    def annotate(self, day: date, text: str, *, by: str, now: datetime) -> Annotation:
        """The note just made.

        Raises:
            StateError: the text is no line that can be shown, or says what another note of the day says already.
        """
        line = checked_line("a note on a day", text)
        with self.changing() as connection:
            known = _fetch(connection)
            if len(known) >= MOST:
                raise StateError(f"There are {MOST:,} notes on days already: delete some of them first.")
            if twin := next((each for each in known if (each.day, each.text) == (day, line)), None):
                raise StateError(f"{twin.saved_by} has noted {line!r} on {day} already.")
            made = Annotation(free_id(connection, f"{day} {line}"), day, line, now, checked_line("a person", by))
            connection.execute(
                insert(ANNOTATIONS).values(id=made.id, day=day, text=line, saved_at=now, saved_by=made.saved_by)
            )
            log(connection, by, now, "noted on a day", made.id)
            return made

    def delete_annotation(self, annotation_id: str, *, by: str, now: datetime) -> None:
        """Removes a note, whoever made it; the audit keeps that it was there. StateError where there is none."""
        with self.changing() as connection:
            remove(connection, ANNOTATIONS, "note", annotation_id, by=by, now=now)


def _fetch(connection: Connection) -> tuple[Annotation, ...]:
    columns = (ANNOTATIONS.c[name] for name in ("id", "day", "text", "saved_at", "saved_by"))
    rows = connection.execute(select(*columns).order_by(ANNOTATIONS.c.day, ANNOTATIONS.c.text, ANNOTATIONS.c.id))
    return tuple(Annotation(*row) for row in rows)
