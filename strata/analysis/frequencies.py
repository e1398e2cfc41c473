"""How often people did each kind of event: kept in memory for a window, so that any group is soon summed in all.

Per event stand those who did it, account by account, with how often; sums by account are then over the accounts that
have anyone of them, which for most events are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.threads import of_each
from strata.errors import SegmentError
from strata.membership import event_bounds
from strata.model.segment import SinceJoined, Window
from strata.stats import Arm, Arms, Crowd, Sums
from strata.stats.many import Compared, compare_all
from strata.stats.sides import Sides
from strata.stats.sums import dot
from strata.warehouse import Query, Warehouse

AT_ONCE = 25
"""Events that are read in one go: rows of all would take too much memory."""

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
        account = account[account >= 0]
        is_first = np.diff(account, prepend=-1) > 0
        kind = np.uint16 if times.max(initial=0) <= np.iinfo(np.uint16).max else np.int64
        return cls(ids, times.astype(kind), (np.cumsum(is_first) - 1).astype(np.int32), account[is_first])

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


def frequencies(warehouse: Warehouse, window: Window) -> Frequencies:
    """Who did each event there is in a window, and how often; remembered.

    Raises:
        SegmentError: the window differs from user to user.
    """
    if isinstance(window, SinceJoined):
        raise SegmentError("Adoption counts the same dates for everyone: give dates, or the last days.")
    key, names = ("frequencies", window), warehouse.catalog.events
    found: Frequencies | None = warehouse.digests.get(key)
    if found is None:
        batches = (names[first : first + AT_ONCE] for first in range(0, len(names), AT_ONCE))
        found = Frequencies(tuple(doers for batch in batches for doers in _read(warehouse, batch, window)))
        warehouse.digests.put(key, found)
    return found


def _read(warehouse: Warehouse, names: Sequence[str], window: Window) -> list[Doers]:
    """Who did some events whose names follow one another."""
    bounds = zip(("start", "until"), event_bounds(window, warehouse.catalog), strict=True)
    rows = warehouse.arrays(Query("reports/frequencies", (("first", names[0]), ("last", names[-1]), *bounds)))
    order = np.argsort(rows["event"], kind="stable")
    ends = np.searchsorted(rows["event"][order], np.arange(1, len(names)))
    pieces = np.split(order, ends)
    return of_each(lambda piece: Doers.of(warehouse, rows["user_id"][piece], rows["num"][piece]), pieces)


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
