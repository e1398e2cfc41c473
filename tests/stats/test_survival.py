"""Kaplan-Meier curves against scipy, statsmodels and the leukaemia trial of Freireich et al. (1963)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.duration.survfunc import SurvfuncRight

from strata.stats.survival import LifeTable, Spread, kaplan_meier, median, restricted_mean
from tests.stats.timed import ON_6MP, ON_PLACEBO, crowd, life_table

NOBODY = LifeTable.of([], [], [])


@pytest.mark.parametrize("seed", range(6))
def test_kaplan_meier_equals_scipy(seed):
    days, seen, _, _ = crowd(seed)
    found = kaplan_meier(life_table(days, seen))
    sample = scipy_stats.CensoredData(uncensored=days[seen], right=days[~seen])
    truth: Any = scipy_stats.ecdf(sample).sf
    at = np.isin(found.day, truth.quantiles)
    assert 1 - found.share[at] == pytest.approx(truth.probabilities, abs=1e-12)
    with np.errstate(all="ignore"):
        bounds = truth.confidence_interval(0.95, method="log-log")
    low, high = bounds.low.probabilities, bounds.high.probabilities
    inner = (truth.probabilities > 0) & (truth.probabilities < 1)
    assert 1 - found.high[at][inner] == pytest.approx(low[inner], abs=1e-9)
    assert 1 - found.low[at][inner] == pytest.approx(high[inner], abs=1e-9)


def test_kaplan_meier_equals_the_published_remission_times():
    # Kleinbaum & Klein, Survival Analysis, 6-MP group: .8571 at week 6, .7529 at 10, .4482 at 23; median 23.
    found = kaplan_meier(life_table(*ON_6MP))
    left = dict(zip(found.day, 1 - found.share, strict=True))
    assert [left[6], left[7], left[10], left[13], left[16], left[22], left[23]] == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=6e-5
    )
    assert median(found).day == 23
    assert median(kaplan_meier(life_table(*ON_PLACEBO))).day == 8


@pytest.mark.parametrize("seed", range(6))
def test_median_equals_statsmodels(seed):
    days, seen, _, _ = crowd(seed)
    curve = SurvfuncRight(days, seen.astype(int))
    found = median(kaplan_meier(life_table(days, seen)))
    low, high = curve.quantile_ci(0.5, method="cloglog")
    assert found.day == curve.quantile(0.5)
    assert found.low == low
    assert found.high == (high if np.isfinite(high) else None)


def test_median_that_is_not_reached_is_none():
    found = median(kaplan_meier(life_table([3, 5, 9, 9, 9], [1, 1, 0, 0, 0])))
    assert (found.day, found.high) == (None, None)
    assert found.low == 3


def test_kaplan_meier_never_has_an_interval_of_width_zero():
    for outcomes in ([0] * 8, [1] * 8):
        found = kaplan_meier(life_table([4] * 8, outcomes))
        assert found.high[0] - found.low[0] == pytest.approx(1.96**2 / (8 + 1.96**2), abs=1e-4)  # Wilson, 0 of 8


def test_kaplan_meier_widens_with_accounts():
    table = life_table(*ON_6MP)
    alone, together = kaplan_meier(table), kaplan_meier(table, spread=Spread(2.0, 5.0))
    assert (together.low < alone.low).all()
    assert (together.high > alone.high).all()
    assert together.share == pytest.approx(alone.share)


def test_kaplan_meier_of_nobody_is_empty():
    found = kaplan_meier(NOBODY)
    assert len(found.day) == 0
    assert median(found) == (None, None, None)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60))
def test_kaplan_meier_stays_inside_its_interval(users):
    found = kaplan_meier(life_table(*zip(*users, strict=True)))
    assert ((found.low >= 0) & (found.low <= found.share) & (found.share <= found.high) & (found.high <= 1)).all()
    assert (found.high > found.low).all()
    assert (np.diff(found.share) >= 0).all()


def test_restricted_mean_is_the_area_under_the_curve():
    days, seen, _, _ = crowd(3)
    table = life_table(days, seen)
    curve = kaplan_meier(table)
    grid = np.arange(0, 25, 0.001)
    left = np.concatenate([[1.0], 1 - curve.share])[np.searchsorted(curve.day, grid, side="right")]
    assert restricted_mean(table, 25).days == pytest.approx(left.mean() * 25, rel=1e-4)


def test_restricted_mean_without_censoring_is_that_of_times_cut_at_the_horizon():
    days, _ = ON_PLACEBO
    found = restricted_mean(life_table(days, [1] * 21), 12)
    cut = np.minimum(days, 12)
    assert found.days == pytest.approx(cut.mean())
    assert found.standard_error == pytest.approx(cut.std() / np.sqrt(21))


def test_restricted_mean_without_events_is_the_horizon():
    assert restricted_mean(life_table([9, 9], [0, 0]), 5) == (5.0, None)


def test_life_table_adds_up_days_in_any_order():
    table = LifeTable.of([5, 2, 5], [1, 0, 2], [0, 3, 1])
    assert (list(table.day), list(table.seen), list(table.censored)) == ([2, 5], [0, 3], [3, 1])
    assert list(table.at_risk) == [7, 4]
    assert (table.n, table.n_seen) == (7, 3)


@pytest.mark.parametrize("counts", [([-1], [1], [0]), ([1, 2], [1], [0, 0])])
def test_life_table_refuses_nonsense(counts):
    with pytest.raises(ValueError, match="life table"):
        LifeTable.of(*counts)


def test_life_table_without_a_part_is_the_rest():
    days, seen, is_part, _ = crowd(2)
    rest = life_table(days, seen).without(life_table(days[is_part], seen[is_part]))
    expected = life_table(days[~is_part], seen[~is_part])
    assert list(zip(rest.day, rest.seen, rest.censored, strict=True)) == list(
        zip(expected.day, expected.seen, expected.censored, strict=True)
    )
