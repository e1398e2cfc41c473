"""The stretches of days after people started in which they may come back: day by day, week by week, or as written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from strata.errors import SegmentError

Mode = Literal["in", "from", "brackets"]
Unit = Literal["day", "week", "month"]
LENGTHS: Mapping[Unit, int] = {"day": 1, "week": 7, "month": 30}
"""Days of a unit as people are followed in it: a month is thirty days."""
HOW_MANY: Mapping[Unit, int] = {"day": 14, "week": 12, "month": 12}
USUAL: Mapping[Unit, int] = {"day": 7, "week": 4, "month": 3}
"""The unit that is asked about where nothing else is said."""
MOST_STRETCHES, LONGEST = 24, 3_650
BRACKET = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days after the start, both ends inside; with `or_later` whoever comes back after them counts too."""

    label: str
    first: int
    last: int
    or_later: bool = False

    @property
    def when(self) -> str:
        """The stretch as a sentence goes on, e.g. "in week 4"."""
        return f"{'on' if self.label.startswith('day') else 'in'} {self.label}"


def stretches(mode: Mode, unit: Unit, written: str = "") -> tuple[Stretch, ...]:
    """The stretches of a mode: every unit by itself, from every unit on, or as written, e.g. "0, 1-3, 4-7".

    Raises:
        SegmentError: what is written are no brackets that follow one another.
    """
    if mode == "brackets":
        return _written(written)
    days, or_later = LENGTHS[unit], mode == "from"
    return tuple(
        Stretch(f"{unit} {k}{' on' if or_later else ''}", k * days, (k + 1) * days - 1, or_later)
        for k in range(1, HOW_MANY[unit] + 1)
    )


def _written(text: str) -> tuple[Stretch, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    matches = [BRACKET.fullmatch(part) for part in parts]
    found = [(int(each[1]), int(each[2] or each[1])) for each in matches if each]
    ends = [end for pair in found for end in pair]
    if not parts or len(found) < len(parts) or len(found) > MOST_STRETCHES or ends[-1] > LONGEST:
        raise SegmentError(f"The days are {text!r:.80}: write up to {MOST_STRETCHES} of them as '0, 1-3, 4-7, 8-14'.")
    if ends != sorted(ends) or any(one[1] == two[0] for one, two in pairwise(found)):
        raise SegmentError(f"The days {text!r:.80} do not follow one another: write them as '0, 1-3, 4-7, 8-14'.")
    return tuple(Stretch(f"days {one}–{two}" if one != two else f"day {one}", one, two) for one, two in found)
