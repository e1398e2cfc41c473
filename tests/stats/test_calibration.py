"""False alarms, counted in simulated worlds without any difference; seeded, so the counts never change."""

import numpy as np
import pytest
from scipy.special import ndtri

from tests.stats.people import compared, two_groups

WORLDS = 200


def answers(rng, account, *, detractors, promoters, alike):
    """NPS answers whose users resemble each other within accounts by the correlation "alike"."""
    leaning = alike**0.5 * rng.normal(size=account.max() + 1)[account] + (1 - alike) ** 0.5 * rng.normal(
        size=len(account)
    )
    return (leaning > ndtri(1 - promoters)).astype(int) - (leaning < ndtri(detractors))


def false_alarms(seed, draw):
    """The share of worlds in which the 95 % interval leaves out 0."""
    rng = np.random.default_rng(seed)
    found = [compared("nps", two_groups(*draw(rng))) for _ in range(WORLDS)]
    return np.mean([f.p is not None and (f.low > 0 or f.high < 0) for f in found])


def test_calibration_accounts_in_one_group_each():
    def draw(rng):
        account = np.repeat(np.arange(40), (1 + rng.lognormal(0.9, 1.0, 40)).astype(int))
        x = answers(rng, account, detractors=0.15, promoters=0.6, alike=0.3)
        return x, account < 20, account >= 20, account

    assert 0.02 < false_alarms(1, draw) < 0.09
    # The same worlds taken for independent users are mistaken several times as often.
    assert false_alarms(1, lambda rng: (*draw(rng)[:3], None)) > 0.15


def test_calibration_independent_users():
    def draw(rng):
        alone = np.arange(70)
        return answers(rng, alone, detractors=0.02, promoters=0.9, alike=0), alone < 20, alone >= 20, None

    assert false_alarms(2, draw) < 0.08


@pytest.mark.parametrize("n_small", [8, 20])
def test_calibration_small_group_inside_the_accounts_of_a_large_happy_one(n_small):
    def draw(rng):
        account = rng.integers(0, 60, n_small + 200)
        is_small = np.arange(len(account)) < n_small
        x = answers(rng, account, detractors=0.02, promoters=0.9, alike=0.1)
        return x, is_small, ~is_small, account

    assert false_alarms(3, draw) < 0.08
