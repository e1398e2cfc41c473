"""What segments mean, a second time: plain loops over plain rows, with no thought of speed.

The compiler is held to this; nothing here may be taken from it.
"""

import calendar
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Any

from strata.errors import SegmentError
from strata.model.attributes import AttributeType
from strata.model.operators import OPERATORS
from strata.model.segment import (
    ANY_EVENT,
    LIFECYCLE,
    NPS_GROUPS,
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
    Window,
)
from tests.segments.rows import Answer, Event, Subscription, Ticket, User, World

Library = Mapping[str, Segment]
Test = Callable[[User], bool]
"""Whether a user meets a condition."""


def members(world: World, node: Node, library: Library | None = None, *, of: str = "users") -> set[int]:
    """The ids of the users who meet a tree, internal ones too.

    Raises:
        SegmentError: the tree names or asks something that cannot be answered.
    """
    return _members(world, node, library or {}, of, ())


def _members(world: World, node: Node, library: Library, of: str, open_: tuple[str, ...]) -> set[int]:
    everyone = world.everyone if of == "users" else set(world.account_of)
    match node:
        case All(children):
            sets = [_members(world, child, library, of, open_) for child in children]
            return {user for user in everyone if all(user in one for one in sets)}
        case AnyOf(children):
            sets = [_members(world, child, library, of, open_) for child in children]
            return {user for user in everyone if any(user in one for one in sets)}
        case Not(child):
            return everyone - _members(world, child, library, of, open_)
        case LifecycleCondition(stage):
            return _members(world, LIFECYCLE[stage], library, of, open_)
        case EventCondition(did=False):
            return everyone - _members(world, replace(node, did=True), library, of, open_)
        case ResponseCondition(answered=False):
            return everyone - _members(world, replace(node, answered=True), library, of, open_)
        case _:
            met = _of_leaf(world, node, library, open_)
            return met if of == "users" else _whole_accounts(world, met)


def _of_leaf(world: World, node: Node, library: Library, open_: tuple[str, ...]) -> set[int]:
    match node:
        case SegmentCondition(name):
            if name not in library or name in open_:
                raise SegmentError(f"There is no segment {name!r} to refer to.")
            return _members(world, library[name].where, library, library[name].of, (*open_, name))
        case AccountCondition(where):
            return _accounts(world, node, _members(world, where, library, "users", open_))
        case _:
            meets = LEAVES[type(node)](world, node)
            return {user.id for user in world.users if meets(user)}


def _whole_accounts(world: World, met: set[int]) -> set[int]:
    accounts = {world.account_of[user] for user in met if user in world.account_of}
    return {user for user, account in world.account_of.items() if account in accounts}


def _accounts(world: World, node: AccountCondition, met: set[int]) -> set[int]:
    found = set()
    for user, account in world.account_of.items():
        counted = [one.id for one in world.users if one.account == account and not one.is_internal]
        n = sum(one in met for one in counted)
        if node.percent_at_least is not None:
            enough = n > 0 and 100 * n >= node.percent_at_least * len(counted)
        else:
            enough = n >= (node.users_at_least or 1)
        if enough:
            found.add(user)
    return found


# -- values --------------------------------------------------------------------------------------------------


def _holds(type_: AttributeType, op: str, value: Any, now: datetime) -> Callable[[Any], bool]:
    """Whether a stored value passes; what can be said of a missing one is decided in strata.model.operators."""
    if type_ not in OPERATORS[op].types:
        raise SegmentError(f"{op} is nothing to ask of a {type_}.")
    passes = _passes(type_, op, value, now)
    on_missing = op in ("is_missing", "is_not", "does_not_contain")
    return lambda stored: on_missing if stored is None else passes(stored)


def _passes(type_: AttributeType, op: str, value: Any, now: datetime) -> Callable[[Any], bool]:
    if op in ("is_known", "is_missing"):
        return lambda stored: op == "is_known"
    if op == "in_the_last":
        start = now - timedelta(days=_days(value))
        return lambda stored: start <= stored < now
    read = READERS[type_]
    of_stored = (lambda stored: stored.date()) if type_ == "date" else (lambda stored: stored)
    if op in ("is", "is_not"):
        values = [read(each) for each in value]
        return lambda stored: (stored in values) == (op == "is")
    if op == "between":
        low, high = (read(each) for each in value)
        if low > high:
            raise SegmentError(f"Nothing lies between {low} and {high}.")
        return lambda stored: low <= of_stored(stored) <= high
    one = read(value)
    return lambda stored: COMPARISONS[op](of_stored(stored), one)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": lambda stored, value: _lower(value) in _lower(stored),
    "does_not_contain": lambda stored, value: _lower(value) not in _lower(stored),
    "starts_with": lambda stored, value: _lower(stored).startswith(_lower(value)),
    ">": lambda stored, value: stored > value,
    ">=": lambda stored, value: stored >= value,
    "<": lambda stored, value: stored < value,
    "<=": lambda stored, value: stored <= value,
    "before": lambda stored, value: stored < value,
    "after": lambda stored, value: stored > value,
}


def _lower(text: str) -> str:
    """Lower case letter by letter, as databases do: İ is i, and Σ is σ wherever it stands."""
    return "".join(letter.lower()[0] for letter in text)


def _text(value: Any) -> str:
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise SegmentError(f"{value!r} is no text.")
    return value


def _number(value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise SegmentError(f"{value!r} is no number.")
    return number


def _boolean(value: Any) -> bool:
    word = str(value).lower()
    if word not in ("true", "yes", "1", "false", "no", "0"):
        raise SegmentError(f"{value!r} is neither true nor false.")
    return word in ("true", "yes", "1")


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise SegmentError(f"{value!r} is no date.") from error


def _days(value: Any) -> int:
    number = _number(value)
    if number != int(number) or not 1 <= number <= 36_500:
        raise SegmentError(f"{value!r} is no number of days.")
    return int(number)


READERS: dict[AttributeType, Callable[[Any], Any]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


# -- time ----------------------------------------------------------------------------------------------------


def moved(moment: datetime, number: int, unit: str) -> datetime:
    """A moment `number` units later, or earlier if negative; months keep the day as far as the month has it."""
    if unit != "month":
        return moment + number * timedelta(**{f"{unit}s": 1})
    months = moment.year * 12 + moment.month - 1 + number
    year, month = months // 12, months % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def _inside(window: Window, now: datetime) -> Callable[[datetime | None, User], bool]:
    """Whether a moment of a user lies in the window."""
    match window:
        case Last(number, unit, ago):
            try:
                end = moved(now, -ago, unit)
                start = moved(end, -number, unit)
            except (OverflowError, ValueError) as error:
                raise SegmentError(f"{number} {unit}s ago there was no calendar.") from error
            return lambda t, user: t is not None and start <= t < end
        case Between(None, None):
            return lambda t, user: True
        case Between(first, last):
            return lambda t, user: t is not None and (first or date.min) <= t.date() <= (last or date.max)
        case SinceJoined(days):
            return lambda t, user: (
                t is not None and user.joined_at is not None and timedelta(0) <= t - user.joined_at < timedelta(days)
            )


# -- conditions ----------------------------------------------------------------------------------------------


def _attribute(world: World, node: AttributeCondition) -> Test:
    if node.attribute not in world.types:
        raise SegmentError(f"There is no attribute {node.attribute!r}.")
    holds = _holds(world.types[node.attribute], node.op, node.value, world.now)
    return lambda user: holds(user.values.get(node.attribute))


def _response(world: World, node: ResponseCondition) -> Test:
    if node.survey not in {answer.survey for answer in world.answers}:
        raise SegmentError(f"There is no survey {node.survey!r}.")
    inside, passes = _inside(node.within, world.now), _answer(world, node)

    def meets(user: User) -> bool:
        answers = [
            answer for answer in world.answers_of[user.id] if answer.survey == node.survey and inside(answer.ts, user)
        ]
        if node.which == "latest":
            answers = sorted(answers, key=_lateness)[-1:]
        if node.which == "first":
            dated = sorted((answer for answer in answers if answer.ts), key=_lateness)
            days = {answer.ts.date() for answer in dated if answer.ts}
            answers = dated[:1] if len(days) > 1 else []
        return any(passes(answer) for answer in answers)

    return meets


def _lateness(answer: Answer) -> tuple[str, int]:
    """Answers sort by time, those without one come first, and the rest is the order of the source."""
    return (answer.ts.isoformat(" ", "microseconds") if answer.ts else "", answer.row_number)


def _answer(world: World, node: ResponseCondition) -> Callable[[Answer], bool]:
    low, high = NPS_GROUPS[node.group] if node.group else (-math.inf, math.inf)
    holds = _holds("number", node.op, node.value, world.now) if node.op else (lambda score: True)
    word = None if node.comment_contains is None else _lower(_text(node.comment_contains))

    def passes(answer: Answer) -> bool:
        says = word is None or (answer.comment is not None and word in _lower(answer.comment))
        return low <= answer.score <= high and holds(answer.score) and says

    return passes


def _event(world: World, node: EventCondition) -> Test:
    is_named, inside = _named(world, node.event), _inside(node.within, world.now)
    filters = [(each.property, _property(world, each.property, each.op, each.value)) for each in node.where]
    enough = _enough(world, node)

    def meets(user: User) -> bool:
        done = [
            event
            for event in world.events_of[user.id]
            if is_named(event) and all(holds(event.properties[name]) for name, holds in filters)
        ]
        if node.when == "any":
            return enough([event for event in done if inside(event.ts, user)])
        moments = [event.ts for event in done]
        return bool(moments) and inside(min(moments) if node.when == "first" else max(moments), user)

    return meets


def _named(world: World, name: str) -> Callable[[Event], bool]:
    if name != ANY_EVENT and name not in {event.name for event in world.events}:
        raise SegmentError(f"There is no event {name!r}.")
    return lambda event: name in (ANY_EVENT, event.name)


def _property(world: World, name: str, op: str, value: Any) -> Callable[[Any], bool]:
    if name not in world.properties:
        raise SegmentError(f"There is no property {name!r}.")
    return _holds(world.properties[name], op, value, world.now)


def _enough(world: World, node: EventCondition) -> Callable[[list[Event]], bool]:
    if node.measure is not None:
        return _measured(world, node)
    if node.on_days is not None:
        return lambda events: len({event.ts.date() for event in events}) >= (node.on_days or 0)
    if node.different is not None:
        return lambda events: len({event.name for event in events}) >= (node.different or 0)
    if node.exactly is not None:
        return lambda events: len(events) == node.exactly
    if node.at_most is not None:
        return lambda events: 1 <= len(events) <= (node.at_most or 0)
    return lambda events: len(events) >= node.at_least


TOTALS: dict[str, Callable[[list[float]], float]] = {"sum": math.fsum, "average": fmean, "max": max, "min": min}


def _measured(world: World, node: EventCondition) -> Callable[[list[Event]], bool]:
    measure = node.measure
    if measure is None or world.properties.get(measure.of) != "number":
        raise SegmentError("Only a numeric property can be summed up.")
    total = TOTALS[measure.by]
    holds = _holds("number", measure.op, measure.value, world.now)

    def enough(events: list[Event]) -> bool:
        values = [event.properties[measure.of] for event in events]
        known = [value for value in values if value is not None]
        return bool(known) and holds(total(known))

    return enough


def _funnel(world: World, node: FunnelCondition) -> Test:
    if ANY_EVENT in (*node.funnel, node.exclude):
        raise SegmentError("Name every event.")
    steps = [_named(world, event) for event in node.funnel]
    is_excluded = _named(world, node.exclude) if node.exclude else lambda event: False
    inside, days = _inside(node.within, world.now), timedelta(node.days)

    def reached(user: User) -> int:
        events = sorted((event for event in world.events_of[user.id] if event.ts < world.now), key=lambda each: each.ts)
        first = next((event.ts for event in events if steps[0](event) and inside(event.ts, user)), None)
        if first is None or first + days > world.now:
            return 0
        stop = next((event.ts for event in events if is_excluded(event) and event.ts > first), first + days)
        at, done = first, 1
        for is_step in steps[1:]:
            at = next(
                (each.ts for each in events if is_step(each) and at < each.ts < min(stop, first + days)), world.now
            )
            if at == world.now:
                break
            done += 1
        return done

    def meets(user: User) -> bool:
        return reached(user) == node.reached if node.stopped else reached(user) >= node.reached

    return meets


def _path(world: World, node: PathCondition) -> Test:
    if ANY_EVENT in node.path:
        raise SegmentError("Name every event.")
    for event in node.path:
        _named(world, event)
    is_first, inside, days = _named(world, node.path[0]), _inside(node.within, world.now), timedelta(node.days)
    data_begin = min((event.ts.date() for event in world.events), default=date.max)

    def met(user: User, at: datetime) -> list[str]:
        """The names of what lies around, nearest first, each run of the same once."""
        sign = -1 if node.backwards else 1
        around = [(sign * (event.ts - at), event.name) for event in world.events_of[user.id] if event.ts < world.now]
        names = [node.path[0], *(name for apart, name in sorted(around) if timedelta(0) < apart < days)]
        return [two for one, two in itertools.pairwise(names) if one != two]

    def meets(user: User) -> bool:
        events = world.events_of[user.id]
        times = [event.ts for event in events if is_first(event) and event.ts < world.now and inside(event.ts, user)]
        if not times:
            return False
        at = min(times)
        known = (at - days).date() >= data_begin if node.backwards else at + days <= world.now
        names, others = met(user, at), list(node.path[1:])
        return known and names[: len(others)] == others and (not node.ends or len(names) == len(others))

    return meets


def _return(world: World, node: ReturnCondition) -> Test:
    if node.after == ANY_EVENT:
        raise SegmentError("Name the event.")
    is_back = _named(world, node.came_back)
    is_start = _named(world, node.after) if node.after else None
    inside = _inside(node.within, world.now)
    everything = [event.ts.date() for event in world.events]
    before = min(everything, default=date.max)

    def begun(user: User) -> datetime | None:
        known = [event.ts for event in world.events_of[user.id]]
        if is_start:
            done = [event.ts for event in world.events_of[user.id] if is_start(event) and event.ts < world.now]
            return min(done, default=None)
        at = user.joined_at or min(known, default=None)
        return at if at and at < world.now and at.date() >= before else None

    def meets(user: User) -> bool:
        at = begun(user)
        if at is None or not inside(at, user):
            return False
        start = at.date()
        if start + timedelta(node.last_day) >= world.now.date():
            return False
        days = [
            (event.ts.date() - start).days
            for event in world.events_of[user.id]
            if is_back(event) and event.ts < world.now
        ]
        came = any(day >= node.first_day and (node.or_later or day <= node.last_day) for day in days)
        return came == node.did

    return meets


def _sequence(world: World, node: SequenceCondition) -> Test:
    if ANY_EVENT in (node.first, node.then):
        raise SegmentError("Name both events.")
    is_first, is_then = _named(world, node.first), _named(world, node.then)
    inside = _inside(node.within, world.now)

    def is_over(t: datetime, other: datetime) -> bool:
        """Whether the gap after t has passed before another moment."""
        try:
            return moved(t, node.gap, node.unit) < other
        except (OverflowError, ValueError):
            return False

    def is_followed(event: Event) -> bool:
        later = (other.ts for other in world.events_of[event.user] if is_then(other) and event.ts < other.ts)
        return any(not is_over(event.ts, t) for t in later)

    def meets(user: User) -> bool:
        firsts = [event for event in world.events_of[user.id] if is_first(event) and inside(event.ts, user)]
        if node.did:
            return any(is_followed(event) for event in firsts)
        end = world.now + timedelta.resolution
        return any(is_over(event.ts, end) and not is_followed(event) for event in firsts)

    return meets


def _dropping_off(world: World, node: DroppingOffCondition) -> Test:
    is_named = _named(world, node.event)
    middle = world.now - timedelta(days=node.days)
    start = middle - timedelta(days=node.days)

    def meets(user: User) -> bool:
        moments = [event.ts for event in world.events_of[user.id] if is_named(event)]
        recent = sum(middle <= t < world.now for t in moments)
        before = sum(start <= t < middle for t in moments)
        return recent < node.below * before

    return meets


def _ticket(world: World, node: TicketCondition) -> Test:
    inside = _inside(node.within, world.now)

    def counts(ticket: Ticket, user: User) -> bool:
        is_closed = ticket.closed_at is not None and ticket.closed_at < world.now
        if node.ticket == "closed":
            return is_closed and inside(ticket.closed_at, user)
        is_open = ticket.opened_at < world.now and not is_closed
        return (is_open or node.ticket == "opened") and inside(ticket.opened_at, user)

    def meets(user: User) -> bool:
        own = [ticket for ticket in world.tickets if _is_of(ticket, user)]
        return sum(counts(ticket, user) for ticket in own) >= node.at_least

    return meets


def _is_of(ticket: Ticket, user: User) -> bool:
    if ticket.user is not None:
        return ticket.user == user.id
    return ticket.account is not None and ticket.account == user.account


def _running(world: World, user: User) -> Iterator[Subscription]:
    """The subscriptions of the user's account that run at the end of the data."""
    for one in world.subscriptions:
        is_over = one.ended_at is not None and one.ended_at < world.now
        if one.account == user.account and one.started_at < world.now and not is_over:
            yield one


def _plan(world: World, node: PlanCondition) -> Test:
    plans = [_text(plan) for plan in node.plan]
    return lambda user: any(one.plan in plans for one in _running(world, user))


def _renewal(world: World, node: RenewalCondition) -> Test:
    end = world.now + timedelta(days=node.renewal)
    return lambda user: any(
        one.renewal_at is not None and world.now <= one.renewal_at < end for one in _running(world, user)
    )


def _change(world: World, node: ChangeCondition) -> Test:
    if isinstance(node.within, SinceJoined):
        raise SegmentError("An account joined on no one day.")
    inside, wanted = _inside(node.within, world.now), _text(node.change)
    return lambda user: any(
        one.account == user.account and one.change == wanted and inside(one.at, user) for one in world.changes
    )


def _users(_world: World, node: UsersCondition) -> Test:
    keys = {_text(key) for key in node.users}
    return lambda user: user.key in keys


LEAVES: dict[type, Callable[[World, Any], Test]] = {
    AttributeCondition: _attribute,
    ResponseCondition: _response,
    EventCondition: _event,
    SequenceCondition: _sequence,
    FunnelCondition: _funnel,
    ReturnCondition: _return,
    PathCondition: _path,
    DroppingOffCondition: _dropping_off,
    TicketCondition: _ticket,
    PlanCondition: _plan,
    RenewalCondition: _renewal,
    ChangeCondition: _change,
    UsersCondition: _users,
}
