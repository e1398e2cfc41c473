"""Shares of two groups held against each other within strata: four counts per stratum, independent users."""

from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from strata.stats.cells import Floats


class MantelHaenszel(NamedTuple):
    """What two groups have in common over all strata.

    Attributes:
        odds_ratio: The common odds ratio; None where no stratum has the pairs of counts it is made of.
        odds_low, odds_high: Its interval; None where it cannot be known.
        risk_difference: The common difference of shares, in [-1, 1].
        risk_low, risk_high: Its interval.
        chi2: Cochran-Mantel-Haenszel statistic of "no association within strata", 1 degree of freedom; p is its tail.
        homogeneity_chi2: Breslow-Day statistic with Tarone's correction of "one odds ratio for all strata"; None where
            fewer than two strata can tell or there is no common odds ratio.
        homogeneity_p: Its tail.
    """

    odds_ratio: float | None
    odds_low: float | None
    odds_high: float | None
    risk_difference: float
    risk_low: float
    risk_high: float
    chi2: float
    p: float
    homogeneity_chi2: float | None
    homogeneity_p: float | None


class _Counts(NamedTuple):
    """Per stratum: yes and no of the first group (a, b), yes and no of the second (c, d), and all of them (n)."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    n: Floats


def mantel_haenszel(tables: NDArray[np.float64], *, level: float = 0.95, continuity: float = 0.0) -> MantelHaenszel:
    """The common odds ratio and risk difference of two groups over strata.

    Args:
        tables: Counts, shape (strata, 2, 2): group by (yes, no). Strata in which nobody differs in group or in
            answer say nothing and are passed over.
        level: Confidence level of the intervals.
        continuity: What the CMH difference is made smaller by; 0.5 is R's default.

    Raises:
        ValueError: Another shape, or no stratum that holds both groups and both answers.

    References:
        Mantel & Haenszel (1959), JNCI 22:719. Interval of the odds ratio: Robins, Breslow & Greenland (1986),
        Biometrics 42:311; of the risk difference: Sato (1989), Biometrics 45:1323. Homogeneity: Breslow & Day (1980),
        Tarone (1985), Biometrika 72:91.
    """
    if tables.ndim != 3 or tables.shape[1:] != (2, 2):
        raise ValueError(f"tables have the shape (strata, 2, 2), not {tables.shape}")
    counts = _informative(tables)
    z = float(stats.norm.isf((1 - level) / 2))
    odds = _odds_ratio(counts, z)
    chi2 = _cmh(counts, continuity)
    homogeneity = _breslow_day(counts, odds[0]) if odds[0] else (None, None)
    return MantelHaenszel(*odds, *_risk_difference(counts, z), chi2, float(stats.chi2.sf(chi2, 1)), *homogeneity)


def _informative(tables: NDArray[np.float64]) -> _Counts:
    has_both = (tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)
    if not has_both.any():
        raise ValueError("no stratum holds both groups and both answers")
    kept = tables[has_both]
    return _Counts(kept[:, 0, 0], kept[:, 0, 1], kept[:, 1, 0], kept[:, 1, 1], kept.sum(axis=(1, 2)))


def _odds_ratio(t: _Counts, z: float) -> tuple[float | None, float | None, float | None]:
    for_pairs, against_pairs = t.a * t.d / t.n, t.b * t.c / t.n
    R, S = float(for_pairs.sum()), float(against_pairs.sum())
    if not (R and S):
        return None, None, None
    P, Q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    variance = (
        (P @ for_pairs) / (2 * R**2)
        + (P @ against_pairs + Q @ for_pairs) / (2 * R * S)
        + (Q @ against_pairs) / (2 * S**2)
    )
    centre, margin = log(R / S), z * sqrt(float(variance))
    return exp(centre), exp(centre - margin), exp(centre + margin)


def _risk_difference(t: _Counts, z: float) -> tuple[float, float, float]:
    n_a, n_b = t.a + t.b, t.c + t.d
    weight = float((n_a * n_b / t.n).sum())
    value = float(((t.a * n_b - t.c * n_a) / t.n).sum()) / weight
    P = (n_a**2 * t.c - n_b**2 * t.a + n_a * n_b * (n_b - n_a) / 2) / t.n**2
    Q = (t.a * t.d + t.c * t.b) / (2 * t.n)
    margin = z * sqrt(max(value * float(P.sum()) + float(Q.sum()), 0.0)) / weight
    return value, max(value - margin, -1.0), min(value + margin, 1.0)


def _cmh(t: _Counts, continuity: float) -> float:
    n_a, yes = t.a + t.b, t.a + t.c
    expected = n_a * yes / t.n
    variance = n_a * (t.n - n_a) * yes * (t.n - yes) / (t.n**2 * np.maximum(t.n - 1, 1))
    return float(max(abs((t.a - expected).sum()) - continuity, 0.0) ** 2 / variance.sum())


def _breslow_day(t: _Counts, odds_ratio: float) -> tuple[float | None, float | None]:
    if len(t.n) < 2:
        return None, None
    expected = _expected(t, odds_ratio)
    n_a, n_b, yes = t.a + t.b, t.c + t.d, t.a + t.c
    variance = 1 / (1 / expected + 1 / (n_a - expected) + 1 / (yes - expected) + 1 / (n_b - yes + expected))
    gap = t.a - expected
    chi2 = float((gap**2 / variance).sum() - gap.sum() ** 2 / variance.sum())
    return chi2, float(stats.chi2.sf(chi2, len(t.n) - 1))


def _expected(t: _Counts, odds_ratio: float) -> Floats:
    """Per stratum the yes of the first group that its margins and the common odds ratio ask for."""
    n_a, n_b, yes = t.a + t.b, t.c + t.d, t.a + t.c
    square = 1 - odds_ratio
    linear = n_b - yes + odds_ratio * (n_a + yes)
    constant = -odds_ratio * n_a * yes
    # The root between the margins, in the form that also holds at odds ratio 1.
    root: Floats = -2 * constant / (linear + np.sqrt(linear**2 - 4 * square * constant))
    return root
