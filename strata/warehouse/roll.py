"""The order in which columns of numbers stand, one number per user: account by account."""

from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp] | slice
Number = TypeVar("Number", bound=np.number)


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """All users, those of an account beside one another, people without an account last.

    Attributes:
        order: The user id at each place; `place` the other way round.
        account: The account at each place that has one; the places after these have none.
        n_accounts: Accounts, those without users too.
    """

    order: NDArray[np.intp]
    place: NDArray[np.int32]
    account: NDArray[np.intp]
    n_accounts: int

    @classmethod
    def of(cls, account_of_user: NDArray[np.int32], n_accounts: int) -> Self:
        """The users by account, given the account of each user id, -1 for none."""
        last = np.where(account_of_user < 0, n_accounts, account_of_user)
        order = np.argsort(last, kind="stable")
        known = int(np.count_nonzero(account_of_user >= 0))
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return cls(order, place, account_of_user[order[:known]].astype(np.intp), n_accounts)

    def column(self, user_id: NDArray[np.integer], values: NDArray[Number]) -> NDArray[Number]:
        """The values of some users by place; 0 for all others. Those of all users by place stay as they are."""
        if np.array_equal(user_id, self.order):
            return values
        by_place = np.zeros(len(self.place), dtype=values.dtype)
        by_place[self.place[user_id]] = values
        return by_place

    def places(self, flags: NDArray[np.bool_]) -> Places:
        """Where the users stand whose flag, by user id, is set; ascending."""
        return slice(None) if flags.all() else np.flatnonzero(flags[self.order])
