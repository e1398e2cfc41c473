"""A segment as a sentence that its author recognises."""

from strata.model.attributes import Catalog
from strata.model.operators import OPERATORS
from strata.model.segment import (
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
    Window,
)

MOST_VALUES = 8
"""Longer lists of values are cut in a sentence."""


def sentence(segment: Segment, catalog: Catalog) -> str:
    """What the segment means, as 'Users whose role is hygienist and who ...'."""
    if segment.where == All(()):
        return "All users."
    return f"Users {clause(segment.where, catalog)}."


def clause(node: Node, catalog: Catalog) -> str:
    """One node as the part of a sentence that follows 'users'; never fails on unknown names."""
    match node:
        case All(()):
            return "without any condition"
        case AnyOf(()):
            return "who meet one of no conditions"
        case All(children) | AnyOf(children):
            word = " and " if isinstance(node, All) else " or "
            return word.join(_grouped(child, catalog) for child in children)
        case Not(child):
            return f"who are not users {_grouped(child, catalog)}"
        case AttributeCondition():
            return _attribute(node, catalog)
        case ResponseCondition():
            return _response(node)
        case EventCondition(event, did, at_least, within):
            times = f" at least {at_least} times" if at_least > 1 else ""
            return f"who {'did' if did else 'did not do'} {event}{times}{_window(within)}"
        case SegmentCondition(name):
            return f"who are in the segment {name}"
        case AccountCondition(least, where):
            people = "a user" if least == 1 else f"at least {least} users"
            return f"whose account has {people} {_grouped(where, catalog)}"


def _grouped(node: Node, catalog: Catalog) -> str:
    text = clause(node, catalog)
    return f"({text})" if isinstance(node, All | AnyOf) and len(node.children) > 1 else text


def _attribute(node: AttributeCondition, catalog: Catalog) -> str:
    attribute = next((known for known in catalog.attributes if known.name == node.attribute), None)
    label = attribute.label.lower() if attribute else f"{node.attribute} (unknown)"
    owner = "account's " if attribute and attribute.owner == "account" else ""
    unit = " days" if OPERATORS[node.op].operand == "days" else ""
    return f"whose {owner}{label} {OPERATORS[node.op].words}{_value(node)}{unit}"


def _response(node: ResponseCondition) -> str:
    survey = node.survey.upper()
    if node.group:
        return f"who are {survey} {node.group}s{_window(node.within)}"
    if node.op:
        return f"whose latest {survey} score {OPERATORS[node.op].words}{_value(node)}{_window(node.within)}"
    return f"who {'answered' if node.answered else 'did not answer'} {survey}{_window(node.within)}"


def _value(node: AttributeCondition | ResponseCondition) -> str:
    operand = OPERATORS[node.op].operand if node.op else "none"
    match node.value:
        case None:
            return ""
        case tuple(values):
            shown = [_scalar(value) for value in values[:MOST_VALUES]]
            more = [f"{len(values) - MOST_VALUES} more values"] if len(values) > MOST_VALUES else []
            return " " + (" and " if operand == "range" else " or ").join(shown + more)
        case value:
            return f" {_scalar(value)}"


def _scalar(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _window(window: Window) -> str:
    match window:
        case Last(number, unit):
            return f" in the last {number} {unit}s" if number > 1 else f" in the last {unit}"
        case Between(None, None):
            return ""
        case Between(None, end):
            return f" up to {end}"
        case Between(start, None):
            return f" since {start}"
        case Between(start, end):
            return f" between {start} and {end}"
