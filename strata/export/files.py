"""Files on disk: whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from strata.errors import ExportError

WHY = {
    errno.ENOSPC: "the disk is full: make room on it, or choose another folder",
    errno.EDQUOT: "your share of the disk is used up: make room, or choose another folder",
    errno.EACCES: "you may not write there: choose another folder",
    errno.EPERM: "you may not write there: choose another folder",
    errno.EROFS: "nothing can be written there: choose another folder",
    errno.ENOENT: "there is no such folder: make it, or choose another one",
    errno.ENOTDIR: "there is no such folder: make it, or choose another one",
    errno.EISDIR: "there is a folder of that name: choose another name",
    errno.ENAMETOOLONG: "the name is too long: choose a shorter one",
}


def save(file: Path, content: bytes) -> None:
    """Writes a file; where that fails, what was there before is still there.

    Raises:
        ExportError: it cannot be written; says why and what to do.
    """
    with writing(file) as out:
        out.write(content)


@contextmanager
def writing(file: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file once all of them are written; if anything fails, nothing is left of it.

    Raises:
        ExportError: it cannot be written; says why and what to do.
    """
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".strata-", suffix=".part", delete=False) as out:
            unfinished = Path(out.name)
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(file)
    except OSError as error:
        why = WHY.get(error.errno or 0, f"{error.strerror or error}: choose another folder")
        raise ExportError(f"{str(file)[:200]} was not written: {why}.") from error
    finally:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def _umask() -> int:
    """What new files keep from others, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
