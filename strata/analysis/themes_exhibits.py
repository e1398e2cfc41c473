"""Themes and words of comments as exhibits: what part of each group says what, and what one group says more."""

from typing import NamedTuple

from strata.analysis.answers import measures
from strata.analysis.comments import ANY, Asked
from strata.analysis.judging import Pair, judged
from strata.analysis.learning import FEWEST_COMMENTS, Learnt
from strata.analysis.sentiment_words import capital, key, method
from strata.analysis.source import source
from strata.analysis.splits import Side, Split, lowered
from strata.analysis.themes import FEWEST_SAID, Group, grouped, of_theme, said_more, scores, shares
from strata.model.comments import SaidMore
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.results import REST, Contrast
from strata.stats import Estimate
from strata.warehouse import Warehouse

EVERYONE = "everyone"
MOST_SHOWN, MOST_SAID = 12, 4
"""Themes, and sentences about them."""
COUNTED = "One comment of each person: the latest in these dates; names, addresses and numbers that identify are masked"


class Scene(NamedTuple):
    """What a recipe asks: which comments, of which groups, and the themes of everyone's."""

    asked: Asked
    split: Split
    sides: tuple[Side, ...]
    learnt: Learnt

    @property
    def whose(self) -> str:
        """The answers the comments came with, in words."""
        return self.asked.question.title if self.asked.band is ANY else f"{self.asked.question.title} {self.band}"

    @property
    def band(self) -> str:
        """The name of the answers that are looked at; empty for all."""
        return "" if self.asked.band is ANY else self.asked.band.name


class Board(NamedTuple):
    """The comments of everyone and of each group, and the share of every theme in each group against everyone else."""

    everyone: Group
    groups: tuple[Group, ...]
    places: tuple[int, ...]
    contrasts: tuple[Contrast, ...]


def compared(warehouse: Warehouse, scene: Scene) -> Board:
    """The share of every theme in each group of enough comments against everyone else's, corrected over all of them."""
    everyone = grouped(warehouse, warehouse.population, scene.asked, scene.learnt)
    groups = tuple(grouped(warehouse, side.users, scene.asked, scene.learnt) for side in scene.sides)
    times = [int((everyone.about == place).sum()) for place in range(len(scene.learnt.themes))]
    places = tuple(sorted((place for place, n in enumerate(times) if n), key=lambda place: -times[place])[:MOST_SHOWN])
    pairs = [
        _pair(warehouse, scene, side, group, everyone, place)
        for side, group in zip(scene.sides, groups, strict=True)
        for place in places
        if len(group.corpus) >= FEWEST_COMMENTS
    ]
    return Board(everyone, groups, places, judged(pairs, primary=""))


def themed(warehouse: Warehouse, scene: Scene, board: Board) -> Exhibit:
    """What part of each group's comments is about which theme."""
    names = scene.learnt.names
    series = tuple(
        Series(names[place], (_share(board.everyone, place), *(_share(group, place) for group in board.groups)))
        for place in board.places
    )
    title = f"What {scene.whose} comments are about by {lowered(scene.split.title)}"
    return Exhibit(
        key(title),
        title,
        Plot("heat", "%", _categories(scene), series, counted="comments", category_title=scene.split.title),
        _stamp(warehouse, scene, board, method(board.contrasts)),
        findings=_findings(board),
        contrasts=tuple(each for each in board.contrasts if each.verdict in ("higher", "lower")),
        notes=_notes(scene, board),
    )


def scored(warehouse: Warehouse, scene: Scene, board: Board) -> Exhibit:
    """The score of those whose comment is about a theme."""
    measure = measures(warehouse, scene.asked.question)[0]
    series = tuple(
        Series(
            scene.learnt.names[place],
            tuple(_score(scores(group, place, measure), measure.scale) for group in (board.everyone, *board.groups)),
        )
        for place in board.places
    )
    title = f"{scene.asked.question.title} of those who say it by {lowered(scene.split.title)}"
    plot = Plot("heat", measure.unit, _categories(scene), series, "comments", category_title=scene.split.title)
    stamp = _stamp(warehouse, scene, board, "Intervals with accounts as units")
    return Exhibit(key(title), title, plot, stamp, notes=_notes(scene, board))


def said(warehouse: Warehouse, scene: Scene, side: Side) -> Exhibit:
    """What one group says more often than everyone else."""
    rest = warehouse.population & ~side.users
    asked = scene.asked
    found = said_more(warehouse, side.users, rest, asked.window, survey=asked.survey, band=scene.band)
    title = f"What {scene.whose} comments of {side.name} say that others do not"
    marks = tuple(Mark(word.odds, word.low, word.high, word.n_inside, word.accounts) for word in found.words)
    words = tuple(word.word for word in found.words)
    plot = Plot(
        "dots",
        "log-odds",
        words,
        (Series(side.name, marks),),
        counted="comments",
        category_title="word",
        value_title="log-odds against everyone else (0: said alike)",
    )
    note = f"{found.n_inside:,} comments against {found.n_outside:,}, each counting a word once."
    return Exhibit(
        key(title),
        title,
        plot if words else None,
        Stamp(source(warehouse, asked.window), baseline=REST, method=_how(found), rules=(COUNTED,)),
        findings=_words(found, side),
        notes=(note, "Comments of one account are treated as independent; a word takes three accounts to be told."),
        table=_word_table(found),
        result=found.as_json,
    )


def focus(scene: Scene, board: Board, name: str | None) -> Side:
    """The group whose words are looked for: the one that is named, else the one whose themes differ most."""
    named = next((side for side in scene.sides if side.name == name), None)
    judged_ = [each for each in board.contrasts if each.difference is not None]
    differs = max(judged_, key=lambda each: each.difference or 0.0, default=None)
    most = next((side for side in scene.sides if differs and side.name == differs.segment), None)
    return named or most or max(scene.sides, key=lambda side: side.users.bit_count())


def _pair(warehouse: Warehouse, scene: Scene, side: Side, group: Group, everyone: Group, place: int) -> Pair:
    outside = everyone.outside(warehouse.user_flags(side.users))
    return Pair.of(of_theme(scene.learnt.names[place]), (side.name, REST), shares(group, outside, place), (0, 0))


def _share(group: Group, place: int) -> Mark:
    n = len(group.corpus)
    if n < FEWEST_COMMENTS:
        return Mark(None, n=n, withheld=f"Too few comments to tell themes (n={n}).")
    return _mark(group.share(place), 100.0)


def _score(found: Estimate, scale: float) -> Mark:
    if found.n < FEWEST_SAID:
        return Mark(None, n=found.n, withheld=f"Too few comments to judge (n={found.n}).")
    return _mark(found, scale)


def _mark(found: Estimate, scale: float) -> Mark:
    value, low, high = (None if each is None else scale * each for each in (found.value, found.low, found.high))
    return Mark(value, low, high, found.n, found.n_accounts)


def _categories(scene: Scene) -> tuple[str, ...]:
    return (EVERYONE, *(side.name for side in scene.sides))


def _stamp(warehouse: Warehouse, scene: Scene, board: Board, how: str) -> Stamp:
    read, left = len(board.everyone.corpus), board.everyone.corpus.n_all
    learnt = f"Themes learnt from {scene.learnt.n:,} comments"
    rules = (COUNTED, f"{read:,} of the comments of {left:,} people were read, drawn so that people are mixed", learnt)
    return Stamp(
        source(warehouse, scene.asked.window),
        baseline=REST,
        method=f"{how}; themes by TF-IDF and NMF, always from the same start",
        rules=rules,
    )


def _notes(scene: Scene, board: Board) -> tuple[str, ...]:
    small = [
        f"{side.name} ({len(group.corpus)})"
        for side, group in zip(scene.sides, board.groups, strict=True)
        if len(group.corpus) < FEWEST_COMMENTS
    ]
    few = (f"Under {FEWEST_COMMENTS} comments, so no themes: {', '.join(small)}.",) if small else ()
    return ("A comment counts to the theme it is closest to, or to none.", *few)


def _findings(board: Board) -> tuple[str, ...]:
    clear = [each for each in board.contrasts if each.verdict in ("higher", "lower")]
    ranked = sorted(clear, key=lambda each: -abs(each.difference or 0.0))[:MOST_SAID]
    return tuple(capital(each.sentence) for each in ranked) or (
        f"No group's comments are clearly more about one thing than those of {REST}.",
    )


def _how(found: SaidMore) -> str:
    return (
        "Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), "
        f"95 % intervals, what is sure at {100 * found.level:.3g} %; Benjamini-Hochberg over {found.n_compared:,} words"
    )


def _words(found: SaidMore, side: Side) -> tuple[str, ...]:
    if found.withheld or not found.words:
        return (found.withheld or f"No word is clearly more frequent in the comments of {side.name}.",)
    return tuple(
        f"“{word.word}”: in {word.n_inside:,} of {found.n_inside:,} comments of {side.name}, in {word.n_outside:,} of "
        f"{found.n_outside:,} others; the odds are at least {word.times:.1f} times as high."
        for word in found.words[:MOST_SAID]
    )


def _word_table(found: SaidMore) -> Table:
    names = ("word", "log-odds", "low", "high", "odds times at least", "comments", "comments of others", "accounts")
    rows = (
        (*(word.word, word.odds, word.low, word.high, word.times), *(word.n_inside, word.n_outside, word.accounts))
        for word in found.words
    )
    return Table(tuple(map(Column, names)), tuple(rows))
