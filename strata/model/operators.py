"""What can be asked of a value: one row an operator.

A missing value is decided here once: it satisfies `is missing`, `is not` and `does not contain`,
because a person without the value certainly does not have it, and nothing else.
"""

from dataclasses import dataclass
from typing import Literal

from strata.model.attributes import AttributeType

Operand = Literal["none", "one", "many", "range", "days"]
"""What the operator compares with: nothing, a value, a list of values, [low, high], or a number of days."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: `sql` is a condition over `{column}` and `$value` (`$low`, `$high` for a range)."""

    name: str
    words: str
    types: tuple[AttributeType, ...]
    operand: Operand
    sql: str


ALL_TYPES: tuple[AttributeType, ...] = ("text", "number", "boolean", "date")

OPERATORS: dict[str, Operator] = {
    row.name: row
    for row in (
        Operator("is", "is", ("text", "number", "boolean"), "many", "{column} in (select unnest($value))"),
        Operator(
            "is_not",
            "is not",
            ("text", "number", "boolean"),
            "many",
            "({column} is null or {column} not in (select unnest($value)))",
        ),
        Operator("contains", "contains", ("text",), "one", "contains(lower({column}), lower($value))"),
        Operator(
            "does_not_contain",
            "does not contain",
            ("text",),
            "one",
            "({column} is null or not contains(lower({column}), lower($value)))",
        ),
        Operator("starts_with", "starts with", ("text",), "one", "starts_with(lower({column}), lower($value))"),
        Operator(">", "is more than", ("number",), "one", "{column} > $value"),
        Operator(">=", "is at least", ("number",), "one", "{column} >= $value"),
        Operator("<", "is less than", ("number",), "one", "{column} < $value"),
        Operator("<=", "is at most", ("number",), "one", "{column} <= $value"),
        Operator("between", "is between", ("number", "date"), "range", "{column} between $low and $high"),
        Operator("before", "is before", ("date",), "one", "{column} < $value"),
        Operator("after", "is after", ("date",), "one", "{column} > $value"),
        Operator(
            "in_the_last",
            "is in the last",
            ("date",),
            "days",
            "({column} >= $now - to_days($value) and {column} < $now)",
        ),
        Operator("is_known", "is known", ALL_TYPES, "none", "{column} is not null"),
        Operator("is_missing", "is missing", ALL_TYPES, "none", "{column} is null"),
    )
}


def operators_for(type_: AttributeType) -> tuple[Operator, ...]:
    """The operators that make sense for values of a type, in the order a menu shows them."""
    return tuple(operator for operator in OPERATORS.values() if type_ in operator.types)
