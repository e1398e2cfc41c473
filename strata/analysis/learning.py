"""Themes learnt from everyone's comments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF  # type: ignore[import-untyped]  # scikit-learn has no types
from sklearn.feature_extraction.text import TfidfTransformer  # type: ignore[import-untyped]  # scikit-learn has no types
from sklearn.preprocessing import normalize  # type: ignore[import-untyped]  # scikit-learn has no types

from strata.analysis.comments import Asked, Corpus, read
from strata.analysis.words import counted, merged, tokens
from strata.warehouse import Warehouse

FEWEST_COMMENTS = 30
"""Under so many comments nothing is a theme."""
FEWEST_THEMES, MOST_THEMES, COMMENTS_PER_THEME = 2, 6, 60
"""Themes of a band."""
SAME = 0.6
"""How alike (cosine) two themes are that count as one."""
CLOSE = 0.15
"""How alike a comment and a theme are at least for the comment to be about it."""
ROUNDS, SEED = 60, 0
N_NAMED, N_WORDS = 3, 8

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Learnt:
    """Themes of everyone's comments.

    Attributes:
        words: The words that count, each in its most frequent form.
        columns: The place of every form of a word among them.
        weights: How rare each word is.
        themes: How much each word tells of each theme, one row per theme of length 1.
        n: From how many comments they were learnt.
    """

    words: tuple[str, ...]
    columns: Mapping[str, int]
    weights: Floats
    themes: Floats
    n: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return int(self.themes.nbytes) + 160 * len(self.columns) + 1_000

    @property
    def names(self) -> tuple[str, ...]:
        """The three words that tell most of each theme."""
        return tuple(", ".join(words[:N_NAMED]) for words in self.telling)

    @property
    def telling(self) -> tuple[tuple[str, ...], ...]:
        """The words that tell most of each theme."""
        order = np.argsort(-self.themes, axis=1, kind="stable")[:, :N_WORDS]
        return tuple(
            tuple(self.words[word] for word in row if self.themes[place, word] > 0) for place, row in enumerate(order)
        )

    def closeness(self, texts: Sequence[str]) -> Floats:
        """How alike each text and each theme are, from 0 to 1."""
        rows = [sorted({self.columns[word] for word in tokens(text) if word in self.columns}) for text in texts]
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.array([word for row in rows for word in row], dtype=np.intp)
        found = csr_matrix((self.weights[columns], columns, ends), shape=(len(rows), len(self.words)))
        return np.asarray(normalize(found) @ self.themes.T)

    def about(self, texts: Sequence[str]) -> Places:
        """The theme each text is about, -1 for none."""
        if not len(texts) or not len(self.themes):
            return np.full(len(texts), -1, dtype=np.intp)
        close = self.closeness(texts)
        return np.where(close.max(axis=1) >= CLOSE, close.argmax(axis=1), -1)


NOTHING = Learnt((), {}, np.zeros(0), np.zeros((0, 0)), 0)


def learn(warehouse: Warehouse, asked: Asked) -> Learnt:
    """The themes of everyone's comments to a survey; none where there are too few.

    Those of promoters, passives and detractors are learnt apart, so that what few people complain about is not lost
    among what all others praise. The same comments always give the same themes, which are remembered.
    """
    key = ("themes", asked.survey, asked.window)
    found: Learnt | None = warehouse.digests.get(key)
    if found is None:
        bands = (Asked(asked.question, asked.window, band) for band in asked.question.bands)
        found = learnt([read(warehouse, warehouse.population, band) for band in bands])
        warehouse.digests.put(key, found)
    return found


def learnt(bands: Sequence[Corpus]) -> Learnt:
    """The themes of the comments of several bands of answers.

    References:
        Lee & Seung (1999), Nature 401:788, with the divergence of their equation 3; Salton & Buckley (1988),
        Information Processing & Management 24:513, for the weights.
    """
    texts = tuple(text for corpus in bands for text in corpus.texts)
    found, words = counted(texts, fewest=max(3, len(texts) // 1000), pairs=False)
    if len(texts) < FEWEST_COMMENTS or len(words) < FEWEST_THEMES:
        return NOTHING
    together, shown, columns = merged(found, words)
    weighing = TfidfTransformer(norm=None)
    weighed = csr_matrix(weighing.fit_transform(together))
    themes = np.vstack([_of_none(weighed), *_of_bands(weighed, [len(corpus) for corpus in bands])])
    return Learnt(tuple(shown), columns, np.asarray(weighing.idf_), _different(themes), len(texts))


def _of_bands(weighed: csr_matrix, sizes: Sequence[int]) -> Iterator[Floats]:
    """The themes of each band of rows; of all rows where each band is small."""
    if max(sizes) < FEWEST_COMMENTS:
        sizes = (sum(sizes),)
    start = 0
    for size in sizes:
        rows = weighed[start : start + size]
        start += size
        if size >= FEWEST_COMMENTS:
            yield _factored(rows[np.diff(rows.indptr) > 0])


def _factored(rows: csr_matrix) -> Floats:
    n_themes = min(max(rows.shape[0] // COMMENTS_PER_THEME, FEWEST_THEMES), MOST_THEMES, *rows.shape)
    if not n_themes:
        return _of_none(rows)
    # Without a tolerance the rounds are always the same, and none of them is said to be too few.
    model = NMF(
        n_themes,
        init="nndsvda",
        solver="mu",
        beta_loss="kullback-leibler",
        random_state=SEED,
        max_iter=ROUNDS,
        tol=0.0,
    )
    model.fit(rows)
    return np.asarray(normalize(model.components_))


def _of_none(rows: csr_matrix) -> Floats:
    return np.zeros((0, rows.shape[1]))


def _different(themes: Floats) -> Floats:
    """The themes without those that are nearly the same as one before them."""
    kept: list[int] = []
    for place in range(len(themes)):
        if not kept or (themes[kept] @ themes[place]).max() < SAME:
            kept.append(place)
    return themes[kept]
