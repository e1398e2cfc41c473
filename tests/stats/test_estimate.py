from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from strata.stats import GROUP_METHODS, Cells, describe
from tests.stats.people import described, nps, one_group, share, two_groups

SCORES = st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=60)


def test_describe_nobody():
    cells, members = one_group([1, 0])
    found = described("nps", (cells, ~members))
    assert (found.value, found.low, found.high, found.sd, found.n, found.method) == (None, None, None, None, 0, None)
    assert found.reason == "Nobody in this group has a value."


def test_describe_without_any_row():
    nothing = np.array([], dtype=float)
    cells = Cells(nothing.astype(np.int64), nothing, nothing, nothing, nothing, nothing, nothing)
    assert describe("mean", cells, nothing.astype(bool)).n == 0


def test_describe_counts_accounts():
    found = described("nps", one_group(nps(4, 2, 2), [1, 1, 1, 1, 2, 3, -1, -1]))
    assert (found.n, found.n_accounts, found.n_without_account) == (8, 3, 2)
    assert found.largest_account_share == 0.5
    assert found.effective_accounts == pytest.approx(64 / (16 + 1 + 1 + 1 + 1))
    assert found.method == "score_one_group"


def test_describe_counts_an_account_once_over_its_cells():
    cells, in_a, in_b = two_groups([1, 1, 0], [1, 1, 0], [0, 1, 1], [5, 5, 5])
    found = describe("nps", cells, in_a | in_b)
    assert (found.n, found.n_accounts, found.effective_accounts) == (3, 1, 1.0)


def test_describe_without_accounts():
    found = described("share", one_group(share(3, 10)))
    assert (found.n_accounts, found.largest_account_share, found.effective_accounts) == (0, 0.0, 10.0)
    assert found.method == "wilson"
    assert found.design_effect is None


@pytest.mark.parametrize("answers", [nps(1, 0, 0), nps(0, 1, 0), nps(0, 0, 1), nps(2, 0, 0), nps(0, 9, 0)])
def test_describe_unanimous_answers_still_have_an_interval(answers):
    found = described("nps", one_group(answers))
    assert found.low <= found.value <= found.high
    assert found.high - found.low > 0.1


def test_describe_mean_is_a_t_interval():
    found = described("mean", one_group([1.0, 2.0, 3.0, 6.0]))
    assert (found.value, found.sd, found.method) == (3.0, pytest.approx(sqrt(14 / 3)), "t")
    assert found.high - found.value == pytest.approx(3.182446 * sqrt(14 / 3 / 4), rel=1e-6)  # t(3) at 97.5 %


def test_describe_mean_of_one_value():
    found = described("mean", one_group([4.0]))
    assert (found.value, found.low, found.sd) == (4.0, None, None)
    assert found.reason == "One value alone does not show how much users differ."


@pytest.mark.parametrize("account", [None, [1, 1, 2]])
def test_describe_mean_of_equal_values(account):
    found = described("mean", one_group([0.1, 0.1, 0.1], account))
    assert (found.low, found.sd) == (None, 0.0)
    assert found.reason == "All 3 values in a group are the same, so how much users differ is not known."


def test_describe_keeps_digits_far_from_zero():
    values = 1e6 + np.arange(10.0)
    assert described("mean", one_group(values)).sd == pytest.approx(np.std(values, ddof=1), rel=1e-3)


@given(SCORES)
def test_describe_nps_interval_holds_the_value_and_mirrors(answers):
    found, mirrored = described("nps", one_group(answers)), described("nps", one_group(-np.array(answers)))
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.high > found.low
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low), abs=1e-9)


@given(SCORES, st.integers(2, 6))
def test_describe_more_answers_narrow_the_interval(answers, times):
    few, many = described("nps", one_group(answers)), described("nps", one_group(answers * times))
    assert many.high - many.low < few.high - few.low


@given(SCORES, st.lists(st.integers(-1, 6), min_size=60, max_size=60), st.sampled_from(["nps", "mean"]))
def test_describe_never_lets_a_nan_out(answers, accounts, kind):
    found = described(kind, one_group(answers, accounts[: len(answers)]))
    numbers = [v for name in found.__slots__ if isinstance(v := getattr(found, name), float)]
    assert np.isfinite(numbers).all()
    assert (found.low is None) == (found.high is None) == (found.reason is not None)
    assert found.method in GROUP_METHODS


@given(SCORES)
def test_describe_depends_on_users_not_on_rows(answers):
    assume(len(answers) > 1)
    accounts = [3 if i % 2 else 8 for i in range(len(answers))]
    whole = described("nps", one_group(answers, accounts))
    cells, in_a, in_b = two_groups(answers, np.arange(len(answers)) % 3 == 0, np.ones(len(answers)), accounts)
    found = described("nps", (cells, in_a | in_b))
    assert (found.low is None) == (whole.low is None)
    assert found.low is None or found.low == pytest.approx(whole.low, rel=1e-9)


def test_describe_refuses_a_selector_of_another_length():
    cells, members = one_group([1, 0])
    with pytest.raises(ValueError, match="one boolean per row"):
        describe("nps", cells, np.append(members, True))


def test_cells_refuses_unequal_lengths():
    two = np.array([1.0, 2.0])
    with pytest.raises(ValueError, match="equal length"):
        Cells(np.array([1]), two, two, two, two, two, two)
