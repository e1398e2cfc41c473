"""A named tree of conditions, and the reading of one from JSON."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from strata.errors import SegmentError
from strata.model.segment.fields import is_unicode, read_object
from strata.model.segment.form import parse, to_json
from strata.model.segment.tree import All, Node, leaves

Of = Literal["users", "accounts"]
MOST_CONDITIONS = 200
ABOUT = ("description", "tags")
"""What a file may say about a segment besides its definition."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A named tree of conditions over users, or over accounts as wholes.

    In a segment of accounts every condition is met by an account when any of its users meets it, groups and
    negation are about accounts, and the members are all users of the accounts that remain.
    """

    name: str
    where: Node
    of: Of = "users"

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that change when the definition does, and not when the name does."""
        definition = json.dumps([self.of, to_json(self.where)], sort_keys=True)
        return hashlib.sha256(definition.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """The segment as it is saved."""
        return {"name": self.name, "of": self.of, "where": to_json(self.where)}


EVERYONE = Segment("All users", All(()))


def read_segment(text: str, *, origin: str = "the segment") -> Segment:
    """The segment written in a JSON text.

    Raises:
        SegmentError: not JSON, not a segment, an unknown key or value; says where and what to write.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise SegmentError(f"{origin} is no JSON (line {line}): write a segment as in the README.") from error
    return parse_segment(document, origin=origin)


def parse_segment(document: object, *, origin: str = "the segment") -> Segment:
    """The segment in a decoded JSON document; raises SegmentError as `read_segment` does."""
    fields = read_object(document, origin, required=("name", "where"), optional=("of", *ABOUT))
    name, of = fields["name"], fields.get("of", "users")
    if not isinstance(name, str) or not name.strip() or not is_unicode(name):
        raise SegmentError(f"{origin} has the name {name!r}: give it a text that people recognise.")
    if of not in ("users", "accounts"):
        raise SegmentError(f"{origin} is of {of!r}: write 'users' or 'accounts'.")
    where = parse(fields["where"], at=f"{origin}, where")
    size = sum(1 for _ in leaves(where))
    if size > MOST_CONDITIONS:
        raise SegmentError(f"{origin} has {size} conditions: split it, at most {MOST_CONDITIONS} are allowed.")
    return Segment(name.strip(), where, of)
