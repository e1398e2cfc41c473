import numpy as np
import pytest

from strata.analysis.words import counted, merged, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The chart is SLOW", ["chart", "slow"]),
        ("[name] sagt: sehr träge!", ["sagt", "träge"]),
        ("график медленный", ["график", "медленный"]),
        ("图表太慢", ["图表", "表太", "太慢"]),
        ("الرسم بطيء", ["الرسم", "بطيء"]),
        ("12 345 :-) =1+1", []),
        ("", []),
    ],
)
def test_tokens_are_words_of_any_script(text, words):
    assert tokens(text) == words


def test_counted_counts_a_word_once_per_text():
    found, words = counted(("slow slow chart", "slow"), fewest=1, pairs=False)
    assert dict(zip(words, np.asarray(found.sum(axis=0)).ravel(), strict=True)) == {"chart": 1, "slow": 2}


@pytest.mark.parametrize("texts", [(), ("",), ("the of and",), ("one", "two")])
def test_counted_of_nothing_frequent_has_no_words(texts):
    found, words = counted(texts, fewest=2, pairs=False)
    assert found.shape == (len(texts), 0)
    assert words == []


def test_merged_puts_forms_of_a_word_together_under_the_most_frequent():
    found, words = counted(("chart", "charting", "charting slow"), fewest=1, pairs=False)
    together, shown, columns = merged(found, words)
    assert shown == ["charting", "slow"]
    assert columns["chart"] == columns["charting"]
    assert np.asarray(together.sum(axis=0)).ravel().tolist() == [3, 1]
