"""Sets of users as bits that stand account by account, so that many sets are summed by account in one go.

Eight users share a lane, one byte. A company of up to eight users has a lane to itself, a larger one several; people
without an account come last. How many of a company's users are in a set is then the number of ones in a byte, and how
many companies are alike in all that matters is counted in bins: the statistics need no more of them than that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.warehouse import Warehouse

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

USERS = 8
"""Users to a lane."""


MOST_AT_ONCE = 150_000
"""Lanes that are counted in one go: as much as the processor holds near; with far more, threads wait for memory."""


class Part(NamedTuple):
    """Many sets of users, one after the other, in a part of the lanes.

    Attributes:
        lane: The lanes that hold any of a set, ascending within it.
        users: Which users of those lanes are in it.
        starts: Where each set begins, and where the last one ends.
    """

    lane: NDArray[np.int32]
    users: Bytes
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, sets: Sequence[tuple[NDArray[np.int32], Bytes]]) -> Self:
        """The lanes and users of each set."""
        starts = np.cumsum([0, *(len(lane) for lane, _ in sets)])
        lanes, users = zip(*sets, strict=True) if sets else ((), ())
        none = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8)
        return cls(np.concatenate([none[0], *lanes]), np.concatenate([none[1], *users]), starts)

    def one(self, place: int) -> tuple[NDArray[np.int32], Bytes]:
        """The lanes and users of one set."""
        inside = slice(self.starts[place], self.starts[place + 1])
        return self.lane[inside], self.users[inside]

    def stretches(self) -> Iterator[slice]:
        """The places of sets that are counted in one go."""
        first, n_sets = 0, len(self.starts) - 1
        while first < n_sets:
            last = int(np.searchsorted(self.starts, self.starts[first] + MOST_AT_ONCE, side="right")) - 1
            yield slice(first, max(last, first + 1))
            first = max(last, first + 1)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.lane.nbytes + self.users.nbytes


class Marks(NamedTuple):
    """Many sets of users in the lanes: of small accounts, of large ones, of people without one."""

    small: Part
    large: Part
    lone: Part

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many users each set has."""
        n_sets = len(self.small.starts) - 1
        return np.asarray(
            sum(_per_set(np.bitwise_count(part.users), part.starts, n_sets) for part in self), dtype=np.int64
        )

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(part.nbytes for part in self)


@dataclass(frozen=True, eq=False)
class Lanes:
    """Where users stand.

    Attributes:
        warehouse: Whose users they are.
        account: The account of each lane but those of people without one.
        n_small: How many lanes, from the first on, are a whole account.
        user: The user at each place of all lanes, one past the last user where there is none.
    """

    warehouse: Warehouse
    account: NDArray[np.intp]
    n_small: int
    user: NDArray[np.intp]

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
        account, n_users = warehouse.account_of_user, warehouse.n_users
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
        total = int(n_lanes.sum())
        user = np.full((total + -(-len(lone) // USERS)) * USERS, n_users)
        user[first[mine] * USERS + within] = known
        user[total * USERS : total * USERS + len(lone)] = lone
        return cls(warehouse, np.repeat(order, n_lanes[order]), int((n_lanes == 1).sum()), user)

    def whole(self, users: int) -> Bytes:
        """A set of users in all lanes."""
        flags = np.append(self.warehouse.user_flags(users), False)
        return np.packbits(flags[self.user])

    def marks(self, sets: Iterable[int]) -> Marks:
        """Sets of users in the lanes that hold any."""
        parts: tuple[list[tuple[NDArray[np.int32], Bytes]], ...] = ([], [], [])
        for users in sets:
            whole = self.whole(users)
            lane = np.flatnonzero(whole).astype(np.int32)
            borders = np.searchsorted(lane, (self.n_small, len(self.account)))
            for part, inside in zip(parts, np.split(lane, borders), strict=True):
                part.append((inside, whole[inside]))
        return Marks(*map(Part.of, parts))

    def times(self, marks: Marks) -> NDArray[np.int32]:
        """In how many of the sets each user is."""
        times = np.zeros((len(self.user) // USERS, USERS), dtype=np.int32)
        for part in marks:
            for place in range(len(part.starts) - 1):
                lane, users = part.one(place)
                times[lane] += np.unpackbits(users).reshape(-1, USERS)
        found = np.zeros(self.warehouse.n_users + 1, dtype=np.int32)  # the last is for places that nobody has
        found[self.user] = times.reshape(-1)
        return found[:-1]

    @cached_property
    def large(self) -> NDArray[np.intp]:
        """The accounts of more than one lane."""
        return np.unique(self.account[self.n_small :])

    @cached_property
    def large_of_lane(self) -> NDArray[np.intp]:
        """Of every lane from `n_small` on that has an account, its account's place among the large."""
        return np.searchsorted(self.large, self.account[self.n_small :])

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 2 * self.account.nbytes + self.user.nbytes


def _per_set(numbers: Bytes, starts: NDArray[np.intp], n_sets: int) -> Floats:
    """The sum of the numbers of each set."""
    return np.bincount(np.repeat(np.arange(n_sets), np.diff(starts)), numbers, n_sets).astype(np.float64, copy=False)
