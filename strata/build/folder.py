"""The warehouse folder: versions side by side, one of them current, swapped atomically."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from strata.errors import LoadError

POINTER = "CURRENT"
_LOCK = ".lock"
_BUILDING = ".building"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for one load, makes it if missing, and clears what a load that was killed left behind.

    Raises:
        LoadError: another load holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LoadError(f"another load into {folder} is running: wait until it is done, then load again") from error
        _clear(folder)
        try:
            yield
        finally:
            _clear(folder)


def new_version(now: datetime) -> str:
    """Returns a version name: the time in UTC, and a suffix that tells loads of the same second apart."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def building(folder: Path, version: str) -> Path:
    """Returns the path a version is written to while it is not finished."""
    return folder / f"warehouse-{version}.duckdb{_BUILDING}"


def publish(folder: Path, version: str) -> Path:
    """Makes a finished version the current one and returns its file; the version before it is kept, older ones go."""
    file = folder / f"warehouse-{version}.duckdb"
    versions = [old.name for old in folder.glob("warehouse-*.duckdb")]
    previous = _previous(folder, versions)
    _sync(building(folder, version))
    building(folder, version).rename(file)
    pointer = folder / f"{POINTER}{_BUILDING}"
    pointer.write_text(f"{file.name}\n", "utf-8")
    _sync(pointer)
    if (folder / POINTER).is_dir():
        (folder / POINTER).rename(folder / f"{POINTER}-before-{version}")
    os.replace(pointer, folder / POINTER)  # noqa: PTH105  (Path.replace does the same; this is the name people look for)
    _sync(folder)
    for old in versions:
        if old != previous:
            (folder / old).unlink()
    return file


def _previous(folder: Path, versions: list[str]) -> str | None:
    """The version that was current; the newest one where the pointer names none of them."""
    pointer = folder / POINTER
    named = pointer.read_text("utf-8", errors="replace").strip() if pointer.is_file() else ""
    return named if named in versions else max(versions, default=None)


def _clear(folder: Path) -> None:
    for leftover in folder.glob(f"*{_BUILDING}*"):
        leftover.unlink() if leftover.is_file() else _remove_folder(leftover)


def _remove_folder(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
