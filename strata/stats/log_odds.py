"""Which words one group says more often than another."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import ndtri
from scipy.stats import norm

from strata.stats.cells import Floats, Rows
from strata.stats.corrections import benjamini_hochberg, fcr_level

RATE = 0.05
"""Of all words that are found, the share that may be false alarms."""


@dataclass(frozen=True, eq=False)
class LogOdds:
    """How the odds of each word in one group compare with those in another.

    Attributes:
        value: Logarithm of the ratio of the odds, drawn towards 0 by the prior.
        error: Its standard error.
        p_adjusted: Two-sided, corrected over all words (Benjamini-Hochberg).
    """

    value: Floats
    error: Floats
    p_adjusted: Floats

    @property
    def z(self) -> Floats:
        """How many standard errors each value is from 0."""
        return self.value / self.error

    @property
    def is_found(self) -> Rows:
        """Which words differ once all of them are corrected for together."""
        return self.p_adjusted <= RATE

    @property
    def level(self) -> float:
        """The level at which the intervals of all words found together miss in one of twenty."""
        found = int(np.count_nonzero(self.is_found))
        return fcr_level(found, len(self.value), rate=RATE) if found else 1 - RATE

    def limits(self, level: float = 1 - RATE) -> tuple[Floats, Floats]:
        """The ends of each interval; that of a word that is found leaves out 0 at 0.95 and at `level`."""
        reach = ndtri(0.5 + level / 2) * self.error
        return self.value - reach, self.value + reach


def log_odds(one: Floats, other: Floats, prior: Floats) -> LogOdds:
    """The weighted log-odds-ratios of words with an informative Dirichlet prior.

    Args:
        one: How often each word was said in one group.
        other: How often in the other.
        prior: Pseudo-counts of each word, more than 0; their sum says how strong the prior is.

    Raises:
        ValueError: the arrays differ in length, or a prior is not more than 0.

    References:
        Monroe, Colaresi & Quinn (2008), Political Analysis 16:372, equations 15, 20 and 22.
    """
    if not one.shape == other.shape == prior.shape or (prior <= 0).any():
        raise ValueError("each word has a count in both groups and a prior of more than 0")
    value = _log_odds(one, prior) - _log_odds(other, prior)
    error = np.sqrt(1 / (one + prior) + 1 / (other + prior))
    p = 2 * norm.sf(np.abs(value / error))
    adjusted = benjamini_hochberg([float(each) for each in p])
    return LogOdds(value, error, np.array(cast("list[float]", list(adjusted)), dtype=float))


def _log_odds(count: Floats, prior: Floats) -> Floats:
    total = count.sum() + prior.sum()
    odds: Floats = np.log(count + prior) - np.log(total - count - prior)
    return odds
