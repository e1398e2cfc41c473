"""Values of a condition, checked against the type of what they are compared with, ready to be bound."""

import math
from collections.abc import Callable
from datetime import date, datetime, time

from strata.errors import SegmentError
from strata.membership.windows import Params, end_of_data, midnight
from strata.model.attributes import Attribute, AttributeType, Catalog, listed
from strata.model.operators import OPERATORS, Operator, operators_for
from strata.model.segment import Value

Bound = str | float | bool | datetime
BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def comparison(
    attribute: Attribute, op: str, value: Value, catalog: Catalog, *, column: str, prefix: str = ""
) -> tuple[str, Params]:
    """A condition on a column, as SQL and the values bound in it, whose names begin with `prefix`.

    Raises:
        SegmentError: the operator does not fit the attribute, or the value its type.
    """
    operator = OPERATORS[op]
    if attribute.type not in operator.types:
        raise SegmentError(
            f"{attribute.label} holds {attribute.type} values and cannot be asked {op!r}: "
            f"use {listed((row.name for row in operators_for(attribute.type)), most=99)}."
        )
    values = _OPERANDS[operator.operand](attribute, operator, value, catalog)
    sql = operator.sql.replace("$", f"${prefix}").format(column=column)
    return sql, tuple((prefix + name, bound) for name, bound in values)


def _nothing(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> Params:
    return ()


def _one(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> Params:
    return (("value", _typed(attribute, value, is_end=operator.name == "after")),)


def _many(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> Params:
    values = value if isinstance(value, tuple) else (value,)
    return (("value", tuple(_typed(attribute, each) for each in values)),)


def _range(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> Params:
    ends = value if isinstance(value, tuple) else (value, value)
    low, high = _typed(attribute, ends[0]), _typed(attribute, ends[1], is_end=True)
    if high < low:  # type: ignore[operator]  # both ends are of the attribute's type
        raise SegmentError(f"{attribute.label} between {ends[0]} and {ends[1]} holds nobody: swap the ends.")
    return (("low", low), ("high", high))


def _days(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> Params:
    days = _number(attribute, value)
    if days != int(days) or not 1 <= days <= 36_500:
        raise SegmentError(f"{attribute.label} in the last {value} days: write a whole number from 1 to 36,500.")
    return (("now", end_of_data(catalog)), ("value", int(days)))


_OPERANDS: dict[str, Callable[[Attribute, Operator, Value, Catalog], Params]] = {
    "none": _nothing,
    "one": _one,
    "many": _many,
    "range": _range,
    "days": _days,
}


def _typed(attribute: Attribute, value: object, *, is_end: bool = False) -> Bound:
    if attribute.type == "date":
        day = _day(attribute, value)
        return datetime.combine(day, time.max) if is_end else midnight(day)
    return _READERS[attribute.type](attribute, value)


def _number(attribute: Attribute, value: object) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]  # else it raises
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise SegmentError(f"{attribute.label} is compared with {str(value)[:80]!r}: it holds numbers, write one.")
    return number


def _boolean(attribute: Attribute, value: object) -> bool:
    if str(value).lower() not in BOOLEANS:
        raise SegmentError(f"{attribute.label} is compared with {str(value)[:80]!r}: write true or false.")
    return BOOLEANS[str(value).lower()]


def _text(attribute: Attribute, value: object) -> str:
    if not isinstance(value, str):
        raise SegmentError(f"{attribute.label} is compared with {value!r}: it holds texts, write one in quotes.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise SegmentError(f"{attribute.label} is compared with {value!r}: that is no valid text.") from error
    return value


def _day(attribute: Attribute, value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SegmentError(
            f"{attribute.label} is compared with {str(value)[:80]!r}: write a date as 2026-01-31."
        ) from error


_READERS: dict[AttributeType, Callable[[Attribute, object], Bound]] = {
    "number": _number,
    "boolean": _boolean,
    "text": _text,
}
