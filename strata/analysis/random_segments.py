"""Segments drawn at random, and a memory that is let go of after use."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from strata.model.calibration import Way
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


@dataclass(frozen=True, slots=True)
class Passing:
    """A memory that is let go of as a whole, so that what other comparisons remember stays.

    What is in `before` is remembered and never added to.
    """

    before: Mapping[Hashable, Any] = field(default_factory=dict)
    kept: dict[Hashable, Any] = field(default_factory=dict)

    def get(self, key: Hashable) -> Any:  # noqa: ANN401 - whatever was put there
        """What is remembered for a key, or None."""
        return self.kept[key] if key in self.kept else self.before.get(key)

    def put(self, key: Hashable, answer: Any) -> None:  # noqa: ANN401
        """Remembers something."""
        self.kept[key] = answer
