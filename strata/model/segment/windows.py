"""When something happened."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Unit = Literal["hour", "day", "week", "month"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Last:
    """The last `number` units, ending `ago` units before the end of the day the data reach."""

    number: int
    unit: Unit = "day"
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """From the start of one day to the end of another; None is open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class SinceJoined:
    """The first `number` days after each user joined, from the very moment."""

    days: int


Window = Last | Between | SinceJoined
EVER = Between()
