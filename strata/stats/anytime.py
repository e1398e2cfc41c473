"""Intervals that stay right however often one looks while answers still come in."""

from math import log, sqrt

from strata.stats.inference import Limits

FEWEST = 100
"""Answers per group before the approximation holds."""


def confidence_sequence(
    value: float, standard_error: float, n: float, *, planned: float, level: float = 0.95
) -> Limits:
    """An interval for a value that is looked at again and again; all of them together miss with probability 1 - level.

    Args:
        value: The estimate so far.
        standard_error: Its standard error so far.
        n: Independent answers behind it so far.
        planned: At how many answers the interval should be as narrow as can be.
        level: Confidence level.

    Raises:
        ValueError: n or planned is not greater than 0.

    References:
        Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics, arXiv:2103.06476, equations 9
        and 155, with the tuning of equation 161.

    >>> low, high = confidence_sequence(0.1, 0.02, 500, planned=500)
    >>> round(low, 3), round(high, 3)
    (0.044, 0.156)
    """
    if n <= 0 or planned <= 0:
        raise ValueError(f"n = {n}, planned = {planned}: both must be greater than 0")
    alpha = 1 - level
    rho = sqrt((-2 * log(alpha) + log(-2 * log(alpha) + 1)) / planned)
    spread = n * rho**2 + 1
    half = standard_error * sqrt(2 * spread / (n * rho**2) * log(sqrt(spread) / alpha))
    return Limits(value - half, value + half)
