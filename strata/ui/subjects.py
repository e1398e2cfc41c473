"""What a condition can be about, and the condition one starts with: pure, for the builder's first list."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from strata.model.attributes import KINDS, Attribute, AttributeType, Catalog
from strata.model.operators import OPERATORS, Operand, operators_for
from strata.model.segment import (
    NPS_GROUPS,
    AttributeCondition,
    EventCondition,
    Last,
    Node,
    ResponseCondition,
    Value,
)

Source = Literal["attribute", "response", "event", "other"]


class Subject(NamedTuple):
    """What a row asks about, by the name the warehouse knows it under."""

    source: Source
    name: str


class Answer(NamedTuple):
    """One way to ask about a survey: the words, and the condition without its dates."""

    words: str
    condition: ResponseCondition


def subjects(catalog: Catalog) -> tuple[Subject, ...]:
    """Everything a row can ask about: surveys, attributes kind by kind, events."""
    by_kind = [each for kind in KINDS for each in catalog.attributes if each.kind == kind]
    return (
        *(Subject("response", survey) for survey in catalog.surveys),
        *(Subject("attribute", each.name) for each in by_kind),
        *(Subject("event", event) for event in catalog.events),
    )


def words(subject: Subject, catalog: Catalog) -> str:
    """How a list shows a subject: its group, then its name."""
    match subject.source:
        case "attribute":
            attribute = catalog.attribute(subject.name)
            return f"{attribute.kind.capitalize()} · {attribute.label}"
        case "response":
            return f"Survey · {subject.name.upper()}"
        case _:
            return f"{subject.source.capitalize()} · {subject.name}"


def subject_of(node: Node) -> Subject:
    """What a condition asks about; ('other', '') where the builder can only show it."""
    match node:
        case AttributeCondition(name):
            return Subject("attribute", name)
        case ResponseCondition(survey):
            return Subject("response", survey)
        case EventCondition(event):
            return Subject("event", event)
        case _:
            return Subject("other", "")


def fresh(subject: Subject, catalog: Catalog) -> Node:
    """The condition a subject starts with: its first operator without a value, or the usual question."""
    match subject.source:
        case "attribute":
            attribute = catalog.attribute(subject.name)
            return with_operator(attribute, operators_for(attribute.type)[0].name)
        case "response":
            return answers(subject.name)[0].condition
        case _:
            return EventCondition(subject.name, within=Last(30))


def is_plain(node: Node) -> bool:
    """Whether the builder's editors show all that a condition says; the others are shown in words."""
    match node:
        case AttributeCondition():
            return True
        case EventCondition(event, did=did, at_least=times, within=within):
            return node == EventCondition(event, did=did, at_least=times, within=within)
        case ResponseCondition(survey, value=value, within=within):
            asked = answers(survey)[answer_of(node)].condition
            return node == replace(asked, value=value, within=within)
        case _:
            return False


def with_operator(attribute: Attribute, op: str, value: Value = None) -> AttributeCondition:
    """A condition with an operator; the value is kept where the new operator takes one of its shape."""
    operand = OPERATORS[op].operand
    kept = value if value is not None and _fits(value, operand) else BLANK[operand]
    return AttributeCondition(attribute.name, op, kept)


def answers(survey: str) -> tuple[Answer, ...]:
    """The questions one can ask about a survey, the usual first."""
    groups = [
        Answer(f"is a {group} ({low} to {high})", ResponseCondition(survey, group=group))
        for group, (low, high) in NPS_GROUPS.items()
        if survey == "nps"
    ]
    scores = [
        Answer(f"score {OPERATORS[op].words}", ResponseCondition(survey, op=op, value=4.0)) for op in (">=", "<=", "is")
    ]
    return (
        *groups[::-1],
        Answer("answered", ResponseCondition(survey, answered=True)),
        Answer("did not answer", ResponseCondition(survey, answered=False)),
        *scores,
    )


def answer_of(condition: ResponseCondition) -> int:
    """The place of a condition's question among `answers`; the first where it is none of them."""
    asked = (condition.group, condition.op, condition.answered)
    places = [
        place
        for place, answer in enumerate(answers(condition.survey))
        if (answer.condition.group, answer.condition.op, answer.condition.answered) == asked
    ]
    return places[0] if places else 0


def asking(condition: ResponseCondition, answer: Answer) -> ResponseCondition:
    """The condition with another question about the same survey, its dates kept."""
    kept = condition.value if answer.condition.op and isinstance(condition.value, float) else answer.condition.value
    return replace(answer.condition, value=kept, within=condition.within)


BLANK: Mapping[Operand, Value] = {"none": None, "one": None, "many": (), "range": None, "days": 30}
"""The value a new condition has, by what its operator compares with."""

SHAPES: Mapping[Operand, Callable[[Value], bool]] = {
    "none": lambda value: False,
    "one": lambda value: not isinstance(value, tuple),
    "many": lambda value: isinstance(value, tuple),
    "range": lambda value: isinstance(value, tuple) and len(value) == 2,
    "days": lambda value: isinstance(value, int),
}


def _fits(value: Value, operand: Operand) -> bool:
    return SHAPES[operand](value)


def typed(texts: tuple[str, ...], type_: AttributeType) -> Value:
    """Values picked or written as texts, in the attribute's own type; what is no number stays a text."""
    if type_ == "number":
        return tuple(_number(text) for text in texts)
    return tuple(text == "true" for text in texts) if type_ == "boolean" else texts


def day(value: object, default: date) -> date:
    """A date as it is stored in a condition, or the default where there is none yet."""
    return date.fromisoformat(value) if isinstance(value, str) and value else default


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text
