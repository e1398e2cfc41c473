"""The difference of two differences, against other ways to the same number."""

import numpy as np
import pytest

from strata.stats import Arm, Arms, Crowd, Sums
from strata.stats.cluster import cr2
from strata.stats.did import SignedMover, difference_in_differences, signed_sum
from strata.stats.inference import Student, Withheld
from strata.stats.score import Mover, Tango


def arm(x, unit, size, kind="nps"):
    x, unit = np.asarray(x, dtype=float), np.asarray(unit)
    weights, totals = np.bincount(unit, minlength=size).astype(float), np.bincount(unit, x, size).astype(float)
    n = float(len(x))
    return Arm.summed(kind, Crowd.of(weights), totals, Sums(n, n, x.sum(), x @ x, x.sum(), n), Sums(0, 0, 0, 0, 0, 0))


def inferred(arms):
    return difference_in_differences(arms)


def clustered(seed, size=40):
    rng = np.random.default_rng(seed)
    own = rng.normal(size=size)
    arms = []
    for _ in range(4):
        unit = rng.integers(0, size, 200)
        arms.append(arm(np.sign(np.round(own[unit] + rng.normal(size=200))), unit, size))
    return arms


def test_signed_sum_of_two_is_the_sandwich_of_a_difference():
    a, b, *_ = clustered(1)
    found, usual = signed_sum((a, b), (1, -1)), cr2(Arms(a, b))
    assert isinstance(found, Student)
    assert found.standard_error**2 == pytest.approx(usual.variance)
    assert found.df == pytest.approx(usual.df)


def test_difference_in_differences_is_a_regression_with_clustered_errors():
    arms = clustered(2)
    found = inferred(arms)
    value = arms[0].mean - arms[1].mean - arms[2].mean + arms[3].mean
    # CR0 by hand: per account the signed sum of its residuals over n; CR2 is a little larger.
    pushes = sum(
        sign * (each.account_total - each.mean * each.crowd.accounts) / each.n
        for sign, each in zip((1, -1, -1, 1), arms, strict=True)
    )
    assert found.value == pytest.approx(value)
    assert (pushes @ pushes) ** 0.5 < found.standard_error < 1.2 * (pushes @ pushes) ** 0.5


def test_difference_in_differences_of_independent_answers_is_mover():
    counts = [(30, 10, 60), (25, 20, 60), (20, 20, 50), (22, 18, 50)]
    arms, first = [], 0
    for promoters, detractors, n in counts:
        x = [1] * promoters + [-1] * detractors + [0] * (n - promoters - detractors)
        arms.append(arm(x, np.arange(first, first + n), 220))
        first += n
    found = inferred(arms)
    assert isinstance(found, SignedMover)
    tangos = [Tango(*row) for row in counts]
    one, two = Mover(tangos[0], tangos[1]), Mover(tangos[2], tangos[3])
    low, high = found.limits(0.95)
    expected = found.value - np.hypot(one.value - one.limits(0.95).low, two.limits(0.95).high - two.value)
    assert low == pytest.approx(expected)
    assert low < found.value < high


def test_interval_touches_zero_at_its_p_value():
    arms = [arm([1] * p + [-1] * (40 - p), np.arange(40 * i, 40 * i + 40), 160) for i, p in enumerate((30, 20, 20, 20))]
    found = inferred(arms)
    assert min(map(abs, found.limits(1 - found.p))) == pytest.approx(0, abs=1e-9)


def test_swapping_the_groups_turns_the_sign():
    a1, a0, b1, b0 = clustered(3)
    one, other = inferred((a1, a0, b1, b0)), inferred((b1, b0, a1, a0))
    assert one.value == pytest.approx(-other.value)
    assert one.limits(0.95).low == pytest.approx(-other.limits(0.95).high)


def test_one_account_in_a_group_is_withheld():
    arms = clustered(4)
    lonely = arm([1, -1, 0], [0, 0, 0], 40)
    assert isinstance(difference_in_differences((lonely, *arms[1:])), Withheld)
    assert isinstance(difference_in_differences((arm([1], [0], 40), *arms[1:])), Withheld)


def test_interval_covers_the_truth_in_nearly_all_studies():
    rng, hits = np.random.default_rng(5), 0
    for _ in range(300):
        own = rng.normal(scale=0.5, size=30)
        arms = []
        for shift in (0.4, 0.0, 0.0, 0.0):
            unit = rng.integers(0, 30, 150)
            arms.append(arm(own[unit] + shift + rng.normal(size=150), unit, 30, "mean"))
        low, high = inferred(arms).limits(0.95)
        hits += low <= 0.4 <= high
    assert 0.91 <= hits / 300 <= 0.985
