"""Users one by one with the day until which each is known, turned into the counts and sums a database would return."""

from typing import NamedTuple

import numpy as np

from strata.stats.arms import Arms
from strata.stats.pace import pace
from strata.stats.race import log_rank
from strata.stats.survival import LifeTable
from tests.stats.people import two_groups

# Freireich et al. (1963), Blood 21:699: weeks in remission, on 6-MP (some censored) and on placebo.
ON_6MP = ([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], [1] * 9 + [0] * 12)
ON_PLACEBO = ([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [1] * 21)


class Timed(NamedTuple):
    """The arguments of pace()."""

    a: LifeTable
    b: LifeTable
    arms: Arms


def life_table(days, seen) -> LifeTable:
    """Daily counts from one day and one 0 or 1 per user."""
    days, seen = np.asarray(days, dtype=float), np.asarray(seen, dtype=float)
    return LifeTable.of(days, seen, 1 - seen)


def scores(days, seen):
    """What each user adds to a log-rank test: 1 if he did it, less the hazards of everyone up to his day."""
    known = np.unique(days)
    hazard = np.array([(seen * (days == day)).sum() / (days >= day).sum() for day in known])
    return seen - np.cumsum(hazard)[np.searchsorted(known, days)]


def timed(days, seen, in_a, in_b, account=None) -> Timed:
    """Two groups from one day, outcome, account and two memberships per user."""
    days, seen = np.asarray(days, dtype=float), np.asarray(seen, dtype=float)
    in_a, in_b = np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool)
    arms = Arms.of("mean", *two_groups(scores(days, seen), in_a, in_b, account))
    return Timed(life_table(days[in_a], seen[in_a]), life_table(days[in_b], seen[in_b]), arms)


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
