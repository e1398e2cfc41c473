"""Texts and numbers as every format can hold them."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import accumulate
from math import isfinite
from typing import Any, TypeVar
from unicodedata import east_asian_width

from strata.model.exhibit import Cell
from strata.model.results import amount
from strata.model.segment import Segment

T = TypeVar("T")

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold, so that no slide, sheet or page can."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def scrubbed(value: T) -> T:
    """The same value with every text in it free of characters that no file can hold; what is no number is none."""
    made: Any = _scrubbed(value)
    found: T = made
    return found


def _scrubbed(value: Any) -> Any:  # noqa: ANN401 - whatever stands in an exhibit
    match value:
        case str():
            return UNWRITABLE.sub("�", value) if UNWRITABLE.search(value) else value
        case float():
            return value if isfinite(value) else None
        case Segment():
            return value
        case tuple() | list():
            return type(value)(map(_scrubbed, value))
        case Mapping():
            return {_scrubbed(key): _scrubbed(each) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _fields_scrubbed(value)
        case _:
            return value


def _fields_scrubbed(value: Any) -> Any:  # noqa: ANN401 - any of the model's dataclasses
    return replace(value, **{each.name: _scrubbed(getattr(value, each.name)) for each in fields(value)})


def safe(cell: Cell) -> Cell:
    """A cell that a spreadsheet shows as it is and does not run; numbers stay numbers, nothing stays empty.

    >>> safe("=1+1"), safe(-3.5), safe("-3.5"), safe(None)
    ("'=1+1", -3.5, '-3.5', '')
    """
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) and not _is_number(cell) else cell


def shown(cell: Cell, unit: str) -> str:
    """A cell as people read it.

    >>> shown(1234, ""), shown(41.27, "%"), shown(None, ""), shown("all", "")
    ('1,234', '41.3 %', '–', 'all')
    """
    match cell:
        case None:
            return "–"
        case bool():
            return "yes" if cell else "no"
        case str():
            return cell
        case int() if not unit:
            return f"{cell:,}"
        case _:
            return amount(cell, unit) if isfinite(cell) else "–"


def cut(text: str, most: int) -> str:
    """A text no broader than so many letters.

    >>> cut("Hygienists", 5), cut("hygienists", 5)
    ('Hyg…', 'hygi…')
    """
    if breadth(text) <= most:
        return text
    room = bisect_right(list(accumulate(map(_breadth, text))), most - 1)
    return text[:room].rstrip() + "…"


def breadth(text: str) -> float:
    """How many small Latin letters take as much room as a text: capitals take more, letters of East Asia twice as much.

    >>> breadth("dentist"), breadth("DENTIST"), breadth("歯科医")
    (7.0, 8.75, 6.0)
    """
    return float(sum(map(_breadth, text)))


def _breadth(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 2.0
    return 1.25 if letter.isupper() else 1.0


def slug(name: str) -> str:
    """A file name of letters, digits and hyphens.

    >>> slug("NPS by role: 2026")
    'nps-by-role-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:100] or "strata"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
