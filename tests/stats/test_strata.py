import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from strata.stats import Arms, Averages, Cells, Strata, mantel_haenszel, may_change, standardise
from strata.stats.cluster import clustered_difference
from strata.stats.inference import Student, Withheld
from strata.stats.strata import contrast

RNG = np.random.default_rng(20261122)


def people(n, *, rng=RNG, accounts=20, alone=0.3, overlap=0.0, strata=3, values=(-1, 0, 1)):
    """Users one by one: value, in the first group, in the second, account (-1 for none), stratum."""
    x = rng.choice(values, n).astype(float)
    in_a = rng.random(n) < 0.4
    in_b = ~in_a | (rng.random(n) < overlap)
    account = np.where(rng.random(n) < alone, -1, rng.integers(0, accounts, n))
    return x, in_a, in_b, account, rng.integers(0, strata, n)


def cells_of(x, in_a, in_b, account, stratum):
    """The sums the database returns for them, and the arguments of Strata.of after its kind."""
    keys, row = np.unique(np.stack([account, in_a + 2 * in_b, stratum]), axis=1, return_inverse=True)
    logs = np.log1p(np.where(x > -1, x, np.nan))
    n, total, squares, cubes, log_total, log_squares = (
        np.bincount(row.ravel(), power, keys.shape[1]).astype(float)
        for power in (np.ones_like(x), x, x**2, x**3, logs, logs**2)
    )
    cells = Cells(keys[0], n, total, squares, cubes, log_total, log_squares)
    return cells, keys[1] % 2 == 1, keys[1] >= 2, keys[2], int(stratum.max()) + 1


def by_matrices(group, weights):
    """Value, CR2 standard error and Bell-McCaffrey df of the same contrast, from the matrices of the papers."""
    x, in_a, in_b, account, stratum = group
    size = len(weights)
    rows = [
        (a if a >= 0 else -i - 2, size * side + s, v)
        for i, (v, a, s) in enumerate(zip(x, account, stratum, strict=True))
        for side, inside in ((0, in_a[i]), (1, in_b[i]))
        if inside
    ]
    unit, cell, y = (np.array(column) for column in zip(*rows, strict=True))
    design = np.eye(2 * size)[cell]
    bread = np.linalg.inv(design.T @ design)
    left = np.eye(len(y)) - design @ bread @ design.T
    residual, asked = left @ y, bread @ np.concatenate([weights, -weights])
    pulls, variance = [], 0.0
    for each in np.unique(unit):
        mine = np.flatnonzero(unit == each)
        roots, vectors = np.linalg.eigh(left[np.ix_(mine, mine)])
        b = vectors @ np.diag(roots**-0.5) @ vectors.T @ design[mine] @ asked
        variance += float(b @ residual[mine]) ** 2
        pulls.append(left[:, mine] @ b)
    covariances = np.array(pulls) @ np.array(pulls).T
    return float(asked @ design.T @ y), variance**0.5, np.trace(covariances) ** 2 / (covariances**2).sum()


def stratified(kind, group):
    return Strata.of(kind, *cells_of(*group))


def standardised(strata):
    """standardise() untyped, so that tests may compare its numbers without asking for None first."""
    return standardise(strata)


def pooled(tables):
    """mantel_haenszel() untyped likewise."""
    return mantel_haenszel(tables)


@pytest.mark.parametrize("overlap", [0.0, 0.3])
@pytest.mark.parametrize("alone", [0.0, 0.3, 1.0])
def test_standardise_is_cr2_of_the_matrices(overlap, alone):
    group = people(150, rng=np.random.default_rng(7), overlap=overlap, alone=alone)
    strata = stratified("rating", group)  # without a floor
    found = standardised(strata).adjusted
    value, error, df = by_matrices(group, strata.weights)
    assert (found.value, found.standard_error) == pytest.approx((value, error), rel=1e-9)
    assert found.df <= df * (1 + 1e-9)
    if alone == 1.0:  # people without an account are alike in no working model
        assert found.df == pytest.approx(df, rel=1e-9)


def test_standardise_of_one_stratum_is_the_plain_comparison():
    cells, in_a, in_b, *_ = arguments = cells_of(*people(200, strata=1))
    plain, held = clustered_difference(Arms.of("mean", cells, in_a, in_b)), standardised(Strata.of("mean", *arguments))
    assert isinstance(plain, Student)
    assert (held.adjusted.value, held.adjusted.standard_error) == pytest.approx((plain.value, plain.standard_error))
    assert held.adjusted.df <= plain.df
    assert (held.crude, held.change) == (pytest.approx(plain.value), None)


def test_standardise_removes_what_the_mix_makes():
    # 1 in 10 against 9 in 10 in the good stratum, no difference within: the whole gap is the mix.
    rng = np.random.default_rng(3)
    stratum = np.repeat([0, 1, 0, 1], [900, 100, 100, 900])
    x = (rng.random(2000) < np.where(stratum == 0, 0.8, 0.3)).astype(float)
    in_a = np.repeat([True, False], 1000)
    found = standardised(stratified("share", (x, in_a, ~in_a, np.arange(2000) // 4, stratum)))
    low, high = found.adjusted.limits(0.95)
    assert found.crude == pytest.approx(0.4, abs=0.06)
    assert low < 0 < high
    assert found.change.limits(0.95).high < 0
    assert found.change.value == pytest.approx(found.adjusted.value - found.crude)


@pytest.mark.parametrize(("share_a", "expected"), [(0.5, False), (0.9, True)])
def test_may_change_sees_what_the_mix_makes(share_a, expected):
    rng = np.random.default_rng(2)
    in_a = np.tile([True, False], 1000)
    stratum = (rng.random(2000) < np.where(in_a, share_a, 0.5)).astype(int)
    x = np.where(stratum, 5.0, 1.0) + 1.0 * in_a + 0.01 * rng.normal(size=2000)
    ones = np.ones(2000)
    for y in (x, np.log1p(x)):
        assert may_change(Averages(stratum, ones, ones, ((y, y**2),)), in_a, ~in_a) is expected


def test_may_change_of_strata_without_one_group_is_false():
    in_a = np.repeat([True, False], 20)
    x = np.arange(40.0)
    averages = Averages(np.repeat([0, 1], 20), np.ones(40), np.ones(40), ((x, x**2),))
    assert may_change(averages, in_a, ~in_a) is False


def test_may_change_of_gaps_within_chance_is_false():
    in_a, stratum, ones = np.tile([True, False], 20), np.repeat([0, 1], 20), np.ones(40)
    x = np.tile([0.0, 1.0, 1.0, 0.0, 1.0], 8)
    assert may_change(Averages(stratum, ones, ones, ((x, x**2),)), in_a, ~in_a) is False


def test_weights_leave_out_strata_that_hardly_hold_a_group():
    in_a = np.array([True] * 4 + [False] * 20 + [True] * 10 + [False] * 10 + [True] * 10 + [False] * 10)
    stratum = np.repeat([0, 1, 2], [24, 20, 20])
    account = np.concatenate([np.arange(24), np.arange(20), np.full(10, 99), np.arange(10)])
    x = np.tile([0.0, 1.0], 32)
    weights = stratified("share", (x, in_a, ~in_a, account, stratum)).weights
    assert tuple(weights) == (0.0, 1.0, 0.0)  # four users; enough; all of one account


def test_weights_are_those_of_mantel_and_haenszel():
    group = people(300, alone=1.0, values=(0, 1))
    strata = stratified("share", group)
    common = pooled(strata.tables)
    assert standardised(strata).adjusted.value == pytest.approx(common.risk_difference)


def test_standardise_without_a_common_stratum_is_withheld():
    in_a = np.repeat([True, False], 20)
    found = standardise(
        stratified("share", (np.tile([0.0, 1.0], 20), in_a, ~in_a, np.arange(40), np.repeat([0, 1], 20)))
    )
    assert isinstance(found, Withheld)


def test_standardise_of_unanimous_users_is_not_certain():
    in_a = np.tile([True, False], 30)
    stratum = np.repeat([0, 1], 30)
    found = standardised(stratified("nps", (np.where(in_a, 1.0, -1.0), in_a, ~in_a, np.arange(60), stratum)))
    assert found.adjusted.standard_error > 0.05
    assert isinstance(standardised(stratified("rating", (np.ones(60), in_a, ~in_a, np.arange(60), stratum))), Withheld)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), alone=st.sampled_from([0.0, 0.5, 1.0]))
def test_standardise_swapped_groups_flip_the_sign(seed, alone):
    x, in_a, in_b, account, stratum = people(120, rng=np.random.default_rng(seed), alone=alone, overlap=0.2)
    one, two = (standardised(stratified("nps", (x, *pair, account, stratum))) for pair in ((in_a, in_b), (in_b, in_a)))
    assert one.adjusted.value == pytest.approx(-two.adjusted.value)
    assert (one.adjusted.standard_error, one.adjusted.df) == pytest.approx(
        (two.adjusted.standard_error, two.adjusted.df)
    )


def test_standardise_holds_its_level_in_accounts():
    # No difference within strata, users of an account alike, the mix far apart: at most one in twenty called different.
    rng = np.random.default_rng(11)
    account = np.repeat(np.arange(60), 6)
    called = 0
    for _ in range(400):
        in_a = (np.arange(60) % 2 == 0)[account]
        stratum = (rng.random(60) < np.where(np.arange(60) % 2, 0.7, 0.3))[account].astype(int)
        mood = rng.normal(size=60)[account] * 0.5 + stratum + rng.normal(size=360)
        found = standardised(stratified("nps", (np.sign(np.round(mood - 0.5)), in_a, ~in_a, account, stratum)))
        low, high = found.adjusted.limits(0.95)
        called += not low <= 0 <= high
    assert 0.015 <= called / 400 <= 0.085  # 0.05 within 3.2 Monte-Carlo errors


def test_contrast_of_nothing_but_zero_weights_is_withheld():
    strata = stratified("nps", people(100))
    assert isinstance(contrast(strata.arms, np.zeros(3), np.zeros(3)), Withheld)


# -- four counts per stratum ---------------------------------------------------------------------------------------

RABBITS = [[[0, 0], [6, 5]], [[3, 0], [3, 6]], [[6, 2], [0, 4]], [[5, 6], [1, 0]], [[2, 5], [0, 0]]]
BERKELEY = [
    [[512, 89], [313, 19]], [[353, 17], [207, 8]], [[120, 202], [205, 391]],
    [[138, 131], [279, 244]], [[53, 94], [138, 299]], [[22, 24], [351, 317]],
]  # fmt: skip
SMOKING = [
    [[2, 53], [1, 61]], [[3, 121], [5, 152]], [[14, 95], [7, 114]], [[27, 103], [12, 66]],
    [[51, 64], [40, 81]], [[29, 7], [101, 28]], [[13, 0], [64, 0]],
]  # fmt: skip


@pytest.mark.parametrize("tables", [BERKELEY, SMOKING[:-1], RABBITS[1:4]])
def test_mantel_haenszel_agrees_with_statsmodels(tables):
    found, theirs = pooled(np.array(tables, dtype=float)), StratifiedTable([np.array(t) for t in tables])
    assert found.odds_ratio == pytest.approx(theirs.oddsratio_pooled)
    assert (found.odds_low, found.odds_high) == pytest.approx(theirs.oddsratio_pooled_confint())
    assert found.chi2 == pytest.approx(theirs.test_null_odds().statistic)
    homogeneity = theirs.test_equal_odds(adjust=True)
    assert (found.homogeneity_chi2, found.homogeneity_p) == pytest.approx((homogeneity.statistic, homogeneity.pvalue))


def test_mantel_haenszel_of_smoking_turns_round():
    tables = np.array(SMOKING, dtype=float)
    assert (tables[:, 0, 0].sum() / tables[:, 0].sum()) < (tables[:, 1, 0].sum() / tables[:, 1].sum())
    assert pooled(tables).odds_low > 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(1, 40), min_size=4, max_size=4), min_size=1, max_size=5))
def test_mantel_haenszel_swapped_groups_flip_the_sign(counts):
    tables = np.array(counts, dtype=float).reshape(-1, 2, 2)
    one, two = pooled(tables), pooled(tables[:, ::-1])
    assert one.odds_ratio == pytest.approx(1 / two.odds_ratio)
    assert one.risk_difference == pytest.approx(-two.risk_difference)
    assert (one.risk_low, one.chi2) == pytest.approx((-two.risk_high, two.chi2))
    assert one.risk_low <= one.risk_difference <= one.risk_high


def test_mantel_haenszel_risk_interval_covers():
    rng = np.random.default_rng(5)
    n, base = np.array([12, 30, 60]), np.array([0.2, 0.5, 0.7])
    covered = 0
    for _ in range(1500):
        yes = np.stack([rng.binomial(n, base + 0.15), rng.binomial(2 * n, base)])
        tables = np.stack([np.stack([yes, np.stack([n, 2 * n]) - yes], axis=2)[:, i] for i in range(3)]).astype(float)
        found = pooled(tables)
        covered += found.risk_low <= 0.15 <= found.risk_high
    assert covered / 1500 > 0.93


def test_mantel_haenszel_without_discordant_strata_has_no_odds_ratio():
    found = pooled(np.array([[[5.0, 0.0], [2.0, 3.0]]]))
    assert (found.odds_ratio, found.odds_low, found.homogeneity_p) == (None, None, None)
    assert found.risk_difference == pytest.approx(0.6)


@pytest.mark.parametrize("tables", [np.zeros((2, 2)), np.zeros((1, 2, 2))])
def test_mantel_haenszel_of_nothing_is_refused(tables):
    with pytest.raises(ValueError, match=r"shape|no stratum"):
        pooled(tables)
