"""How many of two groups are in each of many sets of users, as the sums by account that the statistics take."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.lanes import USERS, Bytes, Floats, Lanes, Marks, Part
from strata.analysis.threads import THREADS
from strata.stats import Crowd
from strata.stats.shares import Hits, SharedHits

COUNTS = USERS + 1
"""A lane holds none of a set, or one, up to all of them."""
N_BINS = COUNTS**4
BINS = np.array(list(product(range(COUNTS), repeat=4)), dtype=np.float64).T
"""Of every bin: how many of an account's users are in the first group and in the second, and did it there and there."""


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
    with ThreadPoolExecutor(THREADS) as pool:
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
