"""How a delimited text file is written: found by looking at all of it, never assumed."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from strata.errors import LoadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", ";", "\t", "|")
_ARCHIVES = {b"PK\x03\x04": "a zip or Excel file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"\x1f\x8b": "a gzip file"}
_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 24
csv.field_size_limit(_LONGEST_CELL)  # a text may be long; a quote left open must not take all memory
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to split a file into records.

    `is_plain` is true where nothing about the file needs care beyond quotes: UTF-8, one kind of newline, no blank
    lines, no NUL bytes. Only then a reader other than our own may be trusted with it.
    """

    encoding: str
    is_guessed: bool
    delimiter: str
    escape: str | None
    skips_space: bool
    is_plain: bool
    n_newlines: int
    n_delimiters: int


@dataclass(frozen=True, slots=True)
class _Bytes:
    encoding: str
    is_guessed: bool
    is_regular: bool
    n_newlines: int
    delimiters: dict[str, int]


def sniff(path: Path) -> Dialect:
    """Returns the dialect of a text file.

    Raises:
        LoadError: the file is empty, or is no text.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    _check_text(path, head)
    scanned = _scan(path, head)
    sample = _sample(path, scanned.encoding)
    if not sample:
        raise LoadError(f"{path.name} is empty: it needs a header row and the rows under it")
    delimiter, escape, skips_space = max(
        _candidates(path, sample), key=lambda one: _score(sample, *one), default=(",", None, False)
    )
    return Dialect(
        encoding=scanned.encoding,
        is_guessed=scanned.is_guessed,
        delimiter=delimiter,
        escape=escape,
        skips_space=skips_space,
        is_plain=scanned.is_regular and not escape and not skips_space,
        n_newlines=scanned.n_newlines,
        n_delimiters=scanned.delimiters.get(delimiter, 0),
    )


def reader(lines: Iterator[str], dialect: Dialect) -> "Iterator[list[str]]":
    """Returns the strict record reader of this dialect."""
    return _reader(lines, dialect.delimiter, dialect.escape, dialect.skips_space)


def _check_text(path: Path, head: bytes) -> None:
    for magic, what in _ARCHIVES.items():
        if head.startswith(magic):
            raise LoadError(f"{path.name} is {what}, not text: save it as CSV in UTF-8, or give it its true suffix")


def _scan(path: Path, head: bytes) -> _Bytes:
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), None) or _wide(head)
    if encoding in (None, "utf-8-sig"):
        return _scan_narrow(path)
    return _Bytes(encoding or "utf-8", is_guessed=False, is_regular=False, n_newlines=0, delimiters={})


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) / half > 0.4:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) / half > 0.4 else None


def _scan_narrow(path: Path) -> _Bytes:
    counts: Counter[str] = Counter()
    for chunk in _chunks(path):
        counts.update(lf=chunk.count(b"\n"), cr=chunk.count(b"\r"), crlf=chunk.count(b"\r\n"))
        counts.update({delimiter: chunk.count(delimiter.encode()) for delimiter in _DELIMITERS})
        counts.update(odd=chunk.count(b"\0") + (_BLANK_LINE.search(b"\n" + chunk) is not None))
    is_utf8 = _decodes(path, "utf-8")
    has_one_newline = counts["crlf"] in (0, counts["lf"]) and counts["cr"] == counts["crlf"]
    return _Bytes(
        encoding="utf-8-sig" if is_utf8 else "cp1252" if _decodes(path, "cp1252") else "latin-1",
        is_guessed=not is_utf8,
        is_regular=is_utf8 and has_one_newline and not counts["odd"],
        n_newlines=counts["lf"],
        delimiters={delimiter: counts[delimiter] for delimiter in _DELIMITERS},
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")


def _chunks(path: Path) -> Iterator[bytes]:
    """Chunks that end at a newline where there is one, so that no CRLF and no blank line is cut in two."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk + file.readline(_CHUNK)


def _sample(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        return [line.replace("\0", "") for line in islice(filter(str.strip, file), 200)]


def _candidates(path: Path, sample: list[str]) -> Iterator[tuple[str, str | None, bool]]:
    escapes = (None, "\\") if any('\\"' in line for line in sample) else (None,)
    delimiters = ("\t",) if path.suffix.lower() in (".tsv", ".tab") else _DELIMITERS
    for delimiter in delimiters:
        spaces = (False, True) if any(f'{delimiter} "' in line for line in sample) else (False,)
        yield from ((delimiter, escape, space) for escape in escapes for space in spaces)


def _score(sample: list[str], delimiter: str, escape: str | None, skips_space: bool) -> tuple[float, int]:  # noqa: FBT001
    """How much of the sample falls into records of one width; wider wins where that is equal."""
    records = _reader(iter(sample), delimiter, escape, skips_space)
    widths: Counter[int] = Counter()
    while True:
        try:
            widths[len(next(records))] += 1
        except csv.Error:
            widths[0] += 1
        except StopIteration:
            break
    width, n = widths.most_common(1)[0]
    return (n / widths.total() if width > 1 else 0.0, width)


def _reader(lines: Iterator[str], delimiter: str, escape: str | None, skips_space: bool) -> Iterator[list[str]]:  # noqa: FBT001
    return csv.reader(
        lines,
        delimiter=delimiter,
        escapechar=escape,
        doublequote=True,
        skipinitialspace=skips_space,
        strict=True,
    )
