"""Comparisons that are opened again, each of the versions it was saved with."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from strata.errors import StateError
from strata.model.review import Pinned
from strata.model.segment import EventCondition, Window, parse, to_json
from strata.state import rows
from strata.state.audit import log, remove
from strata.state.database import Database
from strata.state.names import checked_line, free_id, no_such
from strata.state.records import Comparison, SavedComparison
from strata.state.tables import COMPARISONS


class Comparisons(Database):
    """Saved comparisons."""

    def save_comparison(self, comparison: Comparison, *, by: str, now: datetime) -> SavedComparison:
        """The comparison just saved.

        Raises:
            StateError: its name is taken, or a segment or version of it does not exist.
        """
        name = checked_line("a comparison", comparison.name)
        with self.changing() as connection:
            for pinned in comparison.segments:
                rows.at_version(connection, *pinned)
            if comparison.baseline is not None:
                rows.newest(connection, comparison.baseline)
            taken = connection.scalar(select(COMPARISONS.c.saved_by).where(COMPARISONS.c.name == name))
            if taken is not None:
                raise StateError(f"There is already a comparison {name!r}, saved by {taken}: choose another name.")
            new_id = free_id(connection, name)
            content = {**_columns(comparison), "name": name, "saved_at": now, "saved_by": checked_line("a person", by)}
            connection.execute(insert(COMPARISONS).values(id=new_id, **content))
            log(connection, by, now, "saved comparison", new_id)
            return _saved(connection.execute(select(COMPARISONS).where(COMPARISONS.c.id == new_id)).one())

    def comparison(self, comparison_id: str) -> SavedComparison:
        """The comparison with this id; raises StateError when there is none."""
        found = {saved.id: saved for saved in self.comparisons()}
        if comparison_id not in found:
            raise no_such("comparison", comparison_id, found)
        return found[comparison_id]

    def comparisons(self) -> tuple[SavedComparison, ...]:
        """Every saved comparison, by name."""
        with self.reading() as connection:
            found = connection.execute(select(COMPARISONS)).all()
        return tuple(sorted(map(_saved, found), key=lambda saved: saved.name.casefold()))

    def delete_comparison(self, comparison_id: str, *, by: str, now: datetime) -> None:
        """Removes a comparison; its segments stay. Raises StateError when there is none."""
        with self.changing() as connection:
            remove(connection, COMPARISONS, "comparison", comparison_id, by=by, now=now)


def _columns(comparison: Comparison) -> dict[str, Any]:
    return {
        "segments": comparison.segments,
        "baseline": comparison.baseline,
        "metrics": comparison.metrics,
        "within": _window_json(comparison.window),
    }


def _saved(row: Row[Any]) -> SavedComparison:
    segments = tuple(Pinned(*pinned) for pinned in row.segments)
    comparison = Comparison(row.name, segments, tuple(row.metrics), row.baseline, _window(row.within))
    return SavedComparison(row.id, comparison, row.saved_at, row.saved_by)


# A window is written and read as the model writes and reads that of a condition.
def _window_json(window: Window) -> dict[str, Any]:
    document: dict[str, Any] = to_json(EventCondition("any", within=window)).get("within", {})
    return document


def _window(document: dict[str, Any]) -> Window:
    condition = parse({"event": "any", "within": document}, at="the comparison")
    if not isinstance(condition, EventCondition):
        raise TypeError(f"{condition!r} is no event condition")
    return condition.within
