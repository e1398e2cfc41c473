"""Segments beside their baselines in shares counted in memory; an edit of one segment judges that one alone."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple, TypeVar

from strata import stats
from strata.analysis.judging import Pair, Seen
from strata.analysis.leak import leaks
from strata.analysis.play import Play
from strata.analysis.versus import SAME_PEOPLE
from strata.model.metrics import Metric
from strata.model.results import PREVIOUS, Caution
from strata.warehouse import Warehouse

T = TypeVar("T")
Measured = Callable[[int], stats.Arm]


class Question(NamedTuple):
    """A share of users: its metric, how a set of users has it, and how it had it before, where that is asked.

    `key` says all that decides the numbers besides the users.
    """

    key: Hashable
    metric: Metric
    now: Measured
    before: Measured | None = None


class Likened(NamedTuple):
    """What is remembered of two groups, and whether people without an account are in both."""

    seen: Seen
    has_lone: bool


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


def pairs(warehouse: Warehouse, chosen: Play, question: Question) -> Iterator[Pair]:
    """A share of each segment beside its baseline, or beside the same people before."""
    metric = question.metric
    for place, segment in enumerate(chosen.segments):
        users, others = chosen.sides(place)
        against, beside = (chosen.against, others) if question.before is None else (PREVIOUS, users)
        found = _likened(warehouse, question, users, others)
        leak = leaks(segment, metric, chosen.library)
        cautions = (Caution("leak", leak.sentence),) if leak else ()
        if question.before and found.has_lone:
            cautions = (*cautions, Caution("general", SAME_PEOPLE))
        counts = users.bit_count(), beside.bit_count()
        yield Pair.seen(metric, (segment.name, against), found.seen, counts, cautions)


def _likened(warehouse: Warehouse, question: Question, users: int, others: int) -> Likened:
    metric = question.metric

    def make() -> Likened:
        arms = _arms(warehouse, question, users, others)
        return Likened(Seen.of(metric, arms), bool(arms.a.crowd.n_lone and arms.b.crowd.n_lone))

    key = ("likened", question.key, metric.name, users, None if question.before else others)
    return kept(warehouse, key, make, nbytes=8_000)


def _arms(warehouse: Warehouse, question: Question, users: int, others: int) -> stats.Arms:
    if question.before is not None:
        return stats.Arms(question.now(users), question.before(users))
    both = users & others
    without_account = both & warehouse.without_account
    lone = question.now(without_account) if without_account else None
    return stats.Arms(question.now(users), question.now(others), both.bit_count(), lone if lone and lone.n else None)
