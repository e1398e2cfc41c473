"""Many shares of the same two groups at once, from sums over accounts in place of one array per share.

Of a share's accounts the statistics take no more than a few sums; where there are hundreds of shares, whoever counts
them can give those sums at once. What is compared, and how, stays with METHODS.
"""

from typing import NamedTuple

import numpy as np

from strata.stats.cells import Floats
from strata.stats.crowd import Crowd
from strata.stats.freedom import cross
from strata.stats.sides import Between, Side, Sides, of_crowd
from strata.stats.sums import dot


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


def share_sides(a: Crowd, b: Crowd, hits: tuple[Hits, Hits], shared: SharedHits, people: tuple[int, int]) -> Sides:
    """Two groups side by side in each thing they did or did not do.

    Args:
        a: The first group.
        b: The second.
        hits: Who of the first and of the second did it.
        shared: What they share by account.
        people: How many people are in both, and how many of those have no account.
    """
    own, other = _side(a, hits[0]), _side(b, hits[1])
    n_both, n_lone = people
    accounts, weights = a.shared_with(b), dot(a.scale * a.accounts, b.scale * b.accounts)
    pushed = shared.both - other.mean * shared.first - own.mean * shared.second + own.mean * other.mean * weights
    lone = a.lone_scale * b.lone_scale * _about(n_lone, shared.lone, own.mean, other.mean)
    in_accounts = a.weight - a.n_lone + b.weight - b.n_lone
    between = Between(
        n_people=np.full(len(pushed), n_both if n_lone or accounts.n else 0),
        n_accounts=np.full(len(pushed), accounts.n),
        is_repeated=np.full(len(pushed), in_accounts > a.n_accounts + b.n_accounts - accounts.n),
        covariance=pushed + lone,
        cross=np.full(len(pushed), cross(a, b, n_lone)),
    )
    return Sides("share", own, other, between)


def _side(crowd: Crowd, hits: Hits) -> Side:
    """A group in each thing, see Arm: all that is asked of its accounts are a few sums."""
    n, total, weights = crowd.weight, hits.total, crowd.scale * crowd.accounts
    mean = total / (n or 1.0)
    deviations = total * (1 - mean)
    pushed = np.maximum(hits.squares - 2 * mean * hits.products + mean * mean * dot(weights, weights), 0.0)
    lone = np.maximum(_about(crowd.n_lone, hits.lone, mean, mean), 0.0)
    variance = deviations / (n - 1) if n > 1 else np.zeros(len(mean))
    same = (np.full(len(mean), number, dtype=np.float64) for number in (*of_crowd(crowd), n))
    cr2 = pushed + crowd.lone_scale**2 * lone
    return Side(*(*same, total, mean, variance, deviations, cr2, np.zeros(len(mean))))


def _about(n: float, hits: Floats, one: Floats, other: Floats) -> Floats:
    """The sum of (x - one)(x - other) over n users, so many of whom did it."""
    return hits - (one + other) * hits + one * other * n
