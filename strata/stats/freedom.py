"""How many degrees of freedom a variance over accounts has, by two working models."""

from math import inf
from typing import NamedTuple

import numpy as np

from strata.stats.cells import Floats, Rows
from strata.stats.crowd import Crowd
from strata.stats.sums import dot

CORRELATION = 0.1
"""How much users of one account are taken to resemble each other, where degrees of freedom are made."""


class Traces(NamedTuple):
    """Of the matrix G of the covariances of a group's units under a working model: trace G and trace G^2."""

    once: float
    twice: float


def bell_mccaffrey(a: Crowd, b: Crowd | None = None, *, n_lone_shared: float = 0.0) -> float:
    """The degrees of freedom with independent users of equal variance as the working model.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
    """
    if b is None:
        return _quotient(independent(a))
    once, twice = (one + two for one, two in zip(independent(a), independent(b), strict=True))
    return _quotient(Traces(once, twice + cross(a, b, n_lone_shared)))


def alike(crowd: Crowd, correlation: float = CORRELATION) -> Traces:
    """The traces where users of one account are correlated, in O(accounts), without building the matrix.

    The residual total of an account is its own total minus its part of everyone's, so G is a diagonal matrix plus
    one of rank two.
    """
    units, times = _units(crowd)
    own = units.weight * (1 + correlation * np.maximum(units.weight - 1, 0) * units.is_account)
    part, pull = units.weight * units.scale * crowd.inverse_weight, units.scale * own
    diagonal, everyone = units.scale * pull, dot(times, own)
    pulls, mixed, parts = (dot(times, product) for product in (pull * pull, pull * part, part * part))
    once = dot(times, diagonal) - 2 * mixed + everyone * parts
    corrected = dot(times, diagonal * (diagonal - part * (4 * pull - 2 * everyone * part)))
    rank_two = mixed**2 + 2 * parts * (pulls - everyone * mixed) + (everyone * parts - mixed) ** 2
    return Traces(once, corrected + rank_two)


class _Units(NamedTuple):
    """Accounts with users in a group, and one unit that stands for everyone without an account."""

    weight: Floats
    scale: Floats
    is_account: Rows


def _units(crowd: Crowd) -> tuple[_Units, Floats]:
    """The units, and how many of each there are."""
    rows = np.flatnonzero(crowd.present)
    is_account = np.append(np.ones(len(rows), dtype=np.bool_), False)
    weight, scale = np.append(crowd.accounts[rows], crowd.lone_weight), np.append(crowd.scale[rows], crowd.lone_scale)
    return _Units(weight, scale, is_account), np.append(np.ones(len(rows)), crowd.n_lone)


def independent(crowd: Crowd) -> Traces:
    """The traces of a group alone, users taken as independent."""
    return Traces(crowd.inverse_weight, crowd.diagonal_squares + crowd.pairs)


def cross(a: Crowd, b: Crowd, n_lone_shared: float) -> float:
    """What accounts and people in both groups add to trace G^2, users taken as independent."""
    shared, pull = a.shared_with(b), a.lone_pull * b.lone_pull
    pairs = (shared.pulls + n_lone_shared * pull) ** 2 - shared.pull_squares - n_lone_shared * pull**2
    both = shared.weights + n_lone_shared * a.lone_weight * b.lone_weight
    return 2 * both * (a.inverse_weight * b.inverse_weight) ** 2 + 2 * pairs


def _quotient(traces: Traces) -> float:
    return traces.once**2 / traces.twice if traces.twice else inf
