"""The exact permuted Brunner-Munzel test: every exchange of the two groups' labels, counted by category.

A few answers on a short scale can fall in few different ways, so enumerating them all costs a fraction of a second,
however large the other group is.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.special import gammaln

from strata.stats.cells import Floats
from strata.stats.inference import Limits
from strata.stats.placements import relative_effect

MOST_TABLES = 200_000
"""Tables that are still enumerated, in some tenths of a second."""
_SLACK = 1e-9
"""Statistics closer than this are the same one, computed in another order."""


@dataclass(frozen=True, slots=True, eq=False)
class Permuted:
    """A relative effect beside those that exchanged labels give.

    Attributes:
        value: The relative effect less 1/2.
        standard_error: Its standard error; 0 where the groups do not overlap.
        sizes: The sizes |t| of the studentised effect that exchanges give, ascending.
        tails: The chance of each size or a larger one.
    """

    value: float
    standard_error: float
    sizes: Floats
    tails: Floats
    df: None = None
    design_effect: None = None

    @property
    def p(self) -> float:
        """The share of exchanges whose effect is at least as far from 1/2, measured in its own standard errors."""
        size = (abs(self.value) / self.standard_error if self.standard_error else inf) if self.value else 0.0
        return float(self.tails[np.searchsorted(self.sizes, size - _SLACK)])

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level: all effects that the test does not reject; it can be infinitely wide."""
        last = int(np.count_nonzero(self.tails > 1 - level)) - 1
        size = float(self.sizes[last]) + _SLACK
        margin = inf if size == inf else size * self.standard_error
        return Limits(self.value - margin, self.value + margin)


def permuted(a: Floats, b: Floats) -> Permuted:
    """The exact studentised permutation test of "neither group tends to answer higher".

    Exact where the two groups answer alike; close to it where they only tie on average.

    Args:
        a: Users of the first group per point of the scale, lowest first; at least two.
        b: Users of the second group, likewise.

    Raises:
        ValueError: There are more than MOST_TABLES ways to exchange the labels.

    References:
        Neubert & Brunner (2007), Computational Statistics & Data Analysis 51:5192.
    """
    few, both = min(a, b, key=np.sum), a + b
    if n_tables(few, both - few) > MOST_TABLES:
        raise ValueError(f"{n_tables(few, both - few):,} tables are too many to enumerate: at most {MOST_TABLES:,}")
    tables = _tables(both, int(few.sum()))
    found = np.abs(relative_effect(tables, both - tables).statistic)
    order = np.argsort(found)
    chances = _chances(tables, both)[order]
    mine = relative_effect(a, b)
    error = float(np.sqrt(mine.part_a + mine.part_b))
    return Permuted(float(mine.value) - 0.5, error, found[order], np.cumsum(chances[::-1])[::-1])


def n_tables(a: Floats, b: Floats) -> int:
    """In how many different ways the labels of two groups can fall, counted by category.

    >>> n_tables(np.array([3.0, 0.0]), np.array([0.0, 3.0]))
    4
    """
    few = int(min(a.sum(), b.sum()))
    ways = np.eye(1, few + 1)[0]
    for there in a + b:
        ways = np.convolve(ways, np.ones(min(int(there), few) + 1))[: few + 1]
    return int(ways[few])


def _tables(both: Floats, few: int) -> Floats:
    """Every way for `few` users to fall on the points of the scale, one row each."""
    rows = np.zeros((1, 0))
    after = np.cumsum(both[::-1])[::-1] - both
    for there, later in zip(both, after, strict=True):
        placed = rows.sum(axis=1)
        fits = [
            rows[(placed + here <= few) & (placed + here + later >= few)] for here in range(min(int(there), few) + 1)
        ]
        rows = np.concatenate([np.column_stack([found, np.full(len(found), here)]) for here, found in enumerate(fits)])
    return rows


def _chances(tables: Floats, both: Floats) -> Floats:
    """The probability of each table when labels are dealt at random; they add up to 1."""
    logs = -(gammaln(tables + 1) + gammaln(both - tables + 1)).sum(axis=1)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())
