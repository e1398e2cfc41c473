"""One group: its value, how sure that is, and the accounts behind it."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Cells, Kind, Rows
from strata.stats.inference import Withheld
from strata.stats.methods import SCALES, group_method

NOBODY_HERE = "Nobody in this group has a value."


@dataclass(frozen=True, slots=True)
class Estimate:
    """One group of users.

    Attributes:
        kind: What is measured; an NPS is on the scale -1 to 1, a share on 0 to 1.
        value: Mean of x; None without users.
        low, high: The 95 % interval; None without users or where it cannot be known (see reason).
        n: Users.
        n_accounts: Accounts they come from; n_without_account: users without one.
        largest_account_share: Share of the users in the largest account, 0 if no accounts are known.
        effective_accounts: Number of equally large accounts that would be as informative, (sum n)^2 / sum n^2,
            a user without an account counting as an account of one; 0 without users.
        sd: Standard deviation of x over users; None for fewer than two.
        design_effect: Variance with accounts as units over variance with independent users; None where users are
            independent or do not differ.
        effective_n: How many independent users would say as much; None without users.
        method: Key into GROUP_METHODS; None without users.
        reason: Why there is no interval, as a sentence; None if there is one.
    """

    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_accounts: int
    n_without_account: int
    largest_account_share: float
    effective_accounts: float
    sd: float | None
    design_effect: float | None
    effective_n: float | None
    method: str | None
    reason: str | None


def describe(kind: Kind, cells: Cells, members: Rows) -> Estimate:
    """The value of one group with its 95 % interval.

    Raises:
        ValueError: members is not one boolean per row of cells.
    """
    return estimate(Arms.of(kind, cells, members, np.zeros_like(members)).a)


def estimate(arm: Arm) -> Estimate:
    """The value of a group that was summed already, with its 95 % interval."""
    if not arm.n:
        return _nobody(arm.kind)
    low, high, effect, reason = _interval(arm)
    return Estimate(
        kind=arm.kind,
        value=arm.mean,
        low=low,
        high=high,
        n=round(arm.n),
        n_accounts=arm.crowd.n_accounts,
        n_without_account=round(arm.crowd.n_lone),
        largest_account_share=arm.crowd.largest_share,
        effective_accounts=arm.crowd.effective_accounts,
        sd=sqrt(arm.variance) if arm.n > 1 else None,
        design_effect=effect,
        effective_n=arm.n / effect if effect else arm.n,
        method=group_method(arm).key,
        reason=reason,
    )


def _interval(arm: Arm) -> tuple[float | None, float | None, float | None, str | None]:
    """Low, high, design effect and, in their absence, the reason."""
    answer = group_method(arm).infer(arm)
    if isinstance(answer, Withheld):
        return None, None, None, answer.reason
    bounds = SCALES[arm.kind]
    low, high = answer.limits(0.95)
    return max(low, bounds.low), min(high, bounds.high), answer.design_effect, None


def _nobody(kind: Kind) -> Estimate:
    return Estimate(
        kind=kind,
        value=None,
        low=None,
        high=None,
        n=0,
        n_accounts=0,
        n_without_account=0,
        largest_account_share=0.0,
        effective_accounts=0.0,
        sd=None,
        design_effect=None,
        effective_n=None,
        method=None,
        reason=NOBODY_HERE,
    )
