"""When plain means can be compared."""

import numpy as np
import pytest

from strata.stats.arms import Arms
from strata.stats.cells import Cells, Exposure
from strata.stats.tails import have_similar_sizes, is_plain_safe, too_few_for_a_ratio, welch_freedom
from tests.stats.people import apart


def means(a, b, account_a=None, account_b=None):
    return Arms.of("mean", *apart(a, b, account_a, account_b))


def ratios(n_a, n_b):
    n = np.array([n_a, n_b], dtype=float)
    cells = Cells(np.array([-1, -1]), n, n, 2 * n, n, n, n, Exposure(3 * n, 10 * n, 4 * n))
    return Arms.of("ratio", cells, np.array([True, False]), np.array([False, True]))


def test_is_plain_safe_similar_sizes_may_be_skewed():
    skewed = [0] * 19 + [100]
    assert is_plain_safe(means(skewed, skewed))
    assert not is_plain_safe(means(skewed, skewed * 10))


def test_is_plain_safe_enough_people_for_their_skewness():
    even = [0, 1] * 50
    assert is_plain_safe(means(even, even * 10))


def test_have_similar_sizes_counts_users():
    few, many = list(range(10)) * 2, list(range(10)) * 3
    assert not have_similar_sizes(means(few[:10], many, few[:10], many))


def test_have_similar_sizes_counts_accounts():
    values = list(range(40))
    few, many = [user // 10 for user in range(40)], list(range(100, 140))
    assert have_similar_sizes(means(values, values))
    assert not have_similar_sizes(means(values, values, few, many))


@pytest.mark.parametrize(("n_a", "n_b", "is_withheld"), [(30, 300, True), (30, 40, False), (100, 1000, False)])
def test_too_few_for_a_ratio_beside_many(n_a, n_b, is_withheld):
    assert (too_few_for_a_ratio(ratios(n_a, n_b)) is not None) == is_withheld


def test_too_few_for_a_ratio_says_how_many_there_are():
    withheld = too_few_for_a_ratio(ratios(30, 300))
    assert withheld is not None
    assert "30 independent users" in withheld.reason


def test_too_few_for_a_ratio_leaves_means_alone():
    assert too_few_for_a_ratio(means([1, 2], [1, 2] * 20)) is None


def test_welch_freedom_is_welchs_where_the_small_group_spreads_most():
    spread_out, close = [0.0, 100.0, 50.0, 10.0], [1.0, 2.0, 3.0] * 10
    arms = means(spread_out, close)
    assert welch_freedom(arms) == pytest.approx(3, abs=0.01)


def test_welch_freedom_never_lets_a_small_group_pass_for_well_known():
    close, spread_out = [1.0, 1.1, 0.9, 1.0], [0.0, 100.0] * 20
    assert welch_freedom(means(close, spread_out)) < 5
