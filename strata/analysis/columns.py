"""A metric as one number per user, and sets of users as places in it: what the sums of any group are made of.

Like the bitsets that segments are, a column holds numbers alone, in the order of the warehouse's roll: nobody's key and
nobody's name. Sums by account over a set are then one pass over plain memory, some twenty times faster than the same
sums as a statement (docs/benchmarks.md).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from strata.stats import Arm, Crowd, Kind, Sums
from strata.stats.sums import dot
from strata.warehouse import Leaf, Places, Query, Warehouse

Floats = NDArray[np.float64]
Numbers = NDArray[Any]
"""Whole numbers in as few bytes as they fit in, or floats."""
WHOLE = (np.int8, np.int16, np.int32)
AT_ONCE = 65_536
"""Users who are summed in one go: as many as the processor holds near, in memory that is used again."""


@dataclass(frozen=True, eq=False)
class Crew:
    """A set of users who are counted, and where they stand."""

    warehouse: Warehouse
    users: int

    @classmethod
    def of(cls, warehouse: Warehouse, users: int) -> Self:
        """The set, the same object for the same users as long as it is remembered."""
        key = ("crew", users)
        found: Self | None = warehouse.digests.get(key)
        if found is None:
            found = cls(warehouse, users)
            warehouse.digests.put(key, found)
        return found

    @cached_property
    def n(self) -> int:
        """How many users."""
        return self.users.bit_count()

    @cached_property
    def rest(self) -> "Crew":
        """Everyone else who is counted."""
        others = Crew(self.warehouse, self.warehouse.population & ~self.users)
        others.__dict__["rest"] = self
        return others

    @cached_property
    def everyone(self) -> "Crew":
        """All who are counted."""
        return Crew.of(self.warehouse, self.warehouse.population)

    def shared_with(self, other: "Crew") -> "Shared | None":
        """Who is in both sets; None for nobody."""
        if other is self.rest or self is other.rest:
            return None
        if other not in self._shared:
            both = self.users & other.users
            lone = both & self.warehouse.without_account
            self._shared[other] = Shared(both.bit_count(), Crew(self.warehouse, lone) if lone else None)
        found = self._shared[other]
        return found if found.n else None

    @cached_property
    def _shared(self) -> WeakKeyDictionary["Crew", "Shared"]:
        return WeakKeyDictionary()

    @cached_property
    def is_large(self) -> bool:
        """Whether it holds more than half of everyone, so that everyone without the others is less to read."""
        return self.users != self.warehouse.population and 2 * self.n > self.everyone.n

    @cached_property
    def places(self) -> Places:
        """Where its users stand in a column."""
        return self.warehouse.roll.places(self.warehouse.user_flags(self.users))

    @cached_property
    def accounts(self) -> NDArray[np.intp]:
        """The account of each of its users who has one; those without stand after them."""
        roll = self.warehouse.roll
        if isinstance(self.places, slice):
            return roll.account
        return roll.account[self.places[: int(np.searchsorted(self.places, len(roll.account)))]]

    def pieces(self) -> Iterator["Piece"]:
        """Its users, so many at once; those without an account in pieces of their own, the last ones."""
        known = len(self.accounts)
        for first, last in (*_stretches(0, known), *_stretches(known, self.n)):
            inside = slice(first, last)
            places = inside if isinstance(self.places, slice) else self.places[inside]
            yield Piece(places, self.accounts[inside] if first < known else None, last - first)

    @property
    def nbytes(self) -> int:
        """Memory it takes, its places and accounts included where it is read by them."""
        is_read_whole = 2 * self.n > self.warehouse.population.bit_count()
        return self.users.__sizeof__() + (0 if is_read_whole else 16 * self.n)


class Shared(NamedTuple):
    """How many are in two sets, and those of them without an account; None where all have one."""

    n: int
    lone: Crew | None


def _stretches(first: int, last: int) -> Iterator[tuple[int, int]]:
    return ((start, min(start + AT_ONCE, last)) for start in range(first, last, AT_ONCE))


class Piece(NamedTuple):
    """Some users of a set: where they stand, and the account of each; None for users without one."""

    places: Places
    accounts: NDArray[np.intp] | None
    n: int

    def add_to(self, totals: Floats, numbers: Floats) -> None:
        """Adds each user's number to his account."""
        if self.accounts is not None:
            first = self.accounts[0]
            found = np.bincount(self.accounts - first, numbers)
            totals[first : first + len(found)] += found


class Weight(NamedTuple):
    """How many users have a value, and the sums of what it is counted per and of the squares of that."""

    n: float = 0.0
    total: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, per: Floats) -> Self:
        """The weight of users, 0 for those without a value."""
        return cls(float(np.count_nonzero(per)), float(per.sum()), dot(per, per))


class Moments(NamedTuple):
    """Sums over some users of their values, of their squares and cubes, and of their products with the weights."""

    total: float = 0.0
    squares: float = 0.0
    cubes: float = 0.0
    products: float = 0.0

    @classmethod
    def of(cls, values: Floats, per: Floats | None) -> Self:
        """The moments of values; `per` is their weight where it is more than having a value or not."""
        total, squares = float(values.sum()), values * values
        products = total if per is None else dot(values, per)
        return cls(total, float(squares.sum()), dot(squares, values), products)


class Weighed(NamedTuple):
    """The weight of a group by account, as a whole, and of its users without an account."""

    crowd: Crowd
    whole: Weight
    lone: Weight

    def without(self, part: "Weighed") -> "Weighed":
        """The users who are not in a part of these."""
        whole, lone = (
            Weight(*(all_of - less for all_of, less in zip(*pair, strict=True)))
            for pair in ((self.whole, part.whole), (self.lone, part.lone))
        )
        return Weighed(self.crowd.without(part.crowd), whole, lone)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.crowd.nbytes


@dataclass(frozen=True, eq=False)
class Weights:
    """Who has a value, and what it is counted per: metrics that the same people have share one.

    Attributes:
        per: What each user's value is counted per, 0 for users without one; None where everyone counts once.
    """

    per: Numbers | None

    def at(self, piece: Piece) -> Floats:
        """The weights of some users."""
        return np.ones(piece.n) if self.per is None else self.per[piece.places].astype(float)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.per.nbytes if self.per is not None else 100


EVERYONE = Weights(None)
"""Everyone has a value and counts once."""


@dataclass(frozen=True, eq=False)
class Column:
    """A metric of all users: by place the value, 0 for those without one, and what it is counted per."""

    values: Numbers
    weights: Weights

    @classmethod
    def read(cls, warehouse: Warehouse, query: Query, *, among: Weights | None = None) -> Self:
        """The column a statement yields; who has a weight `among` some others counts as 0 where he has no row."""
        found, roll = warehouse.numbers(query), warehouse.roll
        values = roll.column(found["user_id"], narrowed(found["num"]))
        if among is not None:
            return cls.among(values, among)
        if "den" not in found and len(found["user_id"]) == len(values):
            return cls(values, EVERYONE)
        per = narrowed(found["den"]) if "den" in found else np.ones(1, dtype=np.int8)
        return cls(values, Weights(roll.column(found["user_id"], per)))

    @classmethod
    def of_set(cls, warehouse: Warehouse, users: Leaf, among: Weights) -> Self:
        """Who of some others is in a set of users: 1, or 0."""
        flags = warehouse.user_flags(warehouse.members(users))
        return cls.among(flags[warehouse.roll.order].view(np.int8), among)

    @classmethod
    def of_times(cls, warehouse: Warehouse, users: Leaf, among: Weights) -> Self:
        """How often each of some others is selected."""
        return cls.among(warehouse.times(users)[warehouse.roll.order], among)

    @classmethod
    def among(cls, values: Numbers, weights: Weights) -> Self:
        """The values of those who have a weight; others have none."""
        return cls(values if weights.per is None else values * (weights.per > 0), weights)

    def at(self, piece: Piece) -> Floats:
        """The values of some users."""
        return self.values[piece.places].astype(float)

    def logs_at(self, piece: Piece) -> Floats:
        """ln(1 + value) of some users."""
        values = self.values[piece.places]
        return np.asarray(np.log(1.0 + values) if self._log_of_whole is None else self._log_of_whole[values])

    @cached_property
    def has_logs(self) -> bool:
        """Whether ln(1 + value) exists for everyone."""
        return bool(self.values.min(initial=0) > -1)

    @cached_property
    def _log_of_whole(self) -> Floats | None:
        """ln(1 + value) by value, of whole numbers: to look one up is quicker than to compute it."""
        most = self.values.max(initial=0)
        is_short = np.issubdtype(self.values.dtype, np.integer) and most < len(self.values)
        return np.log1p(np.arange(1.0 + most)) if is_short else None

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.values.nbytes + self.weights.nbytes


def narrowed(numbers: Floats) -> Numbers:
    """The numbers in the fewest bytes that hold them as they are."""
    least, most = numbers.min(initial=0), numbers.max(initial=0)
    fits = (kind for kind in WHOLE if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max)
    if (kind := next(fits, None)) is None:
        return numbers
    whole = numbers.astype(kind)
    return whole if np.array_equal(whole, numbers) else numbers


def weigh(weights: Weights, crew: Crew) -> Weighed:
    """What a group weighs."""
    accounts, in_accounts, lone = np.zeros(crew.warehouse.roll.n_accounts), [Weight()], [Weight()]
    for piece in crew.pieces():
        per = weights.at(piece)
        piece.add_to(accounts, per)
        (lone if piece.accounts is None else in_accounts).append(Weight.of(per))
    alone = Weight(*map(sum, zip(*lone, strict=True)))
    whole = Weight(*map(sum, zip(*in_accounts, alone, strict=True)))
    return Weighed(Crowd.of(accounts, n_lone=alone.n, lone_total=alone.total), whole, alone)


def summed(kind: Kind, values: Callable[[Piece], Floats], weights: Weights, crew: Crew, weighed: Weighed) -> Arm:
    """The sums over a group of values, which are 0 for users without one."""
    accounts, in_accounts, lone = np.zeros(crew.warehouse.roll.n_accounts), [Moments()], [Moments()]
    for piece in crew.pieces():
        found = values(piece)
        piece.add_to(accounts, found)
        moments = Moments.of(found, weights.at(piece) if kind == "ratio" else None)
        (lone if piece.accounts is None else in_accounts).append(moments)
    alone = Moments(*map(sum, zip(*lone, strict=True)))
    whole = Moments(*map(sum, zip(*in_accounts, alone, strict=True)))
    cubes = whole.cubes if kind == "mean" else nan
    return Arm.summed(
        kind, weighed.crowd, narrowed(accounts), _sums(whole, weighed.whole), _sums(alone, weighed.lone), cubes
    )


def _sums(moments: Moments, weight: Weight) -> Sums:
    return Sums(weight.n, weight.total, moments.total, moments.squares, moments.products, weight.squares)
