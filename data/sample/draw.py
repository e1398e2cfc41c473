"""Random draws that the tables of the sample company are made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.str_]

DAY = 86_400
GOLDEN = (np.sqrt(5) - 1) / 2
_GRID = np.linspace(-6, 6, 6001)
_CDF = np.array([NormalDist().cdf(z) for z in _GRID])


def seconds(day: date) -> int:
    """Returns the midnight that starts a day, in seconds since 1970."""
    return int(np.datetime64(day, "s").astype(np.int64))


def deal(rng: np.random.Generator, shares: Mapping[str, float], n: int) -> Texts:
    """Returns n labels in random order whose counts follow the shares as closely as whole numbers can."""
    steps = np.cumsum(list(shares.values()))
    positions = (np.arange(n) + rng.random()) / n * steps[-1]
    return np.array(list(shares))[rng.permutation(np.searchsorted(steps[:-1], positions, side="right"))]


def deal_within(rng: np.random.Generator, groups: Texts, shares: Mapping[str, Mapping[str, float]]) -> Texts:
    """Returns one label per row, dealt within each group by that group's shares."""
    width = max(len(label) for mix in shares.values() for label in mix)
    labels = np.empty(len(groups), f"<U{width}")
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        labels[rows] = deal(rng, shares[str(group)], len(rows))
    return labels


def pick(rng: np.random.Generator, values: Sequence[Any], n: int, weights: Sequence[float] | None = None) -> Texts:
    """Returns n independent draws from the values."""
    total = None if weights is None else np.array(weights) / sum(weights)
    return rng.choice(np.array(values), n, p=total)


def look_up(labels: Texts, table: Mapping[str, float], *, default: float = 0.0) -> Floats:
    """Returns the number of each label; labels the table does not name get the default."""
    kinds, codes = np.unique(labels, return_inverse=True)
    return np.array([table.get(str(kind), default) for kind in kinds])[codes]


def normal_within(rng: np.random.Generator, groups: Texts) -> Floats:
    """Returns standard normal draws, spread evenly within each group and every stretch of its rows.

    Each group walks the unit interval in steps of the golden ratio from a start of its own, so that what is planted
    shows in the draw without thousands of rows to average over.
    """
    _, codes, counts = np.unique(groups, return_inverse=True, return_counts=True)
    rank = np.empty(len(groups))
    rank[np.argsort(codes, kind="stable")] = np.arange(len(groups)) - np.repeat(np.cumsum(counts) - counts, counts)
    uniform = (rng.random(len(counts))[codes] + rank * GOLDEN) % 1
    normal: Floats = np.interp(uniform, _CDF, _GRID)
    return normal


def uniform_of(normal: Floats) -> Floats:
    """Returns the uniform quantile of standard normal draws."""
    uniform: Floats = np.interp(normal, _GRID, _CDF)
    return uniform


def office_hours(rng: np.random.Generator, days: Ints) -> Ints:
    """Returns moments on the given midnights (seconds), most of them mid-morning and mid-afternoon."""
    morning = rng.random(len(days)) < 0.55
    hour = np.where(morning, rng.normal(10.0, 1.3, len(days)), rng.normal(14.8, 1.5, len(days)))
    return days + (np.clip(hour, 6.0, 21.5) * 3600).astype(np.int64)


def working_days(rng: np.random.Generator, moments: Ints) -> Ints:
    """Returns the midnights of the moments (seconds), most week-ends moved back to a day of the week before."""
    days = moments // DAY
    weekday = (days + 3) % 7
    moved = (weekday >= 5) & (rng.random(len(days)) < 0.88)
    return (days - np.where(moved, weekday - 5 + rng.integers(1, 6, len(days)), 0)) * DAY
