import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats import Arms, compare, differ
from strata.stats.difference import Difference
from strata.stats.domination import carries, gaps_without, movers, suspects
from tests.stats.people import apart, two_groups


def arms(kind, asked):
    return Arms.of(kind, *asked)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_gaps_without_is_what_leaving_each_account_out_gives(seed):
    rng = np.random.default_rng(seed)
    n = 60
    x, in_a = rng.integers(-1, 2, n), rng.random(n) < 0.5
    in_b, account = ~in_a | (rng.random(n) < 0.2), rng.integers(0, 8, n)
    gaps = gaps_without(arms("nps", two_groups(x, in_a, in_b, account)))
    for place, each in enumerate(np.unique(account)):
        rest = account != each
        expected = compare("nps", *two_groups(x[rest], in_a[rest], in_b[rest], account[rest]))
        assert gaps[place] == pytest.approx(expected.value, nan_ok=True)


def test_movers_names_the_one_that_moves_most_with_its_shares():
    groups = arms("nps", apart([1] * 8 + [0, -1], [0] * 10, [5] * 8 + [6, 7], range(10, 20)))
    found = movers(groups, differ(groups), most=2)
    assert (found[0].account, found[0].share_a, found[0].share_b) == (0, 0.8, 0.0)
    assert len(found) == 2


def test_movers_puts_an_account_that_is_the_whole_group_first():
    groups = arms("share", apart([1, 1, 0], [0, 1, 0, 1], [3, 3, 3], [4, 5, 6, 7]))
    found = movers(groups, differ(groups))
    assert (found[0].account, found[0].share_a) == (0, 1.0)


def test_movers_without_accounts_is_empty():
    groups = arms("share", apart([1, 1, 0], [0, 1]))
    assert movers(groups, differ(groups)) == suspects(groups, differ(groups)) == ()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["nps", "share", "mean"]))
def test_suspects_are_all_that_can_carry(seed, kind):
    rng = np.random.default_rng(seed)
    n = 80
    x = {"nps": rng.integers(-1, 2, n), "share": rng.integers(0, 2, n), "mean": rng.lognormal(0, 2, n)}[kind]
    in_a, account = rng.random(n) < 0.3, rng.integers(0, 7, n) ** 2
    groups = arms(kind, two_groups(x, in_a, ~in_a, account))
    whole = differ(groups)
    kept = {mover.account for mover in suspects(groups, whole)}
    for mover in movers(groups, whole):
        rest = account != np.unique(account)[mover.account]
        without = compare(kind, *two_groups(x[rest], in_a[rest], ~in_a[rest], account[rest]))
        assert mover.account in kept or not carries(whole, without)


def gap(value, low, high, scale="difference"):
    return Difference("nps", scale=scale, value=value, low=low, high=high)


CLEAR, UNCLEAR = gap(10, 4, 16), gap(2, -4, 8)


@pytest.mark.parametrize(
    ("whole", "rest", "expected"),
    [
        (CLEAR, gap(5, 1, 9), True),  # half is gone
        (CLEAR, gap(-3, -9, 3), True),  # turned round
        (CLEAR, gap(7, -1, 15), True),  # no longer clear, and moved
        (CLEAR, gap(9.5, -0.1, 19), False),  # a close call
        (CLEAR, gap(8, 2, 14), False),
        (CLEAR, gap(14, 8, 20), False),  # the account was against the gap
        (UNCLEAR, gap(9, 3, 15), True),  # hidden by the account
        (UNCLEAR, gap(-9, -15, -3), True),
        (UNCLEAR, gap(3, 0.1, 6), False),
        (UNCLEAR, gap(0.5, -5, 6), False),
        (CLEAR, gap(None, None, None), False),
        (CLEAR, gap(1, 0.5, 2, "log_ratio"), False),
    ],
)
def test_carries(whole, rest, expected):
    assert carries(whole, rest) is expected
