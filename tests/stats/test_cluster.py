"""CR2 against its definition, written out with matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats.arms import Arms
from strata.stats.cluster import cr2
from strata.stats.freedom import bell_mccaffrey
from tests.stats.people import apart, compared, described, one_group, two_groups


def cr2_by_matrices(x, in_a, in_b, account):
    """CR2 and Bell-McCaffrey from the regression of stacked users on one column per group."""
    y = np.concatenate([x[in_a], x[in_b]])
    cluster = np.concatenate([account[in_a], account[in_b]])
    design = np.zeros((len(y), 2))
    design[: in_a.sum(), 0] = 1
    design[in_a.sum() :, 1] = 1
    columns = design[:, design.any(axis=0)]
    contrast = np.array([1.0, -1.0])[: columns.shape[1]]
    bread = np.linalg.inv(columns.T @ columns)
    left_over = np.eye(len(y)) - columns @ bread @ columns.T
    variance, gs = 0.0, []
    for g in np.unique(cluster):
        rows = cluster == g
        values, vectors = np.linalg.eigh(left_over[np.ix_(rows, rows)])
        half = vectors @ np.diag([1 / np.sqrt(v) if v > 1e-9 else 0 for v in values]) @ vectors.T
        weights = half @ columns[rows] @ bread @ contrast
        variance += (weights @ (left_over @ y)[rows]) ** 2
        gs.append(left_over[:, rows] @ weights)
    gram = np.array(gs) @ np.array(gs).T
    return variance, np.trace(gram) ** 2 / (gram**2).sum()


def crowd(seed, n=40, n_accounts=9):
    """Random users: values, memberships that may overlap, accounts with users of both groups, some without."""
    rng = np.random.default_rng(seed)
    member = rng.integers(1, 4, n)
    return rng.normal(size=n).round(2), member % 2 == 1, member >= 2, rng.integers(-1, n_accounts, n)


def each_alone_is_a_cluster(account):
    """Users without an account get one of their own."""
    return np.where(account == -1, 1000 + np.arange(len(account)), account)


@pytest.mark.parametrize("seed", range(8))
def test_cr2_difference_equals_matrices(seed):
    x, in_a, in_b, account = crowd(seed)
    arms = Arms.of("mean", *two_groups(x, in_a, in_b, account))
    found = cr2(arms).variance, bell_mccaffrey(arms.a.crowd, arms.b.crowd, n_lone_shared=arms.n_lone_shared)
    assert found == pytest.approx(cr2_by_matrices(x, in_a, in_b, each_alone_is_a_cluster(account)), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_cr2_one_group_equals_matrices(seed):
    x, _, _, account = crowd(seed)
    everyone, nobody = np.ones(len(x), dtype=bool), np.zeros(len(x), dtype=bool)
    arm = Arms.of("mean", *two_groups(x, everyone, nobody, account)).a
    found = arm.cr2_variance, bell_mccaffrey(arm.crowd)
    assert found == pytest.approx(cr2_by_matrices(x, everyone, nobody, each_alone_is_a_cluster(account)), rel=1e-9)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=20), st.lists(st.integers(0, 9), min_size=3, max_size=20))
def test_cr2_of_single_users_is_the_variance_of_welch(a, b):
    accounts = (range(len(a)), range(100, 100 + len(b)))
    expected = np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b)
    for asked in (apart(a, b), apart(a, b, *accounts)):
        assert cr2(Arms.of("mean", *asked)).variance == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_clustered_interval_stays_when_users_repeat_within_accounts(seed, times):
    x, in_a, in_b, account = crowd(seed)
    account = account + 1
    once = compared("mean", two_groups(x, in_a, in_b, account))
    again = compared("mean", two_groups(*(np.repeat(v, times) for v in (x, in_a, in_b, account))))
    assert (once.low, once.high) == pytest.approx((again.low, again.high), rel=1e-9)


def test_clustered_difference_shared_accounts_can_cancel():
    asked = apart([1, 1, -1, -1, 0], [1, 1, -1, -1, 1], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    found = compared("nps", asked)
    assert found.n_shared_accounts == 5
    assert found.design_effect < 0.3


def test_clustered_difference_shared_accounts_without_remaining_spread_is_withheld():
    asked = apart([1, -1, 0], [1, -1, 0], [1, 2, 3], [1, 2, 3])
    found = compared("nps", asked)
    assert (found.value, found.low, found.p) == (0.0, None, None)
    assert "do not differ at all" in found.reason


def test_clustered_mean_of_one_account_is_withheld():
    found = described("nps", one_group([1, 0, -1], [7, 7, 7]))
    assert (found.value, found.low, found.high) == (0.0, None, None)
    assert found.reason == "All 3 users of a group are in one account, so nothing is known about others."
