"""Segments as JSON files that are kept in git: one file a segment, its id the file's name.

They hold what is asked, never who was found: a frozen segment comes back as one that follows the data.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from strata.errors import StateError
from strata.model.segment import Segment, parse_segment, read_segment
from strata.state import rows
from strata.state.database import Database
from strata.state.names import LONGEST_ID, checked_segment, checked_tags, checked_text
from strata.state.records import SavedSegment
from strata.state.tables import SEGMENTS
from strata.state.versions import append, unarchived, unsaved


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """What one file says."""

    id: str
    segment: Segment
    description: str = ""
    tags: tuple[str, ...] = ()


class Files(Database):
    """Saved segments out to files and in again."""

    def export_files(self, folder: Path) -> tuple[Path, ...]:
        """The files written: one for each segment that everyone sees and that is not archived.

        Raises:
            StateError: the folder cannot be written to.
        """
        shared = (SEGMENTS.c.visibility == "everyone", SEGMENTS.c.is_archived.is_(False))
        with self.reading() as connection:
            found = rows.fetch(connection, rows.IS_NEWEST, *shared)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return tuple(_write(folder / f"{saved.id}.json", as_file(saved)) for saved in found)
        except OSError as error:
            raise StateError(f"{folder} cannot be written to ({error.strerror}): choose another folder.") from error

    def import_files(self, folder: Path, *, by: str, now: datetime) -> tuple[SavedSegment, ...]:
        """The segments that the files of a folder made or changed: every file is saved, or after an error none.

        A file whose segment already says the same is passed over; one that differs becomes the newest version.

        Raises:
            StateError: no such file, a file's name is no id, a name is taken, the segment is archived.
            SegmentError: a file holds no segment; says which, where and what to write.
        """
        files = [_read(path) for path in sorted(folder.glob("*.json"))]
        if not files:
            raise StateError(f"{folder} holds no segments: it should have files such as stalled-hygienists.json.")
        with self.changing() as connection:
            return tuple(_import(connection, files, by, now))


def as_file(saved: SavedSegment) -> str:
    """A saved segment as the text of its file; `read_file` reads it back."""
    parts = saved.segment.as_json()
    where = parts.pop("where")
    beside = {"description": saved.description, "tags": list(saved.tags)}
    document = parts | {key: value for key, value in beside.items() if value} | {"where": where}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read_file(text: str, *, segment_id: str) -> SegmentFile:
    """What the text of a segment's file says.

    Raises:
        SegmentError: it is no segment.
        StateError: its name, tags or description cannot be kept.
    """
    try:
        document = json.loads(text)
        tags = document.pop("tags", []) if isinstance(document, dict) else []
    except (json.JSONDecodeError, RecursionError):
        read_segment(text, origin=segment_id)
        raise
    description = document.get("description", "") if isinstance(document, dict) else ""
    segment = checked_segment(parse_segment(document, origin=segment_id))
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags) or not isinstance(description, str):
        raise StateError(f"{segment_id}: write the description as a text and the tags as a list of texts.")
    return SegmentFile(segment_id, segment, checked_text("a description", description), checked_tags(tags))


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _read(path: Path) -> SegmentFile:
    if not re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_ID + 10}}}", path.stem):
        raise StateError(f"{path.name!r} is no name for a segment's file: use small letters, digits and hyphens.")
    try:
        return read_file(path.read_text(encoding="utf-8"), segment_id=path.stem)
    except UnicodeDecodeError as error:
        raise StateError(f"{path.name} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error


def _import(connection: Connection, files: Iterable[SegmentFile], by: str, now: datetime) -> Iterable[SavedSegment]:
    for file in files:
        found = rows.fetch(connection, SEGMENTS.c.id == file.id, rows.IS_NEWEST)
        if found and (found[0].segment, found[0].description, found[0].tags) == (
            file.segment,
            file.description,
            file.tags,
        ):
            continue
        blank = replace(unsaved(connection, file.segment, by, now), id=file.id, visibility="everyone")
        old = unarchived(found[0]) if found else blank
        new = replace(old, segment=file.segment, description=file.description, tags=file.tags)
        yield append(connection, old, replace(new, is_frozen=False, note="From a file"), by=by, now=now)
