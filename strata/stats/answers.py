"""What the procedures found in many comparisons at once: intervals at any level and p-values, as arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from sys import float_info
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from strata.stats.cells import Floats
from strata.stats.effective import StudentScore
from strata.stats.inference import Inference, Student
from strata.stats.score import Mover, Wilson, wilson

_PRECISION, _MOST_ROUNDS = 1e-14, 100
_FAR = 4.0
"""How many standard errors the search for a p-value begins with."""


class ManyLimits(NamedTuple):
    """Intervals."""

    low: Floats
    high: Floats


class Answers(Protocol):
    """As Inference, of many comparisons."""

    @property
    def value(self) -> Floats:
        """The estimates."""

    @property
    def p(self) -> Floats:
        """The two-sided p-values of "the true value is 0"."""

    def limits(self, level: float | Floats) -> ManyLimits:
        """The intervals at one confidence level, or at one for each."""

    def one(self, place: int, design_effect: float | None) -> Inference:
        """One of them."""


@dataclass(frozen=True, eq=False)
class Students:
    """Values plus or minus t(df) standard errors; see Student."""

    value: Floats
    standard_error: Floats
    df: Floats

    @property
    def p(self) -> Floats:
        """The two-sided p-values against 0."""
        return np.asarray(2 * stdtr(self.df, -np.abs(self.value) / self.standard_error))

    def limits(self, level: float | Floats) -> ManyLimits:
        """The intervals at one confidence level, or at one for each."""
        margin = quantile(self.df, level) * self.standard_error
        return ManyLimits(self.value - margin, self.value + margin)

    def one(self, place: int, design_effect: float | None) -> Inference:
        """One of them."""
        value, error, df = (float(each[place]) for each in (self.value, self.standard_error, self.df))
        return Student(value, error, df, design_effect)


@dataclass(frozen=True, eq=False)
class Wilsons:
    """Shares of so many users, or of as many as these are worth; see Wilson."""

    share: Floats
    n: Floats

    def at(self, z: Floats) -> ManyLimits:
        """The score limits of z standard normal units."""
        low, high = wilson(self.share, self.n, z)
        return ManyLimits(np.maximum(low, 0.0), np.minimum(high, 1.0))

    def one(self, place: int) -> Wilson:
        """One of them."""
        n = float(self.n[place])
        return Wilson(float(self.share[place]) * n, n)

    def take(self, rows: NDArray[np.intp]) -> Self:
        """Some of them."""
        return type(self)(self.share[rows], self.n[rows])


@dataclass(frozen=True, eq=False)
class Movers:
    """Differences of two shares by MOVER on their Wilson limits, with Student's t for the normal; see StudentScore.

    Attributes:
        a, b: The shares of the two groups.
        df: Degrees of freedom; infinite where users are independent, which is Newcombe's interval.
    """

    a: Wilsons
    b: Wilsons
    df: Floats

    @property
    def value(self) -> Floats:
        """The first shares minus the second."""
        return self.a.share - self.b.share

    def limits(self, level: float | Floats) -> ManyLimits:
        """The intervals at one confidence level, or at one for each."""
        return self.at(quantile(self.df, level))

    def at(self, z: Floats) -> ManyLimits:
        """The intervals of z standard normal units."""
        below, above = self._reach(z)
        return ManyLimits(self.value - below, self.value + above)

    @cached_property
    def p(self) -> Floats:
        """The two-sided p-values: one minus the confidence level at which the interval touches 0."""
        found = np.ones(len(self.df))
        places = np.flatnonzero(np.isfinite(self.value) & np.isfinite(self.a.n + self.b.n) & (self.value != 0))
        found[places] = Movers(self.a.take(places), self.b.take(places), self.df[places]).touching()
        return found

    def one(self, place: int, design_effect: float | None) -> Inference:
        """One of them."""
        score, df = Mover(self.a.one(place), self.b.one(place)), float(self.df[place])
        return StudentScore(score, df, design_effect) if np.isfinite(df) else score

    def touching(self) -> Floats:
        """The p-values where there is a difference."""
        gap = np.abs(self.value)
        is_above = self.value > 0

        def clearance(z: Floats) -> Floats:
            """How far the intervals stay clear of 0; negative once they cover it."""
            below, above = self._reach(z)
            return gap - np.where(is_above, below, above)

        far = np.full(len(gap), _FAR)
        while (is_clear := (clearance(far) > 0) & (2 * stdtr(self.df, -far) >= float_info.min)).any():
            far = np.where(is_clear, 2 * far, far)
        return np.asarray(np.maximum(2 * stdtr(self.df, -_root(clearance, gap, far)), float_info.min))

    def _reach(self, z: Floats) -> ManyLimits:
        """How far the intervals reach below and above the values."""
        a, b = self.a.at(z), self.b.at(z)
        below = np.hypot(self.a.share - a.low, b.high - self.b.share)
        return ManyLimits(below, np.hypot(a.high - self.a.share, self.b.share - b.low))


def quantile(df: Floats, level: float | Floats) -> Floats:
    """How many standard errors an interval reaches; those of a normal distribution where df is infinite."""
    return np.asarray(-stdtrit(df, (1 - level) / 2))


def _root(falling: Callable[[Floats], Floats], at_0: Floats, far: Floats) -> Floats:
    """Where functions that fall from these values at 0 pass 0, up to `far`; by the Illinois method, all at once.

    References:
        Dowell & Jarratt (1971), BIT 11:168.
    """
    low, above, was_low, before = np.zeros(len(far)), at_0, np.zeros(len(far)), far
    high, under = far, falling(far)
    for _ in range(_MOST_ROUNDS):
        middle = np.where(under < 0, (low * under - high * above) / (under - above), high)
        here = falling(middle)
        if (np.abs(middle - before) <= _PRECISION * middle).all():
            break
        is_low = np.where(here > 0, 1, -1)
        is_again = is_low == was_low
        above, under = (
            np.where(is_low > 0, here, np.where(is_again, above / 2, above)),
            np.where(is_low > 0, np.where(is_again, under / 2, under), here),
        )
        low, high = np.where(is_low > 0, middle, low), np.where(is_low > 0, high, middle)
        was_low, before = is_low, middle
    return middle
