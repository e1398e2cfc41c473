"""Groups of users given as bits or ids, as the statistics take them: sums by account, made in memory.

A value every user has as one number in an array is summed over any set of users in a few milliseconds, so that an
edit of one segment asks the database nothing that it has said before.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from strata.stats import Arm, Crowd, Kind, Sums

Accounts = NDArray[np.integer[Any]]
"""Per user the account, -1 without one."""
Values = NDArray[Any]


def crowd(accounts: Accounts, size: int) -> Crowd:
    """The users with these accounts, each counting once, among `size` accounts."""
    inside = accounts[accounts >= 0]
    return Crowd.of(np.bincount(inside, minlength=size).astype(np.float64), n_lone=float(len(accounts) - len(inside)))


def share(among: Crowd, hits: Accounts) -> Arm:
    """The share of a crowd who did something; `hits` are the accounts of those who did."""
    inside = hits[hits >= 0]
    totals = np.bincount(inside, minlength=len(among.accounts)).astype(np.float64)
    sums = _of_hits(float(among.weight), len(hits))
    return Arm.summed("share", among, totals, sums, _of_hits(among.n_lone, len(hits) - len(inside)))


def values(kind: Kind, accounts: Accounts, x: Values, w: Values | None = None, *, size: int) -> Arm:
    """The users with these accounts and values x; `w` is what a ratio is counted per, 1 each where there is none."""
    x = x.astype(np.float64)
    w = np.ones(len(x)) if w is None else w.astype(np.float64)
    is_inside = accounts >= 0
    sums, lone = _sums(x, w), _sums(x[~is_inside], w[~is_inside])
    inside = accounts[is_inside]
    weights, totals = (np.bincount(inside, each[is_inside], size).astype(np.float64) for each in (w, x))
    return Arm.summed(kind, Crowd.of(weights, n_lone=lone.n, lone_total=lone.weight), totals, sums, lone)


def _sums(x: NDArray[np.float64], w: NDArray[np.float64]) -> Sums:
    return Sums(float(len(x)), *(float(each.sum()) for each in (w, x, x * x, w * x, w * w)))


def _of_hits(n: float, hits: float) -> Sums:
    return Sums(n, n, float(hits), float(hits), float(hits), n)
