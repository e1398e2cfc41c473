"""How many users of a set are in each of several groups, account by account: what shares of any set are made of.

What a user did is one small number per user, which does not depend on segments; it is read once and kept. A set of
users is then counted in memory, and everyone else is everyone without them, so that an edit of one segment asks the
database nothing that it has said before.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.warehouse import Roll, Warehouse

Counts = NDArray[np.integer[Any]]
PerUser = NDArray[Any]
Flags = NDArray[np.bool_]
Ids = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Tally:
    """Users counted by group; a user may be in several groups.

    Attributes:
        counts: One row per group, one column per account.
        lone: Per group its users without an account.
    """

    counts: Counts
    lone: Counts

    @classmethod
    def of_classes(cls, accounts: PerUser, classes: PerUser, n_classes: int, *, n_accounts: int) -> Self:
        """Users, given their accounts (-1 for none), by the one class each is in, a number from 0."""
        width = n_accounts + 1
        keys = classes.astype(np.intp) * width + accounts + 1
        found = np.bincount(keys, minlength=n_classes * width).astype(np.int32).reshape(n_classes, width)
        return cls(found[:, 1:], found[:, 0])

    @classmethod
    def of_sets(cls, accounts: PerUser, sets: Iterable[Flags], *, n_sets: int, n_accounts: int) -> Self:
        """Users, given their accounts (-1 for none), by the sets each is in."""
        counts, lone = np.empty((n_sets, n_accounts), dtype=np.int32), np.empty(n_sets, dtype=np.int32)
        for place, flags in enumerate(sets):
            found = np.bincount(accounts[flags] + 1, minlength=n_accounts + 1)
            lone[place], counts[place] = found[0], found[1:]
        return cls(counts, lone)

    @classmethod
    def of_nobody(cls, n_groups: int, n_accounts: int, dtype: np.dtype[Any]) -> Self:
        """Nobody in any group; counts as large as `dtype` holds."""
        return cls(np.zeros((n_groups, n_accounts), dtype), np.zeros(n_groups, dtype=np.intp))

    @classmethod
    def stacked(cls, *tallies: "Tally") -> Self:
        """The groups of several tallies of the same users, one after the other."""
        return cls(np.concatenate([each.counts for each in tallies]), np.concatenate([each.lone for each in tallies]))

    @property
    def at_least(self) -> Self:
        """The users of each class or a higher one."""
        return type(self)(_summed_from_above(self.counts), _summed_from_above(self.lone))

    @property
    def whole(self) -> Self:
        """All groups as one, where every user is in one of them."""
        return type(self)(self.counts.sum(axis=0, keepdims=True, dtype=np.int32), self.lone.sum(keepdims=True))

    def without(self, part: "Tally") -> Self:
        """The users who are not in a part of these."""
        return type(self)(self.counts - part.counts, self.lone - part.lone)

    def changed(self, came: "Users", more: "Tally", left: "Users", less: "Tally") -> Self:
        """The same with users who came and without those who left, who were tallied by themselves."""
        counts = self.counts.copy()
        counts[:, came.accounts] += more.counts.astype(counts.dtype)
        counts[:, left.accounts] -= less.counts.astype(counts.dtype)
        return type(self)(counts, self.lone + more.lone - less.lone)

    def n(self, group: int) -> int:
        """Users in a group."""
        return int(self.counts[group].sum()) + int(self.lone[group])

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.counts.nbytes + self.lone.nbytes


class Users(NamedTuple):
    """Some users, account by account, those without an account last.

    Attributes:
        ids: Who they are.
        accounts: The accounts that any of them belongs to.
        bounds: Where the users of each account begin, and where those without one do.
    """

    ids: Ids
    accounts: Ids
    bounds: Ids

    @classmethod
    def of(cls, roll: Roll, flags: Flags) -> Self:
        """The users whose flag, by user id, is set."""
        places = np.sort(roll.place[np.flatnonzero(flags)])
        account = roll.account[places[: np.searchsorted(places, len(roll.account))]]
        ends = np.flatnonzero(np.diff(account, append=-1)) + 1
        return cls(roll.order[places], account[ends - 1], np.append(0, ends))

    def by_class(self, classes: PerUser, n_classes: int) -> Tally:
        """A tally by the one class each is in, a number from 0, or -1 for none; its columns are their accounts."""
        width = len(self.bounds)
        column = np.repeat(np.arange(width), np.diff(self.bounds, append=len(self.ids)))
        keys = (classes.astype(np.intp) * width + column)[classes >= 0]
        found = np.bincount(keys, minlength=n_classes * width).reshape(n_classes, width)
        return Tally(found[:, :-1], found[:, -1])

    def by_set(self, sets: Iterable[Flags]) -> Tally:
        """A tally by the sets each is in; its columns are their accounts."""
        sums = np.zeros(len(self.ids) + 1, dtype=np.int32)
        rows = []
        for flags in sets:
            np.cumsum(flags, dtype=sums.dtype, out=sums[1:])
            rows.append(np.diff(sums[self.bounds], append=sums[-1]))
        found = np.array(rows)
        return Tally(found[:, :-1], found[:, -1])


def tallied(warehouse: Warehouse, key: Hashable, users: int, count: Callable[[Ids], Tally]) -> Tally:
    """The tally of a set of users who are counted, remembered; `count` makes it from their ids, account by account."""
    known: Tally | None = warehouse.digests.get((key, users))
    if known is not None:
        return known
    everyone = warehouse.population
    if users != everyone and 2 * users.bit_count() > everyone.bit_count():
        others = tallied(warehouse, key, everyone & ~users, count)
        found = tallied(warehouse, key, everyone, count).without(others)
    else:
        order = _by_account(warehouse)
        found = count(order[warehouse.user_flags(users)[order]])
    warehouse.digests.put((key, users), found)
    return found


def _by_account(warehouse: Warehouse) -> Ids:
    """All users account by account, remembered: counts are then added up where memory was just read."""
    order: Ids | None = warehouse.digests.get("by account")
    if order is None:
        order = np.argsort(warehouse.account_of_user, kind="stable")
        warehouse.digests.put("by account", order)
    return order


def _summed_from_above(counts: Counts) -> Counts:
    return np.asarray(np.cumsum(counts[::-1], axis=0, dtype=np.int32)[::-1])
