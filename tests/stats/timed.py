"""Users one by one with the day until which each is known, turned into the counts and sums a database would return."""

from typing import NamedTuple

import numpy as np

from strata.stats.pace import pace
from strata.stats.race import log_rank
from strata.stats.survival import LifeTable
from strata.stats.units import Units

# Freireich et al. (1963), Blood 21:699: weeks in remission, on 6-MP (some censored) and on placebo.
ON_6MP = ([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], [1] * 9 + [0] * 12)
ON_PLACEBO = ([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [1] * 21)


class Timed(NamedTuple):
    """The arguments of pace()."""

    a: LifeTable
    b: LifeTable
    units: Units


def life_table(days, seen) -> LifeTable:
    """Daily counts from one day and one 0 or 1 per user."""
    days, seen = np.asarray(days, dtype=float), np.asarray(seen, dtype=float)
    return LifeTable.of(days, seen, 1 - seen)


def scores(days, seen, in_a, in_b):
    """What each user adds as one of the first group and as one of the second (Lin & Wei 1989, at a ratio of 1)."""
    known = np.unique(days)
    risk_a, risk_b = ((days[inside] >= known[:, None]).sum(axis=1) for inside in (in_a, in_b))
    events = np.array([((days == day) * seen * (1.0 * in_a + in_b)).sum() for day in known])
    total = np.maximum(risk_a + risk_b, 1)
    hazard, share_a = events / total, risk_a / total
    row = np.searchsorted(known, days)
    other = seen * (1 - share_a)[row] - np.cumsum((1 - share_a) * hazard)[row]
    own = seen * share_a[row] - np.cumsum(share_a * hazard)[row]
    return other * in_a, -own * in_b


def timed(days, seen, in_a, in_b, account=None) -> Timed:
    """One row of units per account size, from one day, outcome, account and two memberships per user."""
    days, seen = np.asarray(days, dtype=float), np.asarray(seen, dtype=float)
    in_a, in_b = np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool)
    account = np.full(len(days), -1) if account is None else np.asarray(account)
    used = in_a | in_b
    days, seen, in_a, in_b, account = (each[used] for each in (days, seen, in_a, in_b, account))
    add_a, add_b = scores(days, seen, in_a, in_b)
    _, unit = np.unique(np.where(account == -1, -2 - np.arange(len(days)), account), return_inverse=True)
    per_unit = [np.bincount(unit, each.astype(float)) for each in (in_a, in_b, in_a & in_b, add_a, add_b)]
    n_a, n_b, n_both, s_a, s_b = per_unit
    is_account = np.bincount(unit, account != -1) > 0
    squares = [np.bincount(unit, each**2) for each in (add_a, add_b)]
    keys, row = np.unique(np.stack([is_account, n_a, n_b]), axis=1, return_inverse=True)
    sums = (n_both, s_a, s_b, s_a * s_a, s_a * s_b, s_b * s_b, *squares)
    times, *rest = (np.bincount(row.ravel(), each).astype(float) for each in (np.ones_like(s_a), *sums))
    units = Units(keys[0] > 0, times, keys[1].astype(float), keys[2].astype(float), *rest)
    return Timed(life_table(days[in_a], seen[in_a]), life_table(days[in_b], seen[in_b]), units)


def apart(a, b, account_a=None, account_b=None) -> Timed:
    """Two groups without a common user, each a list of days and one of outcomes."""
    days, seen = (np.concatenate([one, two]) for one, two in zip(a, b, strict=True))
    is_a = np.arange(len(days)) < len(a[0])
    return timed(days, seen, is_a, ~is_a, None if account_a is None else [*account_a, *account_b])


def crowd(seed, *, n=60, n_accounts=12, ratio=1.0):
    """Random users: days, outcomes, whether in the first group, accounts of which some hold users of both."""
    rng = np.random.default_rng(seed)
    in_a = rng.uniform(size=n) < 0.4
    done, known = rng.exponential(20 / np.where(in_a, ratio, 1.0)), rng.uniform(0, 40, n)
    seen = np.floor(done) <= np.floor(known)
    return np.floor(np.where(seen, done, known)), seen, in_a, rng.integers(-1, n_accounts, n)


def paced(asked, **options):
    """pace(), untyped, so that tests may compare its numbers without asking for None first."""
    return pace(*asked, **options)


def log_ranked(a, b):
    """log_rank(), untyped likewise."""
    return log_rank(a, b)
