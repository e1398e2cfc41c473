"""Published values, each with its source; figures marked "derived" come from a second, independent implementation."""

import numpy as np
import pytest

from strata.stats import Cells, benjamini_hochberg, holm, mantel_haenszel, sample_size
from strata.stats.arms import Arms
from strata.stats.cluster import cr2
from strata.stats.effects import cohens_h, hedges_g
from strata.stats.floor import adjusted_nps_variance
from strata.stats.freedom import bell_mccaffrey
from strata.stats.omnibus import alexander_govern
from strata.stats.ordinal import compare_levels
from strata.stats.permuted import permuted
from strata.stats.placements import Levels
from strata.stats.score import Mover, Tango, Wilson
from strata.stats.survival import kaplan_meier, median
from tests.stats.people import apart, compared, described, from_sums, nps, one_group, share
from tests.stats.timed import ON_6MP, ON_PLACEBO, life_table, log_ranked

NEWCOMBE_1998 = "Newcombe (1998), Stat Med 17:873, Table II"
PERONDI = "Fagerland, Lydersen & Laake (2015), SMMR 24:224 (Perondi 2004); R contingencytables test-ch4.R"
CAVO = "Tango (1998), Stat Med 17:891; R contingencytables test-ch8.R (Cavo 2012)"
WILSON = "Newcombe (1998), Stat Med 17:857, Table I"
DESC_TOOLS = "R 4.3.3 DescTools::BinomCI, quoted in statsmodels test_proportion.py"


@pytest.mark.parametrize(
    ("successes", "n", "low", "high", "tolerance", "source"),
    [
        (100, 200, 0.4313609, 0.5686391, 1e-7, DESC_TOOLS),
        (15, 148, 0.0624, 0.1605, 6e-5, WILSON),
        (1, 29, 0.0061, 0.1718, 6e-5, WILSON),
    ],
)
def test_describe_share_wilson(successes, n, low, high, tolerance, source):
    found = described("share", one_group(share(successes, n)))
    assert (found.low, found.high) == pytest.approx((low, high), abs=tolerance), source


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "low", "high"), [(6, 16, 161, -0.1240, -0.0054), (0, 3, 3, -1.0, 0.1230)]
)
def test_describe_nps_tango(promoters, detractors, n, low, high):
    found = described("nps", one_group(nps(promoters, n - promoters - detractors, detractors)))
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5), CAVO


@pytest.mark.parametrize(
    ("x", "value", "variance"),
    [([-1, 0, 0, 1, 1, 1], 1 / 3, 0.5555555555555556), ([0, 1], 0.5, 0.25)],
)
def test_describe_nps_variance_rocks(x, value, variance):
    # Rocks, R package NPS, tests/testthat/test_01_basics.R; the first also Cross Validated 18603 (whuber).
    found = described("nps", one_group(x))
    assert found.value == pytest.approx(value)
    assert found.sd**2 * (len(x) - 1) / len(x) == pytest.approx(variance, abs=1e-9)


def test_adjusted_nps_variance_definition():
    # Pseudo-counts (3/4, 3/2, 3/4): R NPS nps_test(); Lewis & Sauro (2021): value 2/9 on n + 3 = 9.
    arm = Arms.of("nps", *one_group(nps(3, 2, 1)), np.zeros(1, dtype=bool)).a
    p, d = 3.75 / 9, 1.75 / 9
    assert p - d == pytest.approx(0.2222222222222222)
    assert adjusted_nps_variance(arm) == pytest.approx((p + d - (p - d) ** 2) / 9)


@pytest.mark.parametrize(
    ("a", "b", "low", "high", "source"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339, NEWCOMBE_1998),
        ((9, 10), (3, 10), 0.1705, 0.8090, NEWCOMBE_1998),
        ((6, 7), (2, 7), 0.0582, 0.8062, NEWCOMBE_1998),
        ((0, 10), (0, 20), -0.1611, 0.2775, NEWCOMBE_1998),
        ((10, 10), (0, 10), 0.6075, 1.0, NEWCOMBE_1998),
        ((7, 34), (1, 34), 0.0189, 0.3404, PERONDI),
    ],
)
def test_compare_share_newcombe(a, b, low, high, source):
    found = compared("share", apart(share(*a), share(*b)))
    assert found.method == "newcombe"
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5), source


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [((28, 14, 8), (20, 15, 15), -0.01613693, 0.59473332), ((3, 0, 0), (10, 8, 12), -0.09571758, 1.35392241)],
)
def test_compare_nps_mover(a, b, low, high):
    # Derived; method: Zou & Donner (2008) on Tango (1998) limits.
    found = compared("nps", apart(nps(*a), nps(*b)))
    assert found.method == "mover_tango"
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-7)


def test_compare_nps_mover_p():
    # Derived: the interval at confidence 1 - p touches 0.
    found = compared("nps", apart(nps(28, 14, 8), nps(20, 15, 15)))
    assert found.p == pytest.approx(0.0628427745, abs=1e-7)
    touching = Mover(Tango(28, 8, 50), Tango(20, 15, 50)).limits(1 - found.p)
    assert touching.low == pytest.approx(0.0, abs=1e-7)


def test_compare_mean_welch_sleep():
    # Student's sleep data; R t.test(extra ~ group, sleep).
    a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = compared("mean", apart(a, b))
    assert found.method == "welch"
    assert found.value / found.standard_error == pytest.approx(-1.8608, abs=6e-5)
    assert found.df == pytest.approx(17.776, abs=6e-4)
    assert found.p == pytest.approx(0.07939, abs=6e-6)
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)


def test_compare_mean_welch_from_sums():
    # GrowthBook gbstats test_two_sided_ttest_absolute; its difference is the second group minus the first.
    found = compared("mean", from_sums([3461, 3407], [2422.7, 1396.87], [134698.29, 52377.9767]))
    assert found.value == pytest.approx(0.29, abs=6e-6)
    assert found.standard_error == pytest.approx(0.12478, abs=6e-6)
    assert (found.low, found.high) == pytest.approx((0.04538, 0.53462), abs=6e-5)
    assert found.p == pytest.approx(0.02016, abs=6e-5)


def test_compare_mean_equivalence_interval():
    # Lakens (2017), SPPS 8:355; R TOSTER tests/testthat/test-known_results.R TOSTtwo.raw.
    n, mean, sd = np.array([95, 89]), np.array([5.25, 5.22]), np.array([0.95, 0.83])
    found = compared("mean", from_sums(n, n * mean, (n - 1) * sd**2 + n * mean**2))
    assert found.df == pytest.approx(181.1344, abs=1e-4)
    assert (found.low_90, found.high_90) == pytest.approx((-0.1870843, 0.2470843), abs=1e-6)
    assert (found.value + 0.384) / found.standard_error == pytest.approx(3.153015, abs=1e-5)
    assert (found.value - 0.384) / found.standard_error == pytest.approx(-2.696056, abs=1e-5)


@pytest.mark.parametrize(
    ("a", "b", "value", "variance", "df"),
    [
        (
            ([3, -1, 2, 4, 0, 0, 0, 0], [4, 3, 5, 6, 0, 0, 0, 0]),
            ([0, 0, 0, 0, -2, 1, 0, 3], [0, 0, 0, 0, 3, 2, 4, 5]),
            0.30158730158730157, 0.11966591609448754, 5.3404913345393,
        ),
        (
            ([1, 1, 0, -1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0]),
            ([0, 0, 0, 0, 0, 1, -1, 0], [0, 0, 0, 0, 0, 1, 1, 1]),
            0.4, 0.49333333333333335, 4.338983050847458,
        ),
    ],
)  # fmt: skip
def test_cr2_contrast(a, b, value, variance, df):
    # Derived by brute-force matrix CR2; definition: Bell & McCaffrey (2002), Pustejovsky & Tipton (2018).
    total, n = (np.array([*one, *other], dtype=float) for one, other in zip(a, b, strict=True))
    zeros = np.zeros(16)
    cells = Cells(np.tile(np.arange(8), 2), n, total, zeros, zeros, zeros, zeros)
    arms = Arms.of("mean", cells, np.repeat([True, False], 8), np.repeat([False, True], 8))
    found = cr2(arms)
    assert arms.a.mean - arms.b.mean == pytest.approx(value, rel=1e-9)
    assert found.variance == pytest.approx(variance, rel=1e-9)
    assert bell_mccaffrey(arms.a.crowd, arms.b.crowd) == pytest.approx(df, rel=1e-9)


def test_holm_by_hand():
    # The p-values of pingouin tests/test_multicomp.py, worked by hand from Holm (1979).
    assert holm([0.52, 0.12, 0.0001, 0.03, 0.14]) == pytest.approx((0.52, 0.36, 0.0005, 0.12, 0.36), abs=1e-12)


@pytest.mark.parametrize(
    ("p", "adjusted", "tolerance", "source"),
    [
        (
            [0.005, 0.009, 0.019, 0.022, 0.051, 0.101, 0.361, 0.387],
            [0.036, 0.036, 0.044, 0.044, 0.082, 0.135, 0.387, 0.387],
            1e-3, "TileStats, in scipy test_morestats.py TestFDRControl",
        ),
        (
            [0.52, 0.12, 0.0001, 0.03, 0.14], [0.52, 0.175, 0.0005, 0.075, 0.175],
            1e-6, "R p.adjust, in pingouin tests/test_multicomp.py",
        ),
    ],
)  # fmt: skip
def test_benjamini_hochberg_published(p, adjusted, tolerance, source):
    assert benjamini_hochberg(p) == pytest.approx(adjusted, abs=tolerance), source


def test_sample_size_gpower():
    # G*Power total of 39,906, in Spotify confidence tests/samplesize/test_samplesizecalculator.py.
    assert 2 * sample_size(0.3, sd=10, power=0.85) == pytest.approx(39906, rel=0.005)


@pytest.mark.parametrize(("margin", "n"), [(0.05, 3391), (0.10, 848), (0.15, 377), (0.20, 212), (0.30, 94)])
def test_sample_size_nps(margin, n):
    # n per group at the typical NPS variance of 0.54 and 80 % power, worked by hand.
    assert abs(sample_size(margin, sd=0.54**0.5) - n) <= 1


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "low", "high"),
    [(3, 1, 5, -35, 83), (6, 2, 10, -15, 75), (11, 3, 20, 4, 66), (28, 8, 50, 17, 58), (55, 15, 100, 25, 53)],
)
def test_tango_at_plus_40(promoters, detractors, n, low, high):
    # Derived by a second implementation; limits in whole points.
    limits = Tango(promoters, detractors, n).at(1.959964)
    assert (round(100 * limits.low), round(100 * limits.high)) == (low, high)


def test_wilson_keeps_inside_the_scale():
    assert Wilson(0, 10).at(1.96).low == 0.0
    assert Wilson(10, 10).at(1.96).high == 1.0


AGRESTI = "Agresti (1990), Categorical Data Analysis, p. 231 (rabbits); R example(mantelhaen.test)"
BICKEL = "Bickel, Hammel & O'Connell (1975), Science 187:398; R mantelhaen.test(UCBAdmissions)"


@pytest.mark.parametrize(
    ("tables", "odds", "chi2", "p", "source"),
    [
        (
            [[[0, 0], [6, 5]], [[3, 0], [3, 6]], [[6, 2], [0, 4]], [[5, 6], [1, 0]], [[2, 5], [0, 0]]],
            (7.0, 1.026713, 47.725133), 3.9286, 0.04747, AGRESTI,
        ),
        (
            [
                [[512, 89], [313, 19]], [[353, 17], [207, 8]], [[120, 202], [205, 391]],
                [[138, 131], [279, 244]], [[53, 94], [138, 299]], [[22, 24], [351, 317]],
            ],
            (0.9046968, 0.7719074, 1.0603298), 1.4269, 0.2323, BICKEL,
        ),
    ],
)  # fmt: skip
def test_mantel_haenszel_published(tables, odds, chi2, p, source):
    found = mantel_haenszel(np.array(tables, dtype=float), continuity=0.5)
    assert (found.odds_ratio, found.odds_low, found.odds_high) == pytest.approx(odds, abs=6e-5), source
    assert (found.chi2, found.p) == pytest.approx((chi2, p), abs=6e-5), source


def test_mantel_haenszel_crude_against_within():
    # Simpson's reversals: all departments together favour men (1.84108), all ages together favour smokers (chi2 9.121).
    berkeley = np.array([[[1198, 557], [1493, 1278]]], dtype=float).swapaxes(1, 2)
    assert mantel_haenszel(berkeley).odds_ratio == pytest.approx(1.84108, abs=6e-5), BICKEL
    smoking = mantel_haenszel(np.array([[[502, 230], [443, 139]]], dtype=float))
    n = 502 + 230 + 443 + 139
    assert smoking.chi2 * n / (n - 1) == pytest.approx(9.121, abs=6e-4), (
        "Appleton et al. (1996), The American Statistician"
    )


def test_compare_levels_brunner_munzel():
    # Munzel & Hauschke (2003), Pharmaceutical Statistics 2:31; R lawstat, quoted in statsmodels test_nonparametric.py.
    # They give the chance that the second treatment's answer is the higher one.
    found = levels_compared(new := (24, 37, 21, 19, 6), active := (11, 51, 22, 21, 7))
    turned = levels_compared(active, new)
    assert found.method == "brunner_munzel"
    assert turned.value == pytest.approx(0.5442256341789052, rel=1e-9)
    assert (turned.low, turned.high) == pytest.approx((0.4700629827705593, 0.6183882855872511), rel=1e-9)
    assert found.df == pytest.approx(204.2984239868, rel=1e-9)
    assert found.p == pytest.approx(0.2410606649547, rel=1e-9)
    assert (turned.value - 0.5) / turned.standard_error == pytest.approx(1.1757561456582, rel=1e-9)


# Pain scores from Brunner & Munzel (2000), as R brunnermunzel prints them: users per point from 1 to 5.
PAIN = (11, 2, 0, 1, 0), (3, 1, 4, 2, 1)


def test_permuted_brunner_munzel():
    # README of R brunnermunzel; method: Neubert & Brunner (2007).
    assert permuted(*np.array(PAIN, dtype=float)).p == pytest.approx(0.008038, abs=6e-7)


def test_compare_levels_pain():
    # R wilcox.test counts 32.5 of the 14 x 11 pairs for the first group; the t is scipy's brunnermunzel.
    found = levels_compared(*PAIN)
    assert found.value * 14 * 11 == pytest.approx(32.5)
    assert found.p == pytest.approx(0.005786208666151, rel=1e-9)


def test_cliffs_delta():
    # Hogarty & Kromrey (1999), SUGI 24 p238; R effsize tests/testthat/testCliff.R.
    a, b = [10, 20, 20, 20, 30, 30, 30, 40, 50, 100], [10, 20, 30, 40, 40, 50]
    points = np.unique([*a, *b])
    found = levels_compared(*([group.count(point) for point in points] for group in (a, b)))
    assert found.cliffs_delta == pytest.approx(-0.0666667, abs=1e-5)


def levels_compared(a, b):
    """compare_levels() of two groups without accounts, by users per point of a scale."""
    points = np.tile(np.arange(len(a), dtype=float), 2)
    is_a = np.repeat([True, False], len(a))
    levels = Levels(np.full(len(points), -1), points, np.array([*a, *b], dtype=float))
    return compare_levels(levels, is_a, ~is_a)


def test_cohens_h():
    # Cohen (1988); R pwr::ES.h, statsmodels proportion_effectsize.
    assert cohens_h(0.5, 0.4) == pytest.approx(0.20135792079033088, abs=1e-9)


def test_hedges_g():
    # Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 4.
    sd = ((49 * 5.5**2 + 49 * 4.5**2) / 98) ** 0.5
    assert hedges_g(103 - 100, sd=sd, df=98) == pytest.approx(0.5924, abs=5e-5)


def test_log_rank_freireich():
    # Freireich et al. (1963), Blood 21:699; Kleinbaum & Klein, Survival Analysis: chi-square 16.79, medians 23 and 8.
    on_drug, on_placebo = life_table(*ON_6MP), life_table(*ON_PLACEBO)
    assert log_ranked(on_drug, on_placebo).chi_square == pytest.approx(16.79, abs=0.005)
    assert [median(kaplan_meier(each)).day for each in (on_drug, on_placebo)] == [23, 8]


def test_alexander_govern_ochuko():
    # Ochuko, Abdullah, Zain & Yahaya (2015); scipy test_stats.py TestAlexanderGovern.test_compare_scholar.
    young = [482.43, 484.36, 488.84, 495.15, 495.24, 502.69, 504.62, 518.29, 519.1, 524.1, 524.12, 531.18, 548.42]
    young += [572.1, 584.68, 609.09, 609.53, 666.63, 676.4]
    middle = [335.59, 338.43, 353.54, 404.27, 437.5, 469.01, 485.85, 487.3, 493.08, 494.31, 499.1, 886.41]
    old = [519.01, 528.5, 530.23, 536.03, 538.56, 538.83, 557.24, 558.61, 558.95, 565.43, 586.39, 594.69, 629.22]
    old += [645.69, 691.84]
    found = omnibus(young, middle, old)
    assert (found.statistic, found.p) == pytest.approx((5.3237, 0.06982), abs=1e-3)  # as exact as it was printed


def omnibus(*groups):
    """alexander_govern() of users without accounts; untyped, so that its numbers need no question for None."""
    return alexander_govern([Arms.of("mean", cells, rows, ~rows).a for cells, rows in map(one_group, groups)])
