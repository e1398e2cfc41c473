"""Numbers as people read them: NPS in points, shares in percent, never more digits than make sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is written.

    Attributes:
        factor: What a computed number is multiplied with.
        suffix: What follows the number, with its leading blank.
        digits: Decimals; None for two, or none from a hundred on.
    """

    factor: float = 1.0
    suffix: str = ""
    digits: int | None = None


UnitName = Literal["points", "percentage_points", "percent", "plain"]

UNITS: Mapping[UnitName, Unit] = {
    "points": Unit(100, " points", 0),
    "percentage_points": Unit(100, " percentage points", 1),
    "percent": Unit(100, " %", 0),
    "plain": Unit(),
}


def number(value: float, unit: Unit) -> str:
    """The number without its suffix.

    >>> number(-0.234, UNITS["points"]), number(1234.5, UNITS["plain"]), number(0.04567, UNITS["plain"])
    ('-23', '1,234', '0.05')
    """
    scaled = value * unit.factor
    digits = _digits(scaled) if unit.digits is None else unit.digits
    return f"{round(scaled, digits) + 0.0:,.{digits}f}"


def amount(value: float, unit: Unit) -> str:
    """The number with its suffix.

    >>> amount(0.1, UNITS["points"])
    '10 points'
    """
    return number(value, unit) + unit.suffix


def span(low: float, high: float, unit: Unit) -> str:
    """An interval in words, with signs, because it is one of differences.

    >>> span(-0.1, 0.34, UNITS["points"])
    '-10 to +34 points'
    """
    return f"{_signed(low, unit)} to {_signed(high, unit)}{unit.suffix}"


def _signed(value: float, unit: Unit) -> str:
    text = number(value, unit)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def _digits(scaled: float) -> int:
    """Two decimals, and none from a hundred on: what a reader can use."""
    return 2 if abs(scaled) < 100 else 0
