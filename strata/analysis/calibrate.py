"""Random segments of the loaded data, compared as any others are: how often the verdicts are wrong."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import NamedTuple, Self

import numpy as np
from numpy.random import Generator

from strata import stats
from strata.analysis.baselines import AgainstRest
from strata.analysis.columns import Crew
from strata.analysis.groups import Asked, Groups
from strata.analysis.judging import Pair, contrast, judged
from strata.analysis.planting import PLANTS, planted, units
from strata.analysis.random_segments import Lots, Passing
from strata.analysis.source import source
from strata.analysis.timing import time_pair
from strata.errors import MetricError, StrataError
from strata.model.calibration import AlarmCheck, Calibration, MethodUse, PowerCheck, Rate, Way
from strata.model.metrics import Metric
from strata.model.results import REST
from strata.model.segment import EVER, Window
from strata.stats.score import OneScore, Wilson
from strata.warehouse import MOST_SEGMENTS, Warehouse

PEOPLE = (50, 100, 300, 1_000)
"""Users in a segment with a planted gap, unless others are asked for."""
WAYS: tuple[Way, ...] = ("user", "account")
RANDOM = "A random segment"
LEAVES_OUT_ZERO = ("higher", "lower", "expected_by_luck")
SHOWN_DIFFERENT = ("higher", "lower")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is calibrated, and with how many random segments.

    Attributes:
        metrics: The first is the question asked, the others a look around, as in a comparison.
        rounds: Segments per way of drawing.
        share: Share of users, or of accounts, in a segment without a difference, in (0, 1).
        seed: Chooses the segments.
        window: The days counted.
        people: How many users the segments with planted gaps have; without any, no gaps are planted.

    Raises:
        MetricError: There are no metrics.
        StrataError: The share is not inside (0, 1), there are no rounds, or the seed is negative.
    """

    metrics: tuple[Metric, ...]
    rounds: int = 200
    share: float = 0.1
    seed: int = 1
    window: Window = EVER
    people: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.metrics:
            raise MetricError("There is no metric to calibrate: load answers or events, or name a metric.")
        if not 0 < self.share < 1:
            raise StrataError(f"A share of {self.share:g} leaves nobody to compare: give one between 0 and 1, as 0.1.")
        if self.rounds < 1:
            raise StrataError(f"{self.rounds} rounds draw no segment: give 1 or more.")
        if self.seed < 0:
            raise StrataError(f"The seed {self.seed} is negative: give 0 or more.")


def calibrate(warehouse: Warehouse, plan: Plan) -> Iterator[Calibration]:
    """What was counted so far, a few rounds more each time: false alarms first, then the planted gaps found.

    Metrics of accounts are left out where users are drawn: large accounts are then likelier to be in the segment, so
    that it does differ from everyone else. No gaps are planted in times to a first event.

    Raises:
        StrataError: Nobody is counted in the data.

    References:
        Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments, chapter 19, on A/A tests.
    """
    if not warehouse.population:
        raise StrataError("Nobody is counted in these data: load users who are not internal.")
    return _rounds(_Bench.of(warehouse, plan))


class _Verdict(NamedTuple):
    """What was said about a segment without a difference."""

    metric: str
    way: Way
    verdict: stats.Verdict
    method: str | None


class _Drawn(NamedTuple):
    """A segment to plant gaps in, of about so many people."""

    way: Way
    people: int
    number: int
    users: int


class _Gap(NamedTuple):
    """A gap planted in segments of a size."""

    metric: Metric
    way: Way
    people: int
    size: float


class _Find(NamedTuple):
    """What became of a planted gap in one segment."""

    n: int
    is_withheld: bool
    is_found: bool


def _rounds(bench: "_Bench") -> Iterator[Calibration]:
    plan = bench.plan
    found = Calibration(source(bench.warehouse, plan.window), plan.seed, 100 * plan.share)
    verdicts: Counter[_Verdict] = Counter()
    for done in _steps(plan.rounds, MOST_SEGMENTS // len(bench.lots)):
        verdicts.update(bench.verdicts(range(found.rounds, done)))
        found = replace(found, rounds=done, alarms=tuple(_alarm_checks(bench, verdicts)))
        yield found
    finds: dict[_Gap, list[_Find]] = {}
    for done in _steps(plan.rounds if bench.people else 0, 1):
        for gap, find in bench.finds(done - 1):
            finds.setdefault(gap, []).append(find)
        yield replace(found, power_rounds=done, power=tuple(_power_check(gap, finds[gap]) for gap in finds))


def _steps(rounds: int, at_once: int) -> Iterator[int]:
    """How many rounds are done after each pass."""
    return (min(first + at_once, rounds) for first in range(0, rounds, at_once))


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all rounds need; `everyone` are the sums of all who are counted."""

    warehouse: Warehouse
    plan: Plan
    asked: tuple[Asked, ...]
    lots: tuple[Lots, ...]
    people: tuple[int, ...]
    everyone: Mapping[Hashable, stats.Arm]

    @classmethod
    def of(cls, warehouse: Warehouse, plan: Plan) -> Self:
        """Sums everyone; segments of more than half of them would leave too few others."""
        asked = tuple(Asked.of(warehouse, metric, plan.window) for metric in plan.metrics)
        everyone = Passing()
        groups = Groups(warehouse, everyone)
        for each in _summed(asked):
            groups.arm(each, groups.crew(warehouse.population))
        lots = tuple(Lots.of(way, warehouse) for way in (WAYS if warehouse.catalog.n_accounts else WAYS[:1]))
        people = tuple(n for n in plan.people if 2 * n <= warehouse.population.bit_count())
        return cls(warehouse, plan, asked, lots, people, everyone.kept)

    def asked_by(self, way: Way) -> tuple[Asked, ...]:
        """The metrics in which segments drawn this way do not differ."""
        return tuple(each for each in self.asked if way == "account" or each.metric.per == "user")

    def verdicts(self, rounds: Sequence[int]) -> Iterator[_Verdict]:
        """What is said about the segments without a difference of a few rounds, summed in one pass."""
        share = self.plan.share
        drawn = [(lots.way, lots.with_share(share, self._rng(lots.way, i))) for i in rounds for lots in self.lots]
        board = AgainstRest(self._groups(), self.asked)
        for way, users in drawn:
            crew = Crew(self.warehouse, users)
            pairs = [_pair(board, asked, crew) for asked in self.asked_by(way)]
            for result in judged(pairs, primary=self.plan.metrics[0].name):
                yield _Verdict(result.metric, way, result.verdict, result.method)

    def _groups(self) -> Groups:
        return Groups(self.warehouse, Passing(self.everyone))

    def finds(self, number: int) -> Iterator[tuple[_Gap, _Find]]:
        """What becomes of the gaps planted in the segments of one round, as many segments in a pass as fit."""
        wanted = [(lots, people) for lots in self.lots for people in self.people]
        for first in range(0, len(wanted), MOST_SEGMENTS):
            drawn = [
                _Drawn(lots.way, people, number, lots.with_people(people, self._rng(lots.way, number, people)))
                for lots, people in wanted[first : first + MOST_SEGMENTS]
            ]
            sets = [each.users for each in drawn]
            groups = self._groups()
            for asked in _summed(self.asked):
                for each, group in zip(drawn, units(self.warehouse, asked, self.plan.window, sets), strict=True):
                    if asked in self.asked_by(each.way):
                        yield from self._finds(groups, asked, each, group)

    def _finds(self, groups: Groups, asked: Asked, drawn: _Drawn, group: stats.Cells) -> Iterator[tuple[_Gap, _Find]]:
        """What becomes of each size of gap in one metric of one segment."""
        metric, crew = asked.metric, Crew(self.warehouse, drawn.users)
        arms, everyone = groups.arms(asked, crew, crew.rest), groups.arm(asked, crew.everyone)
        counts = crew.n, crew.rest.n
        for i, size in enumerate(PLANTS[metric.kind].sizes_for(everyone), 1):
            changed = planted(asked, group, size, everyone, self._rng(drawn.way, drawn.number, drawn.people, i))
            result = contrast(
                Pair.of(metric, (RANDOM, REST), replace(arms, a=changed), counts), p_adjusted=None, correction=""
            )
            side = "higher" if changed.mean > arms.a.mean else "lower"
            find = _Find(result.n, result.verdict == "not_enough_data", result.verdict == side)
            yield _Gap(metric, drawn.way, drawn.people, size), find

    def _rng(self, way: Way, *numbers: int) -> Generator:
        """A stream of its own for each segment and gap, whatever else is counted; a last number of 0 adds nothing."""
        return np.random.default_rng((self.plan.seed, WAYS.index(way), *numbers))


def _summed(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Those compared by their sums alone: all but times to a first event."""
    return tuple(each for each in asked if each.metric.kind != "time")


def _pair(board: AgainstRest, asked: Asked, crew: Crew) -> Pair:
    compare = time_pair if asked.metric.kind == "time" else AgainstRest.pair
    return compare(board, asked, RANDOM, crew)


def _alarm_checks(bench: _Bench, verdicts: Counter[_Verdict]) -> Iterator[AlarmCheck]:
    for lots in bench.lots:
        for asked in bench.asked_by(lots.way):
            said = {each: n for each, n in verdicts.items() if each[:2] == (asked.metric.name, lots.way)}
            yield _alarm_check(asked.metric, lots.way, said)


def _alarm_check(metric: Metric, way: Way, said: Mapping[_Verdict, int]) -> AlarmCheck:
    def count(*verdicts: str) -> int:
        return sum(n for each, n in said.items() if each.verdict in verdicts)

    rounds, withheld = sum(said.values()), count("not_enough_data")
    methods: Counter[str] = Counter()
    for each, n in said.items():
        methods[each.method or ""] += n if each.verdict != "not_enough_data" else 0
    return AlarmCheck(
        metric=metric.name,
        label=metric.label,
        way=way,
        rounds=rounds,
        withheld=withheld,
        alarms=_rate(count(*LEAVES_OUT_ZERO), rounds - withheld),
        shown=_rate(count(*SHOWN_DIFFERENT), rounds - withheld),
        methods=tuple(MethodUse(name, _label(name), n) for name, n in methods.most_common() if n),
    )


def _label(method: str) -> str:
    return stats.PACE_METHODS[method].label if method in stats.PACE_METHODS else stats.METHODS[method].label


def _power_check(gap: _Gap, finds: Sequence[_Find]) -> PowerCheck:
    return PowerCheck(
        metric=gap.metric.name,
        label=gap.metric.label,
        way=gap.way,
        people=gap.people,
        size=gap.size,
        unit=PLANTS[gap.metric.kind].unit,
        n=fmean(find.n for find in finds),
        withheld=sum(find.is_withheld for find in finds),
        found=_rate(sum(find.is_found for find in finds), len(finds)),
    )


def _rate(hits: int, of: int) -> Rate:
    if not of:
        return Rate(hits, of, None, None, None)
    low, high = OneScore(Wilson(hits, of)).limits(0.95)
    return Rate(hits, of, 100 * hits / of, 100 * low, 100 * high)
