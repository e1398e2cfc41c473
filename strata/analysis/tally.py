"""How many users of a set are in each of several groups, account by account: what shares of any set are made of.

What a user did is one small number per user, which does not depend on segments; it is read once and kept. A set of
users is then counted in memory, and everyone else is everyone without them, so that an edit of one segment asks the
database nothing that it has said before.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats import Arm, Crowd, Sums
from strata.warehouse import Warehouse

Counts = NDArray[np.int32]
PerUser = NDArray[Any]
Flags = NDArray[np.bool_]


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
        inside = accounts >= 0
        keys = accounts[inside].astype(np.int64) * n_classes + classes[inside]
        counts = np.bincount(keys, minlength=n_accounts * n_classes).reshape(n_accounts, n_classes)
        lone = np.bincount(classes[~inside], minlength=n_classes)
        return cls(np.ascontiguousarray(counts.T, dtype=np.int32), lone.astype(np.int32))

    @classmethod
    def of_bits(cls, accounts: PerUser, bits: PerUser, n_bits: int, *, n_accounts: int) -> Self:
        """Users, given their accounts (-1 for none), by the bits that are set of each."""
        kind = bits.dtype.type
        hits = [accounts[(bits >> kind(bit)) & kind(1) == 1] for bit in range(n_bits)]
        counts = [np.bincount(each[each >= 0], minlength=n_accounts) for each in hits]
        return cls(np.array(counts, dtype=np.int32), np.array([np.count_nonzero(each < 0) for each in hits], np.int32))

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

    def n(self, group: int) -> int:
        """Users in a group."""
        return int(self.counts[group].sum()) + int(self.lone[group])

    def share(self, among: int, hits: int) -> Arm:
        """The share of the users of one group who are in another one too, which is a part of it."""
        n, x = (self.counts[group].astype(np.float64) for group in (among, hits))
        n_lone, x_lone = float(self.lone[among]), float(self.lone[hits])
        crowd = Crowd.of(n, n_lone=n_lone)
        return Arm.summed("share", crowd, x, _sums(self.n(among), self.n(hits)), _sums(n_lone, x_lone), np.nan)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.counts.nbytes + self.lone.nbytes


def tallied(warehouse: Warehouse, key: Hashable, users: int, count: Callable[[Flags], Tally]) -> Tally:
    """The tally of a set of users who are counted, remembered; `count` makes it from one flag per user id."""
    known: Tally | None = warehouse.digests.get((key, users))
    if known is not None:
        return known
    everyone = warehouse.population
    if users != everyone and 2 * users.bit_count() > everyone.bit_count():
        others = tallied(warehouse, key, everyone & ~users, count)
        found = tallied(warehouse, key, everyone, count).without(others)
    else:
        found = count(warehouse.user_flags(users))
    warehouse.digests.put((key, users), found)
    return found


def _summed_from_above(counts: Counts) -> Counts:
    return np.asarray(np.cumsum(counts[::-1], axis=0, dtype=np.int32)[::-1])


def _sums(n: float, x: float) -> Sums:
    return Sums(n, n, x, x, x, n)
