"""Many groups at once: what `estimate` says of one, as arrays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from math import isnan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.stats.answers import ManyLimits, Students, Wilsons, quantile
from strata.stats.cells import Floats, Kind, Rows
from strata.stats.estimate import NOBODY_HERE, Estimate
from strata.stats.inference import NO_DIFFERENCE, ONE_USER, ONE_VALUE, one_account, same_values
from strata.stats.methods import SCALES
from strata.stats.sides import Side

ROUNDING = 1e-12
Texts = NDArray[np.object_]
"""Sentences or names, None where there is none."""


@dataclass(frozen=True, eq=False, slots=True)
class Estimates:
    """K groups, named as in Estimate; what is None there is nan here, but for texts."""

    kind: Kind
    value: Floats
    low: Floats
    high: Floats
    n: Floats
    n_accounts: Floats
    n_without_account: Floats
    largest_account_share: Floats
    effective_accounts: Floats
    sd: Floats
    design_effect: Floats
    effective_n: Floats
    method: Texts
    reason: Texts

    def one(self, place: int) -> Estimate:
        """One of the groups."""
        numbers: dict[str, Any] = {name: known(getattr(self, name)[place]) for name in _NUMBERS}
        counts = {name: int(getattr(self, name)[place]) for name in _COUNTS}
        return Estimate(self.kind, **numbers, **counts, method=self.method[place], reason=self.reason[place])

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return (len(fields(self)) - 1) * self.value.nbytes


_NUMBERS = (
    *("value", "low", "high", "largest_account_share", "effective_accounts", "sd", "design_effect"),
    "effective_n",
)
_COUNTS = ("n", "n_accounts", "n_without_account")


def known(number: float) -> float | None:
    """The number, None where it is nan."""
    return None if isnan(number) else float(number)


def estimate_all(kind: Kind, side: Side) -> Estimates:
    """The value of each group with its 95 % interval; `kind` is "share" or "mean"."""
    with np.errstate(all="ignore"):
        return _estimated(kind, side)


def _estimated(kind: Kind, side: Side) -> Estimates:
    is_there, in_accounts = side.n > 0, side.n - side.n_lone > side.n_accounts
    found = _INTERVALS[kind](side, in_accounts)
    is_known = is_there & is_none(found.reason)
    effect = np.where(is_known & in_accounts, found.design_effect, np.nan)
    low, high = (np.clip(limit, *SCALES[kind]) for limit in found.limits)
    return Estimates(
        kind,
        value=np.where(is_there, side.mean, np.nan),
        low=np.where(is_known, low, np.nan),
        high=np.where(is_known, high, np.nan),
        n=np.round(side.n),
        n_accounts=side.n_accounts,
        n_without_account=np.round(side.n_lone),
        largest_account_share=side.largest_share,
        effective_accounts=side.effective_accounts,
        sd=np.where(side.n > 1, np.sqrt(side.variance), np.nan),
        design_effect=effect,
        effective_n=np.where(is_there, side.n / np.where(effect > 0, effect, 1.0), np.nan),
        method=texts(is_there, np.where(in_accounts, *_METHODS[kind]).astype(object)),
        reason=np.where(is_there, found.reason, NOBODY_HERE),
    )


class _Found(NamedTuple):
    """What a procedure says; the reason is None where it gives an interval."""

    limits: ManyLimits
    design_effect: Floats
    reason: Texts


def _of_shares(side: Side, in_accounts: Rows) -> _Found:
    """Wilson's interval, and on as many users as they are worth where several share an account; see scored_mean."""
    reason = undefined(side, in_accounts, no_reason(side.n))
    effect = np.where(side.variance > 0, side.cr2 / naive(side), np.nan)
    shown = np.where(np.isnan(effect), users_an_account(side), np.maximum(effect, 1.0))
    df = np.where(in_accounts, freedom(side.once, side.twice), np.inf)
    limits = Wilsons(side.mean, side.n / np.where(in_accounts, shown, 1.0)).at(quantile(df, 0.95))
    return _Found(limits, effect, reason)


def _of_means(side: Side, in_accounts: Rows) -> _Found:
    """Student's t, and CR2 where several users share an account; see student_mean and clustered_mean."""
    reason = without_spread(side, undefined(side, in_accounts, no_reason(side.n)))
    say(reason, in_accounts & (side.cr2 <= ROUNDING * naive(side)), lambda _: NO_DIFFERENCE)
    variance = np.where(in_accounts, side.cr2, naive(side))
    df = np.where(in_accounts, freedom(side.once, side.twice), side.n - 1)
    return _Found(Students(side.mean, np.sqrt(variance), df).limits(0.95), side.cr2 / naive(side), reason)


_INTERVALS: Mapping[Kind, Callable[[Side, Rows], _Found]] = {"share": _of_shares, "mean": _of_means}
_METHODS: Mapping[Kind, tuple[str, str]] = {"share": ("score_one_group", "wilson"), "mean": ("cr2_one_group", "t")}
"""Keys of GROUP_METHODS: where several users share an account, and where not."""


def naive(side: Side) -> Floats:
    """The variances of the means if users were independent."""
    return side.variance / side.n


def users_an_account(side: Side) -> Floats:
    """Users in the account of a user drawn at random, on average."""
    return side.weight / side.effective_accounts


def freedom(once: Floats, twice: Floats) -> Floats:
    """Degrees of freedom from their traces; see bell_mccaffrey."""
    return np.where(twice > 0, once**2 / twice, np.inf)


def undefined(side: Side, rows: Rows, reason: Texts) -> Texts:
    """The reasons, and why accounts cannot be told apart in these rows."""
    say(reason, rows & (side.n == 1), lambda _: ONE_USER)
    return say(reason, rows & (side.largest_share == 1), lambda place: one_account(side.n[place]))


def without_spread(side: Side, reason: Texts) -> Texts:
    """The reasons, and why no interval can be given for means of values that are all the same."""
    say(reason, (side.n == 1) & ~(side.variance > 0), lambda _: ONE_VALUE)
    return say(reason, ~(side.variance > 0), lambda place: same_values(side.n[place]))


def texts(rows: Rows, found: Texts) -> Texts:
    """The texts of these rows, none for others."""
    return np.array([text if is_one else None for is_one, text in zip(rows, found, strict=True)], dtype=object)


def no_reason(like: Floats) -> Texts:
    """No sentence for any of them yet."""
    return np.full(len(like), None, dtype=object)


def say(reason: Texts, rows: Rows, sentence: Callable[[int], str]) -> Texts:
    """Gives these rows their sentence where they have none."""
    for place in np.flatnonzero(rows & is_none(reason)).tolist():
        reason[place] = sentence(place)
    return reason


def is_none(texts: Texts) -> Rows:
    """Where there is no text."""
    return np.array([text is None for text in texts.tolist()], dtype=np.bool_)
