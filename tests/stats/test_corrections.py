import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from strata.stats import benjamini_hochberg, fcr_level, holm

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
