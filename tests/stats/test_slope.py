import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import sqrtm

from strata.stats import Cells, Exposure
from strata.stats.arms import Arms
from strata.stats.cluster import cr2
from strata.stats.inference import Student, Withheld
from strata.stats.slope import slope, wiggle


def panel(account, time, x, w=None):
    """Sums by (account, time) of users given one by one."""
    account, time, x = np.asarray(account), np.asarray(time, dtype=float), np.asarray(x, dtype=float)
    keys, row = np.unique(np.stack([account, time]), axis=1, return_inverse=True)

    def total(values):
        return np.bincount(row.ravel(), values, keys.shape[1]).astype(float)

    w = None if w is None else np.asarray(w, dtype=float)
    exposure = None if w is None else Exposure(total(w), total(w * w), total(w * x))
    unknown = np.full(keys.shape[1], np.nan)
    n, sums, squares, cubes = (total(x**power) for power in range(4))
    cells = Cells(keys[0].astype(int), n, sums, squares, cubes, unknown, unknown, exposure)
    return cells, keys[1]


def by_hand(account, time, x):
    """Slope, CR2 standard error and Bell-McCaffrey degrees of freedom with matrices over users."""
    cluster = np.where(np.asarray(account) < 0, 1000 + np.arange(len(x)), account)
    design = np.stack([np.ones(len(x)), time], axis=1)
    bread = np.linalg.inv(design.T @ design)
    residuals = x - design @ bread @ design.T @ x
    hat = design @ bread @ design.T
    variance, columns = 0.0, []
    for each in np.unique(cluster):
        mine = cluster == each
        stretch = np.linalg.inv(np.real(sqrtm(np.eye(mine.sum()) - hat[np.ix_(mine, mine)])))
        pull = stretch @ design[mine] @ bread @ [0, 1]
        variance += (pull @ residuals[mine]) ** 2
        columns.append((np.eye(len(x)) - hat)[:, mine] @ pull)
    gram = np.array(columns) @ np.array(columns).T
    return (bread @ design.T @ x)[1], np.sqrt(variance), np.trace(gram) ** 2 / np.trace(gram @ gram)


@pytest.mark.parametrize("seed", range(4))
def test_slope_is_the_clustered_one_of_matrices_over_users(seed):
    rng = np.random.default_rng(seed)
    account, time = rng.integers(-1, 9, 80), rng.integers(0, 6, 80).astype(float)
    x = rng.choice([-1, 0, 1], 80) + 0.3 * account
    found = slope(*panel(account, time, x))
    assert isinstance(found, Student)
    assert (found.value, found.standard_error, found.df) == pytest.approx(by_hand(account, time, x))


def test_slope_between_two_times_is_the_difference_of_two_groups():
    rng = np.random.default_rng(7)
    cells, time = panel(rng.integers(-1, 12, 90), rng.integers(0, 2, 90), rng.normal(size=90))
    found, apart = slope(cells, time), cr2(Arms.of("mean", cells, time == 1, time == 0))
    assert isinstance(found, Student)
    assert (found.standard_error**2, found.df) == pytest.approx(apart)


def test_slope_of_a_ratio_weighs_by_what_it_is_counted_per():
    cells, time = panel([1, 2, 3, 1, 2, 3], [0, 0, 0, 1, 1, 1], [2, 4, 1, 9, 5, 7], [1, 2, 1, 2, 1, 2])
    found = slope(cells, time)
    assert isinstance(found, Student)
    assert found.value == pytest.approx(21 / 5 - 7 / 4)


@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 20))
def test_slope_does_not_depend_on_where_time_begins_and_scales_with_its_unit(seed, begin, unit):
    rng = np.random.default_rng(seed)
    cells, time = panel(rng.integers(0, 6, 40), rng.integers(0, 4, 40), rng.normal(size=40))
    plain, moved = slope(cells, time), slope(cells, begin + unit * time)
    assert isinstance(plain, Student)
    assert isinstance(moved, Student)
    assert moved.value * unit == pytest.approx(plain.value)
    assert (moved.p, moved.df) == pytest.approx((plain.p, plain.df), rel=1e-6)


@pytest.mark.parametrize(
    ("account", "time", "x", "says"),
    [
        ([1, 2, 3], [0, 0, 0], [1, 2, 3], "two times"),
        ([1, 1, 1], [0, 1, 2], [1, 2, 4], "One account alone"),
        ([1, 2, 3, 1, 2, 3], [0, 0, 0, 1, 1, 1], [1] * 6, "do not vary"),
    ],
)
def test_slope_is_withheld_with_its_reason(account, time, x, says):
    found = slope(*panel(account, time, x))
    assert isinstance(found, Withheld)
    assert says in found.reason


def test_slope_of_nobody_is_withheld():
    cells, time = panel([1], [0], [1])
    nobody = np.array([False])
    assert isinstance(slope(cells.take(nobody), time[nobody]), Withheld)


def test_wiggle_of_new_users_each_time_is_their_standard_deviation():
    rng = np.random.default_rng(3)
    cells, time = panel(np.full(20_000, -1), rng.integers(0, 20, 20_000), rng.normal(scale=2, size=20_000))
    assert wiggle(cells, time) == pytest.approx(2 * np.sqrt(19 / 20), rel=0.03)


def test_wiggle_leaves_out_what_accounts_have_in_common_over_time():
    rng = np.random.default_rng(5)
    account, time = np.repeat(np.arange(200), 12), np.tile(np.arange(12), 200)
    noise = rng.normal(size=len(account))
    steady = wiggle(*panel(account, time, noise + 50 * account))
    assert steady == pytest.approx(wiggle(*panel(account, time, noise)), rel=1e-6)


def test_wiggle_of_one_account_is_not_known():
    assert wiggle(*panel([4, 4, 4], [0, 1, 2], [1, 2, 5])) == 0
