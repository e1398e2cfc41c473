"""Segments in play, and what they are compared with: everyone else, or a baseline."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.results import REST
from strata.model.segment import AttributeCondition, Segment, leaves
from strata.warehouse import Members, Warehouse

Rows = NDArray[np.bool_]


class Play(NamedTuple):
    """The segments that are compared, and what with; a baseline is the last of the members."""

    segments: tuple[Segment, ...]
    baseline: Segment | None
    library: Library
    members: Members

    @classmethod
    def of(
        cls,
        warehouse: Warehouse,
        segments: Sequence[Segment],
        baseline: Segment | None,
        library: Library = NO_LIBRARY,
    ) -> "Play":
        """The segments, counted; raises SegmentError where one cannot be."""
        groups = (*segments, *([baseline] if baseline else []))
        return cls(tuple(segments), baseline, library, in_play(warehouse, groups, library))

    @property
    def against(self) -> str:
        """The name of what the segments are compared with."""
        return self.baseline.name if self.baseline else REST

    def sides(self, place: int) -> tuple[int, int]:
        """The users of a segment and of what it is compared with, among those who are counted."""
        population = self.members.population
        users = self.members.segments[place] & population
        return users, self.members.segments[-1] & population if self.baseline else population & ~users

    def rows(self, mask: NDArray[np.int64], place: int) -> tuple[Rows, Rows]:
        """Of rows that hold users of one mask each, those of a segment and of what it is compared with."""
        inside = ((mask >> place) & 1) == 1
        return inside, ((mask >> len(self.segments)) & 1) == 1 if self.baseline else ~inside

    def defining(self, place: int) -> frozenset[str]:
        """The attributes that make a segment and the baseline: nothing would be left of them once held equal."""
        trees = [group.where for group in (self.segments[place], self.baseline) if group]
        trees += [nested.where for nested in self.library.reachable(*trees).values()]
        return frozenset(
            leaf.attribute for tree in trees for leaf in leaves(tree) if isinstance(leaf, AttributeCondition)
        )
