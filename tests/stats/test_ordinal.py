import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from strata.stats.ordinal import ORDINAL_METHODS, compare_levels
from strata.stats.permuted import MOST_TABLES, n_tables, permuted
from strata.stats.placements import Levels, Ranks, cr2

ALONE = -1


def apart(a, b, account_a=ALONE, account_b=ALONE):
    """Two groups without a common user, as answers from 1 up, each from the account beside it."""
    answers, is_a = np.array([*a, *b]), np.repeat([True, False], [len(a), len(b)])
    accounts = np.concatenate([np.broadcast_to(account_a, len(a)), np.broadcast_to(account_b, len(b))])
    return grouped(answers, is_a, ~is_a, accounts)


def grouped(answers, in_a, in_b, accounts):
    keys, row = np.unique(np.stack([accounts, answers, in_a + 2 * in_b]), axis=1, return_inverse=True)
    n = np.bincount(row.ravel()).astype(float)
    return Levels(keys[0].astype(np.int64), keys[1].astype(float), n), keys[2] % 2 == 1, keys[2] >= 2


def counted(*counts):
    """That many answers of 1, of 2 and so on."""
    return np.repeat(np.arange(1, len(counts) + 1), counts)


def compared(asked, **options):
    return compare_levels(*asked, **options)


FEW, MANY = counted(1, 2, 3, 8, 6), counted(20, 25, 40, 80, 35)


def test_compare_levels_of_few_independent_users_enumerates():
    found = compared(apart(counted(0, 0, 1, 2, 6), MANY))
    assert found.method == "brunner_munzel_permuted"
    assert found.low < found.value < found.high


def test_compare_levels_takes_accounts_as_units():
    accounts = np.arange(len(MANY)) // 5
    found = compared(apart(MANY, MANY[::-1], accounts, 1000 + accounts))
    assert found.method == "placements_cr2"
    assert found.value == pytest.approx(0.5)
    assert found.design_effect > 2  # whole accounts answer alike here


def test_compare_levels_of_accounts_of_one_equals_brunner_munzel():
    alone = compared(apart(FEW, MANY))
    accounts = compared(apart(FEW, MANY, np.arange(len(FEW)), 100 + np.arange(len(MANY))))
    assert accounts.method == alone.method == "brunner_munzel"
    assert (accounts.p, accounts.low) == (alone.p, alone.low)


def test_placements_cr2_of_people_alone_has_the_brunner_munzel_variance():
    levels, in_a, in_b = apart(FEW, MANY)
    ranks = Ranks.of(levels, in_a, in_b)
    variance, _ = cr2(ranks.units)
    assert variance**0.5 == pytest.approx(compare_levels(levels, in_a, in_b).standard_error)


def test_compare_levels_counts_people_in_both_groups_once():
    answers = np.array([*MANY, *FEW])
    in_a, in_b = np.arange(len(answers)) < 150, np.arange(len(answers)) >= 50
    found = compared(grouped(answers, in_a, in_b, np.full(len(answers), ALONE)))
    apart_ = compared(apart(answers[in_a], answers[in_b]))
    assert (found.method, found.n_shared_people) == ("placements_cr2", 100)
    assert found.value == apart_.value
    assert found.standard_error < apart_.standard_error  # what both share cancels


def test_duplicating_each_account_keeps_the_clustered_interval():
    accounts = np.arange(len(MANY)) // 4
    once = compared(apart(MANY, MANY + 1, accounts, 1000 + accounts))
    twice = compared(
        apart(np.repeat(MANY, 2), np.repeat(MANY + 1, 2), np.repeat(accounts, 2), np.repeat(1000 + accounts, 2))
    )
    assert (once.low, once.high, once.p) == pytest.approx((twice.low, twice.high, twice.p))


@pytest.mark.parametrize("n", [5, 12, 400])
def test_groups_that_do_not_overlap_are_different_and_keep_an_interval(n):
    found = compared(apart(counted(0, 0, 0, n), counted(n)))
    assert found.value == 1
    assert 0.5 < found.low < found.high == 1
    assert found.p < 0.05


def test_no_overlap_is_no_surer_than_the_exact_test():
    found = compared(apart(counted(0, 10), counted(10)))
    assert found.p >= permuted(np.array([0.0, 10.0]), np.array([10.0, 0.0])).p == pytest.approx(2 / 184_756)


def test_accounts_that_do_not_overlap_count_as_one_answer_each():
    accounts = np.arange(30) // 3
    found = compared(apart(counted(0, 30), counted(30), accounts, 100 + accounts))
    ten = compared(apart(counted(0, 10), counted(10)))
    assert (found.method, found.p, found.low) == ("placements_cr2", ten.p, ten.low)


def test_a_unanimous_small_group_is_not_surely_different():
    # 10 of 10 say 5, as 73 % of the others do: by chance once in 25 times.
    found = compared(apart(counted(0, 0, 0, 0, 10), counted(1, 4, 10, 40, 145)))
    assert found.p > 0.01


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (apart(counted(3, 4), []), "Nobody in one of the groups has answered"),
        (apart(counted(0, 6), counted(0, 9)), "Every answer of both groups is the same"),
        (apart([2], counted(3, 4)), "One answer alone"),
        (apart(counted(5, 6), MANY, 7, np.arange(len(MANY)) // 2), "from one account"),
        (apart(np.arange(9), np.arange(40)), "cannot be compared"),
    ],
)
def test_compare_levels_withholds_with_a_sentence(asked, reason):
    found = compared(asked)
    assert reason in found.reason
    assert found.reason.endswith(".")
    assert (found.low, found.high, found.p) == (None, None, None)


def test_the_same_people_are_not_compared():
    everyone = np.ones(len(MANY), dtype=bool)
    found = compared(grouped(MANY, everyone, everyone, np.full(len(MANY), ALONE)))
    assert "same people" in found.reason


def test_compare_levels_refuses_selectors_of_another_length():
    levels, in_a, in_b = apart(FEW, MANY)
    with pytest.raises(ValueError, match="one boolean per row"):
        compare_levels(levels, in_a[1:], in_b)


def test_levels_refuses_arrays_of_different_lengths():
    with pytest.raises(ValueError, match="equal length"):
        Levels(np.array([1, 2]), np.array([1.0]), np.array([1.0]))


def test_permuted_refuses_what_would_take_too_long():
    wide = np.ones(60)
    assert n_tables(wide, wide) > MOST_TABLES
    with pytest.raises(ValueError, match="too many to enumerate"):
        permuted(wide, wide)


@pytest.mark.parametrize("method", ORDINAL_METHODS.values(), ids=lambda method: method.key)
def test_ordinal_methods_can_be_read(method):
    assert method.label
    assert method.reference
    assert method.why.endswith(".")


answers = st.lists(st.integers(1, 5), min_size=2, max_size=25)


@given(answers, answers, st.sampled_from([None, 2, 3]), st.sampled_from([0.9, 0.95, 0.99]))
def test_interval_and_p_agree_and_swapping_turns_them_round(a, b, per_account, level):
    accounts = [np.arange(len(group)) // per_account if per_account else np.full(len(group), ALONE) for group in (a, b)]
    found = compared(apart(a, b, *accounts), level=level)
    turned = compared(apart(b, a, *accounts[::-1]), level=level)
    assert turned.value == pytest.approx(1 - found.value)
    if found.p is None:
        assert found.reason
        return
    assert turned.p == pytest.approx(found.p)
    assert turned.low == pytest.approx(1 - found.high, abs=1e-7)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
    if abs(found.p - (1 - level)) > 1e-6:
        assert (found.p < 1 - level) == (not found.low <= 0.5 <= found.high)


@given(answers)
def test_identical_groups_do_not_differ(a):
    found = compared(apart(a, a))
    assert found.value == pytest.approx(0.5)
    assert found.p is None or found.p == pytest.approx(1.0)


WORLDS = 400
USUAL, UNANIMOUS = (0.03, 0.07, 0.15, 0.40, 0.35), (0.01, 0.01, 0.02, 0.08, 0.88)


def alike(rng, accounts, chances, *, correlation):
    """Answers of users who resemble each other within accounts, by their latent correlation."""
    leaning = correlation**0.5 * rng.normal(size=accounts.max() + 1)[accounts]
    leaning += (1 - correlation) ** 0.5 * rng.normal(size=len(accounts))
    return 1 + np.searchsorted(ndtri(np.cumsum(chances)[:-1]), leaning)


def false_alarms(draw):
    """The share of worlds without any difference in which the interval leaves out even chances; seeded."""
    rng = np.random.default_rng(11)
    found = [compared(draw(rng)) for _ in range(WORLDS)]
    return np.mean([each.low is not None and not each.low <= 0.5 <= each.high for each in found])


@pytest.mark.parametrize(("chances", "n_a", "n_b"), [(USUAL, 10, 50), (UNANIMOUS, 10, 200), (UNANIMOUS, 30, 300)])
def test_false_alarms_of_independent_users(chances, n_a, n_b):
    # Brunner and Munzel's t alone reaches 28 % where 10 nearly unanimous users stand against 200.
    def draw(rng):
        answers = rng.choice(np.arange(1, 6), n_a + n_b, p=chances)
        return apart(answers[:n_a], answers[n_a:])

    assert false_alarms(draw) < 0.085


@pytest.mark.parametrize("chances", [USUAL, UNANIMOUS])
@pytest.mark.parametrize("is_nested", [True, False])
def test_false_alarms_of_users_in_accounts(chances, is_nested):
    def draw(rng):
        accounts = np.repeat(np.arange(30), np.minimum(1 + rng.lognormal(0.9, 1.0, 30), 60).astype(int))
        answers = alike(rng, accounts, chances, correlation=0.3)
        in_a = accounts < 15 if is_nested else rng.random(len(accounts)) < 0.3
        return grouped(answers, in_a, ~in_a, accounts)

    assert 0.015 < false_alarms(draw) < 0.085
