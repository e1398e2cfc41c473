"""Segments beside their baselines in shares counted in memory; of an edit only the segment that is new is counted."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np

from strata.analysis.boards import Board, judged_all
from strata.analysis.leak import leaks
from strata.analysis.play import Play
from strata.analysis.said import FEWEST
from strata.analysis.tally import Tally
from strata.analysis.versus import SAME_PEOPLE
from strata.membership import Library
from strata.model.metrics import Metric
from strata.model.results import PREVIOUS, Caution, Contrast
from strata.model.segment import Segment
from strata.stats.alike import Shared, Tallied, side_of, sides_of, sides_of_rest
from strata.stats.many import Compared, compare_all
from strata.stats.many_groups import estimate_all
from strata.warehouse import Warehouse

T = TypeVar("T")
Counting = Callable[[int], Tally]
Places = Sequence[int]


class Question(NamedTuple):
    """Shares of users, all of one tally.

    Attributes:
        key: All that decides the numbers besides the users.
        metrics: What the shares are called.
        among: Per share the group of the tally that is all of it; hits: the group that is the part.
        now: Counts a set of users.
        before: Counts the same people before, where that is asked.
    """

    key: Hashable
    metrics: tuple[Metric, ...]
    among: Places
    hits: Places
    now: Counting
    before: Counting | None = None


class Share(NamedTuple):
    """A share of a group: its users and accounts, how many of the users did it, and the percent with its interval.

    The percent and its limits are None where too few are counted.
    """

    n: int
    accounts: int
    hits: int
    value: float | None
    low: float | None
    high: float | None


class Kept(NamedTuple):
    """Something that is remembered, and the memory it takes."""

    value: Any
    nbytes: int


def kept(warehouse: Warehouse, key: Hashable, make: Callable[[], T], *, nbytes: int) -> T:
    """What is remembered for a key, or else is made for it now."""
    known: Kept | None = warehouse.digests.get(key)
    if known is None:
        known = Kept(make(), nbytes)
        warehouse.digests.put(key, known)
    value: T = known.value
    return value


def shares(tally: Tally, among: Places, hits: Places) -> list[Share]:
    """What is shown of shares of a tally, each with its interval."""
    return described(Tallied(tally.counts, tally.lone), among, hits)


def described(tallied: Tallied, among: Places, hits: Places) -> list[Share]:
    """What is shown of shares of groups that were counted, part by part."""
    side = side_of(_rows(tallied, among), _rows(tallied, hits))
    found = estimate_all("share", side)
    columns = (found.n, found.n_accounts, side.total, 100 * found.value, 100 * found.low, 100 * found.high)
    return [_share(*numbers) for numbers in zip(*(column.tolist() for column in columns), strict=True)]


def _share(n: float, accounts: float, hits: float, *percent: float) -> Share:
    value, low, high = (_known(each) if n >= FEWEST else None for each in percent)
    return Share(round(n), round(accounts), round(hits), value, low, high)


def results(warehouse: Warehouse, chosen: Play, question: Question, *, primary: str) -> tuple[Contrast, ...]:
    """Every share of each segment beside its baseline, or beside the same people before; share by share."""
    boards = judged_all(list(_boards(warehouse, chosen, question)), primary=primary)
    return tuple(board[place] for place in range(len(question.metrics)) for board in boards)


def _boards(warehouse: Warehouse, chosen: Play, question: Question) -> Iterator[Board]:
    for place, segment in enumerate(chosen.segments):
        users, others = chosen.sides(place)
        against, beside = (chosen.against, others) if question.before is None else (PREVIOUS, users)
        compared = _compared(warehouse, question, users, others)
        alone = (compared.a.n_without_account > 0) & (compared.b.n_without_account > 0)
        are_same = {each.name for each, is_alone in zip(question.metrics, alone, strict=True) if is_alone}

        cautions = partial(_cautions, segment, chosen.library, frozenset(are_same) if question.before else frozenset())
        counts = users.bit_count(), beside.bit_count()
        yield Board(segment.name, against, question.metrics, counts, compared, cautions)


def _cautions(segment: Segment, library: Library, same_people: frozenset[str], metric: Metric) -> tuple[Caution, ...]:
    """What to know before a verdict is read; `same_people` are metrics of which both groups have people alone."""
    leak = leaks(segment, metric, library)
    found = (Caution("leak", leak.sentence),) if leak else ()
    return (*found, Caution("general", SAME_PEOPLE)) if metric.name in same_people else found


def _compared(warehouse: Warehouse, question: Question, users: int, others: int) -> Compared:
    names = tuple(each.name for each in question.metrics)
    key = ("compared", question.key, names, users, None if question.before else others)
    found: Compared | None = warehouse.digests.get(key)
    if found is None:
        found = _made(warehouse, question, users, others)
        warehouse.digests.put(key, found)
    return found


def _made(warehouse: Warehouse, question: Question, users: int, others: int) -> Compared:
    if question.before is None:
        if others == warehouse.population & ~users:
            return compare_all(
                sides_of_rest(*(_users_and_hits(question, question.now(each)) for each in (users, users | others)))
            )
        own, other = question.now(users), question.now(others)
        shared = _shared(question, users & others, users & others & warehouse.without_account)
    else:
        own, other, shared = question.now(users), question.before(users), Shared.none(len(question.metrics))
    one, two = (_users_and_hits(question, tally) for tally in (own, other))
    return compare_all(sides_of(one, two, shared))


def _users_and_hits(question: Question, tally: Tally) -> tuple[Tallied, Tallied]:
    counted = Tallied(tally.counts, tally.lone)
    return _rows(counted, question.among), _rows(counted, question.hits)


def _shared(question: Question, both: int, alone: int) -> Shared:
    """Who is in both groups; `alone` are those of them without an account."""
    shared = Shared.none(len(question.metrics))
    if alone:
        lone = question.now(alone).lone.astype(np.float64)
        shared = shared._replace(lone=lone[list(question.among)], lone_hits=lone[list(question.hits)])
    return shared._replace(people=shared.people + both.bit_count())


def _rows(tallied: Tallied, places: Places) -> Tallied:
    """Some rows, with the groups of all parts of each."""
    rows = np.asarray(places, dtype=np.intp)
    lone = tallied.lone.reshape(len(tallied.counts), -1)[rows].ravel()
    return tallied._replace(counts=[tallied.counts[row] for row in rows], lone=lone)


def _known(number: float) -> float | None:
    return None if number != number else number  # noqa: PLR0124 - nan is not itself
