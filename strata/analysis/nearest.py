"""Tallies of any set of users, each from the one most like it that was counted before.

What a user did is one small number per user, which does not depend on segments; it is read once and kept. A set of
users is then counted in memory: of an edited segment, and of everyone else, only those who came and those who left. An
edit asks the database nothing that it has said before.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import numpy as np

from strata.analysis.tally import Tally, Users
from strata.warehouse import Warehouse

MOST_NEAR = 12
"""Sets counted last, among which the one most like another is looked for."""


class _Counted(NamedTuple):
    """Sets of users that were counted for a key, the latest first."""

    sets: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(each.__sizeof__() for each in self.sets)


def tallied(warehouse: Warehouse, key: Hashable, users: int, count: Callable[[Users], Tally], *, among: int) -> Tally:
    """The tally of a set of users by account, remembered.

    Args:
        warehouse: Where the users are.
        key: All that decides the numbers besides the users.
        users: The set.
        count: Tallies some users by the accounts they belong to.
        among: Those who can be in any group.
    """
    return _tallied(warehouse, key, users & among, count, everyone=warehouse.population & among)


def _tallied(
    warehouse: Warehouse, key: Hashable, users: int, count: Callable[[Users], Tally], *, everyone: int
) -> Tally:
    known: Tally | None = warehouse.digests.get((key, users))
    if known is not None:
        return known
    near = _nearest(warehouse, key, users, everyone)
    came, left = (Users.of(warehouse.roll, warehouse.user_flags(each)) for each in (users & ~near, near & ~users))
    more, less = count(came), count(left)
    if near:
        start = _tallied(warehouse, key, near, count, everyone=everyone)
    else:
        start = Tally.of_nobody(len(more.lone), warehouse.catalog.n_accounts, _narrowest(warehouse))
    found = start.changed(came, more, left, less)
    warehouse.digests.put((key, users), found)
    warehouse.digests.put(("counted", key), _Counted((users, *_counted(warehouse, key))[:MOST_NEAR]))
    return found


def _nearest(warehouse: Warehouse, key: Hashable, users: int, everyone: int) -> int:
    """Of nobody, everyone, and the sets that were counted for a key, the one most like a set."""
    known = [each for each in _counted(warehouse, key) if warehouse.digests.get((key, each)) is not None]
    others = (each for each in (0, everyone, *known) if each != users)
    return min(others, key=lambda each: (each ^ users).bit_count(), default=0)


def _counted(warehouse: Warehouse, key: Hashable) -> tuple[int, ...]:
    found: _Counted | None = warehouse.digests.get(("counted", key))
    return found.sets if found else ()


def _narrowest(warehouse: Warehouse) -> np.dtype[Any]:
    """The smallest type that holds the users of any account."""
    largest: np.intp | None = warehouse.digests.get("largest account")
    if largest is None:
        largest = np.bincount(warehouse.roll.account, minlength=1).max()
        warehouse.digests.put("largest account", largest)
    return np.min_scalar_type(int(largest))
