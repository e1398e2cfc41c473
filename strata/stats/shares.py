"""Many shares of the same two groups at once, from sums over accounts in place of one array per share.

Of a share's accounts the statistics take no more than a few sums; where there are hundreds of shares, whoever counts
them can give those sums at once. What is compared, and how, stays with METHODS.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Floats
from strata.stats.crowd import Crowd
from strata.stats.sums import Sums, dot

NO_ACCOUNTS = np.zeros(0)


class Hits(NamedTuple):
    """Who did something, for many things at once: one array each, as long as there are things.

    Over accounts, t is how many of an account's users did it, w how many users it has, s its scale in Crowd.

    Attributes:
        total: How many did it.
        lone: How many of those have no account.
        squares: Sum over accounts of (s t)^2.
        products: Sum over accounts of s^2 t w.
    """

    total: Floats
    lone: Floats
    squares: Floats
    products: Floats


class SharedHits(NamedTuple):
    """What two groups share, for many things at once: sums over accounts, with the letters of Hits.

    Attributes:
        both: Sum of s t of the first group times s t of the second.
        first: Sum of s t of the first group times s w of the second.
        second: Sum of s w of the first group times s t of the second.
        lone: How many people without an account are in both groups and did it.
    """

    both: Floats
    first: Floats
    second: Floats
    lone: Floats


@dataclass(frozen=True, eq=False)
class ShareArm(Arm):
    """The users of a group as a share of them, without the accounts they are spread over; `pushed` sums pushes^2."""

    pushed: float = 0.0

    @cached_property
    def cr2_variance(self) -> float:
        """The CR2 variance of the share."""
        return self.pushed + self.crowd.lone_scale**2 * self.lone_deviations


@dataclass(frozen=True, eq=False)
class ShareArms(Arms):
    """Two such groups side by side; `pushed` sums the products of their pushes."""

    pushed: float = 0.0

    @property
    def covariance(self) -> float:
        """The CR2 covariance of the two shares."""
        return self.pushed + self.lone_covariance


def shares(a: Crowd, b: Crowd, hits: tuple[Hits, Hits], shared: SharedHits, people: tuple[int, int]) -> Iterator[Arms]:
    """Two groups side by side in each thing they did or did not do.

    Args:
        a: The first group.
        b: The second.
        hits: Who of the first and of the second did it.
        shared: What they share by account.
        people: How many people are in both, and how many of those have no account.
    """
    own, others = list(_arms(a, hits[0])), list(_arms(b, hits[1]))
    weights = dot(a.scale * a.accounts, b.scale * b.accounts)
    n_both, n_lone = people
    for one, other, both, first, second, lone in zip(own, others, *map(np.ndarray.tolist, shared), strict=True):
        pushed = both - other.mean * first - one.mean * second + one.mean * other.mean * weights
        is_shared = n_both and (n_lone or a.shared_with(b).n)
        yield ShareArms(one, other, n_both if is_shared else 0, _lone(n_lone, lone) if n_lone else None, pushed=pushed)


def _lone(n: int, hits: float) -> Arm:
    """People without an account, so many of whom did it."""
    return Arm.summed("share", Crowd.of(NO_ACCOUNTS, n_lone=n), NO_ACCOUNTS, _sums(n, hits), _sums(n, hits))


def _arms(crowd: Crowd, hits: Hits) -> Iterator[ShareArm]:
    weights = crowd.scale * crowd.accounts
    own = dot(weights, weights)
    for total, lone, squares, products in zip(*map(np.ndarray.tolist, hits), strict=True):
        mean = total / crowd.weight if crowd.weight else 0.0
        deviations = total * (1 - mean)
        yield ShareArm(
            kind="share",
            sums=_sums(crowd.weight, total),
            lone=_sums(crowd.n_lone, lone),
            cubes=total,
            deviations=deviations,
            lone_deviations=max(_sums(crowd.n_lone, lone).about(mean, mean), 0.0),
            crowd=crowd,
            account_total=NO_ACCOUNTS,
            pushed=max(squares - 2 * mean * products + mean * mean * own, 0.0),
        )


def _sums(n: float, hits: float) -> Sums:
    return Sums(n, n, hits, hits, hits, n)
