"""Many small groups beside one another: how much of what sets each apart is more than chance.

Of a thousand accounts with eight answers each, the lowest scores are mostly bad luck. Each is drawn toward the mean of
all, the further the fewer answers it has, and the less accounts differ at all:

    found = shrink(means, variances)     # arrays over K groups: the means, and the variances of these means
    found.value, found.low, found.high

References: Morris (1983), JASA 78:47; Efron & Morris (1977), Scientific American 236(5):119.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from strata.stats.cells import Floats

FEWEST_GROUPS = 10
"""How much groups differ is not known of fewer."""
LABEL = "Likely scores: drawn toward the mean of all as far as chance may have set them apart (empirical Bayes)"
REFERENCE = "Morris (1983), JASA 78:47"


@dataclass(frozen=True, eq=False, slots=True)
class Shrunk:
    """Likely means of K groups with their intervals.

    Attributes:
        value, low, high: Per group.
        mean: Of all groups.
        spread: The standard deviation of what the groups differ in beyond chance; 0 where they do not.
    """

    value: Floats
    low: Floats
    high: Floats
    mean: float
    spread: float


def shrink(means: Floats, variances: Floats, *, level: float = 0.95) -> Shrunk:
    """The likely means of groups whose own means are uncertain.

    Args:
        means: The mean of each group.
        variances: The variance of each mean, above 0.
        level: How often an interval holds the true mean, over all the groups.

    Raises:
        ValueError: there are fewer than ten groups, or a variance is not above 0.
    """
    if len(means) < FEWEST_GROUPS or not (variances > 0).all():
        raise ValueError(f"{len(means)} groups: needs {FEWEST_GROUPS} or more, each with a variance above 0")
    k = len(means)
    spread = _spread(means, variances)
    weights = 1 / (variances + spread)
    mean = float(np.average(means, weights=weights))
    pull = (k - 3) / (k - 1) * variances * weights
    value = means - pull * (means - mean)
    leverage = weights / weights.sum()
    typical = float(np.average(variances, weights=weights))
    doubt = 2 / (k - 3) * pull**2 * (typical + spread) * weights
    error = np.sqrt(variances * (1 - (1 - leverage) * pull) + doubt * (means - mean) ** 2)
    z = float(stats.norm.ppf((1 + level) / 2))
    return Shrunk(value, value - z * error, value + z * error, mean, sqrt(spread))


def _spread(means: Floats, variances: Floats) -> float:
    """The variance of the groups' true means, 0 where they differ no more than chance would have it.

    References: Paule & Mandel (1982), J. Res. Natl. Bureau of Standards 87:377.
    """

    def beyond(spread: float) -> float:
        weights = 1 / (variances + spread)
        about = (means - np.average(means, weights=weights)) ** 2
        return float((weights * about).sum()) - (len(means) - 1)

    return float(brentq(beyond, 0.0, means.var(ddof=1))) if beyond(0.0) > 0 else 0.0
