"""Times questions, each run beside the plain SQL that answers the same, in turns, so that both meet the same load."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import NamedTuple

from strata.bench.machine import Machine, this_machine
from strata.bench.questions import QUESTIONS, Question
from strata.build.synthetic import PROJECT
from strata.errors import WarehouseError
from strata.membership import count_accounts, members, plain_sql
from strata.model.attributes import Catalog
from strata.model.segment import Node
from strata.warehouse import Leaf, Warehouse


@dataclass(frozen=True, slots=True)
class Timing:
    """Median milliseconds to count the users and accounts of a segment, and of plain SQL on the same file.

    `asked` is how many conditions were put to the file in a run, the most of any; `agrees` whether plain SQL selected
    the same users in every run.
    """

    question: str
    ms: float
    plain_ms: float
    users: int
    accounts: int
    asked: int
    agrees: bool

    @property
    def ratio(self) -> float:
        """How many times longer plain SQL takes."""
        return self.plain_ms / self.ms


@dataclass(frozen=True, slots=True)
class Measured:
    """A whole measurement: what was asked of what, on which machine."""

    machine: Machine
    version: str
    users: int
    events: int
    file_mb: float
    runs: int
    timings: tuple[Timing, ...]


class Answer(NamedTuple):
    """Who is in a segment, how many of them are counted in how many accounts, and how long it took to say so."""

    members: int
    users: int
    accounts: int
    ms: float


class Turn(NamedTuple):
    """One run of one question: Strata's answer, how many conditions it asked, and the answer of plain SQL."""

    strata: Answer
    asked: int
    plain: Answer


def measure(
    warehouse: Warehouse,
    *,
    runs: int,
    questions: Sequence[Question] = QUESTIONS,
    report: Callable[[int], None] = lambda run: None,
) -> Measured:
    """The median times of all questions over so many runs; `report` is told the number of each run that is done.

    Raises:
        WarehouseError: the warehouse is not a synthetic one, so that the questions would name nothing in it.
    """
    catalog = warehouse.catalog
    check_synthetic(catalog)
    machine = this_machine()
    turns: list[list[Turn]] = [[] for _ in questions]
    for run in range(runs):
        for question, taken in zip(questions, turns, strict=True):
            taken.append(_turn(warehouse, question, run))
        report(run + 1)
    return Measured(
        machine=machine,
        version=catalog.version,
        users=catalog.n_users,
        events=catalog.n_events,
        file_mb=round(warehouse.file.stat().st_size / 1e6, 1),
        runs=runs,
        timings=tuple(_timing(question, taken) for question, taken in zip(questions, turns, strict=True)),
    )


def check_synthetic(catalog: Catalog) -> None:
    """Raises WarehouseError unless the warehouse is a synthetic one: the questions would name nothing in another."""
    if catalog.project != PROJECT:
        raise WarehouseError(f"{catalog.project} is no synthetic warehouse: give an empty folder to draw one into.")


def _turn(warehouse: Warehouse, question: Question, run: int) -> Turn:
    """Who goes first alternates: the second finds the file's pages in memory."""
    tree = question.tree(run)
    if run % 2:
        plain = _plainly(warehouse, tree)
        return Turn(*_remembering(warehouse, tree, question.before), plain)
    return Turn(*_remembering(warehouse, tree, question.before), _plainly(warehouse, tree))


def _remembering(warehouse: Warehouse, tree: Node, before: Node | None) -> tuple[Answer, int]:
    warehouse.forget()
    if before is not None:
        members(warehouse, before)
    asked = warehouse.asked
    return _answer(warehouse, lambda: members(warehouse, tree)), warehouse.asked - asked


def _plainly(warehouse: Warehouse, tree: Node) -> Answer:
    warehouse.forget()
    statement = Leaf(plain_sql(tree, warehouse.catalog))
    return _answer(warehouse, lambda: warehouse.members(statement))


def _answer(warehouse: Warehouse, ask: Callable[[], int]) -> Answer:
    population = warehouse.population
    started = perf_counter()
    found = ask()
    inside = found & population
    users, accounts = inside.bit_count(), count_accounts(warehouse, inside)
    return Answer(found, users, accounts, 1000 * (perf_counter() - started))


def _timing(question: Question, turns: Sequence[Turn]) -> Timing:
    last = turns[-1].strata
    return Timing(
        question=question.name,
        ms=median(turn.strata.ms for turn in turns),
        plain_ms=median(turn.plain.ms for turn in turns),
        users=last.users,
        accounts=last.accounts,
        asked=max(turn.asked for turn in turns),
        agrees=all(turn.strata.members == turn.plain.members for turn in turns),
    )
