"""Score intervals of one NPS or share, and MOVER, which turns two of them into an interval of the difference."""

from dataclasses import dataclass
from math import sqrt
from typing import Protocol, TypeVar

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from strata.stats.cells import Floats
from strata.stats.inference import Limits

Number = TypeVar("Number", float, Floats)
"""One number, or one for each of many comparisons."""

_NEAR, _PRECISION = 1e-9, 1e-12
_LARGEST_Z = 37.5
"""Beyond it a two-sided normal p-value is no longer a normal floating point number."""


class Score(Protocol):
    """A value in a score interval."""

    @property
    def value(self) -> float:
        """The estimate."""

    def at(self, z: float) -> Limits:
        """The interval of z standard normal units."""


@dataclass(frozen=True, slots=True)
class Tango:
    """The net promoter score of one group of independent answers, on the scale -1 to 1.

    (P - D) / n is a difference of paired proportions, so Tango's interval for those is one for the NPS. Never of
    zero width, also for unanimous answers.

    References:
        Tango (1998), Statistics in Medicine 17:891.
    """

    promoters: float
    detractors: float
    n: float

    @property
    def value(self) -> float:
        """The share of promoters minus the share of detractors."""
        return (self.promoters - self.detractors) / self.n

    def at(self, z: float) -> Limits:
        """The score limits of z standard normal units, inside [-1, 1]."""
        return Limits(self._limit(z, -1.0), self._limit(z, 1.0))

    def _limit(self, z: float, bound: float) -> float:
        """The candidate between the value and the bound (-1 or 1) that lies z standard errors from the value."""
        start = self.value + _NEAR * (bound - self.value)
        if self._beyond(start, z) >= 0:
            return self.value
        if self._beyond(bound, z) <= 0:
            return bound
        return float(brentq(self._beyond, start, bound, args=(z,), xtol=_PRECISION))

    def _beyond(self, candidate: float, z: float) -> float:
        """How far a candidate lies beyond z standard errors from the value; negative inside."""
        return abs(self.value - candidate) - z * self._standard_error(candidate)

    def _standard_error(self, candidate: float) -> float:
        """The standard error if the candidate were the true NPS (detractors then at their likeliest share)."""
        p, d = self.promoters / self.n, self.detractors / self.n
        linear = (2 - p + d) * candidate - p - d
        constant = -d * candidate * (1 - candidate)
        likeliest_d = (sqrt(max(linear * linear - 8 * constant, 0.0)) - linear) / 4
        return sqrt(max(2 * likeliest_d + candidate * (1 - candidate), 0.0) / self.n)


def wilson(share: Number, n: Number, z: Number) -> tuple[Number, Number]:
    """The score limits of a share of n users, to be cut at 0 and 1, by z standard normal units; see Wilson."""
    weight, centre = 1 + z * z / n, share + z * z / (2 * n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return (centre - half) / weight, (centre + half) / weight


@dataclass(frozen=True, slots=True)
class Wilson:
    """The share of one group of independent users, on the scale 0 to 1.

    References:
        Wilson (1927), JASA 22:209.
    """

    successes: float
    n: float

    @property
    def value(self) -> float:
        """The share."""
        return self.successes / self.n

    def at(self, z: float) -> Limits:
        """The score limits of z standard normal units, inside [0, 1]."""
        low, high = wilson(self.value, self.n, z)
        return Limits(max(low, 0.0), min(high, 1.0))


@dataclass(frozen=True, slots=True)
class OneScore:
    """One score interval, by confidence level."""

    score: Score
    design_effect: None = None

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level."""
        return self.score.at(_z(level))


@dataclass(frozen=True, slots=True)
class Mover:
    """The difference of two independent scores, by the method of variance estimates recovery.

    On Wilson limits this is Newcombe's hybrid score interval (his method 10).

    References:
        Zou & Donner (2008), Statistics in Medicine 27:1693; Newcombe (1998), Statistics in Medicine 17:873.
    """

    a: Score
    b: Score
    standard_error: None = None
    df: None = None
    design_effect: None = None

    @property
    def value(self) -> float:
        """The first score minus the second."""
        return self.a.value - self.b.value

    @property
    def p(self) -> float:
        """The two-sided p-value: one minus the confidence level at which the interval touches 0."""
        if self.value == 0:
            return 1.0
        if self._clearance(_LARGEST_Z) > 0:
            return float(2 * ndtr(-_LARGEST_Z))
        return float(2 * ndtr(-brentq(self._clearance, 0.0, _LARGEST_Z)))

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level."""
        return self.at(_z(level))

    def at(self, z: float) -> Limits:
        """The interval of z standard normal units."""
        a, b, value = self.a.at(z), self.b.at(z), self.value
        below = sqrt((self.a.value - a.low) ** 2 + (b.high - self.b.value) ** 2)
        above = sqrt((a.high - self.a.value) ** 2 + (self.b.value - b.low) ** 2)
        return Limits(value - below, value + above)

    def _clearance(self, z: float) -> float:
        """How far the interval stays clear of 0; negative once it covers 0."""
        limits = self.at(z)
        return limits.low if self.value > 0 else -limits.high


def _z(level: float) -> float:
    return float(-ndtri((1 - level) / 2))
