"""A relative effect that cannot seem certain: the score interval for groups that hardly vary or do not overlap."""

from dataclasses import dataclass
from math import sqrt

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from strata.stats.inference import Limits, Student
from strata.stats.permuted import Permuted

_AWAY = 1e-9
"""Where the search for a limit starts beside the estimate, which at 0 and 1 is a limit of itself."""


@dataclass(frozen=True, slots=True)
class RankScore:
    """A relative effect less 1/2 by a score interval: the variance is that of the candidate, so it is never 0.

    Attributes:
        effect: The relative effect.
        n_a: Independent users of the first group; n_b: of the second.
        share: The variance as a part of that of answers without ties.

    References:
        Newcombe (2006), Statistics in Medicine 25:559, method 5; at 1/2 the variance is Mann and Whitney's.
    """

    effect: float
    n_a: float
    n_b: float
    share: float = 1.0
    standard_error: None = None
    df: None = None
    design_effect: None = None

    @property
    def value(self) -> float:
        """The relative effect less 1/2."""
        return self.effect - 0.5

    @property
    def p(self) -> float:
        """The two-sided p-value of a relative effect of 1/2."""
        return float(2 * ndtr(-abs(self.value) / self._error(0.5)))

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level, less 1/2."""
        z = float(-ndtri((1 - level) / 2))

        def clearance(candidate: float) -> float:
            return abs(self.effect - candidate) - z * self._error(candidate)

        low = brentq(clearance, 0.0, self.effect - _AWAY) if self.effect > 0 else 0.0
        high = brentq(clearance, self.effect + _AWAY, 1.0) if self.effect < 1 else 1.0
        return Limits(low - 0.5, high - 0.5)

    def _error(self, effect: float) -> float:
        """The standard error if this were the true relative effect."""
        further = ((self.n_a + self.n_b) / 2 - 1) * ((1 - effect) / (2 - effect) + effect / (1 + effect))
        return sqrt(self.share * effect * (1 - effect) * (1 + further) / (self.n_a * self.n_b))


@dataclass(frozen=True, slots=True)
class Widest:
    """An answer that is no surer than another one: the wider interval at each end and the larger p-value."""

    answer: Student | Permuted
    other: RankScore

    @property
    def value(self) -> float:
        """The estimate."""
        return self.answer.value

    @property
    def p(self) -> float:
        """The two-sided p-value."""
        return max(self.answer.p, self.other.p)

    @property
    def standard_error(self) -> float | None:
        """The standard error of the answer."""
        return self.answer.standard_error

    @property
    def df(self) -> float | None:
        """The degrees of freedom of the answer."""
        return self.answer.df

    @property
    def design_effect(self) -> float | None:
        """The design effect of the answer."""
        return self.answer.design_effect

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level."""
        one, other = self.answer.limits(level), self.other.limits(level)
        return Limits(min(one.low, other.low), max(one.high, other.high))
