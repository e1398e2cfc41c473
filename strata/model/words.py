"""A segment as a sentence that its author recognises."""

from strata.model.attributes import Catalog
from strata.model.operators import OPERATORS
from strata.model.segment import (
    ANY_EVENT,
    LIFECYCLE_WORDS,
    AccountCondition,
    All,
    AnyOf,
    AttributeCondition,
    Between,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    Last,
    LifecycleCondition,
    Node,
    Not,
    PathCondition,
    PlanCondition,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    Segment,
    SegmentCondition,
    SequenceCondition,
    SinceJoined,
    TicketCondition,
    UsersCondition,
    Value,
    Window,
)

MOST_VALUES = 8
"""Longer lists of values are cut in a sentence, and longer values after MOST_TEXT characters."""
MOST_TEXT = 60
WHICH_ANSWER = {
    "latest": ("the latest", "", ""),
    "any": ("any", " in any answer", ""),
    "first": ("the first of several", " in the first of several answers", " on several days"),
}
"""Which answer is asked for its score, for its group, and whether there is one."""


def sentence(segment: Segment, catalog: Catalog) -> str:
    """What the segment means, as 'Users whose role is hygienist and who ...'."""
    if segment.where == All(()):
        return f"All {segment.of}."
    if segment.of == "accounts":
        return f"Accounts with users {clause(segment.where, catalog)}."
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
            return f"who are not among those {_grouped(child, catalog)}"
        case AccountCondition(where, users, percent):
            return f"whose account has {_how_many(users, percent)} {_grouped(where, catalog)}"
        case AttributeCondition():
            return _attribute(node, catalog)
        case _:
            return _condition(node)


def _grouped(node: Node, catalog: Catalog) -> str:
    text = clause(node, catalog)
    return f"({text})" if isinstance(node, All | AnyOf) and len(node.children) > 1 else text


def _how_many(users: int | None, percent: float | None) -> str:
    if percent is not None:
        return f"at least {percent:g} % of its users"
    return "a user" if (users or 1) == 1 else f"at least {users} users"


def _attribute(node: AttributeCondition, catalog: Catalog) -> str:
    attribute = next((known for known in catalog.attributes if known.name == node.attribute), None)
    label = attribute.label.lower() if attribute else f"{node.attribute} (unknown)"
    owner = "account's " if attribute and attribute.owner == "account" else ""
    return f"whose {owner}{label} {_asked(node.op, node.value)}"


def _condition(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912  one case a kind of condition
    match node:
        case ResponseCondition():
            return _response(node)
        case EventCondition():
            return _event(node)
        case SequenceCondition(first, then, did, gap, unit, within):
            what = f"then {then}" if did else f"then not {then}"
            return f"who did {first}{_window(within)} and {what} within {_count(gap, unit)}"
        case FunnelCondition():
            return _funnel(node)
        case PathCondition():
            return _path(node)
        case ReturnCondition():
            return _return(node)
        case DroppingOffCondition(event, days, below):
            how = f"less than {below:.0%} as often as in the {days} before"
            return f"who did {_named(event)} in the last {days} days {how}"
        case LifecycleCondition(stage):
            return f"who {LIFECYCLE_WORDS[stage]} ({stage})"
        case TicketCondition(state, at_least, within):
            return f"who have {_tickets(state, at_least)}{_window(within)}"
        case PlanCondition(plans):
            return f"whose account is subscribed to {_listed(plans)}"
        case RenewalCondition(days):
            return f"whose account renews within {_count(days, 'day')}"
        case ChangeCondition(change, within):
            return f"whose account had a subscription {change}{_window(within)}"
        case UsersCondition(users):
            return f"who are one of {len(users):,} listed users"
        case SegmentCondition(name):
            return f"who are in the segment {name}"
    raise ValueError(f"{node} has no words")


def _response(node: ResponseCondition) -> str:
    survey, window = node.survey.upper(), _window(node.within)
    which, inside, days = WHICH_ANSWER[node.which]
    said = f" and wrote {_scalar(node.comment_contains)} in its comment" if node.comment_contains else ""
    if node.group:
        return f"who are {survey} {node.group}s{inside}{window}{said}"
    if node.op:
        return f"whose score in {which} {survey} answer {_asked(node.op, node.value)}{window}{said}"
    return f"who {'did not answer' if node.answered is False else 'answered'} {survey}{days}{window}{said}"


def _event(node: EventCondition) -> str:
    did, event = "did" if node.did else "did not do", _named(node.event)
    filters = " and ".join(f"{each.property} {_asked(each.op, each.value)}" for each in node.where)
    where = f" where {filters}" if filters else ""
    if node.when != "any":
        return f"who {did} {event}{where} for the {node.when} time{_window(node.within)}"
    return f"who {did} {event}{_times(node)}{where}{_window(node.within)}"


def _times(node: EventCondition) -> str:
    if node.measure:
        return f" with a {node.measure.by} of {node.measure.of} that {_asked(node.measure.op, node.measure.value)}"
    if node.on_days:
        return f" on at least {_count(node.on_days, 'different day')}"
    if node.different:
        return f" of at least {_count(node.different, 'different kind')}"
    if node.exactly:
        return f" exactly {_count(node.exactly, 'time')}"
    if node.at_most:
        return f" at least once and at most {_count(node.at_most, 'time')}"
    return f" at least {_count(node.at_least, 'time')}" if node.at_least > 1 else ""


def _funnel(node: FunnelCondition) -> str:
    done, left = node.funnel[: node.reached], node.funnel[node.reached :]
    when = f" within {_count(node.days, 'day')}{f' and without {node.exclude}' if node.exclude else ''}"
    stopped = f" and then not {left[0]}" if node.stopped and left else ""
    return f"who did {' and then '.join((f'{done[0]}{_window(node.within)}', *done[1:]))}{stopped}{when}"


def _return(node: ReturnCondition) -> str:
    start = f"doing {node.after} for the first time" if node.after else "joining"
    did = f"did {_named(node.came_back)}" if node.did else f"did not do {_named(node.came_back)}"
    last = " or later" if node.or_later else f" to {node.last_day}" if node.last_day > node.first_day else ""
    days = f"day {node.first_day}{last}" if not last or node.or_later else f"days {node.first_day}{last}"
    return f"who {did} on {days} after {start}{_window(node.within)}"


def _path(node: PathCondition) -> str:
    first, *others = node.path
    side = "right before it" if node.backwards else "right after it"
    then = "".join(f", and {side if i == 0 else side.replace('it', 'that')} {event}" for i, event in enumerate(others))
    nothing = f", and nothing else {'before' if node.backwards else 'after'} that" if node.ends else ""
    return f"who did {first}{_window(node.within)}{then}{nothing}, within {_count(node.days, 'day')}"


def _tickets(state: str, at_least: int) -> str:
    what = "an open ticket" if state == "open" else f"a ticket {state}"
    many = f"{at_least} open tickets" if state == "open" else f"{at_least} tickets {state}"
    return what if at_least == 1 else f"at least {many}"


def _named(event: str) -> str:
    return "anything" if event == ANY_EVENT else event


def _asked(op: str, value: Value) -> str:
    operator = OPERATORS[op]
    match value:
        case None:
            return operator.words
        case tuple(values):
            return f"{operator.words} {_listed(values, ' and ' if operator.operand == 'range' else ' or ')}"
        case _:
            return f"{operator.words} {_scalar(value)}{' days' if operator.operand == 'days' else ''}"


def _listed(values: tuple[object, ...], word: str = " or ") -> str:
    more = [f"{len(values) - MOST_VALUES} more values"] if len(values) > MOST_VALUES else []
    return word.join([_scalar(value) for value in values[:MOST_VALUES]] + more)


def _scalar(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"


def _window(window: Window) -> str:
    match window:
        case Last(number, unit, 0):
            return f" in the last {_count(number, unit) if number > 1 else unit}"
        case Last(number, unit, ago):
            return f" in the {_count(number, unit) if number > 1 else unit} that ended {_count(ago, unit)} ago"
        case SinceJoined(days):
            return f" in the first {_count(days, 'day') if days > 1 else 'day'} after joining"
        case Between(None, None):
            return ""
        case Between(None, end):
            return f" up to {end}"
        case Between(start, None):
            return f" since {start}"
        case Between(start, end):
            return f" between {start} and {end}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' if number != 1 else ''}"
