import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from strata.stats import METHODS, compare
from tests.stats.people import apart, compared, nps, share, two_groups

SCORES = st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=40)
HEAVY = [0.0] * 150 + [1.0, 2.0, 3.0, 5.0, 8.0] * 9 + [900.0, 40.0, 60.0, 15.0, 25.0]


def crowd(seed, n=60, n_accounts=12):
    """Random answers: values, memberships that may overlap, accounts, some users without one."""
    rng = np.random.default_rng(seed)
    member = rng.integers(1, 4, n)
    return rng.integers(-1, 2, n), member % 2 == 1, member >= 2, rng.integers(-1, n_accounts, n)


@pytest.mark.parametrize(
    ("kind", "asked", "key"),
    [
        ("nps", apart(nps(3, 2, 1), nps(1, 2, 3)), "mover_tango"),
        ("share", apart(share(3, 9), share(4, 8)), "newcombe"),
        ("mean", apart([1, 2, 3], [2, 4, 9]), "welch"),
        ("mean", apart(HEAVY[-20:], HEAVY), "welch_log1p"),
        ("nps", apart(nps(2, 1, 1), nps(1, 1, 2), [1, 1, 2, 3], [4, 5, 6, 6]), "score_accounts"),
        ("rating", apart([1, 5, 3], [2, 4, 5, 4]), "score_rating"),
        ("mean", apart([1, 2, 4, 3], [2, 4, 9, 3], [1, 1, 2, 3], [4, 5, 6, 6]), "cr2"),
        ("mean", apart(HEAVY[-20:], HEAVY, [1, 2, 3, 4] * 5, range(200)), "cr2_log1p"),
        ("nps", two_groups(nps(2, 2, 2), [1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 1]), "score_overlap"),
        ("mean", two_groups(HEAVY, np.arange(200) > 178, np.arange(200) < 198), "cr2_overlap_log1p"),
    ],
)
def test_compare_picks_the_row(kind, asked, key):
    found = compared(kind, asked)
    assert found.method == key
    assert found.scale == METHODS[key].scale
    assert found.low < found.value < found.high


def test_compare_single_user_accounts_are_independent():
    known = compared("nps", apart(nps(3, 2, 1), nps(1, 2, 3), range(6), range(6, 12)))
    unknown = compared("nps", apart(nps(3, 2, 1), nps(1, 2, 3)))
    assert (known.method, known.low, known.p) == (unknown.method, unknown.low, unknown.p)
    assert known.cautions == ()
    assert unknown.cautions == ("No accounts are known, so users are treated as independent of each other.",)


def test_compare_one_account_in_both_groups_counts_as_repeated():
    assert compared("nps", apart([1, 0], [0, -1], [1, 2], [2, 3])).method == "score_accounts"


@pytest.mark.parametrize("is_a_empty", [True, False])
def test_compare_with_nobody(is_a_empty):
    groups = ([], nps(3, 1, 0)) if is_a_empty else (nps(3, 1, 0), [])
    found = compared("nps", apart(*groups))
    assert (found.value, found.low, found.p, found.method) == (None, None, None, None)
    assert found.reason == "Nobody in one of the groups has a value."


@pytest.mark.parametrize("kind", ["nps", "share", "mean"])
def test_compare_identical_groups_is_withheld(kind):
    found = compared(kind, two_groups([1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [1, 2, 3, 4]))
    assert (found.value, found.low, found.high, found.p) == (0.0, None, None, None)
    assert found.reason == "Both groups are the same people, so there is nothing to compare."
    assert found.n_shared_people == 4


def test_compare_counts_what_is_shared():
    found = compared("nps", two_groups(nps(2, 2, 2), [1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 1], [1, 2, 2, 3, 3, 4]))
    assert (found.n_shared_people, found.n_shared_accounts) == (2, 2)
    assert found.cautions == ("2 people are in both groups.",)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ([5.0], [1.0, 2.0, 3.0], "One value alone does not show how much users differ."),
        ([1.0, 2.0], [3.0, 3.0, 3.0], "All 3 values in a group are the same"),
    ],
)
def test_compare_mean_without_spread_is_withheld(a, b, reason):
    found = compared("mean", apart(a, b))
    assert (found.low, found.p) == (None, None)
    assert found.reason.startswith(reason)
    assert found.value == pytest.approx(np.mean(a) - np.mean(b))


def test_compare_one_user_against_an_account_is_withheld():
    assert compared("nps", apart([1], [0, 1, -1], [1], [2, 2, 3])).reason.startswith("A group has one user only")


def test_compare_one_account_against_others_is_withheld():
    found = compared("nps", apart([1, 0], [0, 1, -1], [1, 1], [2, 2, 3]))
    assert found.reason == "All 2 users of a group are in one account, so nothing is known about others."


def test_compare_log_ratio_is_welch_on_log1p():
    a, b = HEAVY[-20:], HEAVY
    found = compared("mean", apart(a, b))
    reference = stats.ttest_ind(np.log1p(a), np.log1p(b), equal_var=False)
    limits = reference.confidence_interval(0.95)
    assert found.p == pytest.approx(reference.pvalue)
    assert (found.low, found.high) == pytest.approx((np.expm1(limits.low), np.expm1(limits.high)))
    assert found.value == pytest.approx(np.expm1(np.log1p(a).mean() - np.log1p(b).mean()))
    assert found.minimum_detectable == pytest.approx(np.expm1(2.8 * found.standard_error))
    assert found.cautions[-1].startswith("A few heavy users drive the averages")


def test_compare_heavy_values_without_logs_stay_on_means_and_say_so():
    values = [*HEAVY[:-1], -40.0]
    found = compared("mean", apart(values[-20:], values))
    assert (found.method, found.scale) == ("welch", "difference")
    assert "some values are -1 or less" in found.cautions[-1]


def test_compare_mean_equals_scipy():
    a, b = [1.0, 4.0, 2.0, 8.0], [3.0, 9.0, 4.0, 4.0, 7.0]
    reference = stats.ttest_ind(a, b, equal_var=False)
    found = compared("mean", apart(a, b))
    assert (found.p, found.df) == pytest.approx((reference.pvalue, reference.df))


def test_compare_enough_users_for_their_skewness_stay_on_means():
    rng = np.random.default_rng(5)
    found = compared("mean", apart(rng.exponential(size=2_000), rng.exponential(size=20_000)))
    assert found.method == "welch"


def test_compare_extreme_difference_has_a_tiny_p():
    found = compared("share", apart(share(3000, 3000), share(0, 3000)))
    assert 0 < found.p < 1e-300
    assert found.high == 1.0


def test_compare_equal_values_have_p_1():
    assert compared("nps", apart(nps(3, 1, 1), nps(3, 1, 1))).p == 1.0


def test_compare_cuts_at_the_scale():
    found = compared("nps", apart(nps(4, 1, 0), nps(0, 1, 4), [1, 1, 2, 2, 3], [4, 4, 5, 5, 6]))
    assert 1.8 < found.high <= 2.0


def test_compare_level_widens_only_its_own_interval():
    asked = apart(nps(30, 10, 10), nps(20, 10, 20))
    usual, wide = compared("nps", asked), compared("nps", asked, level=0.99)
    assert wide.low < usual.low < usual.low_90 < usual.high_90 < usual.high < wide.high
    assert (wide.p, wide.low_90, wide.level) == (usual.p, usual.low_90, 0.99)


def test_compare_minimum_detectable_from_the_width():
    found = compared("share", apart(share(300, 600), share(290, 600)))
    assert found.minimum_detectable == pytest.approx(2.8 * (0.25 / 600 * 2) ** 0.5, rel=0.01)


def test_compare_refuses_selectors_that_are_not_booleans():
    cells, in_a, in_b = apart([1, 0], [0, 1])
    with pytest.raises(ValueError, match="one boolean per row"):
        compare("share", cells, in_a.astype(int), in_b)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_compare_swapping_groups_flips_the_sign(seed):
    cells, in_a, in_b = two_groups(*crowd(seed))
    there, back = compared("nps", (cells, in_a, in_b)), compared("nps", (cells, in_b, in_a))
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-12)
    assert (there.p, there.df) == pytest.approx((back.p, back.df))


@settings(deadline=None)
@given(SCORES, SCORES)
def test_compare_swapping_independent_groups_flips_the_sign(a, b):
    there, back = compared("nps", apart(a, b)), compared("nps", apart(b, a))
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)
    assert there.p == pytest.approx(back.p, abs=1e-9)


@settings(deadline=None)
@given(SCORES, SCORES, st.sampled_from(["independent", "accounts"]))
def test_compare_interval_and_p_agree(a, b, situation):
    accounts = (np.arange(len(a)) // 2, 100 + np.arange(len(b)) // 2) if situation == "accounts" else ()
    found = compared("nps", apart(a, b, *accounts))
    assume(found.low is not None and found.p is not None)
    assert (found.low > 0 or found.high < 0) == (found.p < 0.05)
    assert (found.low_90 > 0 or found.high_90 < 0) == (found.p < 0.10)
    assert found.low < found.high


@settings(deadline=None)
@given(SCORES, SCORES, st.integers(2, 5))
def test_compare_more_answers_narrow_the_interval(a, b, times):
    few, many = compared("nps", apart(a, b)), compared("nps", apart(a * times, b * times))
    assert many.high - many.low < few.high - few.low


@settings(deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["nps", "mean"]), st.integers(2, 20))
def test_compare_never_lets_a_nan_out(seed, kind, n):
    found = compared(kind, two_groups(*crowd(seed, n=n, n_accounts=3)))
    numbers = [v for name in found.__slots__ if isinstance(v := getattr(found, name), float)]
    assert np.isfinite(numbers).all()
    assert (found.low is None) == (found.reason is not None)
    assert (found.low is None) <= (found.p is None)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_compare_users_outside_both_groups_change_nothing(seed):
    x, in_a, in_b, account = crowd(seed)
    alone = compared("nps", two_groups(x, in_a, in_b, account))
    with_others = compared("nps", two_groups([*x, 1, -1], [*in_a, 0, 0], [*in_b, 0, 0], [*account, 3, -1]))
    assert (with_others.low, with_others.p) == pytest.approx((alone.low, alone.p))
