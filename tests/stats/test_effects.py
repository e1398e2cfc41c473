import pytest

from strata.stats import compare, describe
from strata.stats.effects import cohens_h, effect, hedges_g, nps_parts, ordinal_effect
from strata.stats.ordinal import compare_levels
from tests.stats.people import apart, from_sums, nps, share
from tests.stats.test_ordinal import apart as answers_apart


def found(kind, asked):
    cells, in_a, in_b = asked
    return effect(compare(kind, *asked), describe(kind, cells, in_a), describe(kind, cells, in_b))


def ranked(*asked):
    """The effect of two groups of answers, untyped so that tests need not ask for None first."""
    return ordinal_effect(compare_levels(*asked))


def test_effect_of_shares_is_cohens_h():
    size = found("share", apart(share(40, 100), share(50, 100)))
    assert (size.name, size.words) == ("Cohen's h", "small")
    assert size.value == pytest.approx(-0.20135792079033088, abs=1e-9)


@pytest.mark.parametrize(("a", "b", "word"), [(50, 49, "negligible"), (65, 50, "small"), (75, 50, "medium")])
def test_effect_words_of_shares(a, b, word):
    assert found("share", apart(share(a, 100), share(b, 100))).words == word


def test_effect_of_means_is_hedges_g():
    # Borenstein et al. (2009), Introduction to Meta-Analysis, chapter 4: g = 0.5924.
    sums = [n * 49 / 50 * sd**2 + n * mean**2 for n, mean, sd in ((50, 103, 5.5), (50, 100, 4.5))]
    size = found("mean", from_sums([50, 50], [50 * 103, 50 * 100], sums))
    assert (size.name, size.words) == ("Hedges' g", "medium")
    assert size.value == pytest.approx(0.5924, abs=5e-5)


def test_effect_of_typical_users_is_on_the_scale_they_were_compared_on():
    heavy = [1.0] * 30 + [2.0] * 20 + [500.0]
    asked = apart([3.0, 5.0, 2.0, 6.0, 400.0] * 2, heavy * 6)
    assert compare("mean", *asked).scale == "log_ratio"
    assert found("mean", asked).value > 0


def test_effect_of_nps_is_points_and_where_they_come_from():
    size = found("nps", apart(nps(20, 30, 50), nps(50, 30, 20)))
    assert size.name == "NPS points"
    assert size.value == pytest.approx(-60)
    assert size.words == "medium: -30 points from fewer promoters and -30 points from more detractors"


def test_effect_of_nps_from_detractors_alone():
    size = found("nps", apart(nps(50, 40, 10), nps(50, 10, 40)))
    assert size.words.endswith("none from promoters and +30 points from fewer detractors")


def test_nps_parts_add_up_to_the_difference():
    cells, in_a, in_b = apart(nps(7, 2, 4), nps(3, 9, 1))
    parts = nps_parts(describe("nps", cells, in_a), describe("nps", cells, in_b))
    assert parts == pytest.approx((7 / 13 - 3 / 13, 1 / 13 - 4 / 13))


@pytest.mark.parametrize("kind", ["nps", "share", "rating", "mean"])
def test_effect_of_an_empty_group_is_none(kind):
    assert found(kind, apart([], [1, 1, 0])) is None


@pytest.mark.parametrize("kind", ["nps", "mean"])
def test_effect_without_any_spread_is_none(kind):
    assert found(kind, apart([1, 1, 1], [0, 0, 0])) is None


def test_ordinal_effect_is_cliffs_delta_with_its_word():
    size = ranked(*answers_apart([3, 4, 4, 5, 5, 5, 5, 5], [1, 2, 3, 3, 4, 4, 5, 5]))
    assert size.name == "Cliff's delta"
    assert size.value == pytest.approx(0.5)
    assert size.words == "large: in 75 of 100 random pairs the first answer is the higher one, ties counting half"


def test_ordinal_effect_of_an_empty_group_is_none():
    assert ranked(*answers_apart([1, 2], [])) is None


def test_sizes_change_sign_with_the_groups():
    assert cohens_h(0.2, 0.7) == -cohens_h(0.7, 0.2)
    assert hedges_g(2, sd=4, df=18) == -hedges_g(-2, sd=4, df=18)
