"""Sets of users as bits that stand account by account, so that many sets are summed by account in one go.

Eight users share a lane, one byte. A company of up to eight users has a lane to itself, a larger one several; people
without an account come last. How many of a company's users are in a set is then the number of ones in a byte, and how
many companies are alike in all that matters is counted in bins: the statistics need no more of them than that.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats import Crowd
from strata.stats.shares import Hits, SharedHits
from strata.warehouse import Warehouse

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

USERS = 8
"""Users to a lane."""
COUNTS = USERS + 1
"""A lane holds none of a set, or one, up to all of them."""
N_BINS = COUNTS**4
BINS = np.array(list(product(range(COUNTS), repeat=4)), dtype=np.float64).T
"""Of every bin: how many of an account's users are in the first group and in the second, and did it there and there."""


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


@dataclass(frozen=True, eq=False)
class Side:
    """A group in the lanes, and what its accounts weigh."""

    lanes: Lanes
    crowd: Crowd
    whole: Bytes

    @classmethod
    def of(cls, lanes: Lanes, users: int, everyone: int) -> Self:
        """The users of a set among everyone who is asked about, remembered; most of them are all but the others."""
        kept, key = lanes.warehouse.digests, ("side", users)
        found: Self | None = kept.get(key)
        if found is None:
            is_most = users != everyone and 2 * users.bit_count() > everyone.bit_count()
            found = cls._without(lanes, users, everyone) if is_most else cls._made(lanes, users)
            kept.put(key, found)
        return found

    @classmethod
    def _without(cls, lanes: Lanes, users: int, everyone: int) -> Self:
        whole, less = cls.of(lanes, everyone, everyone), cls.of(lanes, everyone & ~users, everyone)
        return cls(lanes, whole.crowd.without(less.crowd), whole.whole & ~less.whole)

    @classmethod
    def _made(cls, lanes: Lanes, users: int) -> Self:
        warehouse, size = lanes.warehouse, lanes.warehouse.catalog.n_accounts
        accounts = warehouse.account_of_user[warehouse.user_flags(users)]
        inside = accounts[accounts >= 0]
        per_account = np.bincount(inside, minlength=size).astype(np.float64)
        return cls(lanes, Crowd.of(per_account, n_lone=float(len(accounts) - len(inside))), lanes.whole(users))

    @property
    def nbytes(self) -> int:
        """Memory it takes, with what is made of it later."""
        return 2 * self.crowd.nbytes + 2 * self.whole.nbytes

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


def counted(one: Side, other: Side, marks: Marks, other_marks: Marks) -> tuple[Hits, Hits, SharedHits]:
    """Who of two groups is in pairs of sets: of the first group in the first set, of the second in the second."""
    counting = _Counting.of(one, other)
    work = (
        (counting.small, _beside(marks.small, other_marks.small)),
        (counting.large, _beside(marks.large, other_marks.large)),
    )
    with ThreadPoolExecutor() as pool:
        small, large = (
            np.concatenate([np.zeros((0, 9)), *pool.map(count, map(partial(_stretch, pair), pair.own.stretches()))])
            for count, pair in work
        )
    alone = _beside(marks.lone, other_marks.lone)
    lone = counting.lone(_stretch(alone, slice(0, len(alone.own.starts) - 1)))
    sums = (small + large).T
    total, squares, products, other_total, other_squares, other_products, both, first, second = sums
    mine = Hits(total + lone[0], lone[0], squares, products)
    theirs = Hits(other_total + lone[1], lone[1], other_squares, other_products)
    return mine, theirs, SharedHits(both, first, second, lone[2])


class _Both(NamedTuple):
    """Two sets for each thing, in the lanes that hold any of either: `others` are the users in the second sets."""

    own: Part
    others: Bytes


def _per_set(numbers: Bytes, starts: NDArray[np.intp], n_sets: int) -> Floats:
    """The sum of the numbers of each set."""
    return np.bincount(np.repeat(np.arange(n_sets), np.diff(starts)), numbers, n_sets).astype(np.float64, copy=False)


def _beside(one: Part, other: Part) -> _Both:
    if one is other:
        return _Both(one, one.users)
    aligned = []
    for place in range(len(one.starts) - 1):
        (lane, users), (other_lane, other_users) = one.one(place), other.one(place)
        both = np.union1d(lane, other_lane)
        aligned.append((both, _spread(lane, users, both), _spread(other_lane, other_users, both)))
    own = Part.of([(lane, users) for lane, users, _ in aligned])
    return _Both(own, Part.of([(lane, users) for lane, _, users in aligned]).users)


def _spread(lane: NDArray[np.int32], users: Bytes, lanes: NDArray[np.int32]) -> Bytes:
    """A set of users in these lanes, which are its own and others."""
    found = np.zeros(len(lanes), dtype=np.uint8)
    found[np.searchsorted(lanes, lane)] = users
    return found


class _Stretch(NamedTuple):
    """Some sets at once: the lanes, the users of both sets in them, and which set each lane is of, from 0."""

    lane: NDArray[np.int32]
    users: Bytes
    others: Bytes
    place: NDArray[np.int32]
    n_sets: int


def _stretch(both: _Both, places: slice) -> _Stretch:
    """The sets at some places."""
    starts = both.own.starts[places.start : places.stop + 1]
    inside, n_sets = slice(starts[0], starts[-1]), len(starts) - 1
    place = np.repeat(np.arange(n_sets, dtype=np.int32), np.diff(starts))
    return _Stretch(both.own.lane[inside], both.own.users[inside], both.others[inside], place, n_sets)


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

    def small(self, sets: _Stretch) -> Floats:
        """The nine sums over small accounts."""
        packed, mine, theirs = self._inside(sets)
        bins = (packed >> 16).astype(np.int32)
        bins += np.bitwise_count(mine) * np.uint8(COUNTS)
        bins += np.bitwise_count(theirs)
        bins += sets.place * np.int32(N_BINS)
        found = np.bincount(bins, minlength=N_BINS * sets.n_sets).reshape(sets.n_sets, N_BINS)
        used = np.flatnonzero(found.any(axis=0))
        return np.asarray(np.einsum("nb,kb->nk", found[:, used], self.sums[:, used]))

    def large(self, sets: _Stretch) -> Floats:
        """The nine sums over large accounts."""
        _, mine, theirs = self._inside(sets)
        one, other, size = self.one, self.other, len(self.one.lanes.large)
        place = np.take(one.lanes.large_of_lane, sets.lane - one.lanes.n_small, mode="clip") + sets.place * size
        hits, others = (
            np.bincount(place, np.bitwise_count(each), size * sets.n_sets).reshape(sets.n_sets, size)
            for each in (mine, theirs)
        )
        y, x = one.large_scales * hits, other.large_scales * others
        v, w = one.large_weights, other.large_weights
        rows = (
            hits.sum(axis=1),
            _rows(y, y),
            _times(y, v),
            others.sum(axis=1),
            _rows(x, x),
            _times(x, w),
            _rows(y, x),
            _times(y, w),
            _times(x, v),
        )
        return np.array(rows).T

    def lone(self, sets: _Stretch) -> Floats:
        """How many people without an account of the first group, of the second, and of both."""
        _, mine, theirs = self._inside(sets)
        return np.array(
            [np.bincount(sets.place, np.bitwise_count(each), sets.n_sets) for each in (mine, theirs, mine & theirs)]
        )

    def _inside(self, sets: _Stretch) -> tuple[NDArray[np.integer], Bytes, Bytes]:
        packed = np.take(self.packed, sets.lane, mode="clip")
        return packed, sets.users & packed.astype(np.uint8), sets.others & (packed >> 8).astype(np.uint8)


def _rows(one: Floats, other: Floats) -> Floats:
    """The sum of products of each row."""
    return np.asarray(np.einsum("na,na->n", one, other))


def _times(rows: Floats, numbers: Floats) -> Floats:
    """The sum of each row's products with the numbers; on one core, see `stats.sums.dot`."""
    return np.asarray(np.einsum("na,a->n", rows, numbers))
