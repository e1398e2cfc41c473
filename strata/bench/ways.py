"""Ways to answer the questions about behaviour: screens, plain SQL, a bare scan; each in a process of its own."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, TypeVar

from strata.bench.behaviour import ASKED_ELSEWHERE, QUESTIONS, Asking, Figures, Question
from strata.build.delivered import Delivered, delivered, rows
from strata.build.sql import statement
from strata.warehouse import Query, Warehouse

T = TypeVar("T")

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Taken:
    """Medians of one question one way.

    Attributes:
        ms: Milliseconds from asking to the answer; cpu_ms: of all cores together.
        figures: Its numbers, the same for every way.
    """

    ms: float
    cpu_ms: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class Way:
    """One way through all questions: what each took, by its name, and the most memory the process held, in MB."""

    taken: Mapping[str, Taken]
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Screens:
    """The questions as screens ask them: nothing known, after one condition was edited, and drawn again."""

    cold: Way
    edited: Way
    redrawn: Way
    scanned: Way


def apart(work: Callable[..., T], *given: object) -> T:
    """What some work gives in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def screens(folder: Path, runs: int) -> Screens:
    """The questions as the screens of a synthetic warehouse ask them, and what reading their columns alone takes."""
    with closing(Warehouse.open(folder)) as warehouse:
        asking = Asking(warehouse.catalog.as_of)
        cold, edited, redrawn = list[_Turn](), list[_Turn](), list[_Turn]()
        for run in range(runs):
            edit = Asking(asking.as_of, asking.days + 1 + run)
            for question in QUESTIONS:
                _arrive(warehouse)
                cold.append(_timed(question, partial(question.ask, warehouse, asking)))
                edited.append(_timed(question, partial(question.ask, warehouse, edit)))
                redrawn.append(_timed(question, partial(question.ask, warehouse, edit)))
        peak = peak_mb()
        scanned = way(runs, lambda question: _scan(warehouse, question, asking), lambda found: {})
        reads = {question.name: question.read for question in QUESTIONS}
        return Screens(_way(cold, reads, peak), _way(edited, reads, peak), _way(redrawn, reads, peak), scanned)


def plainly(folder: Path, runs: int) -> Way:
    """The same questions by plain statements on the tables as delivered."""
    with closing(Warehouse.open(folder)) as warehouse:
        asking, file = Asking(warehouse.catalog.as_of), delivered(warehouse.file)
    members = statement("bench/members")
    with Delivered(file).asking() as connection:

        def ask(question: Question) -> list[tuple[Any, ...]]:
            sql = statement(f"bench/plain_{question.plain}", members=members)
            return rows(connection, sql, question.params(asking))

        return way(runs, ask, _figures, ASKED_ELSEWHERE)


def way(
    runs: int, ask: Callable[[Question], Any], read: Callable[[Any], Figures], questions: Sequence[Question] = QUESTIONS
) -> Way:
    """Questions asked one way, so many times; `read` takes the figures out of an answer."""
    turns = [_timed(question, partial(ask, question)) for _ in range(runs) for question in questions]
    return _way(turns, dict.fromkeys((question.name for question in questions), read))


def peak_mb() -> float:
    """The most memory this process held so far, in MB; 0 where the system does not tell."""
    lines = STATUS.read_text(encoding="utf-8").splitlines() if STATUS.is_file() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def agree(one: Figures, other: Figures) -> bool:
    """Whether all figures of the first are those of the second; what the second leaves out is 0."""
    return bool(one) and all(
        abs(value - other.get(key, 0.0)) <= 1e-6 * max(1.0, abs(value)) for key, value in one.items()
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    question: str
    ms: float
    cpu_ms: float
    answer: Any


def _timed(question: Question, ask: Callable[[], Any]) -> _Turn:
    started, cpu = perf_counter(), process_time()
    answer = ask()
    return _Turn(question.name, 1000 * (perf_counter() - started), 1000 * (process_time() - cpu), answer)


def _arrive(warehouse: Warehouse) -> None:
    """Nothing is known but who is counted, as after the first page was shown."""
    warehouse.forget()
    for known in (warehouse.population, warehouse.without_account):
        warehouse.user_flags(known)


def _scan(warehouse: Warehouse, question: Question, asking: Asking) -> None:
    warehouse.arrays(Query(f"bench/scan_{question.scan}", tuple(question.params(asking).items())))


def _figures(found: Sequence[tuple[Any, ...]]) -> Figures:
    return {(str(segment), str(category)): float(value) for segment, category, value in found}


def _way(turns: Sequence[_Turn], reads: Mapping[str, Callable[[Any], Figures]], peak: float = 0) -> Way:
    by_question: dict[str, list[_Turn]] = {}
    for turn in turns:
        by_question.setdefault(turn.question, []).append(turn)
    return Way(
        {
            name: Taken(
                median(turn.ms for turn in mine),
                median(turn.cpu_ms for turn in mine),
                reads[name](mine[-1].answer),
            )
            for name, mine in by_question.items()
        },
        round(peak or peak_mb(), 1),
    )
