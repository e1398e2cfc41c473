"""How the values of a metric are spread over the people of each segment, in the unit they read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Effect, Source, Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """The values that are counted together: from `low` to under `high`, None where it is open; equal for one value."""

    label: str
    low: float | None
    high: float | None

    @property
    def is_one_value(self) -> bool:
        """Whether it holds a single value."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Summary:
    """Values that these percentages of a group do not exceed; each is a value that someone has."""

    lowest: float
    p5: float
    p25: float
    median: float
    p75: float
    p95: float
    highest: float


@dataclass(frozen=True, slots=True)
class Point:
    """The percentage of a group, `share`, that has this value or a lower one."""

    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How the values of one group are spread.

    `n` of its `size` people have a value and come from `accounts` accounts; where accounts are what is counted, n and
    size are accounts too. Of a group too small to be shown only these numbers and the reason are known.
    """

    name: str
    size: int
    n: int
    accounts: int
    counts: tuple[int, ...]
    """How many are in each bar of the distribution."""
    points: tuple[Point, ...]
    """The empirical distribution, lowest value first."""
    summary: Summary | None
    withheld: str | None

    @property
    def missing(self) -> int:
        """How many have no value."""
        return self.size - self.n

    @property
    def shares(self) -> tuple[float, ...]:
        """Percent of the group in each bar, so that groups of any size can stand side by side."""
        return tuple(100 * count / self.n for count in self.counts)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which of two groups tends to give the higher answer.

    `value` is percent of random pairs, one person from each group, in which the segment's answer is the higher one,
    ties counting half; 50 if neither tends to. The interval, at 95 %, and p are of one procedure.
    """

    segment: str
    baseline: str
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    n: int
    baseline_n: int
    method: str | None
    correction: str
    design_effect: float | None
    effect: Effect | None
    verdict: Verdict
    reasons: tuple[str, ...]
    badges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distribution:
    """The values of one metric in several groups, over the same bars.

    `notes` say what to know before reading.
    """

    source: Source
    metric: str
    label: str
    unit: str
    counted: str
    bars: tuple[Bar, ...]
    groups: tuple[Spread, ...]
    rankings: tuple[Ranking, ...]
    notes: tuple[str, ...]

    @property
    def shown(self) -> Sequence[Spread]:
        """The groups that are large enough."""
        return tuple(group for group in self.groups if group.withheld is None)

    def as_json(self) -> dict[str, Any]:
        """The distribution as JSON values."""
        return asdict(self)
