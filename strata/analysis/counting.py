"""How many of two groups are in each of many sets of users, as the sums by account that the statistics take.

Of an account they take how many of its users each group has, and how many of those are in a set. So accounts in which
the groups have as many users are of a kind, and the sums over each kind are kept: whole numbers. After an edit, only
the accounts in which a group changed are counted again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.lanes import USERS, Bytes, Floats, Ids, Lanes, Marks
from strata.analysis.threads import of_each
from strata.stats import Crowd
from strata.stats.shares import Hits, SharedHits

MANY = np.int64(1 << 31)
"""More users than an account has: a kind is this many times the users of the first group, and those of the second."""
MOST_AT_ONCE = 250_000
"""Bytes of sets that are counted in one go: what the processor holds near; with far more, threads wait for memory."""
MOST_CHANGED = 0.1
"""Of all lanes, those that may differ for what is known to be brought up to date; else all are counted."""
KEPT, BYTES_PER_SET = 8, 400_000
"""How many countings are remembered in the same sets, and in how much memory for each of those."""
COUNTS = USERS + 1
"""A lane holds none of a set, or one, up to all of them."""


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
        return 2 * self.crowd.nbytes + self.whole.nbytes

    @cached_property
    def scales(self) -> Floats:
        """The scale of an account by how many of the group's users it has."""
        users = self.crowd.accounts.astype(np.intp)
        found = np.zeros(users.max(initial=0) + 1)
        found[users] = self.crowd.scale
        return found


class Sums(NamedTuple):
    """Sums over accounts by their kind, for each set.

    Attributes:
        kinds: The kinds, ascending; see MANY.
        sums: Of the users h of the first group in a set and o of the second, per account: of every kind the sums of
            h, o, h^2, o^2 and h o, each with a number per set.
    """

    kinds: NDArray[np.int64]
    sums: Floats

    @classmethod
    def added(cls, parts: Sequence["Sums"], signs: Sequence[int], n_sets: int) -> Self:
        """Sums over several parts of the accounts, some of them taken away; without kinds that have nobody in a set."""
        kinds = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(each.kinds for each in parts)]))
        sums = np.zeros((len(kinds), 5, n_sets))
        for each, sign in zip(parts, signs, strict=True):
            sums[np.searchsorted(kinds, each.kinds)] += sign * each.sums
        is_used = sums[:, :2].any(axis=(1, 2))
        return cls(kinds[is_used], sums[is_used])


@dataclass(frozen=True, eq=False)
class Tally:
    """Two groups, counted in sets.

    Attributes:
        one, other: Their users, in all lanes.
        known: Those with an account, by kinds of these.
        lone: Per set the people without one of the first group, of the second, and of both.
    """

    one: Bytes
    other: Bytes
    known: Sums
    lone: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.one.nbytes + self.other.nbytes + self.known.kinds.nbytes + self.known.sums.nbytes + self.lone.nbytes


class Counting:
    """Two groups at a time, counted in sets; what was counted last is remembered."""

    def __init__(self, lanes: Lanes, marks: Marks) -> None:
        """The sets: the first group is counted in them, the second in those that they are held against."""
        self.lanes, self.marks = lanes, marks
        self.room = BYTES_PER_SET * marks.n_sets
        self.latest: tuple[Tally, ...] = ()

    @property
    def nbytes(self) -> int:
        """Memory it takes, with all that it will remember."""
        return self.marks.nbytes + self.room

    def counted(self, one: Side, other: Side) -> tuple[Hits, Hits, SharedHits]:
        """Who of two groups is in the sets."""
        found = self.tally(one.whole, other.whole)
        w, v = (users.astype(np.intp) for users in np.divmod(found.known.kinds, MANY))
        s, z = one.scales[w], other.scales[v]
        h, o, hh, oo, ho = np.moveaxis(found.known.sums, 1, 0)
        lone, lone_others, lone_both = found.lone
        mine = Hits(h.sum(axis=0) + lone, lone, _times(s * s, hh), _times(s * s * w, h))
        theirs = Hits(o.sum(axis=0) + lone_others, lone_others, _times(z * z, oo), _times(z * z * v, o))
        return mine, theirs, SharedHits(_times(s * z, ho), _times(s * z * v, h), _times(s * w * z, o), lone_both)

    def tally(self, one: Bytes, other: Bytes) -> Tally:
        """Two groups counted; where they were counted before, only the accounts that changed are counted again."""
        alike = [(np.flatnonzero((each.one != one) | (each.other != other)), each) for each in self.latest]
        changed, known = min(alike, key=lambda each: len(each[0]), default=(np.arange(len(one)), None))
        if known is None or len(changed) > MOST_CHANGED * len(one):
            lanes = self.lanes
            found = _tally(_Laid(lanes.account, lanes.n_small, lanes.n_known, self.marks, one, other))
        else:
            found = self._again(known, changed, one, other)
        self._remember(found)
        return found

    def _again(self, known: Tally, changed: Ids, one: Bytes, other: Bytes) -> Tally:
        """What is known of groups that changed in these lanes, brought up to date."""
        lanes = self.lanes.with_their_accounts(changed)
        n_small, n_known = np.searchsorted(lanes, (self.lanes.n_small, self.lanes.n_known)).tolist()
        here = self.lanes.account[lanes], n_small, n_known, self.marks.take(lanes)
        was = _tally(_Laid(*here, known.one[lanes], known.other[lanes]))
        now = _tally(_Laid(*here, one[lanes], other[lanes]))
        sums = Sums.added((known.known, was.known, now.known), (1, -1, 1), self.marks.n_sets)
        return Tally(one, other, sums, known.lone - was.lone + now.lone)

    def _remember(self, found: Tally) -> None:
        kept = (found, *self.latest)[:KEPT]
        sizes = accumulate(each.nbytes for each in kept)
        self.latest = tuple(each for each, size in zip(kept, sizes, strict=True) if size <= self.room)


class _Laid(NamedTuple):
    """Two groups laid over sets, in all lanes or in those of some accounts; see Lanes and Tally."""

    account: NDArray[np.int32]
    n_small: int
    n_known: int
    marks: Marks
    one: Bytes
    other: Bytes

    def pieces(self, first: int, last: int) -> Iterator[slice]:
        """The lanes from one to another in pieces that are counted in one go, all lanes of an account in one."""
        ends = first + np.append(np.flatnonzero(np.diff(self.account[first:last])) + 1, last - first)
        piece = self.marks.starts[ends] // MOST_AT_ONCE
        ends = ends[np.diff(piece, append=piece[-1] + 1) > 0]
        return map(slice, (first, *ends[:-1].tolist()), ends.tolist())

    def users(self, lanes: slice) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Of each of these lanes how many users the groups have."""
        return np.bitwise_count(self.one[lanes]), np.bitwise_count(self.other[lanes])

    def hits(self, lanes: slice, numbers: NDArray[np.int64]) -> "_Hits":
        """Who is in the sets in these lanes, each of which has a number."""
        starts = self.marks.starts[lanes.start : lanes.stop + 1]
        inside = slice(starts[0], starts[-1])
        packed = np.repeat(numbers << 16 | self.other[lanes].astype(np.int64) << 8 | self.one[lanes], np.diff(starts))
        mine = packed.astype(np.uint8) & self.marks.users[inside]
        theirs = (packed >> 8).astype(np.uint8) & self.marks.others[inside]
        packed >>= 16
        return _Hits(packed, self.marks.place[inside], np.bitwise_count(mine), np.bitwise_count(theirs), mine & theirs)


class _Hits(NamedTuple):
    """Users of two groups in sets, lane by lane.

    Attributes:
        number: The number of the lane.
        place: The place of the set.
        mine, theirs: How many users the groups have there.
        both: Who is in both.
    """

    number: NDArray[np.int64]
    place: NDArray[np.integer[Any]]
    mine: Bytes
    theirs: Bytes
    both: Bytes


def _tally(laid: _Laid) -> Tally:
    lanes = len(laid.account)
    known = [
        _small(laid),
        *of_each(partial(_large, laid), list(laid.pieces(laid.n_small, laid.n_known))),
    ]
    alone = laid.hits(slice(laid.n_known, lanes), np.zeros(lanes - laid.n_known, dtype=np.int64))
    lone = [
        np.bincount(alone.place, users, laid.marks.n_sets)
        for users in (alone.mine, alone.theirs, np.bitwise_count(alone.both))
    ]
    return Tally(laid.one, laid.other, Sums.added(known, [1] * len(known), laid.marks.n_sets), np.array(lone))


def _small(laid: _Laid) -> Sums:
    """Accounts of one lane: how many have so many users in a set is counted first."""
    lanes, n_sets = slice(0, laid.n_small), laid.marks.n_sets
    w, v = (users.astype(np.int64) for users in laid.users(lanes))
    used = np.flatnonzero(np.bincount(w * COUNTS + v, minlength=COUNTS**2))
    ends = np.cumsum(used + 1)  # of a kind are at most w of the first group in a set and v of the second
    first = np.zeros(COUNTS**2, dtype=np.int64)
    first[used] = ends - used - 1
    size = int(ends[-1]) if len(ends) else 0
    bins = partial(_bins, laid, first[w * COUNTS + v], size * n_sets)
    times = sum(of_each(bins, list(laid.pieces(0, laid.n_small))), np.zeros(size * n_sets, dtype=np.int64))
    h, o = np.divmod(np.arange(size) - np.repeat(first[used], used + 1), COUNTS)
    products = np.array([h, o, h * h, o * o, h * o])[:, :, None] * times.reshape(1, size, n_sets)
    return Sums(used // COUNTS * MANY + used % COUNTS, np.add.reduceat(products, first[used], axis=1).swapaxes(0, 1))


def _bins(laid: _Laid, numbers: NDArray[np.int64], size: int, lanes: slice) -> NDArray[np.int64]:
    """How many lanes with a number have so many users in a set, set by set."""
    found = laid.hits(lanes, numbers[lanes])
    code = found.number
    code += found.mine * np.uint8(COUNTS) + found.theirs
    code *= laid.marks.n_sets
    code += found.place
    return np.bincount(code, minlength=size)


def _large(laid: _Laid, lanes: slice) -> Sums:
    """Accounts of any number of lanes."""
    n_sets, first = laid.marks.n_sets, np.flatnonzero(np.diff(laid.account[lanes], prepend=-1))
    w, v = (np.add.reduceat(users, first, dtype=np.int64) for users in laid.users(lanes))
    kinds, kind = np.unique(w * MANY + v, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    row = np.empty_like(order)
    row[order] = np.arange(len(order))
    found = laid.hits(lanes, np.repeat(row, np.diff(first, append=lanes.stop - lanes.start)))
    code = found.number * n_sets + found.place
    h, o = (
        np.bincount(code, users, len(order) * n_sets).reshape(len(order), n_sets)
        for users in (found.mine, found.theirs)
    )
    starts = np.searchsorted(kind[order], np.arange(len(kinds)))
    return Sums(
        kinds, np.stack([np.add.reduceat(each, starts, axis=0) for each in (h, o, h * h, o * o, h * o)], axis=1)
    )


def _times(numbers: Floats, rows: Floats) -> Floats:
    """The sum of the rows, each times its number; on one core, see `stats.sums.dot`."""
    return np.asarray(np.einsum("k,kn->n", numbers, rows))
