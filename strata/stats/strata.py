"""The gap between two groups once something is held equal: compared within strata, then averaged over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.arms import Arm, Arms, codes
from strata.stats.cells import Cells, Floats, Kind, Rows
from strata.stats.crowd import Crowd
from strata.stats.floor import FLOORS
from strata.stats.freedom import Traces, alike
from strata.stats.inference import Student, Withheld, student
from strata.stats.verdicts import FEWEST_ANSWERS

FEWEST_UNITS = 2
"""Accounts, or people without one, that a group needs in a stratum: one alone says nothing about the others."""
MAY_STAY = 0.6, 1.7
"""How much of a gap plain averages must leave for it to stay without further computing: half and double, and a margin
for strata whose few accounts only the full computation sees."""
LEAST_ERRORS = 1.0
"""Standard errors of independent users that a gap needs before it may be clear by any method."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Two groups, stratum by stratum.

    Attributes:
        arms: Both groups in each stratum, over the same accounts in all.
        weights: What share of the standardised difference each stratum makes up: 0 where it is left out because a
            group has fewer than five users or only one account there; else they add up to 1.
    """

    arms: tuple[Arms, ...]
    weights: Floats

    @classmethod
    def of(cls, kind: Kind, cells: Cells, in_a: Rows, in_b: Rows, stratum: NDArray[np.intp], size: int) -> Self:
        """The two groups by stratum.

        A stratum counts by W_a W_b / (W_a + W_b), where W is what values are divided by (users, or what a ratio is
        counted per): the weights of Mantel and Haenszel. They average most precisely where the gap is everywhere the
        same, make it the Mantel-Haenszel risk difference for shares, and keep a stratum that hardly holds one of the
        groups from deciding: with the segment's own mix as weights, five answers could speak for thousands.

        Args:
            kind: What x is.
            cells: Sums of x by account, cell and stratum.
            in_a: Rows of the first group.
            in_b: Rows of the second group; rows in both hold people who are in both.
            stratum: Per row its stratum, 0 to size - 1.
            size: Number of strata.

        References:
            Mantel & Haenszel (1959), JNCI 22:719.
        """
        accounts = codes(cells)
        arms = []
        for each in range(size):
            inside = (stratum == each) & (cells.n > 0)
            arms.append(Arms.among(kind, cells, in_a & inside, in_b & inside, accounts))
        return cls(tuple(arms), _mantel_haenszel_weights(arms))

    @property
    def tables(self) -> Floats:
        """Of a share: counts of yes and no per group in the strata that count, shape (strata, 2, 2)."""
        kept = (arms for arms, weight in zip(self.arms, self.weights, strict=True) if weight)
        return np.array([[[arm.total, arm.n - arm.total] for arm in (arms.a, arms.b)] for arms in kept])

    @property
    def logs(self) -> "Strata | None":
        """The same strata with ln(1 + x) in place of x; None where it does not exist."""
        logs = tuple(arms.logs for arms in self.arms if arms.logs)
        return Strata(logs, self.weights) if len(logs) == len(self.arms) else None


class Averages(NamedTuple):
    """Sums by some finer cell than the stratum; arrays of equal length.

    Attributes:
        stratum: Per row its stratum, from 0.
        n: Number of users.
        weight: What x is divided by: the users, or what a ratio is counted per.
        scales: Sum of x and of x^2; and the same of ln(1 + x) where that exists.
    """

    stratum: NDArray[np.intp]
    n: Floats
    weight: Floats
    scales: tuple[tuple[Floats, Floats], ...]


def may_change(averages: Averages, in_a: Rows, in_b: Rows) -> bool:
    """Whether holding the strata equal may halve, turn or double a gap that is clear, by plain averages alone.

    Cheap; what it lets through is then computed in full.

    Args:
        averages: Sums by stratum.
        in_a: Rows of the first group.
        in_b: Rows of the second group.
    """

    def by_group(column: Floats) -> Floats:
        """Per group and stratum."""
        size = int(averages.stratum.max(initial=-1)) + 1
        rows = [np.bincount(averages.stratum[rows], column[rows], size) for rows in (in_a, in_b)]
        return np.stack(rows).astype(float)

    n, weight = by_group(averages.n), by_group(averages.weight)
    is_kept = (n >= FEWEST_ANSWERS).all(axis=0) & (weight > 0).all(axis=0)
    return bool(is_kept.any()) and any(
        _is_moved(weight[:, is_kept], *(by_group(column)[:, is_kept] for column in scale)) for scale in averages.scales
    )


def _is_moved(weight: Floats, total: Floats, squares: Floats) -> bool:
    """Whether a gap that may be clear leaves MAY_STAY, from the sums per group and stratum.

    A gap and an adjusted gap that are both below the error of independent users are clear in no other way either.
    """
    mean = total.sum(axis=1) / weight.sum(axis=1)
    each = weight.prod(axis=0) / weight.sum(axis=0)
    gap, adjusted = mean[0] - mean[1], each @ -np.diff(total / weight, axis=0)[0] / each.sum()
    variances = np.maximum(squares.sum(axis=1) - mean * total.sum(axis=1), 0.0) / weight.sum(axis=1) ** 2
    if max(abs(gap), abs(adjusted)) <= LEAST_ERRORS * np.sqrt(variances.sum()):
        return False
    return not MAY_STAY[0] * abs(gap) < adjusted * np.sign(gap) < MAY_STAY[1] * abs(gap)


class Standardised(NamedTuple):
    """A difference with strata held equal, and what holding them equal changes.

    Attributes:
        adjusted: The weighted average over strata of the difference within them.
        crude: The difference of the same users with strata ignored.
        change: adjusted - crude as an estimate of its own: whether the strata matter to the gap. None if they cannot,
            because both groups are spread over them alike.
    """

    adjusted: Student
    crude: float
    change: Student | None


def standardise(strata: Strata) -> Standardised | Withheld:
    """The difference of two groups with the strata held equal; withheld if none holds both, or nothing varies.

    Both `adjusted` and `change` are contrasts of one mean per group and stratum, with the sizes of the groups in the
    strata taken as given.
    """
    kept = np.flatnonzero(strata.weights)
    arms, weights = tuple(strata.arms[i] for i in kept), strata.weights[kept]
    if not arms:
        return Withheld("Nowhere are there at least five of both to compare.")
    adjusted = contrast(arms, weights, weights)
    if isinstance(adjusted, Withheld):
        return adjusted
    mix_a, mix_b = (
        _shares([arm.crowd.weight for arm in side]) for side in zip(*((x.a, x.b) for x in arms), strict=True)
    )
    change = contrast(arms, weights - mix_a, weights - mix_b)
    crude = sum(p * each.a.mean - q * each.b.mean for p, q, each in zip(mix_a, mix_b, arms, strict=True))
    return Standardised(adjusted, float(crude), None if isinstance(change, Withheld) else change)


def contrast(strata: tuple[Arms, ...], weights_a: Floats, weights_b: Floats) -> Student | Withheld:
    """The sum over strata of weight_a mean_a - weight_b mean_b, with accounts as units; withheld if nothing varies.

    Its variance is that of CR2 with a mean for every group and stratum: an account adds up what it does to all of
    them, so accounts that lie in several strata, or have users in both groups, are counted right. Each side gets at
    least the variance that keeps few or unanimous users from looking certain.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
    """
    a, b = _Side(tuple(arms.a for arms in strata), weights_a), _Side(tuple(arms.b for arms in strata), -weights_b)
    covariance = float(a.push @ b.push) + _lone_covariance(strata, a, b)
    variance = a.variance + b.variance + 2 * covariance
    lifted = variance + max(a.floor - a.variance, 0.0) + max(b.floor - b.variance, 0.0)
    naive = a.naive + b.naive
    if lifted <= max(_ROUNDING * naive, _ROUNDING**2):
        return Withheld("Nobody differs from anybody else within these groups.")
    effect = max(variance, 0.0) / naive if naive else None
    return student(a.value + b.value, lifted, _freedom(strata, a, b), design_effect=effect)


@dataclass(frozen=True, eq=False)
class _Side:
    """One group in every stratum, and how much each of its means counts; the second group's count negatively."""

    arms: tuple[Arm, ...]
    weights: Floats

    def sum_of(self, numbers: Iterable[float]) -> float:
        """The sum over strata of weight^2 times a number."""
        return float(self.weights**2 @ np.fromiter(numbers, float))

    @property
    def value(self) -> float:
        """The weighted sum of the means."""
        return float(self.weights @ [arm.mean for arm in self.arms])

    @cached_property
    def push(self) -> Floats:
        """Per account how far it moves that sum, scaled as CR2 wants it."""
        return np.asarray(sum(w * arm.pushes for w, arm in zip(self.weights, self.arms, strict=True)))

    @cached_property
    def variance(self) -> float:
        """The CR2 variance of that sum, accounts and people without an account as units."""
        alone = self.sum_of(arm.crowd.lone_scale**2 * arm.lone_deviations for arm in self.arms)
        return float(self.push @ self.push) + alone

    @property
    def floor(self) -> float:
        """The least variance the sum is given."""
        return self.sum_of(FLOORS[arm.kind].compared(arm) for arm in self.arms)

    @property
    def naive(self) -> float:
        """The variance of that sum with independent users."""
        return self.sum_of(arm.variance / arm.n for arm in self.arms)


def _lone_covariance(strata: tuple[Arms, ...], a: _Side, b: _Side) -> float:
    """What people without an account who are in both groups add."""
    products = [arms.lone_covariance for arms in strata]
    return float((a.weights * b.weights) @ products)


def _freedom(strata: tuple[Arms, ...], a: _Side, b: _Side) -> float:
    """Degrees of freedom: the fewer of two working models, as for two groups alone (see freedom.freedom)."""
    weighted = [(w, arm.crowd) for side in (a, b) for w, arm in zip(side.weights, side.arms, strict=True)]
    independent = _independent(strata, a, b, weighted)
    own = sum(w**4 * (crowd.diagonal_squares + crowd.pairs) for w, crowd in weighted)
    traces = [alike(crowd) for _, crowd in weighted]
    once = sum(w**2 * trace.once for (w, _), trace in zip(weighted, traces, strict=True))
    twice = sum(w**4 * trace.twice for (w, _), trace in zip(weighted, traces, strict=True))
    shared = max(independent.twice - own, 0.0)
    return float(min(independent.once**2 / independent.twice, once**2 / (twice + shared)))


def _independent(strata: tuple[Arms, ...], a: _Side, b: _Side, weighted: Sequence[tuple[float, Crowd]]) -> Traces:
    """Trace G and trace G^2 of the matrix G of the units' covariances with independent users, without building it.

    References:
        Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672.
    """
    pulls = np.stack([w * crowd.pull for w, crowd in weighted])
    own = sum(w**2 * crowd.accounts / crowd.weight**2 for w, crowd in weighted)
    lone = _lone_units(strata, a, b)
    times = np.concatenate([np.ones(pulls.shape[1]), lone.times])
    pulls, diagonal = np.hstack([pulls, lone.pulls]), np.concatenate([own, lone.diagonal])
    together = (pulls * times) @ pulls.T
    pairs = float((together**2).sum()) - float(times @ (pulls**2).sum(axis=0) ** 2)
    return Traces(float(times @ diagonal), float(times @ diagonal**2) + pairs)


class _LoneUnits(NamedTuple):
    """People without an account, those alike in one column: of each stratum in the first group only, or in both, ...

    Attributes:
        times: How many there are.
        pulls: What each pulls at the mean of each side and stratum, a row per mean.
        diagonal: Each one's own share of the working variance.
    """

    times: Floats
    pulls: Floats
    diagonal: Floats


def _lone_units(strata: tuple[Arms, ...], a: _Side, b: _Side) -> _LoneUnits:
    """Per stratum three columns: people in the first group only, in the second only, and in both."""
    size = len(strata)
    times, pulls, diagonal = np.zeros((size, 3)), np.zeros((2 * size, size, 3)), np.zeros((size, 3))
    for i, arms in enumerate(strata):
        both = arms.n_lone_shared
        times[i] = arms.a.crowd.n_lone - both, arms.b.crowd.n_lone - both, both
        for row, side, arm, columns in ((i, a, arms.a, (0, 2)), (size + i, b, arms.b, (1, 2))):
            pulls[row, i, columns] = side.weights[i] * arm.crowd.lone_pull
            diagonal[i, columns] += side.weights[i] ** 2 * arm.crowd.lone_weight / arm.crowd.weight**2
    return _LoneUnits(times.ravel(), pulls.reshape(2 * size, -1), diagonal.ravel())


def _mantel_haenszel_weights(strata: Sequence[Arms]) -> Floats:
    weights = np.array([_harmonic(arms) if _is_enough(arms.a) and _is_enough(arms.b) else 0.0 for arms in strata])
    return weights / (weights.sum() or 1.0)


def _harmonic(arms: Arms) -> float:
    a, b = arms.a.crowd.weight, arms.b.crowd.weight
    return a * b / (a + b)


def _is_enough(arm: Arm) -> bool:
    units = arm.crowd.n_accounts + arm.crowd.n_lone
    return arm.n >= FEWEST_ANSWERS and units >= FEWEST_UNITS and arm.crowd.largest_share < 1


def _shares(weights: Sequence[float]) -> Floats:
    return np.asarray(weights) / sum(weights)
