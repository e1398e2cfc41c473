"""A segment is data: a named tree of conditions that is saved, explained in words and compiled.

The JSON shape is the one people keep in files and links; reading it is strict, so that a typing
mistake is named instead of quietly meaning something else.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from strata.errors import SegmentError
from strata.model.attributes import listed, unknown
from strata.model.operators import OPERATORS, Operand

Scalar = str | float | bool
Value = Scalar | tuple[Scalar, ...] | None
NpsGroup = Literal["promoter", "passive", "detractor"]
Unit = Literal["hour", "day", "week", "month"]

NPS_GROUPS: dict[NpsGroup, tuple[int, int]] = {"promoter": (9, 10), "passive": (7, 8), "detractor": (0, 6)}
"""Lowest and highest answer of each group on the 0 to 10 scale."""
MOST_CONDITIONS = 200


@dataclass(frozen=True, slots=True)
class Last:
    """The last `number` units up to the end of the day the data reach."""

    number: int
    unit: Unit = "day"


@dataclass(frozen=True, slots=True)
class Between:
    """From the start of one day to the end of another; None is open."""

    start: date | None = None
    end: date | None = None


Window = Last | Between
EVER = Between()


@dataclass(frozen=True, slots=True)
class All:
    """Everyone who meets every child; with no children, everyone."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Everyone who meets at least one child; with no children, nobody."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everyone who does not meet the child."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class AttributeCondition:
    """A property of the user, or of the user's account."""

    attribute: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class ResponseCondition:
    """The latest answer to a survey: its group, its score, or whether there is one."""

    survey: str
    group: NpsGroup | None = None
    op: str | None = None
    value: Value = None
    answered: bool = True
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class EventCondition:
    """Did, or did not, an event a number of times within a window."""

    event: str
    did: bool = True
    at_least: int = 1
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class SegmentCondition:
    """Is in another saved segment."""

    segment: str


@dataclass(frozen=True, slots=True)
class AccountCondition:
    """Belongs to an account in which at least this many users meet a tree of their own."""

    users_at_least: int
    where: "Node"


Leaf = AttributeCondition | ResponseCondition | EventCondition | SegmentCondition | AccountCondition
Node = All | AnyOf | Not | Leaf


@dataclass(frozen=True, slots=True)
class Segment:
    """A named tree of conditions over users."""

    name: str
    where: Node

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that change when the definition does, and not when the name does."""
        return hashlib.sha256(json.dumps(to_json(self.where), sort_keys=True).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """The segment as it is saved."""
        return {"name": self.name, "of": "users", "where": to_json(self.where)}


EVERYONE = Segment("All users", All(()))


def read_segment(text: str, *, origin: str = "the segment") -> Segment:
    """The segment written in a JSON text.

    Raises:
        SegmentError: not JSON, not a segment, an unknown key or value; says where and what to write.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise SegmentError(f"{origin} is no JSON (line {line}): write a segment as in the README.") from error
    return parse_segment(document, origin=origin)


def parse_segment(document: object, *, origin: str = "the segment") -> Segment:
    """The segment in a decoded JSON document; raises SegmentError as `read_segment` does."""
    fields = _object(document, origin, required=("name", "where"), optional=("of", "description"))
    name = fields["name"]
    if not isinstance(name, str) or not name.strip():
        raise SegmentError(f"{origin} has the name {name!r}: give it a text that people recognise.")
    if fields.get("of", "users") != "users":
        raise SegmentError(f"{origin} is of {fields['of']!r}: only segments of 'users' can be counted.")
    where = parse(fields["where"], at=f"{origin}, where")
    size = sum(1 for _ in leaves(where))
    if size > MOST_CONDITIONS:
        raise SegmentError(f"{origin} has {size} conditions: split it, at most {MOST_CONDITIONS} are allowed.")
    return Segment(name.strip(), where)


def parse(document: object, *, at: str) -> Node:
    """The tree of conditions in a decoded JSON document; `at` says in errors where it stands."""
    if not isinstance(document, Mapping):
        raise SegmentError(f"{at} is {document!r}: write a condition such as {{'attribute': ...}} or a group.")
    for key, read in READERS.items():
        if key in document:
            try:
                return read(document, at)
            except RecursionError as error:
                raise SegmentError(f"{at} is nested too deeply: flatten the groups.") from error
    raise SegmentError(
        f"{at} has the keys {listed(document) if document else 'none'}: one of {listed(READERS)} is needed."
    )


def to_json(node: Node) -> dict[str, Any]:
    """The tree as JSON values; `parse` reads it back."""
    return WRITERS[type(node)](node)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every condition of a tree, those inside account rules too, from left to right."""
    match node:
        case All(children) | AnyOf(children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case AccountCondition(_, where):
            yield node
            yield from leaves(where)
        case _:
            yield node


def _object(
    document: object, at: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise SegmentError(f"{at} is {document!r}: write an object with {listed(required)}.")
    for key in document:
        if key not in required + optional:
            raise SegmentError(f"{at}: {unknown('key', key, required + optional)}")
    for key in required:
        if key not in document:
            raise SegmentError(f"{at} lacks {key!r}: add it.")
    return document


def _group(key: str, make: Callable[[tuple[Node, ...]], Node]) -> Callable[[Mapping[str, Any], str], Node]:
    def read(document: Mapping[str, Any], at: str) -> Node:
        children = _object(document, at, required=(key,))[key]
        if not isinstance(children, list):
            raise SegmentError(f"{at}, {key} is {children!r}: write a list of conditions.")
        return make(tuple(parse(child, at=f"{at}, {key} {i}") for i, child in enumerate(children, 1)))

    return read


def _read_not(document: Mapping[str, Any], at: str) -> Node:
    return Not(parse(_object(document, at, required=("not",))["not"], at=f"{at}, not"))


def _read_attribute(document: Mapping[str, Any], at: str) -> Node:
    fields = _object(document, at, required=("attribute", "op"), optional=("value",))
    op = _operator(fields["op"], at)
    return AttributeCondition(_text(fields["attribute"], at), op, _operand(fields, OPERATORS[op].operand, at))


def _read_response(document: Mapping[str, Any], at: str) -> Node:
    fields = _object(document, at, required=("response",), optional=("is", "op", "value", "answered", "within"))
    survey, within = _text(fields["response"], at), _window(fields.get("within"), at)
    if sum(key in fields for key in ("is", "op", "answered")) != 1:
        raise SegmentError(f"{at}: say exactly one of 'is', 'op' with 'value', or 'answered' of the survey {survey!r}.")
    if "is" in fields:
        if fields["is"] not in NPS_GROUPS or survey != "nps":
            raise SegmentError(f"{at}: {survey} is {fields['is']!r}: only nps is one of {listed(NPS_GROUPS)}.")
        return ResponseCondition(survey, group=fields["is"], within=within)
    if "op" in fields:
        op = _operator(fields["op"], at)
        return ResponseCondition(survey, op=op, value=_operand(fields, OPERATORS[op].operand, at), within=within)
    return ResponseCondition(survey, answered=_flag(fields["answered"], "answered", at), within=within)


def _read_event(document: Mapping[str, Any], at: str) -> Node:
    fields = _object(document, at, required=("event",), optional=("did", "at_least", "within"))
    return EventCondition(
        _text(fields["event"], at),
        did=_flag(fields.get("did", True), "did", at),
        at_least=_count(fields.get("at_least", 1), "at_least", at),
        within=_window(fields.get("within"), at),
    )


def _read_segment_condition(document: Mapping[str, Any], at: str) -> Node:
    return SegmentCondition(_text(_object(document, at, required=("segment",))["segment"], at))


def _read_account(document: Mapping[str, Any], at: str) -> Node:
    rule = _object(document, at, required=("account",))["account"]
    fields = _object(rule, f"{at}, account", required=("where",), optional=("users_at_least",))
    count = _count(fields.get("users_at_least", 1), "users_at_least", at)
    return AccountCondition(count, parse(fields["where"], at=f"{at}, account where"))


READERS: dict[str, Callable[[Mapping[str, Any], str], Node]] = {
    "all": _group("all", All),
    "any": _group("any", AnyOf),
    "not": _read_not,
    "attribute": _read_attribute,
    "response": _read_response,
    "event": _read_event,
    "segment": _read_segment_condition,
    "account": _read_account,
}
"""How each kind of node is read, by the key that marks it."""


def _operator(name: object, at: str) -> str:
    if name not in OPERATORS:
        raise SegmentError(f"{at}: {unknown('operator', name, OPERATORS)}")
    return str(name)


def _operand(fields: Mapping[str, Any], operand: Operand, at: str) -> Value:
    value = fields.get("value")
    if operand == "none":
        if value is not None:
            raise SegmentError(f"{at}: {fields['op']!r} takes no value, remove {value!r}.")
        return None
    if operand == "many":
        value = tuple(value) if isinstance(value, list) else (value,)
    if operand == "range":
        value = tuple(value) if isinstance(value, list) and len(value) == 2 else ()
    scalars = value if isinstance(value, tuple) else (value,)
    if not scalars or not all(isinstance(scalar, str | int | float) for scalar in scalars):
        wanted = {"many": "a list of values", "range": "[low, high]", "days": "a number of days", "one": "one value"}
        raise SegmentError(f"{at}: {fields['op']!r} of the value {fields.get('value')!r}: write {wanted[operand]}.")
    return cast("Value", value)


def _text(value: object, at: str) -> str:
    if not isinstance(value, str) or not value:
        raise SegmentError(f"{at} names {value!r}: write the name as a text.")
    return value


def _flag(value: object, key: str, at: str) -> bool:
    if not isinstance(value, bool):
        raise SegmentError(f"{at}: {key} = {value!r}: write true or false.")
    return value


def _count(value: object, key: str, at: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
        raise SegmentError(f"{at}: {key} = {value!r}: write a whole number from 1 to 1,000,000.")
    return value


def _window(value: object, at: str) -> Window:
    if value is None:
        return EVER
    fields = _object(value, f"{at}, within", required=(), optional=("last", "unit", "from", "to"))
    if "last" in fields:
        _object(value, f"{at}, within", required=("last",), optional=("unit",))
        unit = fields.get("unit", "day")
        if unit not in ("hour", "day", "week", "month"):
            raise SegmentError(f"{at}, within: {unknown('unit', unit, ('hour', 'day', 'week', 'month'))}")
        return Last(_count(fields["last"], "last", at), unit)
    start, end = (_date(fields[key], at) if key in fields else None for key in ("from", "to"))
    if start and end and end < start:
        raise SegmentError(f"{at}, within ends on {end} before it starts on {start}: swap the dates.")
    return Between(start, end)


def _date(value: object, at: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SegmentError(f"{at}: {value!r} is no date: write it as 2026-01-31.") from error


def _window_json(window: Window) -> dict[str, Any]:
    match window:
        case Last(number, unit):
            return {"within": {"last": number, "unit": unit}}
        case Between(None, None):
            return {}
        case Between(start, end):
            ends = {"from": start, "to": end}
            return {"within": {key: day.isoformat() for key, day in ends.items() if day}}


def _value_json(value: Value) -> dict[str, Any]:
    if value is None:
        return {}
    return {"value": list(value) if isinstance(value, tuple) else value}


def _response_json(node: ResponseCondition) -> dict[str, Any]:
    head = {"response": node.survey}
    if node.group:
        return head | {"is": node.group} | _window_json(node.within)
    if node.op:
        return head | {"op": node.op} | _value_json(node.value) | _window_json(node.within)
    return head | {"answered": node.answered} | _window_json(node.within)


WRITERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    All: lambda node: {"all": [to_json(child) for child in node.children]},
    AnyOf: lambda node: {"any": [to_json(child) for child in node.children]},
    Not: lambda node: {"not": to_json(node.child)},
    AttributeCondition: lambda node: {"attribute": node.attribute, "op": node.op} | _value_json(node.value),
    ResponseCondition: _response_json,
    EventCondition: lambda node: (
        {"event": node.event, "did": node.did, "at_least": node.at_least} | _window_json(node.within)
    ),
    SegmentCondition: lambda node: {"segment": node.segment},
    AccountCondition: lambda node: {"account": {"users_at_least": node.users_at_least, "where": to_json(node.where)}},
}
"""How each kind of node is written."""
