"""Comments: the one place where texts leave the database; capped, masked, and without keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strata.analysis.answers import answers as which_answers
from strata.analysis.answers import bounds
from strata.analysis.masking import known, masked
from strata.analysis.source import source
from strata.analysis.splits import Side
from strata.errors import MetricError
from strata.model.attributes import Catalog
from strata.model.comments import Quote, Quotes
from strata.model.segment import EVER, Window
from strata.model.sentiment import QUESTIONS, Band, Question
from strata.warehouse import MOST_SEGMENTS, Members, Query, Warehouse

MOST_READ, ENOUGH = 2_000, 500
"""Comments that are read for themes and words; so many of a group among everyone's and its own need not be read."""
MOST_QUOTED = 200
LONGEST = 2_000
"""Characters of a comment that are kept."""
ANY = Band("any", 0, 10, "")


@dataclass(frozen=True, eq=False)
class Corpus:
    """Comments that were read, masked: one of each person.

    Attributes:
        texts: What they say.
        scores: The answers they came with.
        users, accounts: Whose they are, by the warehouse's own numbers; -1 for no account.
        n_all: How many people left one.
    """

    texts: tuple[str, ...]
    scores: NDArray[np.float64]
    users: NDArray[np.int64]
    accounts: NDArray[np.int64]
    n_all: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(map(len, self.texts)) + 64 * len(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def of(self, rows: NDArray[np.intp], *, n_all: int) -> "Corpus":
        """The comments in some rows, of so many."""
        texts = tuple(self.texts[row] for row in rows)
        return Corpus(texts, self.scores[rows], self.users[rows], self.accounts[rows], n_all)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comments: of which survey, in which dates, with which answers."""

    question: Question
    window: Window = EVER
    band: Band = ANY

    @property
    def survey(self) -> str:
        """The survey's name."""
        return self.question.survey or ""

    def params(self, warehouse: Warehouse) -> tuple[tuple[str, Any], ...]:
        """What the statements of comments take."""
        dates = bounds(warehouse, which_answers(warehouse, self.question, self.window, "latest"))
        return (*dates, ("low", int(self.band.low)), ("high", int(self.band.high)))


def surveys(catalog: Catalog) -> tuple[str, ...]:
    """The surveys whose comments can be read, NPS first."""
    return tuple(name for name in QUESTIONS if name in catalog.surveys)


def asked_of(warehouse: Warehouse, survey: str | None, window: Window, band: str = "") -> Asked:
    """Which comments are meant; without a survey those of the first there is.

    Raises:
        MetricError: no survey is loaded, or not that one.
    """
    names = surveys(warehouse.catalog)
    chosen = survey or next(iter(names), "")
    if chosen not in names:
        raise MetricError(f"No {chosen or 'survey'} answers are loaded: add a [[responses]] table to the project file.")
    question = QUESTIONS[chosen]
    return Asked(question, window, next((each for each in question.bands if each.name == band), ANY))


def read(warehouse: Warehouse, users: int, asked: Asked) -> Corpus:
    """The latest comment of each of some people, at most so many, chosen so that people are mixed; remembered."""
    key = ("comments", users, asked)
    found: Corpus | None = warehouse.digests.get(key)
    if found is None:
        found = _part(warehouse, users, asked) or _read(warehouse, users, asked)
        warehouse.digests.put(key, found)
    return found


def quotes(warehouse: Warehouse, users: int, asked: Asked, sides: Sequence[Side] = (), *, find: str = "") -> Quotes:
    """The newest comments of some people that contain a text, masked; a text that is masked cannot be found.

    Args:
        warehouse: Where comments are.
        users: The people, as a set.
        asked: Which comments.
        sides: Groups that are named beside the comments of their people, eight at most.
        find: The text; capitals do not matter.
    """
    members = Members(users, tuple(side.users for side in sides[:MOST_SEGMENTS]))
    params = (*asked.params(warehouse), ("find", find))
    rows = warehouse.arrays(Query("comments/newest", (*params, ("most", MOST_QUOTED))), members)
    counted = warehouse.run(Query("comments/count", params), members)
    texts = _masked(warehouse, rows["comment"], rows["user_id"])
    names = [side.name for side in sides[:MOST_SEGMENTS]]
    said = (
        Quote(text, float(score), band_of(asked.question, float(score)), _day(day), _groups(names, int(mask)))
        for text, score, day, mask in zip(texts, rows["score"], rows["day"], rows["mask"], strict=True)
    )
    return Quotes(
        source(warehouse, asked.window),
        asked.survey,
        tuple(quote for quote in said if find.lower() in quote.text.lower()),
        int(counted["n_people"][0]),
        int(counted["n_comments"][0]),
    )


def band_of(question: Question, score: float) -> str:
    """What an answer is called."""
    return next(band.name for band in question.bands if band.holds(score))


def n_people(warehouse: Warehouse, users: int, asked: Asked) -> int:
    """How many of some people left a comment."""
    counted = warehouse.run(Query("comments/count", (*asked.params(warehouse), ("find", ""))), Members(users))
    return int(counted["n_people"][0])


def _part(warehouse: Warehouse, users: int, asked: Asked) -> Corpus | None:
    """Some people's comments among those that were read of everyone, where that are all of them or enough."""
    if users == warehouse.population:
        return None
    whole = read(warehouse, warehouse.population, asked)
    rows = np.flatnonzero(warehouse.user_flags(users)[whole.users])
    is_all = len(whole) == whole.n_all
    if not is_all and len(rows) < ENOUGH:
        return None
    return whole.of(rows, n_all=len(rows) if is_all else n_people(warehouse, users, asked))


def _read(warehouse: Warehouse, users: int, asked: Asked) -> Corpus:
    query = Query("comments/latest", (*asked.params(warehouse), ("most", MOST_READ)))
    rows = warehouse.arrays(query, Members(users))
    return Corpus(
        texts=_masked(warehouse, rows["comment"], rows["user_id"]),
        scores=rows["score"].astype(np.float64),
        users=rows["user_id"].astype(np.int64),
        accounts=rows["account_id"].astype(np.int64),
        n_all=n_people(warehouse, users, asked),
    )


def _masked(warehouse: Warehouse, comments: NDArray[Any], users: NDArray[Any]) -> tuple[str, ...]:
    texts = [str(comment)[:LONGEST] for comment in comments]
    called = known(warehouse, texts, [int(user) for user in users])
    return tuple(masked(text, called, called.own.get(int(user), ())) for text, user in zip(texts, users, strict=True))


def _groups(names: Sequence[str], mask: int) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(names) if mask >> place & 1)


def _day(day: object) -> str:
    return "" if day is None or day != day else str(day)  # noqa: PLR0124 - NaN is the only thing unlike itself
