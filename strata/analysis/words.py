"""Texts as words: letters of any script, without those that say nothing about a topic."""

import re
from collections.abc import Container, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-untyped]  # scikit-learn has no types

from strata.analysis.masking import MASKS
from strata.analysis.stop_words import STOP_WORDS

MASKED = re.compile("|".join(map(re.escape, MASKS)))
RUN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Scripts that put no blank between words: there two neighbouring characters stand for a word."""
FEWEST_LETTERS = 2
MOST_WORDS = 4_000
ENDINGS, SHORTEST_STEM = ("ings", "ing", "ers", "er", "ed", "es", "s", "en", "e", "n"), 4
"""Endings that do not change what a word is about, and how long what is left must be."""
WIDEST = 0.6
"""A word in more than this part of all texts says nothing about any of them."""


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, masks and words without a topic left out.

    >>> tokens("The chart is SLOW, ask [name]: el gráfico 太慢了")
    ['chart', 'slow', 'ask', 'gráfico', '太慢', '慢了']
    """
    return [word for word in _words(MASKED.sub(" ", text).lower()) if word not in STOP_WORDS]


def vectorizer(*, fewest: int, n_texts: int, pairs: bool) -> CountVectorizer:
    """What counts in how many texts each word is, at most once per text.

    Args:
        fewest: Texts a word is in at least.
        n_texts: How many texts there will be.
        pairs: Whether two words that stand together count too.
    """
    return CountVectorizer(
        tokenizer=tokens,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, 2 if pairs else 1),
        binary=True,
        min_df=min(fewest, n_texts),
        max_df=1.0 if n_texts < 50 else WIDEST,
        max_features=MOST_WORDS,
        dtype=np.float64,
    )


def counted(texts: tuple[str, ...], *, fewest: int, pairs: bool) -> tuple[csr_matrix, list[str]]:
    """Which words are in which texts: one row per text, one column per word; and the words, which may be none."""
    if not any(map(tokens, texts)):
        return csr_matrix((len(texts), 0)), []
    counting = vectorizer(fewest=fewest, n_texts=len(texts), pairs=pairs)
    try:
        found = counting.fit_transform(texts)
    except ValueError:  # no word is in enough texts
        return csr_matrix((len(texts), 0)), []
    return csr_matrix(found), [str(word) for word in counting.get_feature_names_out()]


def merged(found: csr_matrix, words: Sequence[str]) -> tuple[csr_matrix, list[str], dict[str, int]]:
    """The same with forms of one word together, where the shorter one is said too: charting and chart.

    Returns:
        Which words are in which texts; the most frequent form of each; the column of every form.
    """
    known = frozenset(words)
    bases = [_base(word, known) for word in words]
    columns = {base: place for place, base in enumerate(sorted(set(bases)))}
    places = np.array([columns[base] for base in bases], dtype=np.intp)
    joining = csr_matrix((np.ones(len(words)), (np.arange(len(words)), places)), shape=(len(words), len(columns)))
    together = csr_matrix(found @ joining)
    together.data[:] = 1.0
    times = np.asarray(found.sum(axis=0)).ravel()
    shown = {int(places[i]): words[i] for i in np.argsort(times, kind="stable")}
    return together, [shown[place] for place in range(len(columns))], dict(zip(words, places.tolist(), strict=True))


def _base(word: str, known: Container[str]) -> str:
    """The word without its ending, where that is a word too."""
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            base = next((each for each in (stem, f"{stem}e") if each in known), None)
            if base:
                return base
    return word


def _words(text: str) -> Iterator[str]:
    for run in RUN.findall(text):
        if UNSPACED.search(run):
            yield from (run[place : place + 2] for place in range(len(run) - 1))
        elif len(run) >= FEWEST_LETTERS:
            yield run
