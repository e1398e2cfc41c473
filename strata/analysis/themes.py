"""What comments are about, what part of a group's comments that is, and what a group says that others do not."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from strata import stats
from strata.analysis.answers import measures
from strata.analysis.comments import Asked, Corpus, asked_of, n_people, read
from strata.analysis.learning import FEWEST_COMMENTS, Learnt, Places, learn
from strata.analysis.words import counted
from strata.model.comments import SaidMore, Theme, Themes, Word
from strata.model.metrics import Metric
from strata.model.segment import EVER, Window
from strata.stats.log_odds import log_odds
from strata.warehouse import Warehouse

FEWEST_SAID, FEWEST_ACCOUNTS = 5, 3
"""People and, where accounts are known, accounts who say a word before it is told of their group."""
FEWEST_IN_ALL = 5
PRIOR = 500.0
"""How many words of everyone the prior of a word's odds weighs (Monroe, Colaresi & Quinn 2008, section 3.5)."""
MOST_TOLD, MOST_QUOTED = 15, 3

Floats = NDArray[np.float64]


class Group(NamedTuple):
    """The comments of some people and what each is about."""

    corpus: Corpus
    about: Places

    def share(self, place: int) -> stats.Estimate:
        """What part of them is about a theme."""
        cells = _cells(self.corpus.accounts, (self.about == place).astype(float))
        return stats.describe("share", cells, np.ones(len(cells), dtype=bool))

    def outside(self, flags: NDArray[np.bool_]) -> "Group":
        """The comments of those whose flag, one per user, is not set."""
        rows = np.flatnonzero(~flags[self.corpus.users])
        return Group(self.corpus.of(rows, n_all=len(rows)), self.about[rows])


def themes(
    warehouse: Warehouse, users: int, *, window: Window = EVER, survey: str | None = None, band: str = ""
) -> Themes:
    """What some people's comments are about, by themes learnt from everyone's.

    Args:
        warehouse: Where comments are.
        users: The people, as a set.
        window: The dates.
        survey: Whose comments; by default those of NPS, or of the first survey there is.
        band: Only comments of such answers, e.g. "detractor"; by default all.

    Raises:
        MetricError: no such survey is loaded.
    """
    asked = asked_of(warehouse, survey, window, band)
    learnt = learn(warehouse, asked)
    if why := too_few(warehouse, users, asked):
        return Themes(asked.survey, "", 0, n_people(warehouse, users, asked), learnt.n, (), why)
    group = grouped(warehouse, users, asked, learnt)
    measure = measures(warehouse, asked.question)[0]
    found = [_theme(group, learnt, place, measure) for place in range(len(learnt.themes))]
    ranked = tuple(sorted((theme for theme in found if theme.n), key=lambda theme: -theme.n))
    return Themes(asked.survey, measure.unit, len(group.corpus), group.corpus.n_all, learnt.n, ranked)


def said_more(
    warehouse: Warehouse,
    inside: int,
    outside: int,
    window: Window = EVER,
    *,
    survey: str | None = None,
    band: str = "",
) -> SaidMore:
    """The words that some people's comments hold more often than those of others, each comment counting a word once.

    Args:
        warehouse: Where comments are.
        inside: Whose words are looked for, as a set of people.
        outside: The people they are held against.
        window: The dates.
        survey: Whose comments; by default those of NPS, or of the first survey there is.
        band: Only comments of such answers, on both sides; by default all.

    Raises:
        MetricError: no such survey is loaded.

    References:
        Monroe, Colaresi & Quinn (2008), Political Analysis 16:372.
    """
    asked = asked_of(warehouse, survey, window, band)
    one, other = (read(warehouse, users, asked) for users in (inside, outside & ~inside))
    if min(len(one), len(other)) < FEWEST_COMMENTS:
        why = (
            f"{len(one):,} comments against {len(other):,} are too few to compare words: "
            f"{FEWEST_COMMENTS} on each side are needed."
        )
        return SaidMore((), len(one), len(other), 0.95, 0, why)
    found, words = counted((*one.texts, *other.texts), fewest=FEWEST_IN_ALL, pairs=True)
    mine, others = _times(found[: len(one)]), _times(found[len(one) :])
    if not words:
        return SaidMore((), len(one), len(other), 0.95, 0, "No word is in enough comments to be compared.")
    pooled = mine + others
    odds = log_odds(mine, others, PRIOR * pooled / pooled.sum())
    lows, highs = odds.limits()
    least = np.exp(odds.limits(odds.level)[0])
    accounts = _accounts_saying(found[: len(one)], one.accounts)
    is_told = odds.is_found & (odds.value > 0) & (mine >= FEWEST_SAID) & (accounts >= FEWEST_ACCOUNTS)
    ranked = [place for place in np.argsort(-odds.z, kind="stable") if is_told[place]]
    said = tuple(
        Word(
            word=words[place],
            odds=float(odds.value[place]),
            low=float(lows[place]),
            high=float(highs[place]),
            n_inside=round(float(mine[place])),
            n_outside=round(float(others[place])),
            accounts=round(float(accounts[place])),
            times=float(least[place]),
            p_adjusted=float(odds.p_adjusted[place]),
        )
        for place in _without_repeats(ranked, words)[:MOST_TOLD]
    )
    return SaidMore(said, len(one), len(other), odds.level, len(words))


def of_theme(name: str) -> Metric:
    """The share of comments about a theme, as a metric."""
    return Metric(f"theme:{name}", f"share of comments about “{name}”", "share", "theme", "%", "comments", "neither")


def grouped(warehouse: Warehouse, users: int, asked: Asked, learnt: Learnt) -> Group:
    """The comments of some people and what each is about."""
    corpus = read(warehouse, users, asked)
    return Group(corpus, learnt.about(corpus.texts))


def too_few(warehouse: Warehouse, users: int, asked: Asked) -> str:
    """Why some people's comments have no themes; empty where they have."""
    n = n_people(warehouse, users, asked)
    if n >= FEWEST_COMMENTS:
        return ""
    return (
        f"{n:,} comments are too few to tell themes: {FEWEST_COMMENTS} are needed." if n else "Nobody left a comment."
    )


def shares(one: Group, other: Group, place: int) -> stats.Arms:
    """The share of the comments of two groups that are about a theme, side by side."""
    cells = [_cells(group.corpus.accounts, (group.about == place).astype(float)) for group in (one, other)]
    return _side_by_side("share", cells)


def scores(group: Group, place: int, measure: Metric) -> stats.Estimate:
    """The score of those whose comment is about a theme."""
    is_about = group.about == place
    cells = _cells(group.corpus.accounts[is_about], _values(group.corpus.scores[is_about], measure))
    return stats.describe(_kind(measure), cells, np.ones(len(cells), dtype=bool))


def _theme(group: Group, learnt: Learnt, place: int, measure: Metric) -> Theme:
    share = group.share(place)
    score = scores(group, place, measure)
    is_shown = score.n >= FEWEST_SAID
    ends = (score.value, score.low, score.high)
    value, low, high = (None if each is None or not is_shown else measure.scale * each for each in ends)
    return Theme(
        name=learnt.names[place],
        words=learnt.telling[place],
        share=100 * (share.value or 0.0),
        low=None if share.low is None else 100 * share.low,
        high=None if share.high is None else 100 * share.high,
        score=value,
        score_low=low,
        score_high=high,
        n=score.n,
        accounts=score.n_accounts,
        quotes=_typical(group, learnt, place) if is_shown else (),
    )


def _typical(group: Group, learnt: Learnt, place: int) -> tuple[str, ...]:
    """Different comments that are most about a theme."""
    rows = np.flatnonzero(group.about == place)
    texts = [group.corpus.texts[row] for row in rows]
    order = np.argsort(-learnt.closeness(texts)[:, place], kind="stable")
    return tuple(dict.fromkeys(texts[i] for i in order))[:MOST_QUOTED]


def _cells(accounts: NDArray[np.int64], values: Floats) -> stats.Cells:
    """Sums by account; each person without one is a row of their own."""
    known, place = np.unique(accounts, return_inverse=True)
    n, total, squares = (
        np.bincount(place, each, len(known)).astype(np.float64) for each in (np.ones(len(values)), values, values**2)
    )
    nothing = np.full(len(known), np.nan)
    return stats.Cells(known, n, total, squares, nothing, nothing, nothing)


def _side_by_side(kind: stats.Kind, cells: Sequence[stats.Cells]) -> stats.Arms:
    one, other = cells
    both: dict[str, Any] = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("account", "n", "total", "squares", "cubes", "log_total", "log_squares")
    }
    in_one = np.arange(len(one) + len(other)) < len(one)
    return stats.Arms.of(kind, stats.Cells(**both), in_one, ~in_one)


def _kind(measure: Metric) -> stats.Kind:
    return "nps" if measure.kind == "nps" else "share"


def _values(scores: Floats, measure: Metric) -> Floats:
    """What each answer counts in the score."""
    if measure.kind == "nps":
        return np.where(scores >= 9, 1.0, np.where(scores <= 6, -1.0, 0.0))
    return (scores >= 4).astype(float)


def _times(found: csr_matrix) -> Floats:
    """In how many texts each word is."""
    return np.asarray(found.sum(axis=0), dtype=float).ravel()


def _accounts_saying(found: csr_matrix, accounts: NDArray[np.int64]) -> Floats:
    """Of how many accounts the people are who say each word; people without one are accounts of one."""
    lone = accounts < 0
    codes = np.where(lone, accounts.max(initial=0) + 1 + np.arange(len(accounts)), accounts)
    _, place = np.unique(codes, return_inverse=True)
    by_account = csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=(place.max() + 1, len(place)))
    return np.asarray(((by_account @ found) > 0).sum(axis=0), dtype=float).ravel()


def _without_repeats(ranked: Sequence[int], words: Sequence[str]) -> list[int]:
    """The places of words, pairs left out of which a word was told already, and words of which a pair was."""
    kept: list[int] = []
    told: set[str] = set()
    for place in ranked:
        parts = set(words[place].split())
        if not parts & told:
            kept.append(place)
            told |= parts
    return kept
