"""Sets of users as bits that stand account by account, so that many sets are summed by account in one go.

Eight users share a lane, one byte. A company of up to eight users has a lane to itself, a larger one several; people
without an account come last. How many of a company's users are in a set is then the number of ones in a byte, and how
many companies are alike in all that matters is counted in bins: the statistics need no more of them than that.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from os import cpu_count
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats import Crowd
from strata.stats.shares import Hits, SharedHits
from strata.stats.sums import dot
from strata.warehouse import Warehouse

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

USERS = 8
"""Users to a lane."""
COUNTS = USERS + 1
"""A lane holds none of a set, or one, up to all of them."""
BINS = np.array(list(product(range(COUNTS), repeat=4)), dtype=np.float64).T
"""Of every bin: how many of an account's users are in the first group and in the second, and did it there and there."""


class Marked(NamedTuple):
    """A set of users: which lanes hold any, ascending, and which users of each."""

    lane: NDArray[np.int32]
    users: Bytes

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.lane.nbytes + self.users.nbytes


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

    def marked(self, users: int) -> Marked:
        """A set of users in the lanes that hold any."""
        whole = self.whole(users)
        lane = np.flatnonzero(whole)
        return Marked(lane.astype(np.int32), whole[lane])

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


@dataclass(frozen=True, eq=False)
class Side:
    """A group in the lanes, and what its accounts weigh."""

    lanes: Lanes
    crowd: Crowd
    whole: Bytes

    @classmethod
    def of(cls, lanes: Lanes, users: int) -> Self:
        """The users of a set."""
        warehouse, size = lanes.warehouse, lanes.warehouse.catalog.n_accounts
        accounts = warehouse.account_of_user[warehouse.user_flags(users)]
        inside = accounts[accounts >= 0]
        per_account = np.bincount(inside, minlength=size).astype(np.float64)
        return cls(lanes, Crowd.of(per_account, n_lone=float(len(accounts) - len(inside))), lanes.whole(users))

    @cached_property
    def counts(self) -> Bytes:
        """How many of its users the small accounts have."""
        return np.bitwise_count(self.whole[: self.lanes.n_small])

    @cached_property
    def scales(self) -> Floats:
        """The scale of a small account by how many of the group's users it has."""
        found = np.zeros(COUNTS)
        found[self.counts] = self.crowd.scale[self.lanes.account[: self.lanes.n_small]]
        return found

    @cached_property
    def large_scales(self) -> Floats:
        """The scales of the large accounts."""
        return self.crowd.scale[self.lanes.large]

    @cached_property
    def large_weights(self) -> Floats:
        """How many of its users the large accounts have, times their scales."""
        return self.large_scales * self.crowd.accounts[self.lanes.large]


def counted(one: Side, other: Side, marked: Sequence[tuple[Marked, Marked]]) -> tuple[Hits, Hits, SharedHits]:
    """Who of two groups is in pairs of sets: of the first group in the first set, of the second in the second."""
    counting = _Counting.of(one, other)
    workers = cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        rows = list(pool.map(counting.row, marked))
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 12).T
    return Hits(*table[:4]), Hits(*table[4:8]), SharedHits(*table[8:])


@dataclass(frozen=True, eq=False)
class _Counting:
    """Two groups laid over one another, ready to be counted in many sets.

    Attributes:
        one, other: The groups.
        packed: Per lane the bin of its account, then the users of the second group in it, then those of the first.
        sums: What an account in a bin adds to each sum.
    """

    one: Side
    other: Side
    packed: NDArray[np.integer]
    sums: Floats

    @classmethod
    def of(cls, one: Side, other: Side) -> Self:
        packed = (other.whole.astype(np.uint32) << 8) | one.whole
        bins = (one.counts.astype(np.uint32) * COUNTS + other.counts) * COUNTS**2
        packed[: one.lanes.n_small] |= bins << 16
        mine, theirs, hits, other_hits = BINS
        s, z = one.scales[mine.astype(int)], other.scales[theirs.astype(int)]
        y, x = s * hits, z * other_hits
        sums = (hits, y * y, y * s * mine, other_hits, x * x, x * z * theirs, y * x, y * z * theirs, s * mine * x)
        return cls(one, other, packed, np.array(sums))

    def row(self, marked: tuple[Marked, Marked]) -> tuple[float, ...]:
        """The sums of Hits of both groups and of SharedHits, one after the other."""
        lane, ones, others = _aligned(*marked)
        packed = np.take(self.packed, lane, mode="clip")
        mine = ones & packed.astype(np.uint8)
        theirs = others & (packed >> 8).astype(np.uint8)
        small, known = np.searchsorted(lane, (self.one.lanes.n_small, len(self.one.lanes.account)))
        of_small = self._small(packed[:small], mine[:small], theirs[:small])
        of_large = self._large(lane[small:known], mine[small:known], theirs[small:known])
        total, squares, products, other_total, *others_sums = (of_small + of_large).tolist()
        lone, other_lone, both_lone = (
            int(np.bitwise_count(each[known:]).sum()) for each in (mine, theirs, mine & theirs)
        )
        return (
            *(total + lone, lone, squares, products),
            *(other_total + other_lone, other_lone, *others_sums[:2]),
            *(*others_sums[2:], both_lone),
        )

    def _small(self, packed: NDArray[np.integer], mine: Bytes, theirs: Bytes) -> Floats:
        bins = packed >> 16
        bins += np.bitwise_count(mine) * np.uint8(COUNTS)
        bins += np.bitwise_count(theirs)
        found = np.bincount(bins, minlength=COUNTS**4)
        used = np.flatnonzero(found)
        return np.asarray(np.einsum("kb,b->k", self.sums[:, used], found[used]))

    def _large(self, lane: NDArray[np.int32], mine: Bytes, theirs: Bytes) -> Floats:
        one, other = self.one, self.other
        place = np.take(one.lanes.large_of_lane, lane - one.lanes.n_small)
        size = len(one.lanes.large)
        hits, others = (np.bincount(place, np.bitwise_count(each), size) for each in (mine, theirs))
        y, x = one.large_scales * hits, other.large_scales * others
        v, w = one.large_weights, other.large_weights
        return np.array(
            [hits.sum(), dot(y, y), dot(y, v), others.sum(), dot(x, x), dot(x, w), dot(y, x), dot(y, w), dot(v, x)]
        )


def _aligned(one: Marked, other: Marked) -> tuple[NDArray[np.int32], Bytes, Bytes]:
    """Two sets in the lanes that hold any of either."""
    if one is other:
        return one.lane, one.users, one.users
    lane = np.union1d(one.lane, other.lane)
    return lane, _spread(one, lane), _spread(other, lane)


def _spread(marked: Marked, lane: NDArray[np.int32]) -> Bytes:
    """A set of users in these lanes, which are its own and others."""
    users = np.zeros(len(lane), dtype=np.uint8)
    users[np.searchsorted(lane, marked.lane)] = marked.users
    return users
