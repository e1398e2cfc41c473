import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from statsmodels.stats.multitest import fdrcorrection_twostage, multipletests

from strata.stats import benjamini_hochberg, fcr_level, holm, two_stage

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(P_VALUES)
def test_holm_equals_statsmodels(p):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@given(P_VALUES)
def test_benjamini_hochberg_equals_statsmodels(p):
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


@pytest.mark.parametrize("correct", [holm, benjamini_hochberg])
@given(p=P_VALUES)
def test_corrections_only_raise_p(correct, p):
    assert (np.array(correct(p)) >= np.array(p) - 1e-15).all()


@pytest.mark.parametrize("correct", [holm, benjamini_hochberg])
@pytest.mark.parametrize("p", [[], [None], [None, None]])
def test_corrections_without_any_p(correct, p):
    assert correct(p) == tuple(p)


@pytest.mark.parametrize("correct", [holm, benjamini_hochberg])
def test_corrections_skip_withheld_comparisons(correct):
    assert correct([None, 0.01, None, 0.5]) == (None, 0.02, None, 0.5)


def test_fcr_level_of_all_is_the_usual_one():
    assert fcr_level(7, 7) == 0.95


@pytest.mark.parametrize(("selected", "compared"), [(0, 5), (6, 5)])
def test_fcr_level_refuses_impossible_counts(selected, compared):
    with pytest.raises(ValueError, match=f"{selected} of {compared}"):
        fcr_level(selected, compared)


def drawn(rng, n, n_different, shift):
    """Two-sided p-values, the first of comparisons that do differ."""
    return 2 * ndtr(-abs(rng.standard_normal(n) + shift * (np.arange(n) < n_different)))


@pytest.mark.parametrize("seed", range(20))
def test_two_stage_finds_what_statsmodels_does_up_to_the_rate(seed):
    p = drawn(np.random.default_rng(seed), 100, 5 * seed, 3)
    expected, *_ = fdrcorrection_twostage(p, 0.05, method="bky")
    assert np.array_equal(np.array(two_stage(p).p) <= 0.05, expected & (p <= 0.05))


@given(P_VALUES)
def test_two_stage_level_leaves_out_0_exactly_where_something_is_found(p):
    found = two_stage(p)
    is_found = np.array(found.p, dtype=float) <= 0.05
    assert not is_found.any() or np.array_equal(np.array(p) <= 1 - found.level, is_found)


@given(P_VALUES)
def test_two_stage_names_nothing_that_one_comparison_would_not(p):
    assert (np.array(two_stage(p).p) >= np.array(p) - 1e-15).all()


@pytest.mark.parametrize("n_different", [0, 20, 50, 80])
def test_two_stage_holds_false_discoveries(n_different):
    rng = np.random.default_rng(n_different)
    false_share = []
    for _ in range(400):
        found = np.array(two_stage(drawn(rng, 100, n_different, 3)).p) <= 0.05
        false_share.append(found[n_different:].sum() / max(found.sum(), 1))
    assert np.mean(false_share) < 0.05 + 0.02


@pytest.mark.parametrize("p", [[], [None], [None, None]])
def test_two_stage_without_any_p(p):
    assert two_stage(p) == (tuple(p), 0.95)
