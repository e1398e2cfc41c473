"""Sets of users as bits that stand account by account, so that many sets are summed by account in one go.

Eight users share a lane, one byte. A company of up to eight users has a lane to itself, a larger one several; people
without an account come last. How many of a company's users are in a set is then the number of ones in a byte.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from strata.analysis.threads import of_each
from strata.analysis.turning import by_user, turned
from strata.stats.alike import Tallied
from strata.warehouse import Warehouse

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Ids = NDArray[np.intp]

USERS = 8
"""Users to a lane."""
LANES_AT_ONCE = 2048
"""Lanes that are laid out in one go: what the processor holds near."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Many sets of users in the lanes that hold any, lane by lane.

    Attributes:
        starts: Where what is known of each lane begins, and where that of the last one ends.
        place: Which sets have users there, ascending within a lane.
        users: Which users of the lane those are.
        others: Who is in the sets that these are held against; the very same array where those are the same sets.
        n_sets: How many sets there are.
    """

    starts: NDArray[np.integer[Any]]
    place: NDArray[np.integer[Any]]
    users: Bytes
    others: Bytes
    n_sets: int

    def beside(self, others: "Marks") -> "Marks":
        """The same held against other sets, one for each."""
        if others is self:
            return self
        shape = len(self.starts) - 1, self.n_sets
        low, high = (
            csr_array((each.users.astype(np.uint16), each.place, each.starts), shape=shape) for each in (self, others)
        )
        both = low + high * np.uint16(256)
        users, theirs = both.data.astype(np.uint8), (both.data >> 8).astype(np.uint8)
        return Marks(both.indptr, both.indices, users, theirs, self.n_sets)

    def take(self, lanes: Ids) -> "Marks":
        """The sets in some of the lanes."""
        starts, n = self.starts[lanes], np.diff(self.starts)[lanes]
        ends = np.cumsum(n)
        inside = np.repeat(starts - ends + n, n) + np.arange(ends[-1] if len(ends) else 0)
        users = self.users[inside]
        others = users if self.others is self.users else self.others[inside]
        return Marks(np.append(0, ends), self.place[inside], users, others, self.n_sets)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many users each set has."""
        return np.bincount(self.place, np.bitwise_count(self.users), self.n_sets).astype(np.int64)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        others = 0 if self.others is self.users else self.others.nbytes
        return self.starts.nbytes + self.place.nbytes + self.users.nbytes + others


@dataclass(frozen=True, eq=False)
class Lanes:
    """Where users stand.

    Attributes:
        warehouse: Whose users they are.
        account: The account of each lane, -1 of people without one, who come last.
        n_small: How many lanes, from the first on, are a whole account.
        n_known: How many lanes, from the first on, have an account.
        place: The place of each user in all lanes.
    """

    warehouse: Warehouse
    account: NDArray[np.int32]
    n_small: int
    n_known: int
    place: NDArray[np.int32]

    @classmethod
    def of(cls, warehouse: Warehouse) -> Self:
        """The lanes of a warehouse, remembered."""
        found: Self | None = warehouse.digests.get("lanes")
        if found is None:
            found = cls._made(warehouse)
            warehouse.digests.put("lanes", found)
        return found

    @classmethod
    def _made(cls, warehouse: Warehouse) -> Self:
        account = warehouse.account_of_user
        lone = np.flatnonzero(account < 0)
        known = np.flatnonzero(account >= 0)
        size = np.bincount(account[known], minlength=warehouse.catalog.n_accounts)
        n_lanes = -(-size // USERS)
        order = np.argsort(n_lanes > 1, kind="stable")  # accounts of one lane first
        first = np.empty_like(order)
        first[order] = np.cumsum(n_lanes[order]) - n_lanes[order]
        known = known[np.argsort(account[known], kind="stable")]
        mine = account[known]
        within = np.arange(len(known)) - (np.cumsum(size) - size)[mine]
        n_known = int(n_lanes.sum())
        place = np.empty(len(account), dtype=np.int32)
        place[known] = first[mine] * USERS + within
        place[lone] = n_known * USERS + np.arange(len(lone))
        of_lane = np.append(np.repeat(order, n_lanes[order]), np.full(-(-len(lone) // USERS), -1)).astype(np.int32)
        return cls(warehouse, of_lane, int((n_lanes == 1).sum()), n_known, place)

    def whole(self, users: int) -> Bytes:
        """A set of users in all lanes."""
        flags = np.zeros(len(self.account) * USERS, dtype=np.bool_)
        flags[self.place[np.flatnonzero(self.warehouse.user_flags(users))]] = True
        return np.packbits(flags)

    def marks(self, sets: Sequence[int]) -> Marks:
        """Sets of users in the lanes that hold any."""
        n_users, n_sets = len(self.place), len(sets)
        users = np.full((len(self.account), USERS), n_users, dtype=np.int32)
        users.ravel()[self.place] = np.arange(n_users)
        pieces = [users[first : first + LANES_AT_ONCE] for first in range(0, max(len(users), 1), LANES_AT_ONCE)]
        laid = of_each(partial(_laid, by_user(sets, n_users), n_sets), pieces)
        n, place, inside = (np.concatenate(each) for each in zip(*laid, strict=True))
        return Marks(np.append(0, np.cumsum(n)), place, inside, inside, n_sets)

    def tallied(self, sets: Iterable[Bytes], group: Bytes) -> Tallied:
        """The users of a group in each of some sets, by account; only of accounts that have anyone of the group."""
        lanes = np.flatnonzero(group)
        n_small, n_known = np.searchsorted(lanes, (self.n_small, self.n_known)).tolist()
        first = np.flatnonzero(np.diff(self.account[lanes[n_small:n_known]], prepend=-1))
        users = [np.bitwise_count(each[lanes] & group[lanes]) for each in sets]
        large = [np.add.reduceat(each[n_small:n_known], first, dtype=np.int32) for each in users]
        counts = [np.append(each[:n_small], of_large) for each, of_large in zip(users, large, strict=True)]
        return Tallied(counts, np.array([each[n_known:].sum(dtype=np.int64) for each in users]))

    def with_their_accounts(self, lanes: Ids) -> Ids:
        """All lanes of the accounts that have these; people without an account count as one."""
        is_asked = np.zeros(self.warehouse.catalog.n_accounts + 1, dtype=np.bool_)
        is_asked[self.account[lanes]] = True
        return np.flatnonzero(is_asked[self.account])

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.account.nbytes + self.place.nbytes


def _laid(sets_of: Bytes, n_sets: int, users: NDArray[np.int32]) -> tuple[Ids, NDArray[np.integer[Any]], Bytes]:
    """Of some lanes the number of sets that have users there, the places of those sets, and which users those are."""
    marks = turned(np.take(sets_of, users, axis=0).swapaxes(1, 2)).reshape(len(users), -1)[:, :n_sets]
    is_any = marks != 0
    inside = np.flatnonzero(is_any)
    place = (inside % max(n_sets, 1)).astype(np.min_scalar_type(n_sets))
    return np.count_nonzero(is_any, axis=1), place, marks.ravel()[inside]
