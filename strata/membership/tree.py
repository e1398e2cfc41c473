"""Segment trees -> sets of users: one question per condition, then bit operations."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

import numpy as np

from strata.errors import SegmentError
from strata.membership.leaves import leaf
from strata.membership.windows import end_of_data
from strata.model.attributes import Catalog, listed, unknown
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
    Segment,
    SegmentCondition,
    SequenceCondition,
    leaves,
)
from strata.warehouse import Leaf, Members, Query, Warehouse


@dataclass(frozen=True, slots=True)
class Library:
    """Saved segments by name, for conditions that refer to one another."""

    segments: Mapping[str, Segment] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    """The names being resolved now, outermost first."""

    def enter(self, name: str) -> tuple[Segment, "Library"]:
        """The segment called `name` and the library to resolve what it refers to.

        Raises:
            SegmentError: unknown, or it refers back to itself.
        """
        if name not in self.segments:
            raise SegmentError(unknown("segment", name, self.segments))
        if name in self.open:
            circle = listed((*self.open, name))
            raise SegmentError(f"The segments {circle} refer to one another in a circle: take one reference out.")
        return self.segments[name], Library(self.segments, (*self.open, name))

    def reachable(self, *nodes: Node) -> dict[str, Segment]:
        """The segments that trees refer to, and those that these refer to in turn; unknown names are left out."""
        found: dict[str, Segment] = {}
        waiting = list(nodes)
        while waiting:
            named = {leaf.segment for leaf in leaves(waiting.pop()) if isinstance(leaf, SegmentCondition)}
            new = {name: self.segments[name] for name in sorted(named - found.keys()) if name in self.segments}
            found |= new
            waiting += [segment.where for segment in new.values()]
        return found


NO_LIBRARY = Library()
FEW = 5
"""A fifth of all users and fewer are few: reading only their events is then faster than reading everyone's."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """What a tree is resolved against: a warehouse, saved segments, and whether members are users or accounts."""

    warehouse: Warehouse
    library: Library = NO_LIBRARY
    of: Of = "users"
    as_of: date | None = None
    """The day at whose end the data are looked at; None is the last one they reach."""

    def members(self, node: Node) -> int:
        """The set of users who meet a tree."""
        match node:
            case All(children):
                return self._all(children)
            case AnyOf(children):
                return reduce(or_, map(self.members, children), 0)
            case Not(child):
                return self.whole & ~self.members(child)
            case LifecycleCondition(stage):
                return self.members(LIFECYCLE[stage])
            case AccountCondition():
                return self._in_accounts(node)
            case SegmentCondition(name):
                segment, inner = self.library.enter(name)
                return self.widened(replace(self, library=inner, of=segment.of).members(segment.where))
            case EventCondition(did=False) | ResponseCondition(answered=False):
                return self.whole & ~self.widened(self.warehouse.members(leaf(node, self.catalog)))
            case _:
                return self.whole & self.widened(self.warehouse.members(leaf(node, self.catalog)))

    def _all(self, children: tuple[Node, ...]) -> int:
        """The users who meet every child.

        A sequence reads every occurrence of two events, which takes longer than all else, so sequences come last
        and are asked of the users who are left if those are few.
        """
        others = (child for child in children if not isinstance(child, SequenceCondition))
        left = reduce(and_, map(self.members, others), self.whole)
        for child in children:
            if isinstance(child, SequenceCondition):
                is_few = self.of == "users" and FEW * left.bit_count() <= self.warehouse.n_users
                left &= self.warehouse.members(leaf(child, self.catalog), left) if is_few else self.members(child)
        return left

    @property
    def catalog(self) -> Catalog:
        """Every name a tree may use, as seen from the day."""
        known = self.warehouse.catalog
        return known.seen_from(self.as_of) if self.as_of else known

    @property
    def whole(self) -> int:
        """Everyone a tree chooses from: all users, or all who have an account."""
        everyone = self.warehouse.members(_joined(self.catalog)) if self.catalog.is_past else self.warehouse.everyone
        return everyone if self.of == "users" else self.widened(everyone)

    def widened(self, users: int) -> int:
        """The users themselves, or everyone in their accounts where accounts are the members."""
        return users if self.of == "users" else _whole_accounts(self.warehouse, users, np.array(1.0))

    def _in_accounts(self, node: AccountCondition) -> int:
        warehouse = self.warehouse
        inside = replace(self, of="users").members(node.where) & warehouse.population
        least: np.ndarray = np.array(float(node.users_at_least or 1))
        if node.percent_at_least is not None:
            least = np.maximum(_per_account(warehouse, warehouse.population) * node.percent_at_least / 100, 1e-9)
        return _whole_accounts(warehouse, inside, least)


def members(
    warehouse: Warehouse,
    node: Node,
    library: Library = NO_LIBRARY,
    *,
    of: Of = "users",
    as_of: date | None = None,
) -> int:
    """The set of users who meet a tree, internal users included; with `as_of`, who met it at the end of that day.

    What is known of the past is what happened with its time: events, answers, tickets, subscriptions. Attributes
    are always those of today.

    Raises:
        SegmentError: the tree names something the warehouse does not have, or compares the wrong type.
    """
    return Resolver(warehouse, library, of, as_of).members(node)


def in_play(warehouse: Warehouse, segments: tuple[Segment, ...], library: Library = NO_LIBRARY) -> Members:
    """The sets of users of several segments, among everyone who is counted."""
    sets = (members(warehouse, segment.where, library, of=segment.of) for segment in segments)
    return Members(warehouse.population, tuple(sets))


class _Counted(NamedTuple):
    """A number that is remembered."""

    n: int

    @property
    def nbytes(self) -> int:
        """Memory it takes, with its key."""
        return 200_000


def count_accounts(warehouse: Warehouse, users: int) -> int:
    """How many accounts the users belong to, remembered per set of users."""
    key = ("accounts", users)
    counted = warehouse.digests.get(key)
    if counted is None:
        counted = _Counted(_count_accounts(warehouse, users))
        warehouse.digests.put(key, counted)
    return int(counted.n)


def _count_accounts(warehouse: Warehouse, users: int) -> int:
    accounts = warehouse.account_of_user
    is_inside = np.zeros(int(accounts.max(initial=-1)) + 2, dtype=bool)
    is_inside[accounts[warehouse.user_flags(users)]] = True
    return int(np.count_nonzero(is_inside[:-1]))  # the last place is that of users without an account


def unmatched(warehouse: Warehouse, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the source's user ids that the warehouse does not know, in the order given."""
    distinct = tuple(dict.fromkeys(keys))
    known = set(warehouse.run(Query("reports/known_users", (("keys", distinct),)))["user_key"]) if distinct else set()
    return tuple(key for key in distinct if key not in known)


def _joined(catalog: Catalog) -> Leaf:
    sql = "select user_id from users where joined_at is null or joined_at < $horizon"
    return Leaf(sql, (("horizon", end_of_data(catalog)),))


def _per_account(warehouse: Warehouse, users: int) -> np.ndarray:
    accounts = warehouse.account_of_user
    inside = accounts[warehouse.user_flags(users)]
    return np.bincount(inside[inside >= 0], minlength=int(accounts.max(initial=-1)) + 1)


def _whole_accounts(warehouse: Warehouse, users: int, least: np.ndarray) -> int:
    """All users of the accounts that have at least so many of `users`; `least` is one number, or one per account."""
    enough = np.append(_per_account(warehouse, users) >= least, False)
    return warehouse.user_set(enough[warehouse.account_of_user])
