"""Whether one account carries a gap: what is left of it without each account, from the sums by account alone."""

from math import expm1, nan
from typing import NamedTuple

import numpy as np

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Floats
from strata.stats.difference import Difference
from strata.stats.verdicts import LARGEST_ACCOUNT_SHARE

HALF = 0.5
LEAST_MOVE = 0.2
"""Share of a gap that an account must make up before a turned verdict is its doing, and not that of a close call."""


class Mover(NamedTuple):
    """An account that moves a gap.

    Attributes:
        account: Its place among the accounts of the comparison.
        share_a, share_b: Its share of what the first and the second group's values are divided by.
    """

    account: int
    share_a: float
    share_b: float


def movers(arms: Arms, whole: Difference, *, most: int = 3) -> tuple[Mover, ...]:
    """The accounts without which the difference of two groups would be another, the one that moves it most first.

    One pass over the accounts: a group's mean without an account is (T - t) / (W - w). Accounts that hold a whole
    group come first, because without them nothing is left to compare.

    Args:
        arms: The two groups.
        whole: How they differ.
        most: How many accounts to name.
    """
    judged = _judged(arms, whole)
    change = np.abs(gaps_without(judged) - (judged.a.mean - judged.b.mean))
    change[np.isnan(change)] = np.inf
    order = np.argsort(-change, kind="stable")[:most]
    shares = [arm.crowd.accounts / (arm.crowd.weight or 1.0) for arm in (arms.a, arms.b)]
    return tuple(Mover(int(i), float(shares[0][i]), float(shares[1][i])) for i in order if change[i] > 0)


def suspects(arms: Arms, whole: Difference, *, most: int = 3) -> tuple[Mover, ...]:
    """Of the movers those that may carry the difference or hold most of a group; the others cannot (see carries)."""
    judged = _judged(arms, whole)
    without = gaps_without(judged)

    def is_suspect(mover: Mover) -> bool:
        rest, gap = float(without[mover.account]), whole.value or 0.0
        rest = expm1(rest) if whole.scale == "log_ratio" else rest
        if max(mover.share_a, mover.share_b) > LARGEST_ACCOUNT_SHARE or rest == 0:
            return True
        return rest / gap <= 1 - LEAST_MOVE if gap and is_clear(whole) else gap / rest <= HALF

    return tuple(mover for mover in movers(arms, whole, most=most) if is_suspect(mover))


def gaps_without(arms: Arms) -> Floats:
    """Per account the difference of the two means without it; NaN where a group is then empty."""
    return _means_without(arms.a) - _means_without(arms.b)


def carries(whole: Difference, rest: Difference) -> bool:
    """Whether an account carries a gap, given the gap with and without it.

    That is so where the gap is clear and turns round, shrinks by half or more, or is no longer clear without the
    account; or where it is clear only without it, and then turned round or at least twice as large. A verdict that
    turns although the gap hardly moves was a close call. Gaps on different scales say nothing about each other.
    """
    if whole.value is None or rest.value is None or whole.scale != rest.scale:
        return False
    if not is_clear(whole):
        return is_clear(rest) and whole.value / rest.value <= HALF
    left = rest.value / whole.value
    return left <= HALF or (not is_clear(rest) and left <= 1 - LEAST_MOVE)


def is_clear(difference: Difference) -> bool:
    """Whether the interval leaves out 0."""
    return difference.low is not None and difference.high is not None and not difference.low <= 0 <= difference.high


def _judged(arms: Arms, whole: Difference) -> Arms:
    """The groups on the scale of their difference."""
    return arms.logs if whole.scale == "log_ratio" and arms.logs else arms


def _means_without(arm: Arm) -> Floats:
    left = arm.crowd.weight - arm.crowd.accounts
    has_others = left > 1e-9 * arm.crowd.weight
    return np.where(has_others, (arm.total - arm.account_total) / np.where(has_others, left, 1.0), nan)
