"""What every user did next, or right before, step by step: one number per user and step, whatever the segments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.analysis.tally import Flags
from strata.membership import leaf, path_around, path_begun
from strata.model.segment import EventCondition, PathCondition
from strata.warehouse import Query, Warehouse

STEPS = 3
"""Of the ways that are shown as wholes, and of the branches one can follow."""
NOBODY, NOTHING = -2, -1
"""In place of an event's number: the user has not begun; nothing came."""
NEVER = np.iinfo(np.int64).max
ROWS_AT_ONCE = 1_000_000


@dataclass(frozen=True, eq=False)
class Tracks:
    """What every user did next: per step and user the number of the event, NOTHING, or NOBODY."""

    steps: NDArray[np.int16]
    unfinished: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.steps.nbytes + self.unfinished.__sizeof__()

    def gone(self, numbers: Sequence[int]) -> Flags:
        """Per user whether he began and did these events next."""
        flags = np.asarray(self.steps[0] != NOBODY)
        for step, number in zip(self.steps, numbers, strict=False):
            flags = flags & (step == number)
        return flags


class Rows(NamedTuple):
    """What users did around the first event: who, and how far away, `width` times, plus the number of the event."""

    user: NDArray[np.int32]
    place: NDArray[np.int64]


def tracks(warehouse: Warehouse, asked: PathCondition) -> Tracks:
    """What every user did next, remembered."""
    key = ("tracks", asked.path[0], asked.days, asked.backwards, repr(asked.within))
    found: Tracks | None = warehouse.digests.get(key)
    if found is None:
        found = _tracks(warehouse, asked)
        warehouse.digests.put(key, found)
    return found


def _tracks(warehouse: Warehouse, asked: PathCondition) -> Tracks:
    catalog, first = warehouse.catalog, asked.path[0]
    began = np.zeros(warehouse.n_users, dtype=bool)
    began[warehouse.numbers(path_begun(asked, catalog))["user_id"]] = True
    did = warehouse.members(leaf(EventCondition(first, within=asked.within), catalog))
    steps = np.full((STEPS, warehouse.n_users), NOTHING, dtype=np.int16)
    width = 1 << len(catalog.events).bit_length()
    params = (("names", catalog.events), ("width", width))
    rows = warehouse.numbers(Query("reports/around_numbers", params, parts=(("around", path_around(asked, catalog)),)))
    followed = nearest_others(Rows(**rows), catalog.events.index(first), width=width, n_users=warehouse.n_users)
    for step, numbers in zip(steps, followed, strict=False):
        step[:] = numbers
    steps[:, ~began] = NOBODY
    return Tracks(steps, did & ~warehouse.user_set(began))


def nearest_others(rows: Rows, first: int, *, width: int, n_users: int) -> Iterator[NDArray[np.int64]]:
    """Per step, without end, the number of every user's event, NOTHING where none came; the same in a row counts once.

    The next step is the nearest of all that lie further away and are another event, so nothing need be sorted. A
    million rows at a time, so that what is made on the way stays small.

    Args:
        rows: In any order.
        first: The number of the event that all of them did.
        width: A power of two; numbers are smaller.
        n_users: Ids are smaller than this.
    """
    pieces = [
        Rows(rows.user[start : start + ROWS_AT_ONCE], rows.place[start : start + ROWS_AT_ONCE])
        for start in range(0, len(rows.user), ROWS_AT_ONCE)
    ]
    number = np.full(n_users, first)
    while True:
        nearest = np.full(n_users, NEVER)
        for user, place in pieces:
            is_other = (place & (width - 1)) != number[user]
            np.minimum.at(nearest, user[is_other], place[is_other])
        number = np.where(nearest == NEVER, NOTHING, nearest & (width - 1))
        yield number
        pieces = [_further(piece, nearest) for piece in pieces]


def _further(rows: Rows, nearest: NDArray[np.int64]) -> Rows:
    is_further = rows.place > nearest[rows.user]
    return Rows(rows.user[is_further], rows.place[is_further])
