"""Pace ratios: interval and verdict from one test, users in accounts, groups that overlap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from strata.stats.pace import LARGEST_RATIO, PACE_METHODS, describe_time
from strata.stats.race import Race
from strata.stats.survival import LifeTable
from tests.stats.test_cluster import cr2_by_matrices, each_alone_is_a_cluster
from tests.stats.timed import ON_6MP, ON_PLACEBO, apart, crowd, log_ranked, paced, scores, timed


def test_pace_of_independent_users_is_the_log_rank_test_with_t():
    asked = apart(ON_6MP, ON_PLACEBO)
    found, test = paced(asked), log_ranked(asked.a, asked.b)
    assert found.method == "log_rank"
    assert found.p == pytest.approx(2 * scipy_stats.t.sf(np.sqrt(test.chi_square), 40), rel=1e-9)
    assert found.df == pytest.approx(40)
    assert found.design_effect == pytest.approx(1)
    assert np.log1p(found.value) == pytest.approx(-1.57, abs=0.07)  # Cox: -1.509 (Breslow), -1.572 (Efron)


def test_pace_of_single_user_accounts_is_that_of_independent_users():
    alone = paced(apart(ON_6MP, ON_PLACEBO))
    accounts = paced(apart(ON_6MP, ON_PLACEBO, range(21), range(21, 42)))
    assert (accounts.low, accounts.high, accounts.p) == pytest.approx((alone.low, alone.high, alone.p))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([0.3, 1.0, 2.5]))
def test_pace_of_swapped_groups_is_the_inverse(seed, ratio):
    days, seen, in_a, account = crowd(seed, ratio=ratio)
    found, swapped = paced(timed(days, seen, in_a, ~in_a, account)), paced(timed(days, seen, ~in_a, in_a, account))
    assert swapped.p == pytest.approx(found.p, rel=1e-6)
    assert 1 + swapped.value == pytest.approx(1 / (1 + found.value), rel=1e-6)
    assert (1 + swapped.low, 1 + swapped.high) == pytest.approx((1 / (1 + found.high), 1 / (1 + found.low)), rel=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from([1.0, 1.7, 4.0]))
def test_pace_interval_and_p_agree(seed, ratio):
    days, seen, in_a, account = crowd(seed, ratio=ratio)
    found = paced(timed(days, seen, in_a, ~in_a, account))
    assert (found.low > 0 or found.high < 0) == (found.p < 0.05)
    assert (found.low_90 > 0 or found.high_90 < 0) == (found.p < 0.10)
    assert found.low < found.value < found.high


def test_pace_of_alike_groups_is_one():
    found = paced(apart(ON_PLACEBO, ON_PLACEBO))
    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.p == pytest.approx(1)


def test_pace_of_more_users_is_more_certain():
    few = paced(apart(ON_6MP, ON_PLACEBO))
    many = paced(apart(*((np.repeat(days, 100), np.repeat(seen, 100)) for days, seen in (ON_6MP, ON_PLACEBO))))
    assert many.high - many.low < (few.high - few.low) / 5


@pytest.mark.parametrize("seed", range(4))
def test_pace_stays_when_users_repeat_within_accounts(seed):
    days, seen, in_a, account = crowd(seed, n=400, n_accounts=40)
    once = paced(timed(days, seen, in_a, ~in_a, account + 1))
    again = paced(timed(*(np.repeat(each, 3) for each in (days, seen, in_a, ~in_a, account + 1))))
    assert (again.low, again.high) == pytest.approx((once.low, once.high), rel=0.02)


def test_pace_with_a_group_that_never_does_it_has_an_open_end():
    found = paced(apart(([9] * 20, [0] * 20), ([*range(1, 9)] * 3, [1] * 24)))
    assert found.value == found.low == pytest.approx(1 / LARGEST_RATIO - 1)
    assert -0.99 < found.high < 0
    assert found.p < 0.05


@pytest.mark.parametrize(
    ("a", "b", "accounts", "reason"),
    [
        (([], []), ([1], [1]), None, "Nobody in one of the groups"),
        (([1, 2], [0, 0]), ([3], [0]), None, "Nobody has done it"),
        (([1], [1]), ([1, 2], [1, 1]), None, "one user only"),
        (([1, 2], [1, 0]), ([1, 2, 2], [1, 1, 1]), ([7, 7], [8, 9, 9]), "All 2 users of a group are in one account"),
    ],
)
def test_pace_is_withheld(a, b, accounts, reason):
    found = paced(apart(a, b, *(accounts or ())))
    assert reason in found.reason
    assert (found.value, found.low, found.p) == (None, None, None)


def test_pace_of_the_same_people_is_withheld():
    everyone = np.ones(21, dtype=bool)
    assert "same people" in paced(timed(*ON_6MP, everyone, everyone)).reason


def test_pace_says_what_groups_share():
    days, seen, in_a, account = crowd(1)
    in_b = ~in_a | (np.arange(len(days)) < 10)
    found = paced(timed(days, seen, in_a, in_b, account))
    assert found.method == "log_rank_overlap"
    assert found.n_shared_people == (in_a & in_b).sum()
    assert f"{found.n_shared_people} people are in both groups." in found.cautions
    assert found.method in PACE_METHODS


@pytest.mark.parametrize("seed", range(4))
def test_pace_is_widened_as_the_mean_of_the_scores_is(seed):
    days, seen, in_a, account = crowd(seed)
    in_b = ~in_a | (np.arange(len(days)) < 8)
    asked = timed(days, seen, in_a, in_b, account)
    variance, df = cr2_by_matrices(scores(days, seen), in_a, in_b, each_alone_is_a_cluster(account))
    naive = sum(arm.variance / arm.n for arm in (asked.arms.a, asked.arms.b))
    found, score, plain = paced(asked), *Race.of(asked.a, asked.b).score(0.0)
    assert found.design_effect == pytest.approx(variance / naive)
    assert found.df == pytest.approx(df)
    assert found.p == pytest.approx(2 * scipy_stats.t.sf(abs(score) / np.sqrt(plain * variance / naive), df))


def test_describe_time_knows_the_accounts():
    asked = apart(ON_PLACEBO, ON_6MP, [0] * 11 + [*range(1, 11)], [-1] * 21)
    found, other = describe_time(asked.a, asked.arms.a), describe_time(asked.b, asked.arms.b)
    assert (found.value, found.n, found.n_accounts, found.n_without_account) == (8, 21, 11, 0)
    assert found.largest_account_share == pytest.approx(11 / 21)
    assert found.effective_accounts == pytest.approx(21**2 / (11**2 + 10))
    assert (other.value, other.n_accounts, other.n_without_account) == (23, 0, 21)
    assert other.effective_accounts == pytest.approx(21)


def test_describe_time_of_nobody():
    found = describe_time(LifeTable.of([], [], []), apart(([], []), ON_6MP).arms.a)
    assert (found.value, found.low, found.n, found.reason) == (None, None, 0, "Nobody is in this group.")
