"""Every kind of condition as one `select user_id ...` with bound values."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from strata.errors import SegmentError
from strata.membership.binding import comparison
from strata.membership.funnels import funnel_leaf
from strata.membership.paths import path_leaf
from strata.membership.returns import return_leaf
from strata.membership.windows import Params, Rows, end_of_data, rows_within, window_bounds
from strata.model.attributes import Attribute, Catalog
from strata.model.segment import (
    ANY_EVENT,
    EVER,
    NPS_GROUPS,
    AttributeCondition,
    Between,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    Last,
    Measure,
    PathCondition,
    PlanCondition,
    PropertyFilter,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    SequenceCondition,
    SinceJoined,
    TicketCondition,
    TicketState,
    Total,
    Unit,
    UsersCondition,
)
from strata.warehouse import Leaf, Times, quoted

SCORE = Attribute("score", "Score", "behavioural", "number", "user")
MOST_BITS = timedelta(days=125)
"""A longer window, which may begin within a day, can touch more days than a HUGEINT has bits."""
THEIRS = "partition by responses.user_id"
WHICH_ANSWER = {
    "latest": f" qualify row_number() over ({THEIRS} order by ts desc nulls last, row_number desc) = 1",
    "first": f" qualify row_number() over ({THEIRS} order by ts nulls last, row_number) = 1"
    f" and cast(ts as date) < max(cast(ts as date)) over ({THEIRS})",
    "any": "",
}
"""Which of a person's answers are asked about."""
RUNNING = "started_at < $now and (ended_at is null or ended_at >= $now)"


def leaf(node: object, catalog: Catalog) -> Leaf:
    """The statement that selects the users who meet one condition.

    'Did not' and 'not answered' give the statement of their opposite: absence has no rows.

    Raises:
        SegmentError: an unknown name, or a value of the wrong type.
    """
    return COMPILERS[type(node)](node, catalog)


def column(attribute: Attribute) -> tuple[str, str]:
    """Table and column an attribute's values stand in."""
    return f"{attribute.owner}s", attribute.name


def _attribute(node: AttributeCondition, catalog: Catalog) -> Leaf:
    attribute = catalog.attribute(node.attribute)
    condition, values = comparison(attribute, node.op, node.value, catalog, column=quoted(*column(attribute)))
    accounts = " left join accounts on accounts.account_id = users.account_id" if attribute.owner == "account" else ""
    return Leaf(f"select users.user_id from users{accounts} where {condition}", values)


def _users(node: UsersCondition, catalog: Catalog) -> Leaf:
    return Leaf("select user_id from users where user_key in (select unnest($users))", (("users", node.users),))


def _response(node: ResponseCondition, catalog: Catalog) -> Leaf:
    asked, values = _asked_of_answer(node, catalog)
    rows = rows_within("responses", node.within, catalog)
    answers = (
        f"select responses.user_id, score, comment from {rows.source}{_where('survey = $survey', rows.condition)}"
        f"{WHICH_ANSWER[node.which]}"
    )
    bound = (*values, *rows.params, ("survey", catalog.survey(node.survey)))
    return Leaf(f"select user_id from ({answers}){_where(asked)}", bound)


def _asked_of_answer(node: ResponseCondition, catalog: Catalog) -> tuple[str, Params]:
    conditions: list[str] = []
    values: Params = ()
    if node.group:
        low, high = NPS_GROUPS[node.group]
        conditions.append("score between $low and $high")
        values = (("low", low), ("high", high))
    if node.op:
        condition, values = comparison(SCORE, node.op, node.value, catalog, column="score")
        conditions.append(condition)
    if node.comment_contains:
        conditions.append("contains(lower(comment), lower($comment))")
        values = (*values, ("comment", node.comment_contains))
    return " and ".join(conditions), values


def _event(node: EventCondition, catalog: Catalog) -> Leaf:
    if _is_answered_by_days(node):
        return _active_days(node, catalog)
    named, name = _named(node.event, catalog)
    passing, values = _passing(node.where, catalog)
    if node.when != "any":
        horizon = rows_within("events", EVER, catalog)
        return _first_or_last(
            node, _where(named, passing, horizon.condition), (*name, *values, *horizon.params), catalog
        )
    rows = rows_within("events", node.within, catalog)
    found = f"select events.user_id from {rows.source}{_where(named, passing, rows.condition)}"
    bound = (*name, *values, *rows.params)
    if node.measure:
        condition, measured = _measured(node.measure, catalog)
        return Leaf(f"{found} group by 1 having {condition}", (*bound, *measured))
    if number := node.on_days or node.different:
        unlike = _days(rows) if node.on_days else "count(distinct event_name)"
        return Leaf(f"{found} group by 1 having {unlike} >= $n", (*bound, ("n", number)))
    return Leaf(found, bound, _times(node))


def _times(node: EventCondition) -> Times:
    return Times(node.exactly or node.at_least, node.exactly or node.at_most)


def _days(rows: Rows) -> str:
    """The number of different days in a group: as bits of one number where they fit, a third of the time."""
    bounds = dict(rows.params)
    if "start" in bounds and "until" in bounds and bounds["until"] - bounds["start"] <= MOST_BITS:
        return "bit_count(bit_or(1::hugeint << (cast(ts as date) - cast($start as date))::integer))"
    return "count(distinct cast(ts as date))"


def _measured(measure: Measure, catalog: Catalog) -> tuple[str, Params]:
    attribute = catalog.property(measure.of)
    if attribute.type != "number":
        raise SegmentError(f"{attribute.label} holds {attribute.type} values: the {measure.by} needs numbers.")
    total = f"{AGGREGATES[measure.by]}({quoted('events', attribute.name)})"
    condition, values = comparison(attribute, measure.op, measure.value, catalog, column=total, prefix="total_")
    return condition, values


def _is_answered_by_days(node: EventCondition) -> bool:
    """Whether whole days tell it all, so that the small table of days does."""
    is_plain = not node.where and not node.different and node.measure is None and node.when == "any"
    is_whole_days = isinstance(node.within, Between) or (isinstance(node.within, Last) and node.within.unit != "hour")
    return node.event == ANY_EVENT and is_plain and is_whole_days


def _active_days(node: EventCondition, catalog: Catalog) -> Leaf:
    rows = rows_within("user_day", node.within, catalog, moment="day")
    found = f"select user_day.user_id from {rows.source}{_where(rows.condition)}"
    if node.on_days:
        return Leaf(found, rows.params, Times(node.on_days))
    return Leaf(found + _times(node).having("sum(events)"), rows.params)


def _first_or_last(node: EventCondition, where: str, values: Params, catalog: Catalog) -> Leaf:
    pick = "min" if node.when == "first" else "max"
    times = f"(select user_id, {pick}(ts) as ts from events{where} group by user_id) as times"
    rows = rows_within("times", node.within, catalog)
    source = rows.source.replace("times", times, 1)
    return Leaf(f"select times.user_id from {source}{_where(rows.condition)}", (*values, *rows.params))


def _named(event: str, catalog: Catalog) -> tuple[str, Params]:
    if event == ANY_EVENT:
        return "", ()
    return "event_name = $event", (("event", catalog.event(event)),)


def _passing(filters: tuple[PropertyFilter, ...], catalog: Catalog) -> tuple[str, Params]:
    conditions, values = list[str](), list[tuple[str, Any]]()
    for i, each in enumerate(filters, 1):
        attribute = catalog.property(each.property)
        sql, bound = comparison(
            attribute, each.op, each.value, catalog, column=quoted("events", attribute.name), prefix=f"p{i}_"
        )
        conditions.append(sql)
        values += bound
    return " and ".join(conditions), tuple(values)


def _sequence(node: SequenceCondition, catalog: Catalog) -> Leaf:
    rows = rows_within("events", node.within, catalog)
    gap = INTERVALS[node.unit]
    ends = {"start": "ts > $start", "until": f"ts < $until + {gap}", "horizon": "ts < $horizon"}
    near = (ends[name] for name, _ in rows.params if name in ends)  # what comes later than that follows nothing
    before = f"select events.user_id, ts, false as is_then from {rows.source}"
    before += _where("event_name = $first", rows.condition)
    after = f"select user_id, ts, true as is_then from events{_where('event_name = $then', *near)}"
    values = (("first", catalog.event(node.first)), ("gap", node.gap), ("then", catalog.event(node.then)))
    if node.did:
        return Leaf(_followed(before, after, gap), (*rows.params, *values))
    now = (("now", end_of_data(catalog)),)
    return Leaf(_not_followed(before, after, gap), (*rows.params, *values, *now))


def _followed(before: str, after: str, gap: str) -> str:
    """Whoever has a first event with the other one right after it: between any two that are near enough, two such are.

    At the same moment the other one stands first, so that it follows nothing; one order of all rows sorts faster than
    a join or a window for each user.
    """
    return (
        "select user_id from (select user_id, ts, is_then, lag(user_id) over steps as last_user_id, "
        f"lag(ts) over steps as last_ts, lag(is_then) over steps as last_is_then from ({before} union all {after}) "
        "window steps as (order by user_id, ts, is_then desc)) "
        f"where is_then and not last_is_then and user_id = last_user_id and ts <= last_ts + {gap}"
    )


def _not_followed(before: str, after: str, gap: str) -> str:
    return (
        f"select before.user_id from ({before}) as before asof left join ({after}) as after "
        "on before.user_id = after.user_id and after.ts > before.ts "
        f"where (after.ts is null or after.ts > before.ts + {gap}) and before.ts + {gap} <= $now"
    )


def _dropping_off(node: DroppingOffCondition, catalog: Catalog) -> Leaf:
    recent, until = window_bounds(Last(node.days), catalog)
    before, _ = window_bounds(Last(node.days, ago=node.days), catalog)
    values = (("before", before), ("below", node.below), ("recent", recent), ("until", until))
    table, moment, times = ("user_day", "day", "events") if node.event == ANY_EVENT else ("events", "ts", "1")
    named, name = _named(node.event, catalog)
    where = _where(named, f"{moment} >= $before", f"{moment} < $until")
    sql = (
        f"select user_id from {table}{where} group by user_id "
        f"having coalesce(sum({times}) filter ({moment} >= $recent), 0) "
        f"< $below * coalesce(sum({times}) filter ({moment} < $recent), 0)"
    )
    return Leaf(sql, (*name, *values))


def _ticket(node: TicketCondition, catalog: Catalog) -> Leaf:
    rows = rows_within("owned", node.within, catalog, moment="closed_at" if node.ticket == "closed" else "opened_at")
    owned = (
        "(select user_id, opened_at, closed_at from tickets where user_id is not null union all "
        "select users.user_id, opened_at, closed_at from tickets "
        "inner join users on users.account_id = tickets.account_id where tickets.user_id is null) as owned"
    )
    sql = (
        f"select owned.user_id from {rows.source.replace('owned', owned, 1)}"
        f"{_where(TICKETS[node.ticket], rows.condition)} group by 1 having count(*) >= $n"
    )
    now = (("now", end_of_data(catalog)),) if "$now" in TICKETS[node.ticket] else ()
    return Leaf(sql, (*rows.params, *now, ("n", node.at_least)))


def _plan(node: PlanCondition, catalog: Catalog) -> Leaf:
    condition = f"{RUNNING} and plan in (select unnest($plan))"
    return _of_accounts("subscriptions", condition, (("now", end_of_data(catalog)), ("plan", node.plan)))


def _renewal(node: RenewalCondition, catalog: Catalog) -> Leaf:
    condition = f"{RUNNING} and renewal_at >= $now and renewal_at < $now + to_days($renewal)"
    return _of_accounts("subscriptions", condition, (("now", end_of_data(catalog)), ("renewal", node.renewal)))


def _change(node: ChangeCondition, catalog: Catalog) -> Leaf:
    if isinstance(node.within, SinceJoined):
        raise SegmentError("A subscription belongs to an account, which did not join on one day: give dates or days.")
    rows = rows_within("subscription_changes", node.within, catalog, moment='"at"')
    return _of_accounts(rows.source, _and("change = $change", rows.condition), (*rows.params, ("change", node.change)))


def _of_accounts(source: str, condition: str, values: Params) -> Leaf:
    accounts = f"select account_id from {source} where {condition}"
    return Leaf(f"select user_id from users where account_id in ({accounts})", values)


def _where(*conditions: str) -> str:
    return f" where {_and(*conditions)}" if any(conditions) else ""


def _and(*conditions: str) -> str:
    return " and ".join(filter(None, conditions))


AGGREGATES: dict[Total, str] = {"sum": "sum", "average": "avg", "max": "max", "min": "min"}
INTERVALS: dict[Unit, str] = {
    "hour": "to_hours($gap)",
    "day": "to_days($gap)",
    "week": "to_weeks($gap)",
    "month": "to_months($gap)",
}
TICKETS: dict[TicketState, str] = {
    "open": "opened_at < $now and (closed_at is null or closed_at >= $now)",
    "opened": "",
    "closed": "closed_at < $now",
}
COMPILERS: dict[type, Callable[[Any, Catalog], Leaf]] = {
    AttributeCondition: _attribute,
    ResponseCondition: _response,
    EventCondition: _event,
    SequenceCondition: _sequence,
    FunnelCondition: funnel_leaf,
    ReturnCondition: return_leaf,
    PathCondition: path_leaf,
    DroppingOffCondition: _dropping_off,
    TicketCondition: _ticket,
    PlanCondition: _plan,
    RenewalCondition: _renewal,
    ChangeCondition: _change,
    UsersCondition: _users,
}
"""How each kind of condition becomes a statement."""
