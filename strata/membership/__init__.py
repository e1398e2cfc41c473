"""Segment tree -> SQL of its conditions -> sets of users.

Every condition is one `select user_id ...` with bound values whose answer the warehouse remembers, so
an edit asks one condition again and the tree itself is a handful of bit operations.
"""

from strata.membership.funnels import funnel_steps
from strata.membership.leaves import column, leaf
from strata.membership.paths import path_around, path_begun
from strata.membership.plain import plain_sql
from strata.membership.returns import back, started
from strata.membership.tree import NO_LIBRARY, Library, count_accounts, in_play, members, unmatched
from strata.membership.windows import end_of_data, event_bounds, window_bounds

__all__ = [
    "NO_LIBRARY",
    "Library",
    "back",
    "column",
    "count_accounts",
    "end_of_data",
    "event_bounds",
    "funnel_steps",
    "in_play",
    "leaf",
    "members",
    "path_around",
    "path_begun",
    "plain_sql",
    "started",
    "unmatched",
    "window_bounds",
]
