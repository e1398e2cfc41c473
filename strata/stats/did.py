"""Whether one group changed more than another: the difference of two differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from strata.stats.arms import Arm, Arms
from strata.stats.freedom import cross, independent
from strata.stats.inference import Inference, Limits, Student, Withheld, student
from strata.stats.score import Score, Tango, Wilson
from strata.stats.sums import dot

SIGNS = (1, -1, -1, 1)
"""After and before of the first group, after and before of the second."""
_LARGEST_Z = 37.5
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class SignedMover:
    """A sum and difference of independent scores, by the method of variance estimates recovery.

    References:
        Zou & Donner (2008), Statistics in Medicine 27:1693, section 2.
    """

    scores: tuple[Score, ...]
    signs: tuple[int, ...]
    standard_error: None = None
    df: None = None
    design_effect: None = None

    @property
    def value(self) -> float:
        """The signed sum."""
        return sum(sign * score.value for sign, score in zip(self.signs, self.scores, strict=True))

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
        return self._at(float(-ndtri((1 - level) / 2)))

    def _at(self, z: float) -> Limits:
        below = above = 0.0
        for sign, score in zip(self.signs, self.scores, strict=True):
            low, high = score.at(z)
            down, up = (score.value - low) ** 2, (high - score.value) ** 2
            below, above = below + (down if sign > 0 else up), above + (up if sign > 0 else down)
        return Limits(self.value - sqrt(below), self.value + sqrt(above))

    def _clearance(self, z: float) -> float:
        limits = self._at(z)
        return limits.low if self.value > 0 else -limits.high


def difference_in_differences(arms: Sequence[Arm]) -> Inference | Withheld:
    """How much more one group changed than another, (a1 - a0) - (b1 - b0), from the four groups in this order."""
    return signed_sum(arms, SIGNS)


def signed_sum(arms: Sequence[Arm], signs: Sequence[int]) -> Inference | Withheld:
    """The signed sum of the means of groups over the same accounts.

    Answers that have nothing in common are combined by their score limits; users of accounts by the sum of the signed
    pushes of each account, as CR2 has them, with the degrees of freedom of Bell and McCaffrey. People without an
    account must be in one group only.

    References:
        Zou & Donner (2008), Statistics in Medicine 27:1693; Bell & McCaffrey (2002), Survey Methodology 28:169.
    """
    withheld = _undefined(arms)
    if withheld:
        return withheld
    scores = tuple(score for arm in arms if (score := _score(arm)))
    if len(scores) == len(arms) and _are_independent(arms):
        return SignedMover(scores, tuple(signs))
    return _clustered(arms, signs)


def _score(arm: Arm) -> Score | None:
    """The score interval of independent answers; None for values that have none."""
    if arm.kind == "nps":
        return Tango(arm.promoters, arm.detractors, arm.n)
    return Wilson(arm.total, arm.n) if arm.kind == "share" else None


def _clustered(arms: Sequence[Arm], signs: Sequence[int]) -> Student | Withheld:
    pushes = np.sum([sign * arm.pushes for sign, arm in zip(signs, arms, strict=True)], axis=0)
    lone = sum(arm.crowd.lone_scale**2 * arm.lone_deviations for arm in arms)
    variance, naive = dot(pushes, pushes) + lone, sum(arm.variance / arm.n for arm in arms)
    if variance <= _ROUNDING * naive or not naive:
        return Withheld("The accounts do not differ at all in this, so the size of chance differences is not known.")
    value = sum(sign * arm.mean for sign, arm in zip(signs, arms, strict=True))
    return student(value, variance, _freedom(arms), design_effect=variance / naive)


def _freedom(arms: Sequence[Arm]) -> float:
    traces = [independent(arm.crowd) for arm in arms]
    once, twice = sum(each.once for each in traces), sum(each.twice for each in traces)
    twice += sum(cross(a.crowd, b.crowd, 0.0) for a, b in combinations(arms, 2))
    return once**2 / twice


def _are_independent(arms: Sequence[Arm]) -> bool:
    """Whether no account has more than one user, in all groups together."""
    each_once = all(arm.n == arm.crowd.n_accounts + arm.crowd.n_lone for arm in arms)
    return each_once and not any(Arms(one, other).n_shared_accounts for one, other in combinations(arms, 2))


def _undefined(arms: Sequence[Arm]) -> Withheld | None:
    if any(arm.n < 2 for arm in arms):
        return Withheld("A group has fewer than two answers, so how much its people differ is not known.")
    if any(arm.crowd.largest_share == 1 for arm in arms):
        return Withheld("All answers of a group come from one account, so nothing is known about others.")
    return None
