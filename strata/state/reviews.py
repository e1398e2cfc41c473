"""Saved reviews: every save is a version more, and no version is ever changed or lost."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, delete, insert, or_, select, type_coerce, update

from strata.errors import StateError
from strata.model.review import Item, parse_items, without_twins
from strata.state import rows
from strata.state.audit import log
from strata.state.database import Database
from strata.state.names import checked_line, checked_text, free_id, no_such
from strata.state.records import SavedReview, Visibility
from strata.state.tables import REVIEW_FIGURES, REVIEW_VERSIONS, REVIEWS

MOST_ITEMS = 60
A_REVIEW = select(
    REVIEWS.c.id,
    REVIEW_VERSIONS.c.version,
    REVIEW_VERSIONS.c.name,
    REVIEWS.c.owner,
    REVIEWS.c.visibility,
    type_coerce(REVIEW_VERSIONS.c["items"], Text).label("written"),
    REVIEW_VERSIONS.c.note,
    REVIEW_VERSIONS.c.saved_at,
    REVIEW_VERSIONS.c.saved_by,
).join(REVIEW_VERSIONS, REVIEW_VERSIONS.c.review_id == REVIEWS.c.id)
"""One row per version of a review; its items as text, so that a damaged one does not hide the others."""
IS_NEWEST = REVIEW_VERSIONS.c.version == REVIEWS.c.newest


class Reviews(Database):
    """Saved reviews and their versions."""

    def save_review(
        self,
        name: str,
        items: Iterable[Item],
        *,
        by: str,
        now: datetime,
        review_id: str | None = None,
        base_version: int | None = None,
        visibility: Visibility | None = None,
        note: str = "",
    ) -> SavedReview:
        """The version just saved: the first of a new review, or one more of the review `review_id`.

        Args:
            name: What people call it.
            items: Its charts and tables in order; of several that ask the same the first is kept.
            by: Who saves; the owner of a new review.
            now: When, with a time zone.
            review_id: The review that gets another version.
            base_version: The version that was edited; needed with `review_id`. To save on top of what somebody
                else saved meanwhile, pass the number of their version.
            visibility: Who sees it; None keeps what there is, a new review is private.
            note: What changed, for the history.

        Raises:
            StateError: somebody saved meanwhile, the name is taken, or a segment in it is private to another.
        """
        with self.changing() as connection:
            old = _edited(connection, review_id, base_version).seen_by(by) if review_id else None
            new = SavedReview(
                old.id if old else free_id(connection, name),
                old.version + 1 if old else 1,
                checked_line("a review", name),
                old.owner if old else checked_line("a person", by),
                visibility or (old.visibility if old else "private"),
                _checked(connection, items, by, old.items if old else ()),
                checked_text("a note", note),
                now,
                checked_line("a person", by),
            )
            return _append(connection, new)

    def add_to_review(self, review_id: str, item: Item, *, by: str, now: datetime) -> SavedReview:
        """The review with one item more at its end, on top of whatever was saved last.

        Raises:
            StateError: there is no such review, it is private to another, or it holds the item already.
        """
        with self.changing() as connection:
            old = newest(connection, review_id).seen_by(by)
            if item.key in {each.key for each in old.items}:
                raise StateError(f"{item.title!r} is in {old.name!r} already: change its headline there.")
            items = _checked(connection, (*old.items, item), by, old.items)
            note = checked_text("a note", f"Added: {item.title}")
            return _append(
                connection, replace(old, version=old.version + 1, items=items, note=note, saved_at=now, saved_by=by)
            )

    def review(self, review_id: str, version: int | None = None, *, for_user: str) -> SavedReview:
        """The newest version of a review, or the one asked for.

        Raises:
            StateError: there is none, it is private to somebody else, or it is damaged.
        """
        with self.reading() as connection:
            last = newest(connection, review_id).seen_by(for_user)
            return last if version in (None, last.version) else _at_version(connection, last, version)

    def reviews(self, *, for_user: str) -> tuple[SavedReview, ...]:
        """The newest versions of the reviews a person may see, by name."""
        seen = or_(REVIEWS.c.visibility == "everyone", REVIEWS.c.owner == for_user)
        with self.reading() as connection:
            return all_newest(connection, seen)

    def review_versions(self, review_id: str, *, for_user: str) -> tuple[SavedReview, ...]:
        """Every version of a review, newest first; raises StateError as `review` does."""
        with self.reading() as connection:
            newest(connection, review_id).seen_by(for_user)
            chosen = A_REVIEW.where(REVIEWS.c.id == review_id).order_by(REVIEW_VERSIONS.c.version.desc())
            return tuple(map(_saved, connection.execute(chosen)))

    def delete_review(self, review_id: str, *, by: str, now: datetime) -> None:
        """Removes a review with all its versions; its segments stay. Raises StateError when there is none."""
        with self.changing() as connection:
            newest(connection, review_id).seen_by(by)
            for table in (REVIEW_FIGURES, REVIEW_VERSIONS):
                connection.execute(delete(table).where(table.c.review_id == review_id))
            connection.execute(delete(REVIEWS).where(REVIEWS.c.id == review_id))
            log(connection, by, now, "deleted review", review_id)


def all_newest(connection: Connection, *where: ColumnElement[bool]) -> tuple[SavedReview, ...]:
    """The newest versions of the reviews that meet every condition, by name."""
    found = connection.execute(A_REVIEW.where(IS_NEWEST, *where)).all()
    return tuple(sorted(map(_saved, found), key=lambda saved: (saved.name.casefold(), saved.id)))


def newest(connection: Connection, review_id: str) -> SavedReview:
    """The newest version of a review; raises StateError when there is no such review."""
    row = connection.execute(A_REVIEW.where(REVIEWS.c.id == review_id, IS_NEWEST)).one_or_none()
    if row is None:
        known = connection.scalars(select(REVIEWS.c.id).where(REVIEWS.c.visibility == "everyone"))
        raise no_such("review", review_id, known)
    return _saved(row)


def _at_version(connection: Connection, last: SavedReview, version: int | None) -> SavedReview:
    chosen = A_REVIEW.where(REVIEWS.c.id == last.id, REVIEW_VERSIONS.c.version == version)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise StateError(f"{last.name!r} has no version {version}: choose one from 1 to {last.version}.")
    return _saved(row)


def _edited(connection: Connection, review_id: str, base_version: int | None) -> SavedReview:
    if base_version is None:
        raise ValueError("base_version is needed with review_id: the version that was edited")
    old = newest(connection, review_id)
    if old.version != base_version:
        raise StateError(
            f"{old.name!r} was saved as version {old.version} by {old.saved_by} on "
            f"{old.saved_at:%Y-%m-%d at %H:%M} UTC while you edited version {base_version}: look at what they changed, "
            "then save yours on top of it or as a new review; nothing is lost, both stay in the history."
        )
    return old


def _checked(connection: Connection, items: Iterable[Item], by: str, old: Iterable[Item]) -> tuple[Item, ...]:
    """The items as they can be kept; a person puts in only segments they may see."""
    kept = without_twins(items)
    if len(kept) > MOST_ITEMS:
        raise StateError(f"{len(kept)} charts are too many for one review: keep {MOST_ITEMS}, or make two reviews.")
    there = {pin for each in old for pin in each.pins}
    for each in kept:
        if each.headline:
            checked_line("a chart", each.headline)
        checked_text("a comment", each.comment)
        for pin in set(each.pins) - there:
            rows.at_version(connection, *pin).seen_by(by)
    return kept


def _append(connection: Connection, new: SavedReview) -> SavedReview:
    """Writes a version, and gives it back as it will be read."""
    _check_name_is_free(connection, new)
    head = {"name": new.name, "owner": new.owner, "visibility": new.visibility, "newest": new.version}
    if new.version == 1:
        connection.execute(insert(REVIEWS).values(id=new.id, **head))
    else:
        connection.execute(update(REVIEWS).where(REVIEWS.c.id == new.id).values(head))
    said = {"name": new.name, "note": new.note, "saved_at": new.saved_at, "saved_by": new.saved_by}
    items = [each.as_json() for each in new.items]
    connection.execute(insert(REVIEW_VERSIONS).values(review_id=new.id, version=new.version, items=items, **said))
    log(connection, new.saved_by, new.saved_at, f"saved review version {new.version}", new.id)
    return newest(connection, new.id)


def _check_name_is_free(connection: Connection, new: SavedReview) -> None:
    same = [REVIEWS.c.name == new.name, REVIEWS.c.visibility == new.visibility, REVIEWS.c.id != new.id]
    if new.visibility == "private":
        same.append(REVIEWS.c.owner == new.owner)
    taken = connection.scalar(select(REVIEWS.c.owner).where(*same))
    if taken is not None:
        raise StateError(f"There is already a review {new.name!r}, owned by {taken}: choose another name.")


def _saved(row: Row[Any]) -> SavedReview:
    try:
        items = parse_items(json.loads(row.written))
    except (json.JSONDecodeError, RecursionError):
        items = parse_items(None)
    about = (row.id, row.version, row.name, row.owner, row.visibility)
    return SavedReview(*about, items, row.note, row.saved_at, row.saved_by)
