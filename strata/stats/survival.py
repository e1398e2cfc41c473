"""How long until something happens, when for some it has not happened yet: Kaplan-Meier curves from daily counts."""

from dataclasses import dataclass
from math import inf, log, sqrt
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from strata.stats.cells import Floats

_LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class LifeTable:
    """One group of users, counted by the last day they are known; arrays of equal length.

    Attributes:
        day: Distinct days since each user's start, ascending.
        seen: Users for whom it happened on that day.
        censored: Users for whom it had not happened by the end of that day and who are not known any longer.
    """

    day: Floats
    seen: Floats
    censored: Floats

    @classmethod
    def of(cls, day: ArrayLike, seen: ArrayLike, censored: ArrayLike) -> Self:
        """The table of counts in any order; those of one day are added up.

        Raises:
            ValueError: A day is negative, or not one count of each kind per day.
        """
        days, *counts = (np.asarray(each, dtype=float) for each in (day, seen, censored))
        if any(count.shape != days.shape for count in counts) or days.ndim != 1 or (days < 0).any():
            raise ValueError("a life table holds two counts per day, and no day before 0")
        distinct, row = np.unique(days, return_inverse=True)
        return cls(distinct, *(np.bincount(row, count, len(distinct)).astype(float) for count in counts))

    def without(self, part: "LifeTable") -> "LifeTable":
        """The users who are not in a part of this group."""
        days = np.concatenate([self.day, part.day])
        seen, censored = np.concatenate([self.seen, -part.seen]), np.concatenate([self.censored, -part.censored])
        rest = LifeTable.of(days, seen, censored)
        some = rest.seen + rest.censored > 0
        return LifeTable(rest.day[some], rest.seen[some], rest.censored[some])

    @property
    def at_risk(self) -> Floats:
        """Users known on each day for whom it had not happened before."""
        return np.asarray(np.cumsum((self.seen + self.censored)[::-1])[::-1])

    @property
    def n(self) -> int:
        """Users."""
        return round(float((self.seen + self.censored).sum()))

    @property
    def n_seen(self) -> int:
        """Users for whom it happened."""
        return round(float(self.seen.sum()))


class Spread(NamedTuple):
    """How much users who are not independent widen an interval.

    Attributes:
        design_effect: Variance with accounts as units over variance with independent users; at least 1.
        df: Degrees of freedom of the interval; infinite for independent users.
    """

    design_effect: float = 1.0
    df: float = inf


INDEPENDENT = Spread()


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The share of a group for whom it has happened by the end of each day; arrays of equal length.

    Attributes:
        day: Days on which it happened for someone, or someone was known last, ascending.
        at_risk: Users known on that day for whom it had not happened before.
        share: Share for whom it has happened, 0 to 1; one minus the Kaplan-Meier estimate.
        low, high: The interval of the share on that day alone.
    """

    day: Floats
    at_risk: Floats
    share: Floats
    low: Floats
    high: Floats


def kaplan_meier(table: LifeTable, *, spread: Spread = INDEPENDENT, level: float = _LEVEL) -> Curve:
    """The share for whom it has happened, day by day, with log-log intervals.

    On the log-log scale the interval stays inside 0 and 1 and is closer to its level than Greenwood's plain one in
    small groups. Where nobody or everybody is left the variance is 0 and says nothing; the Wilson limit of that many
    unanimous users stands in for it, so that no interval has width 0.

    References:
        Kaplan & Meier (1958), JASA 53:457; Greenwood (1926); Borgan & Liestol (1990), Scand J Statist 17:35.
    """
    at_risk = table.at_risk
    left = np.cumprod(1 - table.seen / at_risk, dtype=np.float64)
    z = float(stats.t.isf((1 - level) / 2, spread.df))
    low, high = _log_log(left, z * np.sqrt(spread.design_effect * _greenwood(table)))
    beyond = z * z / (at_risk / spread.design_effect + z * z)
    low, high = np.where(left == 1, 1 - beyond, low), np.where(left == 1, 1.0, high)
    last = float(high[left > 0][-1]) if (left > 0).any() else 1.0
    low, high = np.where(left == 0, 0.0, low), np.where(left == 0, np.minimum(beyond, last), high)
    return Curve(table.day, at_risk, 1 - left, 1 - high, 1 - low)


class Median(NamedTuple):
    """The day by whose end half of a group have done it; None where that day has not come."""

    day: float | None
    low: float | None
    high: float | None


def median(curve: Curve) -> Median:
    """The median time and its interval, by inverting those of the curve.

    References:
        Brookmeyer & Crowley (1982), Biometrics 38:29.
    """
    return Median(*(_first(curve.day, share >= 0.5) for share in (curve.share, curve.high, curve.low)))


class RestrictedMean(NamedTuple):
    """The mean number of days without it, of the first so many; standard_error None without any event."""

    days: float
    standard_error: float | None


def restricted_mean(table: LifeTable, horizon: float, *, spread: Spread = INDEPENDENT) -> RestrictedMean:
    """The area under the Kaplan-Meier curve up to a day that all groups have reached.

    References:
        Klein & Moeschberger (2003), Survival Analysis, equations 4.5.1 and 4.5.2.
    """
    inside = table.day < horizon
    days, at_risk, seen = table.day[inside], table.at_risk[inside], table.seen[inside]
    left = np.cumprod(1 - seen / at_risk)
    pieces = np.concatenate([[1.0], left]) * np.diff(np.concatenate([[0.0], days, [horizon]]))
    later = np.cumsum(pieces[:0:-1])[::-1]
    parts = np.divide(later**2 * seen, at_risk * (at_risk - seen), where=at_risk > seen, out=np.zeros_like(later))
    variance = spread.design_effect * float(parts.sum())
    return RestrictedMean(float(pieces.sum()), sqrt(variance) if variance else None)


def _greenwood(table: LifeTable) -> Floats:
    """The variance of the logarithm of the curve; infinite once nobody is left."""
    at_risk = table.at_risk
    rest = at_risk * (at_risk - table.seen)
    parts = np.divide(table.seen, rest, where=rest > 0, out=np.full_like(rest, inf))
    return np.asarray(np.cumsum(parts))


def _log_log(left: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """The limits of a curve whose logarithm reaches that far; the curve itself where it is 0 or 1."""
    inner = (left > 0) & (left < 1)
    logs = np.log(left, where=inner, out=np.full_like(left, -log(2)))
    factor = np.exp(np.divide(reach, -logs, where=inner, out=np.zeros_like(left)))
    return np.where(inner, np.exp(logs * factor), left), np.where(inner, np.exp(logs / factor), left)


def _first(days: Floats, reached: NDArray[np.bool_]) -> float | None:
    return float(days[np.argmax(reached)]) if reached.any() else None
