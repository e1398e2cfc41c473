"""Rows to saved segments and back: the statements that the other modules here share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, literal, select, update

from strata.errors import StateError
from strata.model.segment import parse_segment
from strata.state.names import no_such
from strata.state.records import SavedSegment
from strata.state.tables import FAVOURITES, MEMBERS, SEGMENTS, VERSIONS

NOBODY: frozenset[str] = frozenset()
A_VERSION = select(
    SEGMENTS.c.id,
    SEGMENTS.c.owner,
    SEGMENTS.c.visibility,
    SEGMENTS.c.is_archived,
    SEGMENTS.c.verified_key,
    VERSIONS,
).join(VERSIONS, VERSIONS.c.segment_id == SEGMENTS.c.id)
"""One row per version of a segment."""
IS_NEWEST = VERSIONS.c.version == SEGMENTS.c.newest


def newest(connection: Connection, segment_id: str) -> SavedSegment:
    """The newest version of a segment; raises StateError when there is no such segment."""
    found = fetch(connection, SEGMENTS.c.id == segment_id, IS_NEWEST)
    if not found:
        known = connection.scalars(select(SEGMENTS.c.id).where(SEGMENTS.c.visibility == "everyone"))
        raise no_such("saved segment", segment_id, known)
    return found[0]


def at_version(connection: Connection, segment_id: str, version: int) -> SavedSegment:
    """One version of a segment; raises StateError when there is no such segment or version."""
    found = fetch(connection, SEGMENTS.c.id == segment_id, VERSIONS.c.version == version)
    if not found:
        last = newest(connection, segment_id)
        raise StateError(f"{last.name!r} has no version {version}: choose one from 1 to {last.version}.")
    return found[0]


def fetch(connection: Connection, *where: ColumnElement[bool]) -> tuple[SavedSegment, ...]:
    """The versions that meet every condition, by segment and then the newest first."""
    chosen = A_VERSION.where(and_(*where)).order_by(SEGMENTS.c.id, VERSIONS.c.version.desc())
    rows = connection.execute(chosen).mappings().all()
    favourites = _favourites(connection, {row["id"] for row in rows})
    return tuple(_saved(row, favourites) for row in rows)


def write(connection: Connection, saved: SavedSegment) -> None:
    """Adds a version to its segment, which is made with the first.

    Raises:
        StateError: another segment that is not archived has its name already.
    """
    check_name_is_free(connection, saved)
    head = {"name": saved.name, "owner": saved.owner, "visibility": saved.visibility, "newest": saved.version}
    if saved.version == 1:
        connection.execute(insert(SEGMENTS).values(id=saved.id, is_archived=False, **head))
    else:
        connection.execute(update(SEGMENTS).where(SEGMENTS.c.id == saved.id).values(head))
    connection.execute(insert(VERSIONS).values(_columns(saved)))


def check_name_is_free(connection: Connection, saved: SavedSegment) -> None:
    """Raises StateError if another segment of the same people, not archived, has the name."""
    same = [SEGMENTS.c.name == saved.name, SEGMENTS.c.visibility == saved.visibility, SEGMENTS.c.id != saved.id]
    if saved.visibility == "private":
        same.append(SEGMENTS.c.owner == saved.owner)
    taken = fetch(connection, *same, SEGMENTS.c.is_archived.is_(False), IS_NEWEST)
    if taken:
        whose = "you have" if saved.visibility == "private" else "everyone sees"
        raise StateError(
            f"There is already a segment {saved.name!r} that {whose}, last saved by {taken[0].saved_by}: "
            "choose another name, or archive that one."
        )


def write_members(connection: Connection, saved: SavedSegment, user_keys: Iterable[str]) -> None:
    """Keeps the users of a frozen version."""
    rows = [{"segment_id": saved.id, "version": saved.version, "user_key": key} for key in set(user_keys)]
    if rows:
        connection.execute(insert(MEMBERS), rows)


def copy_members(connection: Connection, old: SavedSegment, new: SavedSegment) -> None:
    """Gives one version the users of another."""
    users = select(literal(new.id), literal(new.version), MEMBERS.c.user_key).where(
        MEMBERS.c.segment_id == old.id, MEMBERS.c.version == old.version
    )
    connection.execute(insert(MEMBERS).from_select(["segment_id", "version", "user_key"], users))


def _favourites(connection: Connection, ids: set[str]) -> Mapping[str, frozenset[str]]:
    people: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for segment_id, person in connection.execute(select(FAVOURITES).where(FAVOURITES.c.segment_id.in_(ids))):
        people[segment_id] |= {person}
    return people


def _saved(row: RowMapping, favourites: Mapping[str, frozenset[str]]) -> SavedSegment:
    return SavedSegment(
        id=row["id"],
        version=row["version"],
        segment=parse_segment(row["definition"], origin=f"{row['id']}, version {row['version']}"),
        description=row["description"],
        owner=row["owner"],
        tags=tuple(row["tags"]),
        visibility=row["visibility"],
        is_verified=row["verified_key"] == row["definition_key"],
        is_archived=row["is_archived"],
        is_frozen=row["is_frozen"],
        note=row["note"],
        saved_at=row["saved_at"],
        saved_by=row["saved_by"],
        favourite_of=favourites.get(row["id"], NOBODY),
    )


def _columns(saved: SavedSegment) -> dict[str, object]:
    return {
        "segment_id": saved.id,
        "version": saved.version,
        "description": saved.description,
        "tags": saved.tags,
        "definition": saved.segment.as_json(),
        "definition_key": saved.segment.key,
        "is_frozen": saved.is_frozen,
        "note": saved.note,
        "saved_at": saved.saved_at,
        "saved_by": saved.saved_by,
    }
