"""A group known by subtraction, by account, or with its zeros left out is the group itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.stats import Arms, Cells, Exposure, differ
from strata.stats.arms import Arm, codes
from strata.stats.cluster import clustered_difference
from strata.stats.inference import Student
from tests.stats.people import compared, described, nps, two_groups

SEEDS = st.integers(0, 10_000)


def town(seed, n=60, n_accounts=12):
    """Random users: a count with many zeros, a group, an account or none."""
    rng = np.random.default_rng(seed)
    return rng.poisson(1.0, n).astype(float), rng.random(n) < 0.4, rng.integers(-1, n_accounts, n)


def summed(x, chosen, account, *, n_accounts=12):
    """The chosen users as one group over all accounts."""
    asked = two_groups(x[chosen], np.ones(chosen.sum()), np.zeros(chosen.sum()), account[chosen])
    return Arm.of("mean", asked.cells, asked.cells.account, n_accounts)


def same(found, expected):
    """Two groups answer alike, alone and in comparison with a third."""
    assert (found.n, found.mean, found.variance) == pytest.approx((expected.n, expected.mean, expected.variance))
    assert found.cr2_variance == pytest.approx(expected.cr2_variance, rel=1e-9, abs=1e-15)
    assert found.crowd.effective_accounts == pytest.approx(expected.crowd.effective_accounts)
    assert found.logs.mean == pytest.approx(expected.logs.mean)
    assert found.skewness == pytest.approx(expected.skewness, rel=1e-6, abs=1e-9)


@given(SEEDS)
def test_everyone_without_a_group_is_the_rest(seed):
    x, inside, account = town(seed)
    everyone = summed(x, np.ones(len(x), dtype=bool), account)
    part, rest = summed(x, inside, account), summed(x, ~inside, account)
    same(everyone.without(part), rest)
    assert differ(Arms(part, everyone.without(part))).low == pytest.approx(differ(Arms(part, rest)).low, rel=1e-9)


@given(SEEDS)
def test_users_without_a_row_count_as_zero(seed):
    x, inside, account = town(seed)
    heads, some = (summed(x, inside & rows, account) for rows in (x >= 0, x > 0))
    sums, lone = some.sums.with_zeros(heads.n), some.lone.with_zeros(heads.crowd.n_lone)
    found = Arm.summed("mean", heads.crowd, some.account_total, sums, lone, some.cubes)
    expected = summed(x, inside, account)
    same(replace(found, make_logs=lambda: expected.logs), expected)


def test_per_account_counts_each_account_once():
    account = np.array([0, 0, 0, 1, 2, 2])
    x = np.array([5.0, 5, 5, 1, 3, 3])
    found = summed(x, np.ones(6, dtype=bool), account).per_account()
    assert (found.n, found.mean, found.crowd.n_accounts) == (3, 3.0, 3)
    assert found.variance == pytest.approx(np.var([5, 1, 3], ddof=1))


def ratio(num, den, inside, account):
    """Sums of num per den, a row per user."""
    num, den = np.asarray(num, dtype=float), np.asarray(den, dtype=float)
    nan = np.full(len(num), np.nan)
    exposure = Exposure(den, den**2, num * den)
    cells = Cells(np.asarray(account), np.ones(len(num)), num, num**2, num**3, nan, nan, exposure)
    return cells, np.asarray(inside, dtype=bool)


def test_ratio_is_sum_over_sum_with_the_linearised_variance():
    # Lumley (2010), Complex Surveys, 2.2: the variance of a ratio is that of the mean residual over the mean of w.
    num, den = [3.0, 5, 2, 8, 1], [2.0, 4, 1, 5, 3]
    found = described("ratio", ratio(num, den, [True] * 5, [-1] * 5))
    value = sum(num) / sum(den)
    residuals = [x - value * w for x, w in zip(num, den, strict=True)]
    expected = np.sqrt(5 / 4 * np.square(residuals).sum()) / sum(den)
    assert found.value == pytest.approx(value)
    assert (found.high - found.low) / 2 / 2.7764451 == pytest.approx(expected, rel=1e-6)


def test_ratio_over_ones_is_the_mean():
    x, inside, account = town(3)
    cells, rows = ratio(x, np.ones(len(x)), inside, account)
    one = clustered_difference(Arms.of("ratio", cells, rows, ~rows))
    other = clustered_difference(Arms.of("mean", *two_groups(x, inside, ~inside, account)))
    assert isinstance(one, Student)
    assert isinstance(other, Student)
    assert (one.value, *one.limits(0.95)) == pytest.approx((other.value, *other.limits(0.95)), rel=1e-9)


@given(SEEDS)
def test_single_user_accounts_answer_as_independent_users_up_to_df(seed):
    rng = np.random.default_rng(seed)
    x, inside = rng.normal(size=40), np.arange(40) < 15
    alone = Arms.of("rating", *two_groups(x, inside, ~inside))
    grouped = Arms.of("rating", *two_groups(x, inside, ~inside, np.arange(40)))
    variances = [arms.a.cr2_variance + arms.b.cr2_variance - 2 * arms.covariance for arms in (alone, grouped)]
    assert variances[0] == pytest.approx(variances[1], rel=1e-9)
    welch = sum(np.var(group, ddof=1) / len(group) for group in (x[inside], x[~inside]))
    assert variances[0] == pytest.approx(welch, rel=1e-9)


@given(SEEDS)
def test_groups_alike_show_no_difference(seed):
    x, _, account = town(seed)
    twice = np.concatenate([x, x])
    inside = np.arange(len(twice)) < len(x)
    found = compared("mean", two_groups(twice, inside, ~inside, np.concatenate([account + 1, account + 100])))
    assert found.value == pytest.approx(0, abs=1e-12)
    assert found.low is None or found.low < 0 < found.high


def test_a_hundred_times_as_many_narrow_ten_times():
    few = compared("nps", two_groups(nps(6, 3, 1) + nps(3, 3, 4), np.arange(20) < 10, np.arange(20) >= 10))
    many = two_groups(np.repeat(nps(6, 3, 1) + nps(3, 3, 4), 100), np.arange(2000) < 1000, np.arange(2000) >= 1000)
    found = compared("nps", many)
    assert (few.high - few.low) / (found.high - found.low) == pytest.approx(10, rel=0.1)


def test_codes_number_the_accounts_that_are_there():
    asked = two_groups([1, 2, 3, 4], [1, 1, 0, 0], [0, 0, 1, 1], [7, -1, 7, 3])
    found = codes(asked.cells)
    assert found.size == 2
    assert dict(zip(asked.cells.account, found.code, strict=True)) == {-1: -1, 3: 0, 7: 1}
