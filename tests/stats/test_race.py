"""The log-rank test against scipy, statsmodels and a published trial."""

import numpy as np
import pytest
from scipy import stats as scipy_stats
from scipy.optimize import minimize_scalar
from statsmodels.duration.survfunc import survdiff

from strata.stats.inference import Withheld
from strata.stats.race import Race, log_rank
from tests.stats.timed import ON_6MP, ON_PLACEBO, apart, crowd, life_table, log_ranked, paced, timed


@pytest.mark.parametrize("seed", range(6))
def test_log_rank_equals_scipy_and_statsmodels(seed):
    days, seen, in_a, _ = crowd(seed, ratio=1.6)
    found = log_ranked(life_table(days[in_a], seen[in_a]), life_table(days[~in_a], seen[~in_a]))
    x, y = (scipy_stats.CensoredData(uncensored=days[g & seen], right=days[g & ~seen]) for g in (in_a, ~in_a))
    truth = scipy_stats.logrank(x, y)
    assert found.chi_square == pytest.approx(truth.statistic**2, rel=1e-9)
    assert found.p == pytest.approx(truth.pvalue, rel=1e-9)
    assert (found.chi_square, found.p) == pytest.approx(survdiff(days, seen.astype(int), in_a), rel=1e-9)


def test_log_rank_of_the_published_remission_times():
    # Freireich et al. (1963); Kleinbaum & Klein: observed 9, expected 19.25, chi-square 16.79.
    found = log_ranked(life_table(*ON_6MP), life_table(*ON_PLACEBO))
    assert (found.observed, found.expected, found.chi_square) == pytest.approx((9, 19.25, 16.79), abs=0.005)


def test_log_rank_without_any_event_is_withheld():
    assert isinstance(log_rank(life_table([3, 4], [0, 0]), life_table([5], [0])), Withheld)


def test_race_score_at_its_root_is_the_partial_likelihood_without_ties():
    rng = np.random.default_rng(4)
    days, seen = rng.permutation(4000)[:1500], rng.uniform(size=1500) < 0.7
    in_a = rng.uniform(size=1500) < 0.1
    order = np.argsort(days)
    at_risk = np.cumsum(in_a[order][::-1])[::-1], np.cumsum(~in_a[order][::-1])[::-1]
    events = seen[order]

    def minus_log_likelihood(beta):
        return -(beta * (in_a[order] & events).sum() - np.log(at_risk[0] * np.exp(beta) + at_risk[1])[events].sum())

    cox = minimize_scalar(minus_log_likelihood, bounds=(-2, 2), method="bounded", options={"xatol": 1e-9}).x
    assert np.log1p(paced(timed(days, seen, in_a, ~in_a)).value) == pytest.approx(cox, abs=2e-3)


def test_race_score_finds_the_ratio_behind_days_that_most_users_share():
    # Half of the second group and three quarters of the first do it on day 0: 1 - 0.5^2, twice the pace.
    found = paced(apart(([0] * 75 + [9] * 25, [1] * 75 + [0] * 25), ([0] * 50 + [9] * 50, [1] * 50 + [0] * 50)))
    assert found.value == pytest.approx(1.0, abs=1e-9)


def test_race_looks_only_at_days_with_users_of_both():
    race = Race.of(life_table([1, 2], [1, 1]), life_table([1, 5, 7], [1, 1, 1]))
    assert (list(race.risk_a), list(race.risk_b), list(race.seen), race.observed) == ([2, 1], [3, 2], [2, 1], 2)
