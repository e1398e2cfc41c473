"""The questions about behaviour at several sizes, beside plain SQL, a bare scan and other tools, and how cost grows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from strata.bench.behaviour import QUESTIONS, Question
from strata.bench.frames import FRAMES, check_installed
from strata.bench.machine import Machine, this_machine
from strata.bench.measure import check_synthetic
from strata.bench.ways import Screens, Way, agree, apart, plainly, screens
from strata.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Row:
    """One question at one size: medians in milliseconds.

    Attributes:
        question: What was asked.
        cold: Nothing known; edited: after one condition of one segment was; redrawn: asked again.
        cpu_edited: What the edit took of all cores together.
        plain: Plain SQL on the tables as delivered, None where it is not asked; scan: reading the columns alone.
        others: Other tools on the same data, by name.
        agrees: Whether every way that was asked gave the same numbers.
    """

    question: str
    cold: float
    edited: float
    redrawn: float
    cpu_edited: float
    plain: float | None
    scan: float
    others: Mapping[str, float]
    agrees: bool


@dataclass(frozen=True, slots=True)
class Size:
    """All questions at one size; `peaks` is the most memory in MB by the way of asking."""

    users: int
    events: int
    file_mb: float
    peaks: Mapping[str, float]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """A whole measurement, the smallest size first."""

    machine: Machine
    runs: int
    sizes: tuple[Size, ...]

    @property
    def growth(self) -> Mapping[str, float]:
        """Per question the power of the number of events with which an edit grows: 1 is in proportion, 0 not at all."""
        first, last = self.sizes[0], self.sizes[-1]
        if first.events >= last.events:
            return {}
        more = log(last.events / first.events)
        return {a.question: log(b.edited / a.edited) / more for a, b in zip(first.rows, last.rows, strict=True)}


def measure_sizes(
    folders: Sequence[Path],
    *,
    runs: int,
    against: Sequence[str] = (),
    report: Callable[[str], None] = lambda step: None,
) -> Sizes:
    """The median times of every question at every size; `report` is told each step that begins.

    Args:
        folders: Synthetic warehouses, the smallest first.
        runs: Runs of every question.
        against: Other tools to ask the same, keys into FRAMES.
        report: Told what is measured.

    Raises:
        WarehouseError: a warehouse is not a synthetic one, so that the questions would name nothing in it; or a
            tool is not installed.
    """
    for name in against:
        check_installed(name)
    return Sizes(this_machine(), runs, tuple(_size(folder, runs, against, report) for folder in folders))


def _size(folder: Path, runs: int, against: Sequence[str], report: Callable[[str], None]) -> Size:
    warehouse = Warehouse.open(folder)
    catalog, file = warehouse.catalog, warehouse.file
    warehouse.close()
    check_synthetic(catalog)
    report(f"{catalog.n_events:,} events, as screens ask")
    ours = apart(screens, folder, runs)
    report(f"{catalog.n_events:,} events, plain SQL on the tables as delivered")
    plain = apart(plainly, folder, runs)
    others: dict[str, Way] = {}
    for name in against:
        report(f"{catalog.n_events:,} events, {name}")
        others[name] = apart(FRAMES[name], folder, runs)
    ways = {"strata": ours.cold, "plain SQL": plain, **others}
    return Size(
        users=catalog.n_users,
        events=catalog.n_events,
        file_mb=round(file.stat().st_size / 1e6, 1),
        peaks={name: way.peak_mb for name, way in ways.items()},
        rows=tuple(_row(each, ours, plain, others) for each in QUESTIONS),
    )


def _row(question: Question, ours: Screens, plain: Way, others: Mapping[str, Way]) -> Row:
    name = question.name
    cold, elsewhere = ours.cold.taken[name], {each: way.taken[name] for each, way in others.items() if question.plain}
    by_sql = plain.taken.get(name)
    return Row(
        question=name,
        cold=cold.ms,
        edited=ours.edited.taken[name].ms,
        redrawn=ours.redrawn.taken[name].ms,
        cpu_edited=ours.edited.taken[name].cpu_ms,
        plain=by_sql.ms if by_sql else None,
        scan=ours.scanned.taken[name].ms,
        others={each: taken.ms for each, taken in elsewhere.items()},
        agrees=all(agree(cold.figures, taken.figures) for taken in (by_sql, *elsewhere.values()) if taken),
    )
