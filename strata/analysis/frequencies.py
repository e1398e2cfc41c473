"""How often people did each kind of event: kept in memory for a window, so that any group is soon summed in all.

Per event stand those who did it, account by account, with how often; sums by account are then over the accounts that
have anyone of them, which for most events are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.sums import metric_rows
from strata.analysis.threads import of_each
from strata.model.metrics import Metric
from strata.model.segment import Window
from strata.stats import Arm, Arms, Crowd, Sums
from strata.stats.many import Compared, compare_all
from strata.stats.sides import Sides
from strata.stats.sums import dot
from strata.warehouse import Warehouse

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Doers(NamedTuple):
    """Those who did an event, in the order of the roll: by account, those without one last.

    Attributes:
        user: Their ids.
        times: How often each did it.
        run: The place of each one's account in `accounts`, as long as those with an account are.
        accounts: The accounts that have anyone of them, ascending.
    """

    user: NDArray[np.int32]
    times: NDArray[np.integer[Any]]
    run: NDArray[np.int32]
    accounts: NDArray[np.int32]

    @classmethod
    def of(cls, warehouse: Warehouse, user: NDArray[np.integer[Any]], times: NDArray[Any]) -> Self:
        """The users with these ids, in any order."""
        order = np.argsort(warehouse.roll.place[user])
        ids, times = user[order].astype(np.int32), times[order]
        account = warehouse.account_of_user[ids]
        accounts, run = np.unique(account[account >= 0], return_inverse=True)
        kind = np.uint16 if times.max(initial=0) <= np.iinfo(np.uint16).max else np.int64
        return cls(ids, times.astype(kind), run.astype(np.int32), accounts)

    def over(self, accounts: NDArray[np.int32]) -> Self:
        """The same over more accounts."""
        return self._replace(run=np.searchsorted(accounts, self.accounts)[self.run].astype(np.int32), accounts=accounts)

    def arm(self, flags: Flags) -> Arm:
        """Those whose flag, by user id, is set."""
        inside = flags[self.user]
        x, run = self.times[inside].astype(np.float64), self.run[inside[: len(self.run)]]
        inside_accounts = np.bincount(run, minlength=len(self.accounts)).astype(np.float64)
        crowd = Crowd.of(inside_accounts, n_lone=float(len(x) - len(run)))
        return replace(_arm(crowd, run, x), make_logs=lambda: _arm(crowd, run, np.log1p(x)))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(each.nbytes for each in self)


@dataclass(frozen=True, eq=False)
class Frequencies:
    """Who did each event in a window, and how often."""

    doers: tuple[Doers, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(each.nbytes for each in self.doers)


class Counted(NamedTuple):
    """The frequencies that segments are counted in, and those that baselines are: the same, or those of before."""

    now: Frequencies
    before: Frequencies


def frequencies(warehouse: Warehouse, metrics: Sequence[Metric], window: Window) -> Frequencies:
    """Who did each event of these metrics in a window, and how often; remembered."""
    key = ("frequencies", tuple(each.name for each in metrics), window)
    found: Frequencies | None = warehouse.digests.get(key)
    if found is None:

        def read(metric: Metric) -> Doers:
            rows = warehouse.arrays(metric_rows(metric, window, warehouse.catalog))
            return Doers.of(warehouse, rows["user_id"], rows["num"])

        found = Frequencies(tuple(of_each(read, metrics)))
        warehouse.digests.put(key, found)
    return found


def beside(warehouse: Warehouse, counted: Counted, users: tuple[int, int], *, is_before: bool) -> Compared:
    """Two groups side by side in how often those who did each event did it; remembered."""
    key = ("how often", counted, users, is_before)
    found: Compared | None = warehouse.digests.get(key)
    if found is None:
        flags = warehouse.user_flags(users[0]), warehouse.user_flags(users[1])
        both = None if is_before else _both(warehouse, users)

        def arms(doers: tuple[Doers, Doers]) -> Arms:
            return _arms(doers, flags, both)

        pairs = list(zip(counted.now.doers, counted.before.doers, strict=True))
        found = compare_all(Sides.of(of_each(arms, pairs)))
        warehouse.digests.put(key, found)
    return found


class _Both(NamedTuple):
    """Who is in both groups, and who of them has no account."""

    people: Flags
    lone: Flags


def _both(warehouse: Warehouse, users: tuple[int, int]) -> _Both | None:
    both = users[0] & users[1]
    return _Both(*map(warehouse.user_flags, (both, both & warehouse.without_account))) if both else None


def _arms(doers: tuple[Doers, Doers], flags: tuple[Flags, Flags], both: _Both | None) -> Arms:
    """Two groups of those who did an event, side by side."""
    now, before = doers
    if now is not before:
        accounts = np.union1d(now.accounts, before.accounts)
        now, before = now.over(accounts), before.over(accounts)
    a, b = now.arm(flags[0]), before.arm(flags[1])
    if both is None:
        return Arms(a, b)
    lone = now.arm(both.lone)
    return Arms(a, b, int(np.count_nonzero(both.people[now.user])), lone if lone.n else None)


def _arm(crowd: Crowd, run: NDArray[np.int32], x: Floats) -> Arm:
    """The group whose users with an account, at these places of it, come first."""
    squares, lone, known = x * x, x[len(run) :], len(run)
    totals = np.bincount(run, x[:known], len(crowd.accounts)).astype(np.float64, copy=False)
    return Arm.summed("mean", crowd, totals, _sums(x), _sums(lone), dot(squares, x))


def _sums(x: Floats) -> Sums:
    n, total = float(len(x)), float(x.sum())
    return Sums(n, n, total, dot(x, x), total, n)
