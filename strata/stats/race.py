"""Two groups on their way to something, day by day: the log-rank test, and the same question at any pace ratio."""

from dataclasses import dataclass
from math import exp, inf
from typing import NamedTuple, Self

import numpy as np
from scipy import stats

from strata.stats.cells import Floats
from strata.stats.inference import Withheld
from strata.stats.survival import LifeTable

NOTHING_SEEN = Withheld("Nobody has done it while both groups had users on their way, so there is no pace to compare.")

_STEPS = 60
_PRECISION = 1e-12


@dataclass(frozen=True, eq=False)
class Race:
    """Two groups side by side on the days on which it happened for anyone while both still had users.

    Attributes:
        risk_a: Users of the first group known on each day for whom it had not happened before; risk_b: of the second.
        seen: Users of both for whom it happened on that day.
        observed: Users of the first group for whom it happened, on all of these days together.
    """

    risk_a: Floats
    risk_b: Floats
    seen: Floats
    observed: float

    @classmethod
    def of(cls, a: LifeTable, b: LifeTable) -> Self:
        """The race of two groups."""
        days = np.union1d(a.day[a.seen > 0], b.day[b.seen > 0])
        (risk_a, seen_a), (risk_b, seen_b) = _on(a, days), _on(b, days)
        both = (risk_a > 0) & (risk_b > 0)
        return cls(risk_a[both], risk_b[both], (seen_a + seen_b)[both], float(seen_a[both].sum()))

    def score(self, log_ratio: float) -> tuple[float, float]:
        """Observed minus expected users of the first group at a supposed pace ratio, and the variance of that.

        The variance is that among independent users. On each day both groups' chances follow from the ratio and from
        how many did it in all; the clock is taken to run on within the day, so that large shares on one day do not
        distort the ratio. At a log ratio of 0 these are the log-rank statistic and its hypergeometric variance.

        References:
            Prentice & Gloeckler (1978), Biometrics 34:57, for times grouped by day; Miettinen & Nurminen (1985),
            Statistics in Medicine 4:213, for a variance that holds away from 0.
        """
        ratio = exp(log_ratio)
        hazard = self._hazard(ratio)
        expected_a = self.risk_a * -np.expm1(-ratio * hazard)
        cells = expected_a, self.risk_a - expected_a, self.seen - expected_a, self.risk_b - self.seen + expected_a
        open_days = np.min(cells, axis=0) > 0
        spread = sum(1 / cell[open_days] for cell in cells)
        everyone = (self.risk_a + self.risk_b)[open_days]
        return self.observed - float(expected_a.sum()), float((everyone / (everyone - 1) / spread).sum())

    def _hazard(self, ratio: float) -> Floats:
        """The second group's hazard of each day, at which as many are expected as were seen.

        Newton's steps rise to the solution from below, because what is expected is concave in the hazard.
        """
        hazard = self.seen / (ratio * self.risk_a + self.risk_b)
        open_days = self.seen < self.risk_a + self.risk_b
        hazard[~open_days] = inf
        a, b, seen, x = self.risk_a[open_days], self.risk_b[open_days], self.seen[open_days], hazard[open_days]
        for _ in range(_STEPS):
            left_a, left_b = a * np.exp(-ratio * x), b * np.exp(-x)
            step = (left_a + left_b - (a + b - seen)) / (ratio * left_a + left_b)
            x = x + step
            if (np.abs(step) <= _PRECISION * x).all():
                break
        hazard[open_days] = x
        return hazard


class LogRank(NamedTuple):
    """The log-rank test of independent users; p is two-sided, from chi-square with one degree of freedom."""

    observed: float
    expected: float
    variance: float
    chi_square: float
    p: float


def log_rank(a: LifeTable, b: LifeTable) -> LogRank | Withheld:
    """The log-rank test of two groups of independent users; withheld where nothing can be compared.

    References:
        Mantel (1966), Cancer Chemotherapy Reports 50:163.
    """
    race = Race.of(a, b)
    score, variance = race.score(0.0)
    if variance <= 0:
        return NOTHING_SEEN
    chi_square = score**2 / variance
    return LogRank(race.observed, race.observed - score, variance, chi_square, float(stats.chi2.sf(chi_square, 1)))


def _on(table: LifeTable, days: Floats) -> tuple[Floats, Floats]:
    """Users at risk and users for whom it happened on some days, which need not be days of the table."""
    at_risk, seen = np.append(table.at_risk, 0.0), np.append(table.seen, 0.0)
    row = np.searchsorted(table.day, days)
    is_own = np.isin(days, table.day)
    return at_risk[row], np.where(is_own, seen[row], 0.0)
