"""Sums over some users, and where their accounts stand."""

from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import Cells, Floats, Rows

_PIECE = 8192
_STRETCH = 8 * _PIECE
"""Numbers that are worked on in one go: few enough to stay near the processor, in memory that is used again."""


class Accounts(NamedTuple):
    """Which account each row of some cells belongs to: 0 to size - 1, or -1."""

    code: NDArray[np.intp]
    size: int


class Sums(NamedTuple):
    """Sums over some users of x and of w, what x is counted per; w = 1 but for ratios.

    Attributes:
        n: How many users.
        weight: Sum of w.
        total: Sum of x.
        squares: Sum of x^2.
        products: Sum of w x.
        weight_squares: Sum of w^2.
    """

    n: float
    weight: float
    total: float
    squares: float
    products: float
    weight_squares: float

    @classmethod
    def of(cls, cells: Cells, rows: Rows | None = None) -> Self:
        """The sums over these rows, or over all."""
        columns = [cells.n, cells.weight, cells.total, cells.squares]
        per = cells.exposure
        columns += [cells.total, cells.n] if per is None else [per.products, per.squares]
        return cls(*(float(column.sum() if rows is None else column[rows].sum()) for column in columns))

    def with_zeros(self, n: float) -> Self:
        """The same among n users, the further ones with x = 0."""
        return self._replace(n=n, weight=n, weight_squares=n)

    def without(self, part: "Sums") -> "Sums":
        """The users who are not in a part of these."""
        return Sums(*(whole - less for whole, less in zip(self, part, strict=True)))

    def about(self, one: float, two: float) -> float:
        """The sum of (x - one w)(x - two w)."""
        return self.squares - (one + two) * self.products + one * two * self.weight_squares


def dot(one: Floats, two: Floats) -> float:
    """The sum of products, on one core: threads of a linear algebra library stand in each other's way at this size.

    They stay out of pieces this short.
    """
    whole = len(one) - len(one) % _PIECE
    pieces = np.vecdot(one[:whole].reshape(-1, _PIECE), two[:whole].reshape(-1, _PIECE))
    return float(pieces.sum() + np.dot(one[whole:], two[whole:]))


def stretches(size: int) -> Iterator[slice]:
    """So many numbers in stretches that are worked on one after the other."""
    return (slice(first, first + _STRETCH) for first in range(0, size, _STRETCH))
