"""Groups of users given as bits or ids, as the statistics take them: sums by account, made in memory.

A value every user has as one number in an array is summed over any set of users in a few milliseconds, so that an
edit of one segment asks the database nothing that it has said before.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats import Arm, Crowd, Kind, Sums
from strata.stats.sums import dot
from strata.warehouse import Warehouse

Accounts = NDArray[np.integer[Any]]
"""Per user the account, -1 without one."""
Rows = NDArray[np.bool_]
Values = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Roster:
    """A set of users, their accounts numbered anew, so that nothing is as long as all accounts.

    Attributes:
        flags: Per user id whether he is among them.
        size: How many accounts they have.
        account: The new account of each user of the warehouse, -1 for those without one and for others.
    """

    flags: Rows
    size: int
    account: NDArray[np.int32]

    @classmethod
    def of(cls, warehouse: Warehouse, users: int) -> Self:
        """The roster of a set of users."""
        flags, account = warehouse.user_flags(users), warehouse.account_of_user
        is_there = np.zeros(warehouse.catalog.n_accounts + 1, dtype=bool)
        is_there[account[flags]] = True
        is_there[-1] = False
        places = np.where(is_there, np.cumsum(is_there) - 1, -1).astype(np.int32)
        return cls(flags, int(np.count_nonzero(is_there)), places[account])


def values(kind: Kind, accounts: Accounts, x: Values, w: Values | None = None, *, size: int) -> Arm:
    """The users with these accounts and values x; `w` is what a ratio is counted per, 1 each where there is none."""
    x = x.astype(np.float64)
    w = np.ones(len(x)) if w is None else w.astype(np.float64)
    is_lone = accounts < 0
    sums, lone = _sums(x, w), _sums(x[is_lone], w[is_lone])
    places = np.where(is_lone, size, accounts)  # those without an account come last, and are cut off
    weights, totals = (np.bincount(places, each, size + 1)[:size].astype(np.float64) for each in (w, x))
    return Arm.summed(kind, Crowd.of(weights, n_lone=lone.n, lone_total=lone.weight), totals, sums, lone)


def _sums(x: NDArray[np.float64], w: NDArray[np.float64]) -> Sums:
    return Sums(float(len(x)), float(w.sum()), float(x.sum()), dot(x, x), dot(w, x), dot(w, w))
