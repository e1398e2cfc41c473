"""What can be compared with what, and how an event is counted: pure, for the builder's editors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from strata.model.attributes import Attribute, AttributeType
from strata.model.operators import OPERATORS, Operand
from strata.model.segment import (
    ANY_EVENT,
    EVER,
    AttributeCondition,
    Between,
    EventCondition,
    Last,
    Measure,
    SinceJoined,
    Total,
    Value,
    Window,
)

BLANK: Mapping[Operand, Value] = {"none": None, "one": None, "many": (), "range": None, "days": 30}
"""The value a new condition has, by what its operator compares with."""

SHAPES: Mapping[Operand, Callable[[Value], bool]] = {
    "none": lambda value: False,
    "one": lambda value: value is not None and not isinstance(value, tuple),
    "many": lambda value: isinstance(value, tuple),
    "range": lambda value: isinstance(value, tuple) and len(value) == 2,
    "days": lambda value: isinstance(value, int),
}


def with_operator(attribute: Attribute, op: str, value: Value = None) -> AttributeCondition:
    """A condition with an operator; the value is kept where the new operator takes one of its shape."""
    return AttributeCondition(attribute.name, op, fitting(op, value))


def fitting(op: str, value: Value) -> Value:
    """The value itself where an operator takes one of its shape, else the operator's blank one."""
    operand = OPERATORS[op].operand
    return value if SHAPES[operand](value) else BLANK[operand]


def typed(texts: tuple[str, ...], type_: AttributeType) -> Value:
    """Values picked or written as texts, in the attribute's own type; what is no number stays a text."""
    if type_ == "number":
        return tuple(_number(text) for text in texts)
    return tuple(text == "true" for text in texts) if type_ == "boolean" else texts


def texts(value: Value) -> list[str]:
    """The values of a condition as a list shows them."""
    return [_text(each) for each in each_of(value)]


def each_of(value: Value) -> tuple[object, ...]:
    """The single values of a value."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def day(value: object, default: date) -> date:
    """A date as it is stored in a condition, or the default where there is none yet, or no date at all."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return default


def ids(text: str) -> tuple[str, ...]:
    """The ids in a pasted or uploaded text, one a line or between commas or semicolons, each once."""
    found = text.replace(",", "\n").replace(";", "\n").replace("\t", "\n").splitlines()
    cleaned = (each.strip().strip("\"'\ufeff") for each in found)
    return tuple(dict.fromkeys(each for each in cleaned if each))


# -- how often an event happened ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counting:
    """One way to count a user's events: the words before and after the number, and the condition it makes."""

    name: str
    before: str
    after: str
    of: Callable[[EventCondition, int], EventCondition]

    def suits(self, event: str) -> bool:
        """Whether an event can be counted so: only whatever people did is of different kinds."""
        return self.name != "different" or event == ANY_EVENT


def _plain(condition: EventCondition) -> EventCondition:
    """The condition without any count."""
    return EventCondition(condition.event, did=condition.did, where=condition.where, within=condition.within)


TOTALS: dict[Total, str] = {
    "sum": "with a total of",
    "average": "with an average of",
    "max": "with a highest",
    "min": "with a lowest",
}
COUNTINGS: dict[str, Counting] = {
    row.name: row
    for row in (
        Counting("at_least", "at least", "times", lambda was, n: replace(_plain(was), at_least=n)),
        Counting("at_most", "once, at most", "times", lambda was, n: replace(_plain(was), at_most=n)),
        Counting("exactly", "exactly", "times", lambda was, n: replace(_plain(was), exactly=n)),
        Counting("on_days", "on at least", "different days", lambda was, n: replace(_plain(was), on_days=n)),
        Counting("different", "of at least", "different kinds", lambda was, n: replace(_plain(was), different=n)),
        Counting("first", "for the first time", "", lambda was, n: replace(_plain(was), when="first")),
        Counting("last", "for the last time", "", lambda was, n: replace(_plain(was), when="last")),
    )
}


def counting_of(condition: EventCondition) -> str:
    """The way a condition counts: a name of COUNTINGS or of TOTALS."""
    if condition.measure:
        return condition.measure.by
    if condition.when != "any":
        return condition.when
    counts = ("at_most", "exactly", "on_days", "different")
    return next((name for name in counts if getattr(condition, name)), "at_least")


def number_of(condition: EventCondition) -> int:
    """The number of times or days a condition asks for."""
    said = (condition.at_most, condition.exactly, condition.on_days, condition.different)
    return next(filter(None, said), condition.at_least)


def counted(condition: EventCondition, how: str, *, numbers: tuple[str, ...]) -> EventCondition:
    """The condition counted another way; totals are of the first numeric property, unless one was chosen."""
    if how in COUNTINGS:
        return COUNTINGS[how].of(condition, number_of(condition))
    by = next(total for total in TOTALS if total == how)
    was = condition.measure or Measure(by, numbers[0], ">=", None)
    return replace(_plain(condition), measure=replace(was, by=by))


# -- dates -------------------------------------------------------------------------------------------------


WINDOWS: dict[str, str] = {
    "ever": "at any time",
    "last": "in the last",
    "ago": "earlier, in the",
    "joined": "in the first",
    "between": "between",
}
"""The kinds of window by the words a row goes on with."""


def window_kind(within: Window) -> str:
    """The kind of a window: a key of WINDOWS."""
    match within:
        case SinceJoined():
            return "joined"
        case Last(_, _, 0):
            return "last"
        case Last():
            return "ago"
        case _:
            return "ever" if within == EVER else "between"


def window_of(kind: str, was: Window, as_of: date) -> Window:
    """The window of a kind that one starts with; the length is kept where both kinds have one."""
    last = was if isinstance(was, Last) else Last(30)
    match kind:
        case "last":
            return replace(last, ago=0)
        case "ago":
            return replace(last, ago=last.ago or last.number)
        case "joined":
            return SinceJoined(was.days if isinstance(was, SinceJoined) else 14)
        case "between":
            return Between(as_of.replace(day=1), as_of)
        case _:
            return EVER


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
