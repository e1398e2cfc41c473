import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.stats.shrinkage import FEWEST_GROUPS, shrink

HITS = (18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7)
GROUPS = st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 1)), min_size=FEWEST_GROUPS, max_size=40)


def arrays(groups):
    return (np.array(each) for each in zip(*groups, strict=True))


def test_shrink_first_45_times_at_bat_is_as_published():
    """Efron & Morris (1977), Scientific American 236(5):119: 18 players of 1970, shrinking factor 0.212."""
    means = np.array(HITS) / 45
    found = shrink(means, np.full(18, means.mean() * (1 - means.mean()) / 45))
    assert found.mean == pytest.approx(0.265, abs=0.0005)
    assert (found.value[0], found.value[1], found.value[-1]) == pytest.approx((0.294, 0.289, 0.242), abs=0.0005)
    assert (found.value[0] - found.mean) / (means[0] - found.mean) == pytest.approx(0.212, abs=0.0005)


@given(GROUPS)
def test_shrink_stays_between_own_mean_and_that_of_all(groups):
    means, variances = arrays(groups)
    found = shrink(means, variances)
    low, high = np.minimum(means, found.mean), np.maximum(means, found.mean)
    assert ((found.value >= low - 1e-12) & (found.value <= high + 1e-12)).all()
    assert (found.high > found.low).all()


@given(GROUPS, st.floats(-5, 5), st.floats(0.1, 100))
def test_shrink_moves_and_scales_with_the_numbers(groups, shift, factor):
    means, variances = arrays(groups)
    plain, moved = shrink(means, variances), shrink(shift + factor * means, factor**2 * variances)
    assert moved.value == pytest.approx(shift + factor * plain.value, abs=1e-6 * factor)
    assert moved.spread == pytest.approx(factor * plain.spread, rel=1e-3, abs=1e-3 * factor)


def test_shrink_groups_that_differ_by_chance_alone_singles_out_hardly_any():
    rng = np.random.default_rng(7)
    variances = 0.7 / rng.integers(5, 30, 400)
    found = shrink(rng.normal(0, np.sqrt(variances)), variances)
    assert (found.high < found.mean).mean() <= 0.005


@pytest.mark.parametrize("spread", [0.02, 0.1, 0.5])
def test_shrink_intervals_hold_the_truth(spread):
    """93.5 % or more, of 400 groups of 5 to 29 answers in 20 worlds."""
    rng = np.random.default_rng(11)
    held = []
    for _ in range(20):
        variances = 0.7 / rng.integers(5, 30, 400)
        truth = rng.normal(0.1, np.sqrt(spread), 400)
        found = shrink(rng.normal(truth, np.sqrt(variances)), variances)
        held.append(((found.low <= truth) & (truth <= found.high)).mean())
    assert np.mean(held) >= 0.935


@pytest.mark.parametrize(("n", "variance"), [(FEWEST_GROUPS - 1, 1.0), (FEWEST_GROUPS, 0.0)])
def test_shrink_too_little_is_refused(n, variance):
    with pytest.raises(ValueError, match=f"{n} groups"):
        shrink(np.arange(n, dtype=float), np.full(n, variance))
