"""Segment tree -> SQL of its conditions -> sets of users.

Every condition is one `select user_id ...` with bound values whose answer the warehouse remembers, so
an edit asks one condition again and the tree itself is a handful of bit operations.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from strata.errors import SegmentError
from strata.model.attributes import Attribute, Catalog, listed, unknown
from strata.model.operators import OPERATORS, Operator
from strata.model.segment import (
    NPS_GROUPS,
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    Between,
    EventCondition,
    Last,
    Node,
    Not,
    ResponseCondition,
    Segment,
    SegmentCondition,
    Value,
    Window,
)
from strata.warehouse import Leaf, Members, Warehouse, quoted

SCORE = Attribute("score", "Score", "behavioural", "number", "user")


@dataclass(frozen=True, slots=True)
class Library:
    """Saved segments by name, for conditions that refer to one another."""

    segments: Mapping[str, Segment] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    """The names being resolved now, outermost first."""

    def enter(self, name: str) -> tuple[Segment, "Library"]:
        """The segment called `name` and the library to resolve what it refers to.

        Raises:
            SegmentError: unknown, or it refers back to itself.
        """
        if name not in self.segments:
            raise SegmentError(unknown("segment", name, self.segments))
        if name in self.open:
            raise SegmentError(
                f"The segments {listed((*self.open, name))} refer to one another in a circle: take one reference out."
            )
        return self.segments[name], Library(self.segments, (*self.open, name))


NO_LIBRARY = Library()


def members(warehouse: Warehouse, node: Node, library: Library = NO_LIBRARY) -> int:
    """The set of users who meet a tree, internal users included.

    Raises:
        SegmentError: the tree names something the warehouse does not have, or compares the wrong type.
    """
    match node:
        case All(children):
            found = warehouse.everyone
            for child in children:
                found &= members(warehouse, child, library)
            return found
        case AnyOf(children):
            found = 0
            for child in children:
                found |= members(warehouse, child, library)
            return found
        case Not(child):
            return warehouse.everyone & ~members(warehouse, child, library)
        case AccountCondition(least, where):
            return _in_accounts(warehouse, members(warehouse, where, library), least)
        case SegmentCondition(name):
            segment, inner = library.enter(name)
            return members(warehouse, segment.where, inner)
        case EventCondition(did=False) | ResponseCondition(answered=False):
            return warehouse.everyone & ~warehouse.members(leaf(node, warehouse.catalog))
        case _:
            return warehouse.members(leaf(node, warehouse.catalog))


def in_play(warehouse: Warehouse, segments: tuple[Segment, ...], library: Library = NO_LIBRARY) -> Members:
    """The sets of users of several segments, among everyone who is counted."""
    return Members(warehouse.population, tuple(members(warehouse, segment.where, library) for segment in segments))


def count_accounts(warehouse: Warehouse, users: int) -> int:
    """How many accounts the users belong to."""
    accounts = warehouse.account_of_user[warehouse.user_flags(users)]
    return int(np.unique(accounts[accounts >= 0]).size)


def leaf(node: AttributeCondition | ResponseCondition | EventCondition, catalog: Catalog) -> Leaf:
    """The statement that selects the users who meet one condition.

    'Did not' and 'not answered' give the statement of their opposite: absence has no rows.

    Raises:
        SegmentError: an unknown name, or a value of the wrong type.
    """
    return COMPILERS[type(node)](node, catalog)


def plain_sql(node: Node, catalog: Catalog, library: Library = NO_LIBRARY) -> str:
    """The tree as one statement with its values written out, to read and copy, never to run here."""
    return f"select user_id\nfrom users\nwhere\n{_indent(_plain(node, catalog, library))}"


def column(attribute: Attribute) -> tuple[str, str]:
    """Table and column an attribute's values stand in."""
    return ("accounts" if attribute.owner == "account" else "users"), attribute.name


def window_bounds(window: Window, catalog: Catalog) -> tuple[datetime | None, datetime | None]:
    """First moment inside and first moment after a window; None is open."""
    match window:
        case Last(number, "month"):
            return _months_before(_end_of_data(catalog), number), _end_of_data(catalog)
        case Last(number, unit):
            return _end_of_data(catalog) - timedelta(**{f"{unit}s": number}), _end_of_data(catalog)
        case Between(start, end):
            return (
                _midnight(start) if start else None,
                _midnight(end + timedelta(days=1)) if end else None,
            )


def _attribute_leaf(node: AttributeCondition, catalog: Catalog) -> Leaf:
    attribute = catalog.attribute(node.attribute)
    operator = OPERATORS[node.op]
    condition = operator.sql.format(column=quoted(*column(attribute)))
    source = "users left join accounts on accounts.account_id = users.account_id"
    return Leaf(
        f"select users.user_id from {source if attribute.owner == 'account' else 'users'} where {condition}",
        _bind(attribute, operator, node.value, catalog),
    )


def _response_leaf(node: ResponseCondition, catalog: Catalog) -> Leaf:
    catalog.survey(node.survey)
    condition = "true"
    values: tuple[tuple[str, Any], ...] = ()
    if node.group:
        low, high = NPS_GROUPS[node.group]
        condition, values = "score between $low and $high", (("high", high), ("low", low))
    elif node.op:
        operator = OPERATORS[node.op]
        condition, values = operator.sql.format(column="score"), _bind(SCORE, operator, node.value, catalog)
    within, bounds = _within(node.within, catalog)
    latest = (
        f"select user_id, score from responses where survey = $survey{within} "
        "qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1"
    )
    return Leaf(f"select user_id from ({latest}) where {condition}", (*values, *bounds, ("survey", node.survey)))


def _event_leaf(node: EventCondition, catalog: Catalog) -> Leaf:
    within, bounds = _within(node.within, catalog)
    rows = f"select user_id from events where event_name = $event{within}"
    values = (*bounds, ("event", catalog.event(node.event)))
    if node.at_least == 1:
        return Leaf(rows, values)
    return Leaf(f"{rows} group by user_id having count(*) >= $at_least", (*values, ("at_least", node.at_least)))


COMPILERS: dict[type, Callable[[Any, Catalog], Leaf]] = {
    AttributeCondition: _attribute_leaf,
    ResponseCondition: _response_leaf,
    EventCondition: _event_leaf,
}
"""How each kind of condition becomes a statement."""


def _within(window: Window, catalog: Catalog) -> tuple[str, tuple[tuple[str, Any], ...]]:
    start, until = window_bounds(window, catalog)
    sql = (" and ts >= $start" if start else "") + (" and ts < $until" if until else "")
    return sql, tuple((name, moment) for name, moment in (("start", start), ("until", until)) if moment)


def _bind(attribute: Attribute, operator: Operator, value: Value, catalog: Catalog) -> tuple[tuple[str, Any], ...]:
    if attribute.type not in operator.types:
        possible = listed(row.name for row in OPERATORS.values() if attribute.type in row.types)
        raise SegmentError(
            f"{attribute.label} holds {attribute.type} values and cannot be asked {operator.name!r}: use {possible}."
        )
    match operator.operand:
        case "none":
            return ()
        case "many":
            values = value if isinstance(value, tuple) else (value,)
            return (("value", tuple(_typed(attribute, operator, each) for each in values)),)
        case "range":
            low, high = value if isinstance(value, tuple) else (value, value)
            bounds = _typed(attribute, OPERATORS["before"], low), _typed(attribute, OPERATORS["after"], high)
            if bounds[1] < bounds[0]:  # type: ignore[operator]  # both ends are of the attribute's type
                raise SegmentError(f"{attribute.label} between {low} and {high} holds nobody: swap the ends.")
            return (("low", bounds[0]), ("high", bounds[1]))
        case "days":
            days = _number(attribute, value)
            if not 0 < days <= 36_500:
                raise SegmentError(f"{attribute.label} in the last {value} days: write a number from 1 to 36,500.")
            return (("now", _end_of_data(catalog)), ("value", int(days)))
        case "one":
            return (("value", _typed(attribute, operator, value)),)


def _typed(attribute: Attribute, operator: Operator, value: object) -> str | float | datetime:
    match attribute.type:
        case "number":
            return _number(attribute, value)
        case "boolean":
            return _boolean(attribute, value)
        case "date":
            day = _day(attribute, value)
            return datetime.combine(day, time.max) if operator.name == "after" else _midnight(day)
        case "text":
            return str(value)


def _number(attribute: Attribute, value: object) -> float:
    try:
        if isinstance(value, bool):
            raise ValueError
        return float(value)  # type: ignore[arg-type]  # whatever is no number raises
    except (TypeError, ValueError) as error:
        raise SegmentError(f"{attribute.label} is compared with {value!r}: it holds numbers, write one.") from error


def _boolean(attribute: Attribute, value: object) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in known:
        raise SegmentError(f"{attribute.label} is compared with {value!r}: write true or false.")
    return known[str(value).lower()]


def _day(attribute: Attribute, value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SegmentError(f"{attribute.label} is compared with {value!r}: write a date as 2026-01-31.") from error


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _end_of_data(catalog: Catalog) -> datetime:
    return _midnight(catalog.as_of + timedelta(days=1))


def _months_before(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 - months, 12)
    first = moment.replace(year=moment.year + years, month=month + 1, day=1)
    return first + timedelta(days=min(moment.day, _days_in_month(first)) - 1)


def _days_in_month(first: datetime) -> int:
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def _in_accounts(warehouse: Warehouse, users: int, least: int) -> int:
    accounts = warehouse.account_of_user
    inside = accounts[warehouse.user_flags(users)]
    per_account = np.bincount(inside[inside >= 0], minlength=int(accounts.max(initial=-1)) + 1)
    return warehouse.user_set((accounts >= 0) & (np.append(per_account, 0)[accounts] >= least))


def _plain(node: Node, catalog: Catalog, library: Library) -> str:
    match node:
        case All(()):
            return "true"
        case AnyOf(()):
            return "false"
        case All(children) | AnyOf(children):
            word = "and" if isinstance(node, All) else "or"
            return f"\n{word} ".join(f"({_plain(child, catalog, library)})" for child in children)
        case Not(child):
            return f"not ({_plain(child, catalog, library)})"
        case SegmentCondition(name):
            segment, inner = library.enter(name)
            return _plain(segment.where, catalog, inner)
        case AccountCondition(least, where):
            return (
                "account_id in (\n    select account_id from users where account_id is not null and "
                f"({_plain(where, catalog, library)})\n    group by account_id having count(*) >= {least}\n)"
            )
        case EventCondition(did=False) | ResponseCondition(answered=False):
            return f"user_id not in ({_written_out(leaf(node, catalog))})"
        case _:
            return f"user_id in ({_written_out(leaf(node, catalog))})"


def _written_out(condition: Leaf) -> str:
    values = dict(condition.params)
    return re.sub(r"\$(\w+)", lambda name: _literal(values[name[1]]), condition.sql)


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_literal(each) for each in value)}]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, datetime):
        return f"timestamp '{value}'"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _indent(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())
