"""The JSON shape of every kind of node: one row a kind, read and written from the same row."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from itertools import pairwise
from typing import Any, cast

from strata.errors import SegmentError
from strata.model.attributes import listed
from strata.model.operators import OPERATORS
from strata.model.segment.fields import (
    COUNT,
    DAYS,
    DAYS_AFTER,
    FILTERS,
    FLAG,
    MEASURE,
    OPERATOR,
    PERCENT,
    SHARE,
    TEXT,
    TEXTS,
    VALUE,
    WINDOW,
    Field,
    one_of,
    operand,
    read_object,
)
from strata.model.segment.lifecycle import LIFECYCLE
from strata.model.segment.tree import (
    ANY_EVENT,
    NPS_GROUPS,
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    LifecycleCondition,
    Node,
    Not,
    PathCondition,
    PlanCondition,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    SegmentCondition,
    SequenceCondition,
    TicketCondition,
    UsersCondition,
)
from strata.model.segment.windows import UNITS, SinceJoined

MOST_STEPS = 10
"""Of a funnel."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of condition is written: the key that marks it first, then its other keys.

    `names` gives the field behind a key where they differ; `check` has the last word on what was read.
    """

    kind: type
    keys: Mapping[str, Field]
    names: Mapping[str, str]
    check: Callable[[Any, str], Any]

    @property
    def marker(self) -> str:
        """The key that says which kind of condition this is."""
        return next(iter(self.keys))

    def read(self, document: Mapping[str, Any], at: str) -> Any:
        """The condition in a JSON object."""
        defaults = {field.name for field in fields(self.kind) if field.default is not MISSING}
        required = tuple(key for key in self.keys if self._name(key) not in defaults)
        read_object(document, at, required=required, optional=tuple(self.keys))
        values = {self._name(key): self.keys[key].read(value, f"{at}, {key}") for key, value in document.items()}
        return self.check(self.kind(**values), at)

    def write(self, node: Any) -> dict[str, Any]:
        """The condition as a JSON object; what is as usual is left out."""
        usual = {field.name: field.default for field in fields(self.kind)}
        said = {key: getattr(node, self._name(key)) for key in self.keys}
        return {
            key: self.keys[key].write(value)
            for key, value in said.items()
            if key == self.marker or value != usual[self._name(key)]
        }

    def _name(self, key: str) -> str:
        return self.names.get(key, key)


def parse(document: object, *, at: str) -> Node:
    """The tree of conditions in a decoded JSON document; `at` says in errors where it stands.

    Raises:
        SegmentError: an unknown key or value; says where and what to write.
    """
    if not isinstance(document, Mapping):
        raise SegmentError(f"{at} is {document!r:.80}: write a condition such as {{'attribute': ...}} or a group.")
    marker = next((key for key in (*GROUPS, *FORMS) if key in document), None)
    if marker is None:
        found = listed(document) if document else "none"
        raise SegmentError(f"{at} has the keys {found}: one of {listed((*GROUPS, *FORMS), most=99)} is needed.")
    try:
        return GROUPS[marker](document, at) if marker in GROUPS else cast("Node", FORMS[marker].read(document, at))
    except RecursionError as error:
        raise SegmentError(f"{at[:80]} is nested too deeply: flatten the groups.") from error


def to_json(node: Node) -> dict[str, Any]:
    """The tree as JSON values; `parse` reads it back."""
    match node:
        case All(children):
            return {"all": [to_json(child) for child in children]}
        case AnyOf(children):
            return {"any": [to_json(child) for child in children]}
        case Not(child):
            return {"not": to_json(child)}
        case AccountCondition(where, users, percent):
            counts = {"users_at_least": users, "percent_at_least": percent}
            return {"account": {key: n for key, n in counts.items() if n is not None} | {"where": to_json(where)}}
        case _:
            return _FORM_OF[type(node)].write(node)


def _group(key: str, make: Callable[[tuple[Node, ...]], Node]) -> Callable[[Mapping[str, Any], str], Node]:
    def read(document: Mapping[str, Any], at: str) -> Node:
        children = read_object(document, at, required=(key,))[key]
        if not isinstance(children, list):
            raise SegmentError(f"{at}, {key} is {children!r}: write a list of conditions.")
        return make(tuple(parse(child, at=f"{at}, {key} {i}") for i, child in enumerate(children, 1)))

    return read


def _read_not(document: Mapping[str, Any], at: str) -> Node:
    return Not(parse(read_object(document, at, required=("not",))["not"], at=f"{at}, not"))


def _read_account(document: Mapping[str, Any], at: str) -> Node:
    rule = read_object(document, at, required=("account",))["account"]
    said = read_object(rule, f"{at}, account", required=("where",), optional=("users_at_least", "percent_at_least"))
    if "users_at_least" in said and "percent_at_least" in said:
        raise SegmentError(f"{at}, account: say 'users_at_least' or 'percent_at_least', not both.")
    counts = {
        key: field.read(said[key], f"{at}, account, {key}")
        for key, field in (("users_at_least", COUNT), ("percent_at_least", PERCENT))
        if key in said
    }
    return AccountCondition(parse(said["where"], at=f"{at}, account where"), **counts)


GROUPS: dict[str, Callable[[Mapping[str, Any], str], Node]] = {
    "all": _group("all", All),
    "any": _group("any", AnyOf),
    "not": _read_not,
    "account": _read_account,
}
"""Nodes that hold other nodes, by the key that marks them."""


def _as_read(node: Any, at: str) -> Any:
    return node


def _check_attribute(node: AttributeCondition, at: str) -> AttributeCondition:
    return replace(node, value=operand(node.op, node.value, at))


def _check_response(node: ResponseCondition, at: str) -> ResponseCondition:
    asked = sum(part is not None for part in (node.group, node.op, node.answered))
    if asked != 1 and not (node.comment_contains and asked == 0):
        raise SegmentError(f"{at}: say exactly one of 'is', 'op' with 'value', or 'answered' of {node.survey!r}.")
    if node.group and node.survey != "nps":
        raise SegmentError(f"{at}: {node.survey} is {node.group!r}: only nps is one of {listed(NPS_GROUPS)}.")
    return replace(node, value=operand(node.op, node.value, at)) if node.op else node


def _check_event(node: EventCondition, at: str) -> EventCondition:
    at_least = node.at_least if node.at_least != 1 else None
    counts = [at_least, node.at_most, node.exactly, node.on_days, node.different, node.measure]
    if sum(said is not None for said in counts) > 1:
        raise SegmentError(
            f"{at}: say one of 'at_least', 'at_most', 'exactly', 'on_days', 'different' or 'measure' of {node.event!r}."
        )
    if node.different and node.event != ANY_EVENT:
        raise SegmentError(f"{at}: {node.event!r} is one thing: 'different' counts things, write {ANY_EVENT!r}.")
    if node.when != "any" and any(said is not None for said in counts):
        raise SegmentError(f"{at}: the {node.when} time happens once, leave the number of times out.")
    if node.measure and OPERATORS[node.measure.op].operand not in ("one", "range"):
        raise SegmentError(f"{at}, measure: {node.measure.op!r} does not compare totals: use >, >=, <, <= or between.")
    return node


def _check_funnel(node: FunnelCondition, at: str) -> FunnelCondition:
    steps = len(node.funnel)
    if not 2 <= steps <= MOST_STEPS:
        raise SegmentError(f"{at}: a funnel of {steps} steps: write 2 to {MOST_STEPS} events.")
    if node.reached > steps:
        raise SegmentError(f"{at}: step {node.reached} of a funnel of {steps} steps: write 1 to {steps}.")
    if node.exclude in node.funnel:
        raise SegmentError(f"{at}: {node.exclude!r} is a step of the funnel: exclude another event.")
    if isinstance(node.within, SinceJoined):
        raise SegmentError(f"{at}: a funnel begins in the same dates for everyone: give dates, or the last days.")
    return node


def _check_return(node: ReturnCondition, at: str) -> ReturnCondition:
    if node.last_day < node.first_day:
        raise SegmentError(f"{at}: days {node.first_day} to {node.last_day}: the last comes after the first.")
    if isinstance(node.within, SinceJoined):
        raise SegmentError(f"{at}: people start in the same dates for everyone: give dates, or the last days.")
    return node


def _check_path(node: PathCondition, at: str) -> PathCondition:
    if len(node.path) > MOST_STEPS:
        raise SegmentError(f"{at}: a path of {len(node.path)} events: write up to {MOST_STEPS}.")
    if any(one == two for one, two in pairwise(node.path)):
        raise SegmentError(f"{at}: the same event in a row counts once: write it once.")
    if isinstance(node.within, SinceJoined):
        raise SegmentError(f"{at}: a path begins in the same dates for everyone: give dates, or the last days.")
    return node


FORMS: dict[str, Form] = {
    form.marker: form
    for form in (
        Form(AttributeCondition, {"attribute": TEXT, "op": OPERATOR, "value": VALUE}, {}, _check_attribute),
        Form(
            ResponseCondition,
            {
                "response": TEXT,
                "is": one_of(*NPS_GROUPS),
                "op": OPERATOR,
                "value": VALUE,
                "answered": FLAG,
                "which": one_of("latest", "any", "first"),
                "comment_contains": TEXT,
                "within": WINDOW,
            },
            {"response": "survey", "is": "group"},
            _check_response,
        ),
        Form(
            EventCondition,
            {
                "event": TEXT,
                "did": FLAG,
                "at_least": COUNT,
                "at_most": COUNT,
                "exactly": COUNT,
                "on_days": COUNT,
                "different": COUNT,
                "where": FILTERS,
                "measure": MEASURE,
                "when": one_of("any", "first", "last"),
                "within": WINDOW,
            },
            {},
            _check_event,
        ),
        Form(
            SequenceCondition,
            {"first": TEXT, "then": TEXT, "did": FLAG, "gap": COUNT, "unit": one_of(*UNITS), "within": WINDOW},
            {},
            _as_read,
        ),
        Form(
            FunnelCondition,
            {"funnel": TEXTS, "reached": COUNT, "stopped": FLAG, "days": DAYS, "exclude": TEXT, "within": WINDOW},
            {},
            _check_funnel,
        ),
        Form(
            ReturnCondition,
            {
                "came_back": TEXT,
                "did": FLAG,
                "first_day": DAYS_AFTER,
                "last_day": DAYS_AFTER,
                "or_later": FLAG,
                "after": TEXT,
                "within": WINDOW,
            },
            {},
            _check_return,
        ),
        Form(
            PathCondition,
            {"path": TEXTS, "ends": FLAG, "backwards": FLAG, "days": DAYS, "within": WINDOW},
            {},
            _check_path,
        ),
        Form(
            DroppingOffCondition,
            {"dropping_off": TEXT, "days": DAYS, "below": SHARE},
            {"dropping_off": "event"},
            _as_read,
        ),
        Form(LifecycleCondition, {"lifecycle": one_of(*LIFECYCLE)}, {}, _as_read),
        Form(
            TicketCondition,
            {"ticket": one_of("open", "opened", "closed"), "at_least": COUNT, "within": WINDOW},
            {},
            _as_read,
        ),
        Form(PlanCondition, {"plan": TEXTS}, {}, _as_read),
        Form(RenewalCondition, {"renewal": DAYS}, {}, _as_read),
        Form(ChangeCondition, {"change": TEXT, "within": WINDOW}, {}, _as_read),
        Form(UsersCondition, {"users": TEXTS}, {}, _as_read),
        Form(SegmentCondition, {"segment": TEXT}, {}, _as_read),
    )
}
"""How every condition is written, by the key that marks it."""

_FORM_OF = {form.kind: form for form in FORMS.values()}
