"""Score intervals on effective counts: what they must agree with, and where t intervals go wrong."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats import effective
from strata.stats.arms import Arms
from strata.stats.effective import inflations
from strata.stats.inference import Withheld
from strata.stats.score import Mover, Wilson
from tests.stats.people import apart, nps, one_group, share, two_groups

LEVEL = 0.95


def arms(kind, asked):
    return Arms.of(kind, *asked)


def scored_difference(two) -> Any:
    """Untyped, so that tests may look at its numbers without asking for a withheld one first."""
    return effective.scored_difference(two)


def scored_mean(one) -> Any:
    return effective.scored_mean(one)


def group(kind, x, account):
    cells, rows = one_group(x, account)
    return Arms.of(kind, cells, rows, np.zeros_like(rows)).a


def in_fives(n, start=0):
    """Accounts of five users each."""
    return [start + user // 5 for user in range(n)]


answers = st.lists(st.tuples(st.integers(-1, 1), st.booleans(), st.integers(0, 7)), min_size=12, max_size=60)


@settings(max_examples=25)
@given(answers)
def test_scored_difference_swapped_groups_turn_the_interval_round(people):
    x, first, account = map(np.array, zip(*people, strict=True))
    one = (
        scored_difference(arms("nps", two_groups(x, first, ~first, account))) if 1 < first.sum() < len(x) - 1 else None
    )
    if one is None or isinstance(one, Withheld):
        return
    two = scored_difference(arms("nps", two_groups(x, ~first, first, account)))
    assert two.value == pytest.approx(-one.value)
    assert two.limits(LEVEL) == pytest.approx([-limit for limit in reversed(one.limits(LEVEL))], abs=1e-9)
    assert two.p == pytest.approx(one.p)


@settings(max_examples=25)
@given(answers, st.floats(0.5, 0.999))
def test_scored_difference_interval_and_p_value_agree(people, level):
    x, first, account = map(np.array, zip(*people, strict=True))
    if not 1 < first.sum() < len(x) - 1:
        return
    found = scored_difference(arms("nps", two_groups(x, first, ~first, account)))
    if isinstance(found, Withheld) or abs(found.p - (1 - level)) < 1e-6:
        return
    low, high = found.limits(level)
    assert (found.p < 1 - level) == (low > 0 or high < 0)


def test_scored_difference_accounts_of_one_are_newcombes_but_for_t():
    a, b = share(30, 50), share(15, 40)
    found = scored_difference(arms("share", apart(a, b, range(50), range(50, 90))))
    assert (found.score.a.successes, found.score.a.n) == pytest.approx((30, 50))
    assert found.design_effect == pytest.approx(1)
    low, high = found.limits(LEVEL)
    newcombe = Mover(Wilson(30, 50), Wilson(15, 40)).limits(LEVEL)
    assert (low, high) == pytest.approx(newcombe, abs=0.01)
    assert low < newcombe.low < newcombe.high < high


def test_inflations_give_the_cr2_variance_of_the_difference():
    rng = np.random.default_rng(1)
    account = rng.integers(0, 12, 200)
    x = (rng.random(200) + 0.3 * rng.normal(size=12)[account] > 0.4).astype(int)
    two = arms("share", two_groups(x, account < 8, account > 4, account))
    inflation = inflations(two)
    spread = [one.variance / one.n for one in (two.a, two.b)]
    cr2 = two.a.cr2_variance + two.b.cr2_variance - 2 * two.covariance
    assert inflation.a * spread[0] + inflation.b * spread[1] == pytest.approx(cr2)
    assert inflation.both == pytest.approx(cr2 / sum(spread))


def test_inflations_of_small_accounts_are_smaller():
    rng = np.random.default_rng(2)
    account = np.append(np.repeat(np.arange(20), 10), np.arange(20, 220))
    x = (rng.normal(size=220)[account] + rng.normal(size=400) > 0).astype(int)
    inflation = inflations(arms("share", two_groups(x, account < 20, account >= 20, account)))
    assert inflation.a > 2
    assert inflation.b == pytest.approx(1)


def test_scored_difference_unanimous_groups_count_their_accounts():
    found = scored_difference(arms("share", apart(share(20, 20), share(0, 20), in_fives(20), in_fives(20, start=4))))
    assert (found.score.a.n, found.score.b.n) == pytest.approx((4, 4))
    assert found.design_effect is None
    assert found.limits(LEVEL).low < 1


def test_scored_difference_unanimous_group_beside_a_divided_one_has_an_interval():
    a, b = nps(10, 0, 0), nps(20, 10, 10)
    low, high = scored_difference(arms("nps", apart(a, b, in_fives(10), in_fives(40, start=2)))).limits(LEVEL)
    assert low < 0.75 < high


def test_scored_difference_of_unanimous_ratings_is_withheld():
    pairs = [user // 2 for user in range(10)]
    found = scored_difference(arms("rating", apart([5] * 10, [4] * 10, pairs, [account + 5 for account in pairs])))
    assert isinstance(found, Withheld)


def test_scored_difference_of_accounts_that_do_not_differ_is_as_of_independent_users():
    pairs = [user // 2 for user in range(10)]
    found = scored_difference(arms("share", apart([0, 1] * 5, [0, 1] * 5, pairs, [account + 5 for account in pairs])))
    assert found.design_effect == 1.0
    assert (
        found.limits(LEVEL).high > scored_difference(arms("share", apart([0, 1] * 50, [0, 1] * 50))).limits(LEVEL).high
    )


def test_scored_difference_of_the_same_people_is_withheld():
    asked = two_groups(share(5, 12), np.ones(12), np.ones(12), in_fives(12))
    assert "same people" in scored_difference(arms("share", asked)).reason


@pytest.mark.parametrize(("a", "word"), [([1], "one user"), ([1, 0, 1], "one account")])
def test_scored_difference_one_user_or_one_account_is_withheld(a, word):
    found = scored_difference(arms("share", apart(a, share(5, 10), [99] * len(a), in_fives(10))))
    assert word in found.reason
    assert word in scored_mean(group("share", a, [99] * len(a))).reason


def test_scored_difference_certain_beyond_measure_has_a_smallest_p_value():
    n = 200_000
    found = scored_difference(arms("share", apart(share(n - 9, n), share(9, n), range(n), range(n, 2 * n))))
    assert 0 < found.p < 1e-300


def test_scored_mean_of_an_nps_stays_on_its_scale():
    found = scored_mean(group("nps", nps(18, 2, 0), in_fives(20)))
    low, high = found.limits(LEVEL)
    assert -1 < low < found.value < high <= 1


def test_scored_mean_of_ratings_stays_on_the_scale():
    low, high = scored_mean(group("rating", [5] * 19 + [4], in_fives(20))).limits(LEVEL)
    assert 3 < low < 4.95 < high <= 5


def test_scored_mean_where_accounts_do_not_differ_is_as_of_independent_users():
    low, high = scored_mean(group("share", [0, 1] * 5, [user // 2 for user in range(10)])).limits(LEVEL)
    assert low < Wilson(5, 10).at(1.96).low < 0.5 < high


def test_scored_difference_of_ratings_agrees_with_welch_for_large_groups():
    rng = np.random.default_rng(3)
    a, b = rng.choice([1, 2, 3, 4, 5], 4000), rng.choice([2, 3, 4], 3000)
    found = scored_difference(arms("rating", apart(a, b)))
    low, high = found.limits(LEVEL)
    half = 1.96 * np.sqrt(a.var() / 4000 + b.var() / 3000)
    assert (low, high) == pytest.approx((found.value - half, found.value + half), abs=0.002)
