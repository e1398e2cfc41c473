"""How long a scorecard takes: nothing known, one segment edited, another baseline, nothing changed."""

import resource
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from math import isclose
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from strata import stats
from strata.analysis import sums
from strata.analysis.compare import compare
from strata.bench.machine import Machine, this_machine
from strata.bench.measure import check_synthetic
from strata.bench.questions import COMMON, HOTTEST, ONE, SECOND
from strata.membership import plain_sql
from strata.model.metrics import Metric, metric
from strata.model.results import Comparison
from strata.model.segment import Last, Segment, Window, parse_segment
from strata.warehouse import Leaf, Members, Warehouse

WINDOW, UNUSUAL = Last(90), Last(91)
"""Dates that the screen offers, of which a load summed what metrics are made of, and dates of which it did not."""
METRICS = (
    "nps",
    "active_days",
    "stickiness",
    "events",
    "sessions",
    "events_per_session",
    f"did:{COMMON}",
    f"did:{ONE}",
    f"events:{SECOND}",
    "retention:4",
    "mean:seats",
    "share:plan=Growth",
)
SAME = 1e-6
"""Relative difference of two answers that are the same but for rounding."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Median milliseconds of a scorecard, and of the same one summed metric by metric with nothing kept.

    `agrees` says whether both gave the same intervals in every run.
    """

    name: str
    ms: float
    plain_ms: float
    agrees: bool

    @property
    def ratio(self) -> float:
        """How many times longer the plain way takes."""
        return self.plain_ms / self.ms


@dataclass(frozen=True, slots=True)
class Scorecards:
    """A whole measurement; `peak_mb` is the memory of the process before the plain way was asked."""

    machine: Machine
    version: str
    users: int
    events: int
    segments: int
    metrics: int
    runs: int
    peak_mb: float
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One scorecard: its segments, and the segment they are held against if it is not everyone else."""

    name: str
    segments: tuple[Segment, ...]
    baseline: Segment | None = None
    window: Window = WINDOW


def measure_scorecards(folder: Path, *, runs: int, report: Callable[[int], None] = lambda run: None) -> Scorecards:
    """The median times of a scorecard of four segments and twelve metrics on a synthetic warehouse.

    Raises:
        WarehouseError: the warehouse is not a synthetic one, so that the questions would name nothing in it.
    """
    machine = this_machine()
    taken: dict[str, list[Turn]] = {}
    for run in range(runs):
        for visit in _visits(run):
            with closing(_opened(folder)) as warehouse:
                for asked, turn in _run(warehouse, visit).items():
                    taken.setdefault(asked, []).append(turn)
                catalog = warehouse.catalog
        report(run + 1)
    return Scorecards(
        machine=machine,
        version=catalog.version,
        users=catalog.n_users,
        events=catalog.n_events,
        segments=4,
        metrics=len(METRICS),
        runs=runs,
        peak_mb=round(min(turn.peak_mb for turns in taken.values() for turn in turns), 1),
        situations=tuple(_situation(name, turns) for name, turns in taken.items()),
    )


class Turn(NamedTuple):
    """How long one scorecard took both ways, whether they agree, and the memory taken before the plain way."""

    ms: float
    plain_ms: float
    agrees: bool
    peak_mb: float


def _run(warehouse: Warehouse, visit: Sequence[Asked]) -> dict[str, Turn]:
    """What one visitor asks, one after the other, then the same by plain statements."""
    metrics = [metric(name, warehouse.catalog) for name in METRICS]
    timed = []
    for asked in visit:
        started = perf_counter()
        found = compare(warehouse, asked.segments, metrics, baseline=asked.baseline, window=asked.window)
        timed.append((asked, 1000 * (perf_counter() - started), found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    turns = {}
    for asked, ms, found in timed:
        started = perf_counter()
        plain = _plainly(warehouse, asked, metrics)
        turns[asked.name] = Turn(ms, 1000 * (perf_counter() - started), _agree(found, plain), peak)
    return turns


def _opened(folder: Path) -> Warehouse:
    """A warehouse of which nothing is known but who is counted and to which account they belong."""
    warehouse = Warehouse.open(folder)
    check_synthetic(warehouse.catalog)
    for known in (warehouse.population, warehouse.without_account):
        warehouse.user_flags(known)
    warehouse.roll.places(warehouse.user_flags(warehouse.population))
    return warehouse


def _visits(run: int) -> tuple[tuple[Asked, ...], ...]:
    """What each of two visitors asks, one after the other."""
    return _asked(run), (Asked("nothing known, unusual dates", _others(), window=UNUSUAL),)


def _asked(run: int) -> tuple[Asked, ...]:
    others, first, edited = _others(), _segments(20), _segments(21 + run)
    return (
        Asked("nothing known", others),
        Asked("four new segments, the dates known", first),
        Asked("one segment edited", edited),
        Asked("another baseline", edited[:3], edited[3]),
        Asked("everyone else again", edited),
    )


def _others() -> tuple[Segment, ...]:
    return _named(
        {
            "Dentists": {"attribute": "role", "op": "is", "value": ["dentist"]},
            "Often": {"event": COMMON, "at_least": 5, "within": {"last": 60}},
            "Starter": {"attribute": "plan", "op": "is", "value": ["Starter"]},
            "Small": {
                "all": [
                    {"attribute": "seats", "op": "<=", "value": 10},
                    {"not": {"event": SECOND, "within": {"last": 30}}},
                ]
            },
        }
    )


def _segments(seats: int) -> tuple[Segment, ...]:
    conditions: dict[str, object] = {
        "Hygienists": {"attribute": "role", "op": "is", "value": ["hygienist"]},
        "Common": {"event": COMMON, "at_least": 3, "within": {"last": 90}},
        "Growth": {"attribute": "plan", "op": "is", "value": ["Growth"]},
        "Large": {
            "all": [
                {"attribute": "seats", "op": ">", "value": seats},
                {"not": {"event": HOTTEST, "within": {"last": 30}}},
            ]
        },
    }
    return _named(conditions)


def _named(conditions: Mapping[str, object]) -> tuple[Segment, ...]:
    return tuple(
        parse_segment({"name": name, "of": "users", "where": {"all": [condition]}}, origin=name)
        for name, condition in conditions.items()
    )


def _plainly(warehouse: Warehouse, asked: Asked, metrics: Sequence[Metric]) -> list[stats.Difference]:
    """The same scorecard by plain statements: who is in each segment, then one sum by account per metric."""
    warehouse.forget()
    shown = (*asked.segments, *([asked.baseline] if asked.baseline else []))
    members = Members(
        warehouse.population,
        tuple(warehouse.members(Leaf(plain_sql(segment.where, warehouse.catalog))) for segment in shown),
    )
    found, names = [], replace(warehouse.catalog, usual=())
    for each in metrics:
        cells = sums.by_segment(warehouse, each, members, asked.window, names=names)
        for i in range(len(asked.segments)):
            inside = cells.inside(i)
            others = cells.inside(len(asked.segments)) if asked.baseline else ~inside
            found.append(stats.compare(_kind(each), cells.cells, inside, others))
    return found


def _kind(metric: Metric) -> stats.Kind:
    return "mean" if metric.kind == "time" else metric.kind


def _agree(comparison: Comparison, plain: Sequence[stats.Difference]) -> bool:
    """Whether every pair has the same p-value both ways."""
    found = [result.p for result in comparison.results]
    return all(
        (one is None) == (other.p is None) and (one is None or isclose(one, other.p or 0, rel_tol=SAME, abs_tol=SAME))
        for one, other in zip(found, plain, strict=True)
    )


def _situation(name: str, turns: Sequence[Turn]) -> Situation:
    ms, plain_ms = median(turn.ms for turn in turns), median(turn.plain_ms for turn in turns)
    return Situation(name, ms, plain_ms, all(turn.agrees for turn in turns))
