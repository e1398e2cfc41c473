"""How saved segments are spoken of: days, moments, who uses them, what frozen means."""

from collections import Counter
from datetime import date, datetime

from strata.model.attributes import Catalog, listed
from strata.model.diff import diff
from strata.model.results import SegmentSize
from strata.model.words import sentence
from strata.state import SavedSegment
from strata.ui.holdings import Holdings


def day(when: date) -> str:
    """A day as people write it, the same in every language of the server.

    >>> day(date(2026, 11, 21))
    '21 Nov 2026'
    """
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """A day and its time; moments of saved work are in UTC.

    >>> moment(datetime(2026, 11, 21, 9, 5))
    '21 Nov 2026, 09:05 UTC'
    """
    return f"{day(when)}, {when:%H:%M} UTC"


def uses(holdings: Holdings, segment_id: str) -> str:
    """What uses a segment, in a row; what the reader may not see is only counted. Empty if nothing does."""
    found = holdings.uses.get(segment_id, ())
    known = {*holdings.by_id, *(review.id for review in holdings.reviews)}
    seen = [use.name for use in found if use.kind == "comparison" or use.id in known]
    hidden = Counter(use.kind for use in found if use.kind != "comparison" and use.id not in known)
    others = [f"{counted(number, f'private {kind}')} of others" for kind, number in sorted(hidden.items())]
    return listed([*seen, *others]) if found else ""


def frozen(saved: SavedSegment, people: int) -> str:
    """Who is in a frozen version."""
    return f"Frozen: the {people:,} people of {day(saved.saved_at)}"


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "user"), counted(1204, "user")
    ('1 user', '1,204 users')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def says(saved: SavedSegment, size: SegmentSize, catalog: Catalog) -> str:
    """Who is in a segment, in a sentence; of a frozen one also when that was."""
    if not saved.is_frozen:
        return size.definition
    asked = sentence(saved.segment, catalog)
    return f"{frozen(saved, size.users)}. Asked then: {asked[:1].lower()}{asked[1:]}"


def changed(before: SavedSegment, after: SavedSegment, catalog: Catalog) -> list[str]:
    """What a version changed, line by line."""
    lines = diff(before.segment, after.segment, catalog)
    told = [
        f"{TOLD[field]}: {_shown(getattr(before, field))} -> {_shown(getattr(after, field))}"
        for field in TOLD
        if getattr(before, field) != getattr(after, field)
    ]
    return [*lines, *told] or ["saved again without a change"]


def _shown(said: object) -> str:
    match said:
        case True:
            return "frozen"
        case False:
            return "follow the data"
        case tuple():
            return listed(map(str, said))
        case _:
            return str(said) or "none"


TOLD = {"description": "description", "tags": "tags", "is_frozen": "members"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
