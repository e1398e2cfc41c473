"""Names and texts that people give, checked before they are kept; ids made from names."""

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, select

from strata.errors import StateError
from strata.model.attributes import unknown
from strata.model.segment import Segment, parse_segment
from strata.state.tables import AUDIT

LONGEST_LINE, LONGEST_TEXT, LONGEST_ID = 200, 10_000, 60
DEEPEST = 50
"""Groups within groups; far more than anyone can follow, far less than Python can."""
CONTROL, SURROGATE = "Cc", "Cs"


def checked_line(thing: str, text: str) -> str:
    """A name or a tag without the blanks around it.

    Raises:
        StateError: empty, too long, or with a line break or another character that cannot be shown.
    """
    line = text.strip()
    if not line or len(line) > LONGEST_LINE or _has(line, CONTROL, SURROGATE):
        raise StateError(f"{text[:LONGEST_LINE]!r} cannot name {thing}: write one line of 1 to {LONGEST_LINE} letters.")
    return line


def checked_text(thing: str, text: str) -> str:
    """A longer text without the blanks around it; line breaks are fine.

    Raises:
        StateError: too long, or with a character that cannot be shown.
    """
    if len(text) > LONGEST_TEXT or _has(re.sub(r"[\n\r\t]", "", text), CONTROL, SURROGATE):
        raise StateError(
            f"{text[:40]!r} cannot be {thing}: write at most {LONGEST_TEXT:,} letters without control characters."
        )
    return text.strip()


def checked_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in alphabetical order, each once; raises StateError as `checked_line` does."""
    return tuple(sorted({checked_line("a tag", tag) for tag in tags}))


def checked_segment(segment: Segment) -> Segment:
    """The segment as it will be read back.

    Raises:
        StateError: its name cannot be kept, or it is nested too deeply.
        SegmentError: it could not be read back.
    """
    name = checked_line("a segment", segment.name)
    try:
        document = segment.as_json() | {"name": name}
        depth = _depth(document)
    except RecursionError:
        depth = DEEPEST + 1
    if depth > DEEPEST:
        raise StateError(f"{name!r} has more than {DEEPEST} groups within groups: flatten them.")
    if _has(json.dumps(document, ensure_ascii=False), SURROGATE):
        raise StateError(f"{name!r} compares with a text that is no valid Unicode: type it again.")
    return parse_segment(document, origin=repr(name))


def no_such(thing: str, given: str, known: Iterable[str]) -> StateError:
    """The error that says there is no such thing, and what was probably meant."""
    names = list(known)
    if not names:
        return StateError(f"There is no {thing} {given!r}: it was deleted, or the link is not complete.")
    return StateError(unknown(thing, given, names))


def free_id(connection: Connection, name: str) -> str:
    """A short text for links, made from a name, that nothing has or had before."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_ID].strip("-") or "saved"
    taken = set(connection.scalars(select(AUDIT.c.subject).where(AUDIT.c.subject.startswith(slug)).distinct()))
    return next(id_ for id_ in _numbered(slug, "-") if id_ not in taken)


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name of a copy that is not among the taken ones."""
    known = set(taken)
    copy = f"{name[: LONGEST_LINE - 15]} (copy)"
    return next(candidate for candidate in _numbered(copy, " ") if candidate not in known)


def _numbered(text: str, blank: str) -> Iterable[str]:
    return itertools.chain((text,), (f"{text}{blank}{number}" for number in itertools.count(2)))


def _has(text: str, *categories: str) -> bool:
    return any(unicodedata.category(letter) in categories for letter in text)


def _depth(document: object) -> int:
    """Levels of objects, since every group, `not` and account rule is one."""
    match document:
        case dict():
            return 1 + max(map(_depth, document.values()), default=0)
        case list():
            return max(map(_depth, document), default=0)
        case _:
            return 0
