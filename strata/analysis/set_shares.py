"""What share of segments is in each of many sets of users: of a feature, of a stage of life, of a corner of a map.

Who is in a set does not depend on segments. Any group is counted in all of the sets in one go, account by account, and
how it differs from another is then found for all sets at once; an edit of one segment changes nothing for the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Self

from strata.analysis.boards import Board, of_segments
from strata.analysis.counting import Counting, Side
from strata.analysis.lanes import Lanes, Marks
from strata.analysis.play import Play
from strata.model.metrics import Metric
from strata.stats.many import Compared, compare_all
from strata.stats.shares import share_sides
from strata.stats.sides import Sides
from strata.warehouse import Warehouse


@dataclass(frozen=True, eq=False)
class Sets:
    """Sets of users.

    Attributes:
        names: What each is called.
        among: Everyone who is asked about; all others count neither as in a set nor as outside.
        marks: Who is in each, in the order of the names.
    """

    names: tuple[str, ...]
    among: int
    marks: Marks

    @classmethod
    def of(cls, warehouse: Warehouse, sets: Mapping[str, int], among: int) -> Self:
        """The users of these sets who are among those who are asked about, and counted."""
        asked = among & warehouse.population
        return cls(tuple(sets), asked, Lanes.of(warehouse).marks([users & asked for users in sets.values()]))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.among.__sizeof__() + self.marks.nbytes


class Whose(NamedTuple):
    """The sets that segments are counted in, and those that their baselines are: the same, or those of before."""

    now: Sets
    before: Sets


def boards(
    warehouse: Warehouse, chosen: Play, whose: Whose, metrics: Sequence[Metric], *, is_before: bool
) -> list[Board]:
    """Each segment beside its baseline in all sets, one metric each; `is_before` is beside the same people earlier."""
    compare = partial(beside, warehouse, whose, is_before=is_before)
    return of_segments(chosen, metrics, compare, among=(whose.now.among, whose.before.among), is_before=is_before)


def beside(warehouse: Warehouse, whose: Whose, users: tuple[int, int], *, is_before: bool = False) -> Compared:
    """Two groups side by side in each of the sets; remembered."""
    key = ("in sets", whose, users, is_before)
    found: Compared | None = warehouse.digests.get(key)
    if found is None:
        found = compare_all(summed(warehouse, whose, users, is_before=is_before))
        warehouse.digests.put(key, found)
    return found


def summed(warehouse: Warehouse, whose: Whose, users: tuple[int, int], *, is_before: bool = False) -> Sides:
    """Two groups side by side in each of the sets, as sums."""
    lanes, (mine, theirs) = Lanes.of(warehouse), (users[0] & whose.now.among, users[1] & whose.before.among)
    one, other = Side.of(lanes, mine, whose.now.among), Side.of(lanes, theirs, whose.before.among)
    both = 0 if is_before else mine & theirs
    own, others, shared = _counting(warehouse, whose).counted(one, other)
    people = both.bit_count(), (both & warehouse.without_account).bit_count()
    return share_sides(one.crowd, other.crowd, (own, others), shared, people)


def _counting(warehouse: Warehouse, whose: Whose) -> Counting:
    """Counts in these sets, and remembers it."""
    key = ("counting", whose)
    found: Counting | None = warehouse.digests.get(key)
    if found is None:
        found = Counting(Lanes.of(warehouse), whose.now.marks.beside(whose.before.marks))
        warehouse.digests.put(key, found)
    return found
