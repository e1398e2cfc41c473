"""Score intervals for users in accounts: as if there were fewer users, by as much as accounts make them alike.

A score interval on effective counts is right where a t interval is not: near 0 and 100 %, for unanimous groups, and
for a small group beside a large one. One rule serves separate accounts, shared accounts and people in both groups.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from sys import float_info
from typing import NamedTuple

from scipy.optimize import brentq
from scipy.special import stdtr, stdtrit

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Kind
from strata.stats.freedom import bell_mccaffrey
from strata.stats.inference import NO_DIFFERENCE, ONE_USER, SAME_PEOPLE, Limits, Withheld, one_account
from strata.stats.score import Mover, Score, Tango, Wilson

RATINGS = Limits(1.0, 5.0)
"""The scale a rating is given on."""

_BORROWED = 2.0
"""Answers' worth of knowledge about the spread of ratings that a group takes from both groups together."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of ratings on a scale with two ends, in a score interval.

    Attributes:
        inside: Where the mean lies between the ends, as a share.
    """

    inside: Wilson

    @property
    def value(self) -> float:
        """The mean."""
        return _on_scale(self.inside.value)

    def at(self, z: float) -> Limits:
        """The score limits of z standard normal units, inside the scale."""
        low, high = self.inside.at(z)
        return Limits(_on_scale(low), _on_scale(high))


@dataclass(frozen=True, slots=True)
class StudentScore:
    """A score interval, of one value or of a difference, with the quantiles of Student's t for the normal ones.

    Attributes:
        score: The value and its interval by number of standard errors.
        df: Degrees of freedom.
        design_effect: Variance with accounts as units over variance with independent users; None if nothing varies.
    """

    score: Score
    df: float
    design_effect: float | None
    standard_error: None = None

    @property
    def value(self) -> float:
        """The estimate."""
        return self.score.value

    @property
    def p(self) -> float:
        """The two-sided p-value: one minus the confidence level at which the interval touches 0."""
        if self.value == 0:
            return 1.0
        far = 4.0
        while self._clearance(far) > 0:
            if self._beyond(far) < float_info.min:
                return float_info.min
            far *= 2
        return self._beyond(brentq(self._clearance, 0.0, far))

    def limits(self, level: float) -> Limits:
        """The interval at a confidence level."""
        return self.score.at(float(-stdtrit(self.df, (1 - level) / 2)))

    def _beyond(self, t: float) -> float:
        return float(2 * stdtr(self.df, -t))

    def _clearance(self, t: float) -> float:
        """How far the interval stays clear of 0; negative once it covers 0."""
        limits = self.score.at(t)
        return limits.low if self.value > 0 else -limits.high


class Inflation(NamedTuple):
    """By how much the variances of two groups exceed those of independent users.

    Attributes:
        a: Of the first group; b: of the second. Together they give the CR2 variance of the difference.
        both: Of the difference.
    """

    a: float
    b: float
    both: float | None


def scored_mean(arm: Arm) -> StudentScore | Withheld:
    """The value of one group with accounts as units; withheld if one account holds everyone.

    A group whose users all agree does not show how alike those of one account are: its accounts then count as one
    answer each.
    """
    withheld = _undefined(arm)
    if withheld:
        return withheld
    effect = arm.cr2_variance / _naive(arm) if arm.variance else None
    inflation = _users_an_account(arm) if effect is None else max(effect, 1.0)
    return StudentScore(SCORES[arm.kind](arm, inflation * _dispersion(arm, 1.0)), bell_mccaffrey(arm.crowd), effect)


def scored_difference(arms: Arms) -> StudentScore | Withheld:
    """The difference of two groups with accounts, or people who are in both groups, as units.

    Withheld if the groups are the same people, if one account holds a whole group, or if nothing varies.

    References:
        Zou & Donner (2008), Statistics in Medicine 27:1693, on score limits at the effective sample sizes of
        Korn & Graubard (1998), Survey Methodology 24:193; the variance is CR2 of Bell & McCaffrey (2002), Survey
        Methodology 28:169.
    """
    withheld = _same_people(arms) or _undefined(arms.a) or _undefined(arms.b)
    if withheld:
        return withheld
    inflation = inflations(arms)
    if inflation.both is not None and inflation.both <= _ROUNDING:
        return Withheld(NO_DIFFERENCE)
    if inflation.both is None and arms.kind == "rating":
        return Withheld("All ratings within a group are the same, so how much users differ is not known.")
    borrowed, score = _shared_dispersion(arms), SCORES[arms.kind]
    a = score(arms.a, inflation.a * _dispersion(arms.a, borrowed))
    b = score(arms.b, inflation.b * _dispersion(arms.b, borrowed))
    df = bell_mccaffrey(arms.a.crowd, arms.b.crowd, n_lone_shared=arms.n_lone_shared)
    return StudentScore(Mover(a, b), df, inflation.both)


def inflations(arms: Arms) -> Inflation:
    """How much each group's variance is inflated, by one correlation within accounts, the same in both groups.

    The correlation is the one that gives the CR2 variances of the two groups (1 if they do not show it); what the
    groups share then scales both, so that large groups get exactly the CR2 variance of the difference. Groups that
    share nothing are never known better than independent users would be.

    References:
        Kish (1965), Survey Sampling: 1 + (users per account - 1) correlation.
    """
    a, b = arms.a, arms.b
    naive_a, naive_b = _naive(a), _naive(b)
    more_a, more_b = _users_an_account(a) - 1, _users_an_account(b) - 1
    excess, scale = a.cr2_variance + b.cr2_variance - naive_a - naive_b, naive_a * more_a + naive_b * more_b
    correlation = min(max(excess / scale, 0.0), 1.0) if scale > _ROUNDING * (naive_a + naive_b) else 1.0
    kish_a, kish_b = 1 + more_a * correlation, 1 + more_b * correlation
    expected = naive_a * kish_a + naive_b * kish_b
    if not expected:
        return Inflation(kish_a, kish_b, None)
    variance = max(a.cr2_variance + b.cr2_variance - 2 * arms.covariance, 0.0)
    is_apart = not (arms.n_shared_accounts or arms.n_shared_people)
    scaled = max(variance / expected, 1.0) if is_apart else variance / expected
    return Inflation(kish_a * scaled, kish_b * scaled, scaled * expected / (naive_a + naive_b))


def _nps(arm: Arm, inflation: float) -> Tango:
    return Tango(arm.promoters / inflation, arm.detractors / inflation, arm.n / inflation)


def _share(arm: Arm, inflation: float) -> Wilson:
    return Wilson(arm.total / inflation, arm.n / inflation)


def _rating(arm: Arm, inflation: float) -> Rating:
    return Rating(Wilson(arm.n * _inside(arm) / inflation, arm.n / inflation))


SCORES: Mapping[Kind, Callable[[Arm, float], Score]] = {"nps": _nps, "share": _share, "rating": _rating}
"""Per kind the score of a group whose users are worth so many times fewer independent ones."""


def _naive(arm: Arm) -> float:
    return arm.variance / arm.n


def _users_an_account(arm: Arm) -> float:
    """Users in the account of a user drawn at random, on average; 1 where nobody shares one."""
    return arm.crowd.weight / arm.crowd.effective_accounts


def _inside(arm: Arm) -> float:
    """Where a mean rating lies between the ends of the scale, 0 to 1."""
    return (arm.mean - RATINGS.low) / (RATINGS.high - RATINGS.low)


def _on_scale(share: float) -> float:
    return RATINGS.low + (RATINGS.high - RATINGS.low) * share


def _most(arm: Arm) -> float:
    """The variance of ratings with this mean if all were at the ends of the scale."""
    inside = _inside(arm)
    return (RATINGS.high - RATINGS.low) ** 2 * inside * (1 - inside)


def _shared_dispersion(arms: Arms) -> float:
    """The variance of the ratings of both groups over the most it could be; 1 if that is nothing."""
    most = sum(arm.n * _most(arm) for arm in (arms.a, arms.b))
    return min(sum(arm.n * arm.variance for arm in (arms.a, arms.b)) / most, 1.0) if most else 1.0


def _dispersion(arm: Arm, borrowed: float) -> float:
    """The variance of a group's ratings over the most it could be, with a little borrowed; 1 for other kinds."""
    if arm.kind != "rating":
        return 1.0
    most = _most(arm)
    own = arm.variance / most if most > _ROUNDING else borrowed
    return (arm.n * own + _BORROWED * borrowed) / (arm.n + _BORROWED)


def _same_people(arms: Arms) -> Withheld | None:
    if arms.n_shared_people == arms.a.n == arms.b.n:
        return Withheld(SAME_PEOPLE)
    return None


def _undefined(arm: Arm) -> Withheld | None:
    """Why accounts cannot be told apart in a group; None if they can."""
    if arm.n == 1:
        return Withheld(ONE_USER)
    if arm.crowd.largest_share == 1:
        return Withheld(one_account(arm.n))
    return None
