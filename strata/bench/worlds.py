"""Simulated worlds whose truth is known: two groups of users in accounts, drawn as often as one likes."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import expm1
from typing import Literal, NamedTuple
from zlib import crc32

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from strata.bench.shapes import SHAPES, Floats, leaning
from strata.stats import Cells, Exposure, Kind

Layout = Literal["independent", "nested", "crossed", "overlapping"]
"""No accounts at all; every account in one group; both groups inside the same accounts; people in both groups too."""

SHARED_PEOPLE = 0.3
"""Part of the smaller group who are in both, where groups overlap."""

UNEVEN = 0.8
"""Standard deviation of the logarithm of account sizes: a tenth of accounts are 2.8 times the typical one or more."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class World:
    """Two groups of users.

    Attributes:
        a: Key into SHAPES, of the first group; b: of the second.
        n_a: Users of the first group; n_b: of the second.
        accounts_a: Accounts they come from, all the same ones in crossed and overlapping worlds; accounts_b.
        alike: Correlation of the values of two users of one account.
        layout: How users, accounts and groups hang together.
    """

    a: str
    b: str
    n_a: int
    n_b: int
    accounts_a: int
    accounts_b: int
    alike: float
    layout: Layout

    @property
    def kind(self) -> Kind:
        """What is measured."""
        return SHAPES[self.a].kind

    @property
    def difference(self) -> float:
        """The true difference of the means."""
        return SHAPES[self.a].mean - SHAPES[self.b].mean if self.a != self.b else 0.0

    @property
    def log_ratio(self) -> float:
        """The true ratio of the typical users minus 1, where they are compared on ln(1 + x)."""
        return expm1(SHAPES[self.a].log_mean - SHAPES[self.b].log_mean) if self.a != self.b else 0.0

    @property
    def n_shared(self) -> int:
        """People who are in both groups."""
        return round(SHARED_PEOPLE * min(self.n_a, self.n_b)) if self.layout == "overlapping" else 0

    def rng(self, seed: int) -> Generator:
        """Randomness of this world alone, whatever else is drawn beside it."""
        return np.random.default_rng([seed, crc32(repr(self).encode())])


class Drawn(NamedTuple):
    """The arguments of stats.compare() after its kind."""

    cells: Cells
    in_a: NDArray[np.bool_]
    in_b: NDArray[np.bool_]


def draw(world: World, times: int, rng: Generator) -> Iterator[Drawn]:
    """A world so many times over; nothing but chance differs."""
    account = _accounts(world, times, rng)
    value = _values(world, account, rng)
    sessions = rng.poisson(4.0 if world.kind == "ratio" else 0.0, value.shape)
    weight = 1.0 + sessions.astype(np.float64)
    row = 3 * account + _groups(world)
    size = 3 * int(account.max(initial=0) + 1)
    x = weight * value
    sums = [_summed(row, part, size) for part in (*_powers(x), weight, weight**2, weight * x)]
    return (_drawn(world, [each[one] for each in sums]) for one in range(times))


def _groups(world: World) -> Codes:
    """Per person 0 for the first group only, 1 for the second only, 2 for both."""
    alone = [world.n_a - world.n_shared, world.n_b - world.n_shared, world.n_shared]
    return np.repeat(np.arange(3), alone)


def _accounts(world: World, times: int, rng: Generator) -> Codes:
    """Per world and person the account, 0 on; users without accounts are all in account 0."""
    n_a, n_b, people = world.n_a, world.n_b, world.n_a + world.n_b - world.n_shared
    match world.layout:
        case "independent":
            return np.zeros((times, people), dtype=np.int64)
        case "nested":
            first, second = _spread(n_a, world.accounts_a, times, rng), _spread(n_b, world.accounts_b, times, rng)
            return np.hstack([first, second + world.accounts_a])
        case "crossed" | "overlapping":
            return rng.permuted(_spread(people, world.accounts_a, times, rng), axis=1)


def _spread(people: int, accounts: int, times: int, rng: Generator) -> Codes:
    """People over accounts of uneven sizes, nobody's account empty if there are people enough."""
    sizes = np.cumsum(rng.lognormal(0.0, UNEVEN, (times, accounts)), axis=1)
    places = rng.random((times, people)) * sizes[:, -1:]
    found = np.stack([np.searchsorted(edges, place) for edges, place in zip(sizes, places, strict=True)])
    certain = min(people, accounts)
    found[:, :certain] = np.arange(certain)
    return found.astype(np.int64)


def _values(world: World, account: Codes, rng: Generator) -> Floats:
    """Per world and person the value; those of one account lean the same way."""
    times, people = account.shape
    own = rng.standard_normal(account.shape)
    of_account = np.take_along_axis(rng.standard_normal((times, int(account.max(initial=0)) + 1)), account, axis=1)
    second = _groups(world) == 1
    values = np.empty((times, people))
    for rows, key in ((~second, world.a), (second, world.b)):
        rho = leaning(key, world.alike)
        values[:, rows] = SHAPES[key].values(rho**0.5 * of_account[:, rows] + (1 - rho) ** 0.5 * own[:, rows])
    return values


def _powers(x: Floats) -> tuple[Floats, ...]:
    logs: Floats = np.where(x > -1, np.log1p(np.maximum(x, -0.99)), np.nan)
    return np.ones_like(x), x, x**2, x**3, logs, logs**2


def _summed(row: Codes, values: Floats, size: int) -> Floats:
    """Per world the sums by row."""
    places = row + size * np.arange(len(row))[:, None]
    return np.bincount(places.ravel(), values.ravel(), size * len(row)).reshape(len(row), size).astype(np.float64)


def _drawn(world: World, sums: list[Floats]) -> Drawn:
    rows = np.flatnonzero(sums[0])
    n, total, squares, cubes, logs, log_squares, weight, weight_squares, products = (each[rows] for each in sums)
    account = np.full(len(rows), -1) if world.layout == "independent" else rows // 3
    exposure = Exposure(weight, weight_squares, products) if world.kind == "ratio" else None
    cells = Cells(account, n, total, squares, cubes, logs, log_squares, exposure)
    return Drawn(cells, rows % 3 != 1, rows % 3 != 0)
