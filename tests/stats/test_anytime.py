"""Intervals that stay right at every look."""

from math import sqrt

import numpy as np
import pytest

from strata.stats.anytime import confidence_sequence


def test_confidence_sequence_published():
    # GrowthBook gbstats test_sequential_test_runs; Waudby-Smith et al. (2024), arXiv:2103.06476.
    n_a, total_a, squares_a = 3000, 1396.87, 52377.9767
    n_b, total_b, squares_b = 3461, 2422.7, 134698.29
    a, b = total_a / n_a, total_b / n_b
    var_a, var_b = (
        (squares - total**2 / n) / (n - 1)
        for n, total, squares in ((n_a, total_a, squares_a), (n_b, total_b, squares_b))
    )
    error = sqrt(var_b / n_b / a**2 + var_a / n_a * b**2 / a**4)
    found = confidence_sequence((b - a) / a, error, n_a + n_b, planned=1000)
    assert found == pytest.approx((-0.55844, 1.56516), abs=6e-6)


def test_confidence_sequence_is_wider_than_one_look_and_narrows():
    early, late = (confidence_sequence(0.0, 1 / sqrt(n), n, planned=1000) for n in (100, 1000))
    assert early.high > late.high > 1.96 / sqrt(1000)


def test_confidence_sequence_misses_rarely_over_many_looks():
    rng, misses = np.random.default_rng(1), 0
    for _ in range(200):
        x = rng.normal(size=2000)
        sums, squares, looks = x.cumsum(), (x**2).cumsum(), range(100, 2001, 50)
        for n in looks:
            mean = sums[n - 1] / n
            error = sqrt((squares[n - 1] / n - mean**2) / n)
            low, high = confidence_sequence(mean, error, n, planned=1000)
            if not low <= 0 <= high:
                misses += 1
                break
    assert misses / 200 <= 0.08


@pytest.mark.parametrize(("n", "planned"), [(0, 10), (10, 0)])
def test_confidence_sequence_without_answers_is_an_error(n, planned):
    with pytest.raises(ValueError, match="must be greater than 0"):
        confidence_sequence(0.0, 1.0, n, planned=planned)
