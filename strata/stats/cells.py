"""What the database hands over: sums of a per-user value, one row per account and cell."""

from dataclasses import dataclass, fields, replace
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

Kind = Literal["nps", "share", "rating", "mean", "ratio"]
"""What x is: "nps" -1, 0 or 1 (detractor, passive, promoter); "share" 0 or 1; "rating" a number
between two ends such as 1 to 5, which no heavy user can drive; "mean" any real number; "ratio" any real number
over what it is counted per, such as events over sessions."""

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

NO_ACCOUNT = -1


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Sums of w, what a ratio is counted per: the value of a group is then sum of x over sum of w.

    Attributes:
        total: Sum of w.
        squares: Sum of w^2.
        products: Sum of w x.
    """

    total: Floats
    squares: Floats
    products: Floats

    def take(self, rows: Rows) -> Self:
        """The selected rows only."""
        return type(self)(self.total[rows], self.squares[rows], self.products[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Sums of a per-user value x; one row per (account, cell), arrays of equal length.

    A cell holds the users in exactly one combination of segments, so a segment is a set of rows.

    Attributes:
        account: Account id; -1 for users without an account, each of whom counts as his own cluster.
        n: Number of users.
        total: Sum of x.
        squares: Sum of x^2.
        cubes: Sum of x^3.
        log_total: Sum of ln(1 + x); NaN where any x <= -1.
        log_squares: Sum of ln(1 + x)^2; NaN where any x <= -1.
        exposure: What a ratio is counted per; None where every user counts once.

    Raises:
        ValueError: The arrays differ in length.
    """

    account: NDArray[np.int64]
    n: Floats
    total: Floats
    squares: Floats
    cubes: Floats
    log_total: Floats
    log_squares: Floats
    exposure: Exposure | None = None

    def __post_init__(self) -> None:
        sums = [getattr(self, field.name) for field in fields(self) if field.name != "exposure"]
        sums += [self.exposure.total, self.exposure.squares, self.exposure.products] if self.exposure else []
        if len({each.shape for each in sums}) != 1 or self.n.ndim != 1:
            raise ValueError("the arrays of Cells must be one-dimensional and of equal length")

    def __len__(self) -> int:
        return len(self.n)

    @property
    def weight(self) -> Floats:
        """What x is divided by to become a value: the users, or what a ratio is counted per."""
        return self.n if self.exposure is None else self.exposure.total

    def take(self, rows: Rows) -> Self:
        """The selected rows only; the same object where that is all of them, as in "everyone else"."""
        if rows.all():
            return self
        return replace(
            self,
            **{field.name: getattr(self, field.name)[rows] for field in fields(self) if field.name != "exposure"},
            exposure=self.exposure.take(rows) if self.exposure else None,
        )

    def on_log_scale(self) -> Self:
        """The same users with y = ln(1 + x) in place of x; sums of y^3 are not known and become NaN."""
        return replace(self, total=self.log_total, squares=self.log_squares, cubes=np.full(len(self), np.nan))

    def products(self, one: float, two: float) -> Floats:
        """Per row the sum of (x - one w)(x - two w), with w = 1 but for ratios.

        Centred row by row, so that digits survive at millions of users.
        """
        if self.exposure is not None:
            return self.squares - (one + two) * self.exposure.products + one * two * self.exposure.squares
        means = self.total / self.n
        within = np.maximum(self.squares - self.total * means, 0.0)
        return within + self.n * (means - one) * (means - two)
