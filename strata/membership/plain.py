"""A tree as one statement with its values written out: to read and copy, never to run here."""

import re
from datetime import datetime

from strata.membership.leaves import leaf
from strata.membership.tree import NO_LIBRARY, Library
from strata.model.attributes import Catalog
from strata.model.segment import (
    LIFECYCLE,
    AccountCondition,
    All,
    AnyOf,
    EventCondition,
    LifecycleCondition,
    Node,
    Not,
    Of,
    ResponseCondition,
    SegmentCondition,
)
from strata.warehouse import Leaf


def plain_sql(node: Node, catalog: Catalog, library: Library = NO_LIBRARY, *, of: Of = "users") -> str:
    """The tree as one statement over the warehouse's tables, internal users included."""
    return f"select user_id\nfrom users\nwhere {_plain(node, catalog, library, of)}"


def _plain(node: Node, catalog: Catalog, library: Library, of: Of) -> str:
    match node:
        case All(()):
            return _everyone(of)
        case AnyOf(()):
            return "false"
        case All(children) | AnyOf(children):
            word = "and" if isinstance(node, All) else "or"
            return f"\n{word} ".join(f"({_plain(child, catalog, library, of)})" for child in children)
        case Not(child):
            return _not(_plain(child, catalog, library, of), of)
        case LifecycleCondition(stage):
            return _plain(LIFECYCLE[stage], catalog, library, of)
        case SegmentCondition(name):
            segment, inner = library.enter(name)
            return _widened(_plain(segment.where, catalog, inner, segment.of), of)
        case AccountCondition():
            return _in_accounts(node, _plain(node.where, catalog, library, "users"))
        case EventCondition(did=False) | ResponseCondition(answered=False):
            return _not(_widened(f"user_id in ({_written_out(leaf(node, catalog))})", of), of)
        case _:
            return _widened(f"user_id in ({_written_out(leaf(node, catalog))})", of)


def _everyone(of: Of) -> str:
    return "true" if of == "users" else "account_id is not null"


def _not(condition: str, of: Of) -> str:
    return f"not ({condition})" if of == "users" else f"account_id is not null and not ({condition})"


def _widened(condition: str, of: Of) -> str:
    if of == "users":
        return condition
    return f"coalesce(account_id in (select account_id from users where {condition}), false)"


def _in_accounts(node: AccountCondition, condition: str) -> str:
    enough = f"count(*) filter ({condition}) >= {node.users_at_least or 1}"
    if node.percent_at_least is not None:
        enough = (
            f"count(*) filter ({condition}) > 0 and "
            f"count(*) filter ({condition}) >= count(*) * {node.percent_at_least} / 100"
        )
    return (
        "coalesce(account_id in (\n    select account_id from users where account_id is not null and not is_internal\n"
        f"    group by account_id having {enough}\n), false)"
    )


def _written_out(condition: Leaf) -> str:
    values = dict(condition.params)
    return re.sub(
        r"\$(\w+)", lambda name: _literal(values[name[1]]) if name[1] in values else name[0], condition.statement
    )


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case tuple():
            return f"[{', '.join(_literal(each) for each in value)}]"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case datetime():
            return f"timestamp '{value}'"
        case bool():
            return str(value).lower()
        case float():
            return repr(value)
        case _:
            return str(value)
