"""How many users a comparison needs, and how small a difference it can see."""

from math import ceil

from scipy.special import ndtri

from strata.stats.inference import Inference

DETECTABLE = 2.8
"""Standard errors a true difference must have to be seen in 80 of 100 studies at the 5 % level (1.96 + 0.84)."""


def sample_size(
    margin: float, *, sd: float, design_effect: float = 1.0, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Users needed per group to see a true difference of margin, on the scale of sd.

    Args:
        margin: The difference to be seen, greater than 0.
        sd: Standard deviation of x over users.
        design_effect: Variance with accounts over variance with independent users.
        power: Share of studies that would see it.
        alpha: Two-sided false alarm rate.

    Raises:
        ValueError: margin is not greater than 0.

    References:
        Normal approximation, n = 2 (z + z')^2 sd^2 / margin^2; the design effect is Kish (1965).

    >>> sample_size(0.10, sd=0.54**0.5)
    848
    """
    if margin <= 0:
        raise ValueError(f"margin = {margin}: the difference to be seen must be greater than 0")
    z = float(-ndtri(alpha / 2) + ndtri(power))
    return ceil(2 * design_effect * (z * sd / margin) ** 2)


def minimum_detectable(inference: Inference) -> float:
    """The smallest true difference a comparison of this precision would see in 80 of 100 studies."""
    if inference.standard_error is not None:
        return DETECTABLE * inference.standard_error
    low, high = inference.limits(0.95)
    return DETECTABLE * (high - low) / (2 * float(ndtri(0.975)))
