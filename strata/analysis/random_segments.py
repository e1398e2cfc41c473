"""Segments drawn at random, and groups that are forgotten after use."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from strata.analysis.groups import Groups
from strata.model.calibration import Way
from strata.stats import Arm
from strata.warehouse import Warehouse


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """What a random segment takes or leaves as a whole.

    Attributes:
        way: What the lots are.
        warehouse: Whose users they hold.
        of_user: The lot of each user id.
        sizes: Counted users per lot.
    """

    way: Way
    warehouse: Warehouse
    of_user: NDArray[np.intp]
    sizes: NDArray[np.intp]

    @classmethod
    def of(cls, way: Way, warehouse: Warehouse) -> Self:
        """Every user, or every account and every user without one."""
        lot = np.arange(warehouse.n_users)
        if way == "account":
            account = warehouse.account_of_user
            lot = np.where(account >= 0, account, warehouse.catalog.n_accounts + lot)
        counted = lot[warehouse.user_flags(warehouse.population)]
        return cls(way, warehouse, lot, np.bincount(counted, minlength=int(lot.max()) + 1))

    def with_share(self, share: float, rng: Generator) -> int:
        """The set of the counted users of lots that are each taken with this probability."""
        return self._users(rng.random(len(self.sizes)) < share)

    def with_people(self, people: int, rng: Generator) -> int:
        """The set of the counted users of lots that are taken one after the other until there are so many."""
        order = rng.permutation(len(self.sizes))
        enough = int(np.searchsorted(self.sizes[order].cumsum(), people)) + 1
        taken = np.zeros(len(self.sizes), dtype=bool)
        taken[order[:enough]] = True
        return self._users(taken)

    def _users(self, taken: NDArray[np.bool_]) -> int:
        return self.warehouse.user_set(taken[self.of_user]) & self.warehouse.population


@dataclass(frozen=True)
class PassingGroups(Groups):
    """Groups that are remembered as long as this object, so that what other comparisons remember stays."""

    kept: dict[Hashable, Arm] = field(default_factory=dict)

    def _remembered(self, key: object) -> Arm | None:
        return self.kept.get(key)

    def _keep(self, key: object, arm: Arm) -> Arm:
        self.kept[key] = arm
        return arm
