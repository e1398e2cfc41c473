"""Saving and finding segments: every save is a version more, and no version is ever changed or lost."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select

from strata.errors import StateError
from strata.model.attributes import listed
from strata.model.segment import Segment, UsersCondition
from strata.state import rows
from strata.state.audit import log
from strata.state.database import Database
from strata.state.names import checked_line, checked_segment, checked_tags, checked_text, free_id, free_name
from strata.state.records import SavedSegment, Visibility
from strata.state.tables import MEMBERS, SEGMENTS
from strata.state.uses import users_of_name


class Versions(Database):
    """The versions of segments."""

    def save(  # noqa: PLR0913  a form has this many fields
        self,
        segment: Segment,
        *,
        by: str,
        now: datetime,
        segment_id: str | None = None,
        base_version: int | None = None,
        description: str | None = None,
        tags: Iterable[str] | None = None,
        visibility: Visibility | None = None,
        note: str = "",
        members: Collection[str] | None = None,
    ) -> SavedSegment:
        """The version just saved: the first of a new segment, or one more of the segment `segment_id`.

        Args:
            segment: Its name and its conditions.
            by: Who saves; the owner of a new segment.
            now: When, with a time zone.
            segment_id: The segment that gets another version.
            base_version: The version that was edited; needed with `segment_id`. To save on top of what
                somebody else saved meanwhile, pass the number of their version.
            description: What it is for; None keeps what there is, as for `tags` and `visibility`.
            tags: Words to find it by.
            visibility: Who sees it; a new segment is private unless said otherwise.
            note: What changed, for the history.
            members: The keys of its users, which freezes the version; None is a segment that follows the data.

        Raises:
            StateError: somebody saved meanwhile, the segment is archived, its name is taken or in use.
            SegmentError: the segment could not be read back.
        """
        kept = checked_segment(segment)
        with self.changing() as connection:
            if segment_id is None:
                old = unsaved(connection, kept, by, now)
            else:
                old = _edited(connection, segment_id, base_version).seen_by(by)
            new = replace(
                old,
                segment=kept,
                description=old.description if description is None else checked_text("a description", description),
                tags=old.tags if tags is None else checked_tags(tags),
                visibility=visibility or old.visibility,
                note=checked_text("a note", note),
                is_frozen=members is not None,
            )
            saved = append(connection, old, new, by=by, now=now)
            rows.write_members(connection, saved, members or ())
            return saved

    def get(self, segment_id: str, version: int | None = None, *, for_user: str | None = None) -> SavedSegment:
        """The newest version of a segment, or the one asked for.

        Raises:
            StateError: there is none, or it is private to somebody other than `for_user`.
        """
        with self.reading() as connection:
            newest = rows.newest(connection, segment_id)
            if for_user is not None:
                newest.seen_by(for_user)
            if version is None:
                return newest
            return rows.at_version(connection, segment_id, version)

    def list(
        self,
        *,
        search: str = "",
        owner: str | None = None,
        tags: Collection[str] = (),
        include_archived: bool = False,
        for_user: str | None = None,
    ) -> tuple[SavedSegment, ...]:
        """The newest versions of the segments that meet every wish, by name.

        Args:
            search: Every word of it stands in the name, the description or a tag, whatever the case.
            owner: Only this person's.
            tags: Only those with all of these tags.
            include_archived: Whether those put away are listed too.
            for_user: Only what this person may see: their own and those for everyone.
        """
        where: list[ColumnElement[bool]] = [rows.IS_NEWEST]
        if owner is not None:
            where.append(SEGMENTS.c.owner == owner)
        if not include_archived:
            where.append(SEGMENTS.c.is_archived.is_(False))
        if for_user is not None:
            where.append(or_(SEGMENTS.c.visibility == "everyone", SEGMENTS.c.owner == for_user))
        with self.reading() as connection:
            found = rows.fetch(connection, *where)
        chosen = (saved for saved in found if matches(saved, search) and set(tags) <= set(saved.tags))
        return tuple(sorted(chosen, key=lambda saved: (saved.name.casefold(), saved.id)))

    def versions(self, segment_id: str) -> tuple[SavedSegment, ...]:
        """Every version of a segment, newest first; raises StateError when there is none."""
        with self.reading() as connection:
            rows.newest(connection, segment_id)
            return rows.fetch(connection, SEGMENTS.c.id == segment_id)

    def members(self, segment_id: str, version: int) -> tuple[str, ...]:
        """The keys of the users of a frozen version, sorted; none for one that follows the data."""
        keys = select(MEMBERS.c.user_key).where(MEMBERS.c.segment_id == segment_id, MEMBERS.c.version == version)
        with self.reading() as connection:
            return tuple(sorted(connection.scalars(keys)))

    def counted(self, saved: SavedSegment) -> Segment:
        """A version as it is counted: the segment itself, or for a frozen one the users it was frozen with."""
        if not saved.is_frozen:
            return saved.segment
        return replace(saved.segment, where=UsersCondition(self.members(saved.id, saved.version)), of="users")

    def restore(self, segment_id: str, version: int, *, by: str, now: datetime) -> SavedSegment:
        """A new version that says what an old one said; who sees the segment stays as it is today.

        Raises:
            StateError: no such version, the segment is archived, its old name is taken or its new one in use.
        """
        with self.changing() as connection:
            old = unarchived(rows.newest(connection, segment_id).seen_by(by))
            past = rows.at_version(connection, segment_id, version)
            new = replace(past, visibility=old.visibility, note=f"Version {version} restored")
            saved = append(connection, old, new, by=by, now=now)
            rows.copy_members(connection, past, saved)
            return saved

    def duplicate(self, segment_id: str, *, by: str, now: datetime) -> SavedSegment:
        """A private copy of the newest version, owned by whoever copies; raises StateError when there is none."""
        with self.changing() as connection:
            original = rows.newest(connection, segment_id).seen_by(by)
            mine = connection.scalars(select(SEGMENTS.c.name).where(SEGMENTS.c.owner == by))
            segment = replace(original.segment, name=free_name(original.name, mine))
            old = unsaved(connection, segment, by, now)
            note = f"Copy of {original.name}, version {original.version}"
            new = replace(old, description=original.description, tags=original.tags, note=note)
            saved = append(connection, old, replace(new, is_frozen=original.is_frozen), by=by, now=now)
            rows.copy_members(connection, original, saved)
            return saved


def append(connection: Connection, old: SavedSegment, new: SavedSegment, *, by: str, now: datetime) -> SavedSegment:
    """Writes `new` as the version after `old`, and gives it back as it will be read.

    Raises:
        StateError: its name is taken, or others refer to the segment by the name it gives up.
    """
    if old.version and new.name != old.name:
        users = users_of_name(connection, old)
        if users:
            raise StateError(
                f"{old.name!r} is used under this name by {listed(use.name for use in users)}: "
                "keep the name, or save it as a new segment."
            )
    number = old.version + 1
    rows.write(connection, replace(new, version=number, saved_by=checked_line("a person", by), saved_at=now))
    log(connection, by, now, f"saved version {number}", old.id)
    return rows.newest(connection, old.id)


def unsaved(connection: Connection, segment: Segment, by: str, now: datetime) -> SavedSegment:
    """What a new segment is before its first version."""
    return SavedSegment(
        id=free_id(connection, segment.name),
        version=0,
        segment=segment,
        description="",
        owner=checked_line("a person", by),
        tags=(),
        visibility="private",
        is_verified=False,
        is_archived=False,
        is_frozen=False,
        note="",
        saved_at=now,
        saved_by=by,
        favourite_of=frozenset(),
    )


def _edited(connection: Connection, segment_id: str, base_version: int | None) -> SavedSegment:
    if base_version is None:
        raise ValueError("base_version is needed with segment_id: the version that was edited")
    old = unarchived(rows.newest(connection, segment_id))
    if old.version != base_version:
        raise StateError(
            f"{old.name!r} was saved as version {old.version} by {old.saved_by} on "
            f"{old.saved_at:%Y-%m-%d at %H:%M} UTC while you edited version {base_version}: look at what they changed, "
            "then save yours on top of it or as a new segment; nothing is lost, both stay in the history."
        )
    return old


def unarchived(saved: SavedSegment) -> SavedSegment:
    """The segment itself; raises StateError if it is archived."""
    if saved.is_archived:
        raise StateError(f"{saved.name!r} is archived: take it out of the archive first, or duplicate it.")
    return saved


def matches(saved: SavedSegment, search: str) -> bool:
    """Whether every word of a search stands in the name, the description or a tag, whatever the case."""
    text = "\n".join((saved.name, saved.description, *saved.tags)).casefold()
    return all(word in text for word in search.casefold().split())
