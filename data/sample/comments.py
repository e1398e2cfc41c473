"""Comments of the sample company: sentences put together from `words.toml`."""

from collections.abc import Mapping

import numpy as np

from data.sample.draw import Texts

OTHER_LANGUAGE_SHARE = 0.04
SECOND_SENTENCE_SHARE = 0.3
CARELESS_SHARE = 0.2
SIDETRACKED_SHARE = 0.25


def write_comments(
    rng: np.random.Generator,
    words: Mapping[str, Mapping[str, list[str]]],
    feeling: Texts,
    *,
    share_empty: float,
    n_odd: int,
) -> list[str | None]:
    """Returns one comment per feeling (a pool in `words`), some missing, exactly n_odd of them odd texts.

    Args:
        rng: Source of randomness.
        words: The tables `comments`, `comments_elsewhere` and `comments_odd`.
        feeling: "charting", "complaint", "mixed" or "praise" per answer.
        share_empty: Share of answers without a comment, in [0, 1].
        n_odd: Number of markup- or formula-like texts, at most the number of answers.
    """
    n = len(feeling)
    topic = np.where((feeling == "charting") & (rng.random(n) < SIDETRACKED_SHARE), "complaint", feeling)
    first, second = _sentences(rng, words["comments"], topic), _sentences(rng, words["comments"], topic)
    closing = rng.choice(words["comments"]["closing"], n)
    elsewhere = _sentences(rng, words["comments_elsewhere"], topic)
    has_second = (rng.random(n) < SECOND_SENTENCE_SHARE) & (first != second)
    comments = np.where(has_second, first + " " + second, first) + np.where(closing == "", "", " ") + closing
    is_careless = rng.random(n) < CARELESS_SHARE
    comments[is_careless] = [text.lower().rstrip(".") for text in comments[is_careless]]
    comments = np.where(rng.random(n) < OTHER_LANGUAGE_SHARE, elsewhere, comments)
    comments[rng.random(n) < share_empty] = None
    comments[rng.choice(n, n_odd, replace=False)] = np.resize(words["comments_odd"]["texts"], n_odd)
    return list(comments)


def _sentences(rng: np.random.Generator, pools: Mapping[str, list[str]], topic: Texts) -> np.ndarray:
    """Returns a sentence of each topic's pool, its {n} filled in."""
    sentences = np.empty(len(topic), object)
    numbers = rng.integers(2, 31, len(topic))
    for name in np.unique(topic):
        rows = np.flatnonzero(topic == name)
        chosen = rng.choice(pools[str(name)], len(rows))
        sentences[rows] = [text.replace("{n}", str(n)) for text, n in zip(chosen, numbers[rows], strict=True)]
    return sentences
