"""How often comparisons on the loaded data are wrong: false alarms where nothing differs, and planted gaps found."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from strata.model.results import Source

Way = Literal["user", "account"]
"""What a random segment takes or leaves as a whole: one user, or an account with all its users."""
PlantUnit = Literal["points", "pp", "sd"]
"""NPS points, percentage points, or standard deviations of one user's value."""

NOMINAL = 5.0
"""Percent of comparisons without a difference whose 95 % interval leaves out 0 by chance."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many, and in percent with the 95 % interval (Wilson) that the rounds allow; None of none."""

    hits: int
    of: int
    percent: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A method and how many comparisons it answered; `name` is its key, `label` what people read."""

    name: str
    label: str
    times: int


@dataclass(frozen=True, slots=True)
class AlarmCheck:
    """One metric of random segments against everyone else, where nothing differs.

    Attributes:
        metric, label: The metric.
        way: How the segments were drawn.
        rounds: How many segments.
        withheld: Of those, how many were too small to get a verdict; the rates are among the others.
        alarms: The 95 % interval left out 0.
        shown: "Higher" or "lower" after the correction for the other metrics compared beside it.
        methods: What the verdicts were computed by, the most frequent first.
    """

    metric: str
    label: str
    way: Way
    rounds: int
    withheld: int
    alarms: Rate
    shown: Rate
    methods: tuple[MethodUse, ...]

    @property
    def is_too_high(self) -> bool:
        """Whether there are more false alarms than chance and the number of rounds explain."""
        return self.alarms.low is not None and self.alarms.low > NOMINAL


@dataclass(frozen=True, slots=True)
class PowerCheck:
    """How often a gap of known size was found that had been planted in a random segment.

    Attributes:
        metric, label: The metric.
        way: How the segments were drawn.
        people: Users per segment, whether or not they have a value.
        size, unit: The gap.
        n: How many were counted per segment, on average; accounts where the metric counts those.
        withheld: How many comparisons got no verdict; they count as not found.
        found: The 95 % interval left out 0 on the side of the gap.
    """

    metric: str
    label: str
    way: Way
    people: int
    size: float
    unit: PlantUnit
    n: float
    withheld: int
    found: Rate


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was counted so far.

    Attributes:
        source: The data.
        seed: Chooses the segments; the same seed gives the same counts on the same data.
        share: Percent of users, or of accounts, that a segment without a difference has.
        rounds, power_rounds: Rounds counted, of segments without a difference and of such with planted gaps.
        alarms: One per metric and way of drawing.
        power: One per metric, way of drawing, number of people and size of gap.
    """

    source: Source
    seed: int
    share: float
    rounds: int = 0
    power_rounds: int = 0
    alarms: tuple[AlarmCheck, ...] = ()
    power: tuple[PowerCheck, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it comes to, and what is out of order."""
        return (*self._summary(), *(_too_high(check) for check in self.alarms if check.is_too_high))

    def as_json(self) -> dict[str, Any]:
        """The calibration as JSON values, with its sentences."""
        document = asdict(self) | {"sentences": list(self.sentences)}
        for row, check in zip(document["alarms"], self.alarms, strict=True):
            row["is_too_high"] = check.is_too_high
        return document

    def _summary(self) -> Iterator[str]:
        compared = sum(check.alarms.of for check in self.alarms)
        if not compared:
            yield "No comparison had enough data for a verdict: draw a larger share, or load more data."
            return
        alarms, shown = (100 * sum(hits) / compared for hits in self._hits())
        yield (
            f"Of {compared:,} comparisons without a difference, {alarms:.1f} % were called different; "
            f"{NOMINAL:.0f} % are expected by chance."
        )
        yield f"After the correction for many metrics at once, {shown:.1f} % were shown as higher or lower."

    def _hits(self) -> tuple[list[int], list[int]]:
        return [check.alarms.hits for check in self.alarms], [check.shown.hits for check in self.alarms]


def _too_high(check: AlarmCheck) -> str:
    found = check.alarms
    return (
        f"{check.label}, drawn by {check.way}: {found.percent:.1f} % false alarms ({found.low:.1f} to {found.high:.1f} "
        f"%) are more than {NOMINAL:.0f} %: draw more rounds, and if it stays so, take its intervals as too narrow."
    )
