"""How one value of a condition is read from JSON and written to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from strata.errors import SegmentError
from strata.model.attributes import listed, unknown
from strata.model.operators import OPERATORS
from strata.model.segment.tree import Measure, PropertyFilter, Value
from strata.model.segment.windows import EVER, UNITS, Between, Last, SinceJoined, Window

MOST_TEXT = 100_000
"""Characters in one value; longer ones are a mistake."""
MOST_NUMBER = 1e300
"""Larger numbers, and those that are none, are a mistake too."""


@dataclass(frozen=True, slots=True)
class Field:
    """Reads a JSON value, given where it stands, or complains; writes it back."""

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any] = lambda value: value


def read_object(
    document: object, at: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """The document itself, if it is an object with the keys it needs and no others.

    Raises:
        SegmentError: names the key that is missing or too much.
    """
    if not isinstance(document, Mapping):
        raise SegmentError(f"{at} is {document!r}: write an object with {listed(required or optional)}.")
    for key in document:
        if key not in required + optional:
            raise SegmentError(f"{at}: {unknown('key', key, required + optional)}")
    for key in required:
        if key not in document:
            raise SegmentError(f"{at} lacks {key!r}: add it.")
    return document


def one_of(*choices: str) -> Field:
    """One of a few words."""

    def read(value: Any, at: str) -> str:
        if value not in choices:
            raise SegmentError(f"{at} is {value!r}: write {listed(choices)}.".replace(" and ", " or "))
        return str(value)

    return Field(read)


def operand(op: str, value: Any, at: str) -> Value:
    """What an operator compares with, in the shape it needs: nothing, one value, a tuple of values.

    Raises:
        SegmentError: the value has another shape.
    """
    kind = OPERATORS[op].operand
    if kind == "none":
        if value is not None:
            raise SegmentError(f"{at}: {op!r} takes no value, remove {value!r}.")
        return None
    values = list(value) if isinstance(value, list | tuple) else [value]
    fits = {"many": len(values) > 0, "range": len(values) == 2}.get(kind, not isinstance(value, list | tuple))
    if not fits or not all(_is_scalar(each) for each in values):
        wanted = {"many": "a list of values", "range": "[low, high]", "days": "a number of days", "one": "one value"}
        raise SegmentError(f"{at}: {op!r} of the value {value!r}: write {wanted[kind]}.")
    return tuple(values) if kind in ("many", "range") else values[0]


def _is_scalar(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_TEXT and is_unicode(value)
    return isinstance(value, int | float) and abs(value) <= MOST_NUMBER


def is_unicode(text: str) -> bool:
    """Whether a text has no halves of surrogate pairs, which JSON can write and no database can hold."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or not value or len(value) > MOST_TEXT or not is_unicode(value):
        raise SegmentError(f"{at} is {value!r:.80}: write a text.")
    return value


def _flag(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise SegmentError(f"{at} is {value!r}: write true or false.")
    return value


def _whole(low: int, high: int) -> Field:
    def read(value: Any, at: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise SegmentError(f"{at} is {value!r}: write a whole number from {low:,} to {high:,}.")
        return value

    return Field(read)


def _number(low: float, high: float) -> Field:
    def read(value: Any, at: str) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low < value <= high:
            raise SegmentError(f"{at} is {value!r}: write a number above {low:g} and up to {high:g}.")
        return value

    return Field(read)


def _operator(value: Any, at: str) -> str:
    if not isinstance(value, str) or value not in OPERATORS:
        raise SegmentError(f"{at}: {unknown('operator', value, OPERATORS)}")
    return str(value)


def _texts(value: Any, at: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise SegmentError(f"{at} is {value!r:.80}: write a list of texts.")
    return tuple(_text(each, at) for each in value)


def _value(value: Any, at: str) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _filters(value: Any, at: str) -> tuple[PropertyFilter, ...]:
    if not isinstance(value, list):
        raise SegmentError(f"{at} is {value!r}: write a list of property conditions.")
    return tuple(_filter(each, f"{at} {i}") for i, each in enumerate(value, 1))


def _filter(value: Any, at: str) -> PropertyFilter:
    fields = read_object(value, at, required=("property", "op"), optional=("value",))
    op = _operator(fields["op"], at)
    return PropertyFilter(_text(fields["property"], f"{at}, property"), op, operand(op, fields.get("value"), at))


def _measure(value: Any, at: str) -> Measure:
    fields = read_object(value, at, required=("by", "of", "op", "value"))
    op = _operator(fields["op"], at)
    by = one_of("sum", "average", "max", "min").read(fields["by"], f"{at}, by")
    return Measure(by, _text(fields["of"], f"{at}, of"), op, operand(op, fields["value"], at))


def _window(value: Any, at: str) -> Window:
    fields = read_object(value, at, required=(), optional=("last", "unit", "ago", "from", "to", "since_joined"))
    if "since_joined" in fields:
        read_object(value, at, required=("since_joined",))
        return SinceJoined(COUNT.read(fields["since_joined"], f"{at}, since_joined"))
    if "last" in fields:
        read_object(value, at, required=("last",), optional=("unit", "ago"))
        unit = one_of(*UNITS).read(fields.get("unit", "day"), f"{at}, unit")
        return Last(COUNT.read(fields["last"], f"{at}, last"), unit, _whole(0, 100_000).read(fields.get("ago", 0), at))
    read_object(value, at, required=(), optional=("from", "to"))
    start, end = (_date(fields[key], at) if key in fields else None for key in ("from", "to"))
    if start and end and end < start:
        raise SegmentError(f"{at} ends on {end} before it starts on {start}: swap the dates.")
    return Between(start, end)


def _date(value: Any, at: str) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise SegmentError(f"{at}: {value!r} is no date: write it as 2026-01-31.") from error


def _write_window(window: Window) -> dict[str, Any]:
    match window:
        case SinceJoined(days):
            return {"since_joined": days}
        case Last(number, unit, ago):
            return {"last": number, "unit": unit} | ({"ago": ago} if ago else {})
        case Between(start, end):
            return {key: day.isoformat() for key, day in (("from", start), ("to", end)) if day}


def _write_value(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _write_filter(each: PropertyFilter) -> dict[str, Any]:
    value = {} if each.value is None else {"value": _write_value(each.value)}
    return {"property": each.property, "op": each.op} | value


TEXT, FLAG, OPERATOR = Field(_text), Field(_flag), Field(_operator)
COUNT, DAYS, DAYS_AFTER = _whole(1, 100_000), _whole(1, 36_500), _whole(0, 36_500)
PERCENT, SHARE = _number(0, 100), _number(0, 1)
VALUE = Field(_value, _write_value)
TEXTS = Field(_texts, list)
WINDOW = Field(_window, _write_window)
FILTERS = Field(_filters, lambda filters: [_write_filter(each) for each in filters])
MEASURE = Field(_measure, lambda each: {"by": each.by, "of": each.of, "op": each.op, "value": _write_value(each.value)})

__all__ = [
    "COUNT",
    "DAYS",
    "DAYS_AFTER",
    "EVER",
    "FILTERS",
    "FLAG",
    "MEASURE",
    "OPERATOR",
    "PERCENT",
    "SHARE",
    "TEXT",
    "TEXTS",
    "VALUE",
    "WINDOW",
    "Field",
    "one_of",
    "operand",
    "read_object",
]
