"""Changes that are followed: what was changed, on which day, and who got it. Everyone sees all of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from strata.errors import StateError
from strata.model.recipe import Recipe, parse_recipe
from strata.state.audit import log, remove
from strata.state.database import Database
from strata.state.names import checked_line, checked_segment, free_id
from strata.state.records import MarkedChange
from strata.state.tables import MARKED_CHANGES

MOST = 500


class MarkedChanges(Database):
    """Changes that are followed."""

    def marked_changes(self) -> tuple[MarkedChange, ...]:
        """All of them, the latest day first."""
        with self.reading() as connection:
            return _fetch(connection)

    def mark_change(self, name: str, day: date, asked: Recipe, *, by: str, now: datetime) -> MarkedChange:
        """The change just marked; `asked` says who got it, what it is held against, and in which metric.

        Raises:
            StateError: the name is no line that can be shown, or taken; or nobody is said to have got it.
        """
        line = checked_line("a change", name)
        if not asked.segments:
            raise StateError(f"Nobody is said to have got {line!r}: choose a segment.")
        for segment in asked.segments:
            checked_segment(segment)
        with self.changing() as connection:
            known = _fetch(connection)
            if len(known) >= MOST:
                raise StateError(f"{MOST} changes are followed already: delete some of them first.")
            if twin := next((each for each in known if each.name == line), None):
                raise StateError(f"{twin.saved_by} follows a change {line!r} already: choose another name.")
            made = MarkedChange(free_id(connection, line), line, day, asked, now, checked_line("a person", by))
            row = {"id": made.id, "name": line, "day": day, "asked": asked.as_json()}
            connection.execute(insert(MARKED_CHANGES).values(**row, saved_at=now, saved_by=made.saved_by))
            log(connection, by, now, "marked a change", made.id)
            return made

    def delete_marked_change(self, change_id: str, *, by: str, now: datetime) -> None:
        """Stops following a change, whoever marked it; the audit keeps that it was. StateError where there is none."""
        with self.changing() as connection:
            remove(connection, MARKED_CHANGES, "marked change", change_id, by=by, now=now)


def _fetch(connection: Connection) -> tuple[MarkedChange, ...]:
    order = (MARKED_CHANGES.c.day.desc(), MARKED_CHANGES.c.name)
    return tuple(map(_marked, connection.execute(select(MARKED_CHANGES).order_by(*order))))


def _marked(row: Row[Any]) -> MarkedChange:
    asked = parse_recipe(row.asked, origin=f"the change {row.name}")
    return MarkedChange(row.id, row.name, row.day, asked, row.saved_at, row.saved_by)
