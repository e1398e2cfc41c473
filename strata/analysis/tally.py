"""How many users of a set are in each of several groups, account by account: what shares of any set are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.warehouse import Roll

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
    def of_nobody(cls, n_groups: int, n_accounts: int, dtype: np.dtype[Any]) -> Self:
        """Nobody in any group; counts as large as `dtype` holds."""
        return cls(np.zeros((n_groups, n_accounts), dtype), np.zeros(n_groups, dtype=np.intp))

    @classmethod
    def stacked(cls, *tallies: "Tally") -> Self:
        """The groups of several tallies of the same users, one after the other."""
        return cls(np.concatenate([each.counts for each in tallies]), np.concatenate([each.lone for each in tallies]))

    @property
    def whole(self) -> Self:
        """All groups as one, where every user is in one of them."""
        return type(self)(self.counts.sum(axis=0, keepdims=True, dtype=np.int32), self.lone.sum(keepdims=True))

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
        sums, bounds = np.zeros(len(self.ids) + 1, dtype=np.int32), np.append(self.bounds, len(self.ids))
        rows = []
        for flags in sets:
            np.cumsum(flags, dtype=sums.dtype, out=sums[1:])
            rows.append(sums[bounds])
        found = np.diff(rows, axis=1)
        return Tally(found[:, :-1], found[:, -1])
