"""Whether the fix worked: a segment before and after a day, beside another one, and in the same people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from strata import stats
from strata.analysis.impact_effects import Weighing, effect
from strata.analysis.impact_sums import Flags, Span, Wave, changes
from strata.analysis.impact_words import goal_of
from strata.analysis.reach import first_day
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.errors import MetricError, SegmentError
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model.impact import Effect, Impact, Level, Point
from strata.model.metrics import Metric
from strata.model.periods import DAY, periods, usual_grain
from strata.model.results import REST
from strata.model.segment import Between, Segment
from strata.stats import Arm
from strata.stats.verdicts import FEWEST_ANSWERS
from strata.warehouse import Warehouse

MOST_POINTS = 24
MOST_SETTLING = 730
SCALES: Mapping[str, tuple[float, float]] = {"nps": (-100, 100), "share": (0, 100), "rating": (1, 5)}
"""The ends of what a metric can be followed in, by its kind."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is followed.

    Attributes:
        segment: Who got the change; against: who did not, None for everyone else, or the segment alone with `alone`.
        day: The first day of the change.
        metric: What is looked at.
        settle: Days after the change that are left out, while it takes hold.
        since, until: The first and last day that are compared; by default as many days before as there are after,
            and up to the end of the data.
        goal: What the segment should reach, in the metric's unit.
        what: The change, in words.
    """

    segment: Segment
    day: date
    metric: Metric
    against: Segment | None = None
    settle: int = 0
    since: date | None = None
    until: date | None = None
    goal: float | None = None
    what: str = ""

    def __post_init__(self) -> None:
        """Raises SegmentError where the days to settle or the goal are beyond reason, MetricError for no score."""
        if not 0 <= self.settle <= MOST_SETTLING:
            raise SegmentError(f"{self.settle} days to settle: write a whole number from 0 to {MOST_SETTLING}.")
        if self.metric.survey is None or self.metric.kind not in SCALES:
            raise MetricError(f"{self.metric.label} is no survey score: follow a change in nps, csat or csat_mean.")
        low, high = SCALES[self.metric.kind]
        if self.goal is not None and not low <= self.goal <= high:
            ends = f"{self.metric.label} goes from {low:g} to {high:g}"
            raise SegmentError(f"The goal is {self.goal:g}: {ends}, write a number in between.")


def impact(warehouse: Warehouse, ask: Ask, library: Library = NO_LIBRARY) -> Impact:
    """What came after a change.

    The first effect is how much more the segment changed than what it is compared with (difference in differences):
    what happened to both is not counted. It stands on the two having moved alike without the change, so whether they
    did before is judged beside it.

    Raises:
        MetricError: the metric has no answers with dates, or none on either side of the day.
        SegmentError: the day is outside the data, or a segment cannot be counted.
    """
    before, after = _spans(warehouse, ask)
    shown = (ask.segment, *([ask.against] if ask.against else []))
    members = in_play(warehouse, shown, library)
    mine = members.segments[0] & members.population
    theirs = (members.segments[1] if ask.against else ~mine) & members.population
    names = ask.segment.name, ask.against.name if ask.against else REST
    groups = [warehouse.user_flags(users) for users in (mine, theirs)]
    halves = _halves(before)
    waves = [Wave.of(warehouse, ask.metric, span) for span in (before, after, *halves)]
    if not (len(waves[0].x) and len(waves[1].x)):
        raise MetricError(
            f"There is no {ask.metric.label} {'before' if not len(waves[0].x) else 'after'} {ask.day}: one wave of "
            "answers shows no change. Choose another day, or longer dates."
        )
    size = max(wave.size for wave in waves)
    board = _Board(ask, names, groups, waves, size, is_open=after[1] >= warehouse.catalog.as_of)
    return Impact(
        source=source(warehouse, Between(before[0], after[1])),
        segment=names[0],
        against=names[1],
        metric=ask.metric.name,
        label=ask.metric.label,
        unit=ask.metric.unit,
        what=ask.what,
        day=ask.day,
        before=before,
        after=after,
        is_open=board.is_open,
        sizes=sizes(warehouse, shown, members),
        levels=tuple(board.levels()),
        effects=tuple(board.effects()),
        course=tuple(_course(warehouse, board, (before[0], after[1]))),
        goal=None if ask.goal is None else goal_of(ask.metric, ask.goal, board.arm(0, 0), board.arm(0, 1)),
        notes=tuple(_notes(ask, board)),
    )


@dataclass(frozen=True, eq=False)
class _Board:
    """The answers of both groups: before, after, and in the two halves of the time before."""

    ask: Ask
    names: tuple[str, str]
    groups: Sequence[Flags]
    waves: Sequence[Wave]
    size: int
    is_open: bool

    def arm(self, group: int, wave: int) -> Arm:
        """The answers of a group in a wave."""
        return self.waves[wave].arm(self.groups[group], size=self.size)

    def levels(self) -> Iterator[Level]:
        """Each group before and after."""
        for group, name in enumerate(self.names):
            for wave, period in enumerate(("before", "after")):
                yield level(self.ask.metric, name, period, self.arm(group, wave), self.waves[wave])

    def effects(self) -> Iterator[Effect]:
        """What is said about the change, the difference in differences first."""
        a0, a1, b0, b1 = (self.arm(group, wave) for group in (0, 1) for wave in (0, 1))
        weigh = Weighing(self.ask.metric, self.names, is_open=self.is_open)
        yield effect(weigh, "difference", (a1, a0, b1, b0))
        yield effect(weigh, "change", (a1, a0))
        yield effect(weigh, "other", (b1, b0))
        yield effect(weigh, "same_people", self._same_people())
        yield effect(weigh, "before", [self.arm(group, wave) for group, wave in ((0, 3), (0, 2), (1, 3), (1, 2))])

    def _same_people(self) -> tuple[Arm, Arm]:
        one, two = (changes(self.waves[0], self.waves[1], group, self.size) for group in self.groups)
        return one, two


def level(metric: Metric, group: str, period: str, arm: Arm, wave: Wave) -> Level:
    """A group in a period, without a value where it is too small."""
    found = stats.estimate(arm)
    accounts = found.n_accounts if wave.knows_accounts else 0
    if found.n < FEWEST_ANSWERS or found.value is None:
        why = f"Too few {metric.of} (n={found.n})." if found.n else f"No {metric.of}."
        return Level(group, period, None, None, None, found.n, accounts, why)
    low, high = (None if each is None else metric.scale * each for each in (found.low, found.high))
    return Level(group, period, metric.scale * found.value, low, high, found.n, accounts)


def _spans(warehouse: Warehouse, ask: Ask) -> tuple[Span, Span]:
    """The days before and after, checked against the data."""
    first, last = first_day(warehouse, ask.metric), warehouse.catalog.as_of
    begins, ends = ask.day + ask.settle * DAY, min(ask.until or last, last)
    if first is None:
        raise MetricError(f"{ask.metric.label} has no dates, so there is no before and after: choose another metric.")
    if not first < ask.day <= last:
        raise SegmentError(f"{ask.day} is outside the data, which run from {first} to {last}: choose a day in between.")
    if begins > ends:
        raise SegmentError(f"No day is left from {begins} to {ends}: choose fewer days to settle, or a later end.")
    since = ask.since or max(first, ask.day - (ends - ask.day + DAY))
    if since >= ask.day:
        raise SegmentError(f"The days before begin on {since} and the change on {ask.day}: begin earlier.")
    return (since, ask.day - DAY), (begins, ends)


def _halves(span: Span) -> tuple[Span, Span]:
    middle = span[0] + (span[1] - span[0]) // 2
    return (span[0], middle), (min(middle + DAY, span[1]), span[1])


def _course(warehouse: Warehouse, board: _Board, span: Span) -> Iterator[Point]:
    """Both groups period by period; a period that holds the day of the change is cut there."""
    grain = usual_grain(*span)
    found = periods(*span, grain)[-MOST_POINTS:]
    for period in found:
        days = max(period.start, span[0]), min(period.end, span[1])
        wave = Wave.of(warehouse, board.ask.metric, days)
        for name, group in zip(board.names, board.groups, strict=True):
            yield Point(name, period.label, level(board.ask.metric, name, period.label, wave.arm(group), wave))


def _notes(ask: Ask, board: _Board) -> Iterator[str]:
    if ask.settle:
        yield f"The first {ask.settle} days after the change are left out, while it takes hold."
    if not board.waves[0].knows_accounts:
        yield "No accounts are known, so people are treated as independent of each other."
    both = int(np.count_nonzero(board.groups[0] & board.groups[1]))
    if both:
        yield f"{both:,} people are in both groups; the change is then partly compared with itself."
    yield "People were not chosen by lot to get the change, so other things may lie behind a difference as well."
