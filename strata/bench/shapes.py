"""How values are distributed in simulated worlds: the shapes that metrics of real companies have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import nbinom

from strata.stats import Kind

Floats = NDArray[np.float64]

_MIDDLES = ndtri((np.arange(20_000) + 0.5) / 20_000)
"""A standard normal user, many times over, evenly spaced in probability."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)


@dataclass(frozen=True, slots=True)
class Shape:
    """A distribution of one user's value.

    Attributes:
        key: What tables call it.
        kind: What is measured.
        values: The values of users who stand so many standard deviations from the average one.
    """

    key: str
    kind: Kind
    values: Callable[[Floats], Floats]

    @property
    def mean(self) -> float:
        """The mean over all users there could be."""
        return float(self.values(_MIDDLES).mean())

    @property
    def log_mean(self) -> float:
        """The mean of ln(1 + x) over all users there could be."""
        return float(np.log1p(self.values(_MIDDLES)).mean())

    @property
    def rare(self) -> float:
        """The share of users who do not have the most common value."""
        counts = np.unique(self.values(_MIDDLES), return_counts=True)[1]
        return 1 - float(counts.max()) / len(_MIDDLES)


@lru_cache(maxsize=256)
def leaning(key: str, alike: float) -> float:
    """The correlation of users of one account on the normal scale that makes their values correlated by `alike`.

    Args:
        key: Key into SHAPES.
        alike: The intra-account correlation of the values, 0 to below 1.
    """
    shape = SHAPES[key]
    variance = float(shape.values(_MIDDLES).var())
    return float(brentq(lambda rho: _between(shape, rho) / variance - alike, 0.0, 0.999)) if alike else 0.0


def _between(shape: Shape, rho: float) -> float:
    """The variance between accounts of the mean value of an account's users."""
    own = sqrt(1 - rho) * _MIDDLES[::10]
    means = np.array([shape.values(sqrt(rho) * node + own).mean() for node in _NODES])
    weights = _WEIGHTS / _WEIGHTS.sum()
    return float(weights @ means**2 - (weights @ means) ** 2)


def _levels(*shares: float, lowest: float) -> Callable[[Floats], Floats]:
    """Whole numbers from the lowest on, with these shares of users."""
    cuts = ndtri(np.cumsum(shares)[:-1])
    return lambda z: lowest + np.searchsorted(cuts, z).astype(np.float64)


def _counts(size: float, chance: float) -> Callable[[Floats], Floats]:
    """Negative binomial counts."""
    cuts = ndtri(nbinom.cdf(np.arange(600), size, chance))
    return lambda z: np.searchsorted(cuts, z).astype(np.float64)


def _lognormal(middle: float, spread: float, *, none: float = 0.0) -> Callable[[Floats], Floats]:
    """Zero for a share of users, lognormal with this median for the others."""

    def values(z: Floats) -> Floats:
        if not none:
            return np.asarray(middle * np.exp(spread * z))
        paying = np.clip((ndtr(z) - none) / (1 - none), 1e-12, 1 - 1e-12)
        return np.where(ndtr(z) > none, middle * np.exp(spread * ndtri(paying)), 0.0)

    return values


def _nps(key: str, promoters: float, passives: float, detractors: float) -> Shape:
    return Shape(key, "nps", _levels(detractors, passives, promoters, lowest=-1))


def _share(share: float) -> Shape:
    return Shape(f"{100 * share:g} %", "share", _levels(1 - share, share, lowest=0))


SHAPES: Mapping[str, Shape] = {
    shape.key: shape
    for shape in (
        _nps("NPS +40", 0.55, 0.30, 0.15),
        _nps("NPS +88", 0.90, 0.08, 0.02),
        _nps("NPS -25", 0.25, 0.25, 0.50),
        _nps("NPS +5, polarised", 0.50, 0.05, 0.45),
        _nps("NPS +5, passive", 0.15, 0.75, 0.10),
        _nps("NPS +10", 0.40, 0.30, 0.30),
        _nps("NPS +60", 0.70, 0.20, 0.10),
        *(_share(share) for share in (0.02, 0.1, 0.25, 0.5, 0.7, 0.9)),
        Shape("CSAT 4.0", "rating", _levels(0.05, 0.07, 0.13, 0.35, 0.40, lowest=1)),
        Shape("CSAT 4.7", "rating", _levels(0.01, 0.01, 0.03, 0.15, 0.80, lowest=1)),
        Shape("CSAT 2.6", "rating", _levels(0.25, 0.25, 0.25, 0.15, 0.10, lowest=1)),
        Shape("events", "mean", _counts(0.5, 0.5 / 5.5)),
        Shape("more events", "mean", _counts(0.5, 0.5 / 8.5)),
        Shape("MRR", "mean", _lognormal(20.0, 1.08, none=0.6)),
        Shape("more MRR", "mean", _lognormal(20.0, 1.08, none=0.4)),
        Shape("spending", "mean", _lognormal(7.0, sqrt(log(6.5)))),
        Shape("more spending", "mean", _lognormal(14.0, sqrt(log(6.5)))),
        Shape("events per session", "ratio", _lognormal(3.0, 0.6)),
        Shape("more events per session", "ratio", _lognormal(4.0, 0.6)),
    )
}
"""The skewness of events is 2.8, of MRR 10 (60 % pay nothing), of spending 20."""
