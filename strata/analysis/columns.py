"""A metric as one number per user, and sets of users as places in it: what the sums of any group are made of.

Like the bitsets that segments are, a column holds numbers alone, in the order of the warehouse's roll: nobody's key and
nobody's name. Sums by account over a set are then one pass over plain memory, some twenty times faster than the same
sums as a statement (docs/benchmarks.md).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from strata.stats import Crowd
from strata.stats.sums import dot
from strata.warehouse import Places, Query, Warehouse

Floats = NDArray[np.float64]


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

    def by_account(self, numbers: Floats) -> Floats:
        """The sum over each account of the users' numbers, given in the order of their places; 0 without users."""
        accounts = self.accounts
        return np.bincount(accounts, numbers[: len(accounts)], self.warehouse.roll.n_accounts).astype(float, copy=False)

    @property
    def nbytes(self) -> int:
        """Memory it takes, its places and accounts included where it is read by them."""
        is_read_whole = 2 * self.n > self.warehouse.population.bit_count()
        return self.users.__sizeof__() + (0 if is_read_whole else 16 * self.n)


class Shared(NamedTuple):
    """How many are in two sets, and those of them without an account; None where all have one."""

    n: int
    lone: Crew | None


class Weight(NamedTuple):
    """How many users have a value, and the sums of what it is counted per and of the squares of that."""

    n: float
    total: float
    squares: float

    @classmethod
    def of(cls, per: Floats) -> Self:
        """The weight of users, 0 for those without a value."""
        return cls(float(np.count_nonzero(per)), float(per.sum()), dot(per, per))


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

    per: Floats | None

    def at(self, crew: Crew) -> Floats:
        """The weights of a set of users."""
        return np.ones(crew.n) if self.per is None else self.per[crew.places]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.per.nbytes if self.per is not None else 100


EVERYONE = Weights(None)
"""Everyone has a value and counts once."""


@dataclass(frozen=True, eq=False)
class Column:
    """A metric of all users: by place the value, 0 for those without one, and what it is counted per.

    Attributes:
        logs: ln(1 + value); None where a value is -1 or less, and for kinds that are never compared on that scale.
    """

    values: Floats
    weights: Weights
    logs: Floats | None = None

    @classmethod
    def read(cls, warehouse: Warehouse, query: Query, *, among: Weights | None = None) -> Self:
        """The column a statement yields; who has a weight `among` some others counts as 0 where he has no row."""
        found, roll = warehouse.numbers(query), warehouse.roll
        values = roll.column(found["user_id"], found["num"])
        if among is not None:
            return cls.among(values, among)
        if "den" not in found and len(found["user_id"]) == len(values):
            return cls(values, EVERYONE)
        return cls(values, Weights(roll.column(found["user_id"], found.get("den", np.ones(1)))))

    @classmethod
    def of_set(cls, warehouse: Warehouse, users: int, among: Weights) -> Self:
        """Who of some others is in a set of users: 1, or 0."""
        return cls.among(warehouse.user_flags(users)[warehouse.roll.order].astype(float), among)

    @classmethod
    def among(cls, values: Floats, weights: Weights) -> Self:
        """The values of those who have a weight; others have none."""
        return cls(values if weights.per is None else values * weights.per, weights)

    def with_logs(self) -> Self:
        """The same with its logarithms, where they exist."""
        if self.values.min(initial=0.0) <= -1:
            return self
        logs = 1 + self.values
        return replace(self, logs=np.log(logs, out=logs))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.values.nbytes + self.weights.nbytes + (0 if self.logs is None else self.logs.nbytes)


def weigh(weights: Weights, crew: Crew) -> Weighed:
    """What a group weighs."""
    per = weights.at(crew)
    whole, lone = Weight.of(per), Weight.of(per[len(crew.accounts) :])
    return Weighed(Crowd.of(crew.by_account(per), n_lone=lone.n, lone_total=lone.total), whole, lone)
