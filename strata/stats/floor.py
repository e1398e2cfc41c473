"""Variances that small or unanimous groups cannot make zero, by pretending a few extra answers.

Five answers that agree say little about the sixth; their own variance of 0 would make any gap look certain.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from strata.stats.arms import Arm
from strata.stats.cells import Kind


class Floor(NamedTuple):
    """The least variance a group's value is given.

    Attributes:
        alone: For the value of one group.
        compared: For a group's part in the variance of a difference.
    """

    alone: Callable[[Arm], float]
    compared: Callable[[Arm], float]


def adjusted_nps_variance(arm: Arm) -> float:
    """The variance of the NPS after adding 3/4 promoters, 3/2 passives and 3/4 detractors.

    References:
        Rocks (2016), The American Statistician 70:365; Lewis & Sauro (2021), MeasuringU.
    """
    n = arm.n + 3
    p, d = (arm.promoters + 0.75) / n, (arm.detractors + 0.75) / n
    return (p + d - (p - d) ** 2) / n


def adjusted_share_variance(arm: Arm, *, extra: float) -> float:
    """The variance of a share after adding this many successes and as many failures.

    References:
        One success and failure per group of a difference: Agresti & Caffo (2000), The American Statistician 54:280.
        Two for a single share: Agresti & Coull (1998), The American Statistician 52:119.
    """
    n = arm.n + 2 * extra
    share = (arm.total + extra) / n
    return share * (1 - share) / n


def _no_floor(_: Arm) -> float:
    return 0.0


FLOORS: Mapping[Kind, Floor] = {
    "nps": Floor(adjusted_nps_variance, adjusted_nps_variance),
    "share": Floor(
        lambda arm: adjusted_share_variance(arm, extra=2), lambda arm: adjusted_share_variance(arm, extra=1)
    ),
    "rating": Floor(_no_floor, _no_floor),
    "mean": Floor(_no_floor, _no_floor),
    "ratio": Floor(_no_floor, _no_floor),
}
