import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.stats.log_odds import log_odds

WORDS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=12)


def found(one, other, prior):
    return log_odds(*(np.array(each, dtype=float) for each in (one, other, prior)))


def test_log_odds_of_two_sentences_is_as_published():
    """Two sentences of nine words with a flat prior of 0.05, as the package fightin_words 1.0 documents them."""
    first = "the quick brown fox jumps over the lazy pig".split()
    second = "the lazy purple pig jumps over the lazier donkey".split()
    words = sorted({*first, *second})
    z = found(list(map(first.count, words)), list(map(second.count, words)), [0.05] * len(words)).z
    said = dict(zip(words, z, strict=True))
    assert [said[word] for word in ("donkey", "lazier", "purple")] == pytest.approx([-0.6894227886807968] * 3)
    assert [said[word] for word in ("brown", "fox", "quick")] == pytest.approx([0.6894227886807968] * 3)
    assert [said[word] for word in ("the", "jumps", "lazy")] == pytest.approx([0, 0, 0])


@given(WORDS)
def test_log_odds_of_swapped_groups_have_the_other_sign(counts):
    one, other = zip(*counts, strict=True)
    prior = [0.5] * len(counts)
    assert found(one, other, prior).value == pytest.approx(-found(other, one, prior).value)


@given(WORDS)
def test_log_odds_vanish_under_a_strong_prior(counts):
    one, other = zip(*counts, strict=True)
    assert np.abs(found(one, other, [1e5] * len(counts)).value).max() < 0.01


def test_log_odds_of_equal_groups_are_zero():
    assert found([3, 5, 0], [3, 5, 0], [1, 1, 1]).value == pytest.approx([0, 0, 0])


def test_log_odds_find_a_word_only_one_group_says_and_its_interval_leaves_out_zero():
    odds = found([60, 5000, 5000], [2, 5000, 5000], [1, 3, 3])
    low, _ = odds.limits(odds.level)
    assert list(odds.is_found) == [True, False, False]
    assert low[0] > 0


def test_log_odds_intervals_of_findings_are_wider_among_many():
    few = found([60, 100], [2, 100], [1, 3])
    many = found([60, *[100] * 200], [2, *[100] * 200], [1, *[3] * 200])
    assert many.level > few.level > 0.949


def test_log_odds_of_random_words_are_seldom_found():
    rng = np.random.default_rng(7)
    chance = 1 / np.arange(1, 101)
    chance /= chance.sum()
    false = 0
    for _ in range(200):
        one, other = (rng.multinomial(2000, chance).astype(float) for _ in range(2))
        false += bool(log_odds(one, other, 500 * chance).is_found.any())
    assert false / 200 <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5


@pytest.mark.parametrize("prior", [[1.0], [1.0, 0.0]])
def test_log_odds_refuses_a_prior_that_is_none(prior):
    with pytest.raises(ValueError, match="prior of more than 0"):
        found([1, 2], [2, 1], prior)
