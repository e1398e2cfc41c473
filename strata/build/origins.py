"""Which files a warehouse was loaded from, and which of a project's files it does not hold yet."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from strata.build.project import Block, Project
from strata.build.sql import statement
from strata.errors import LoadError

PEOPLE = ("accounts", "users")
"""Tables whose files say how things are; those of all others say what happened, row after row."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file as it was when it was read, and what the project file said about it."""

    table: str
    block: str
    file: str
    n_bytes: int
    modified_ns: int
    digest: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a project now."""

    origin: Origin
    path: Path
    block: Block


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from what was loaded: files with new rows, whether people differ, and files no longer there.

    `unfit` says why the new rows cannot just be added; nothing where they can.
    """

    added: tuple[Found, ...]
    has_new_people: bool
    gone: tuple[str, ...]
    unfit: str = ""


def find(project: Project, known: Iterable[Origin] = ()) -> tuple[Found, ...]:
    """Returns every file that feeds a block; one that looks as it did in `known` is not read for its digest."""
    digests = {(one.file, one.n_bytes, one.modified_ns): one.digest for one in known}
    return tuple(_found(block, path, digests) for block in project.blocks for path in _paths(project, block))


def read_origins(connection: duckdb.DuckDBPyConnection) -> tuple[Origin, ...]:
    """Returns the files that a warehouse was loaded from."""
    return tuple(Origin(*row) for row in connection.execute(statement("append/read_sources")).fetchall())


def write_origins(connection: duckdb.DuckDBPyConnection, origins: Iterable[Origin]) -> None:
    """Writes the table `load_sources`."""
    connection.execute(statement("marts/load_sources"))
    for origin in origins:
        names = ("table", "block", "file", "n_bytes", "modified_ns", "digest")
        connection.execute(statement("marts/load_source"), dict(zip(names, astuple(origin), strict=True)))


def changes(found: Iterable[Found], known: Iterable[Origin]) -> Changes:
    """Returns what differs.

    Raises:
        LoadError: a file that was loaded has other rows now.
    """
    now, before = list(found), list(known)
    there = {one.origin.digest for one in now}
    facts = [one for one in now if one.origin.table not in PEOPLE]
    facts_before = [one for one in before if one.table not in PEOPLE]
    added = _without(facts, facts_before)
    gone = tuple(one for one in facts_before if one.digest not in there)
    unfit = [_grown(one, gone) for one in added if one.origin.file in {old.file for old in gone}]
    unfit += [f"{one.block.where} reads its files with a query" for one in added if one.block.source.query]
    held = {(one.origin.block, one.origin.digest) for one in facts}
    unfit += [
        f"the project file says something else about {one.file} now"
        for one in facts_before
        if one.digest in there and (one.block, one.digest) not in held
    ]
    grown = {one.origin.file for one in added}
    return Changes(
        added=tuple(added),
        has_new_people=_people(one.origin for one in now) != _people(before),
        gone=tuple(one.file for one in gone if one.file not in grown),
        unfit=next(iter(unfit), ""),
    )


def _paths(project: Project, block: Block) -> tuple[Path, ...]:
    return tuple(path for _, paths in project.files for path in paths) if block.source.query else block.source.paths


def _found(block: Block, path: Path, digests: dict[tuple[str, int, int], str]) -> Found:
    stat = path.stat()
    digest = digests.get((path.name, stat.st_size, stat.st_mtime_ns)) or _digest(path, stat.st_size)
    return Found(Origin(block.table, _meaning(block), path.name, stat.st_size, stat.st_mtime_ns, digest), path, block)


def _meaning(block: Block) -> str:
    """What the project file says about a block's files, in short."""
    said = (block.table, block.columns, block.constants, block.missing, block.properties, block.attributes)
    return hashlib.sha256(repr((*said, block.source.query)).encode()).hexdigest()[:16]


def _digest(path: Path, n_bytes: int) -> str:
    """The digest of the first bytes of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while n_bytes > 0 and (chunk := file.read(min(n_bytes, 1 << 20))):
            found.update(chunk)
            n_bytes -= len(chunk)
    return found.hexdigest()


def _without(found: list[Found], known: list[Origin]) -> list[Found]:
    """What is not known yet; files of the same content count as often as they are there."""
    left = Counter((one.block, one.digest) for one in known)
    new = []
    for one in found:
        key = (one.origin.block, one.origin.digest)
        if left[key]:
            left[key] -= 1
        else:
            new.append(one)
    return new


def _grown(one: Found, gone: Iterable[Origin]) -> str:
    """That a file goes on after what was loaded of it."""
    for old in gone:
        if old.file == one.origin.file and _digest(one.path, old.n_bytes) == old.digest:
            return f"{old.file} goes on after the rows that were loaded"
    raise LoadError(
        f"{one.origin.file} was loaded before and has other rows now: give new rows a file of another name, "
        "or load everything again without --append"
    )


def _people(origins: Iterable[Origin]) -> Counter[tuple[str, str]]:
    return Counter((one.block, one.digest) for one in origins if one.table in PEOPLE)
