"""How far segments get in a funnel; shares in percent, times in seconds."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import FunnelCondition


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step and those of a group who did it.

    Attributes:
        event: The step.
        users, accounts: Who did it, and in how many accounts they are.
        stopped: How many of them went no further.
        share, low, high: Percent of those who began; None where they are too few to show.
        from_previous, from_low, from_high: Percent of those who did the step before; None for the first step too.
        median, middle_low, middle_high: Seconds since the step before of those who did it: the median, and the ends of
            the middle half; None for the first step and without users.
        median_low, median_high: The interval of that median at 95 %; None too where too few users did the step, or all
            of them are in one account.
    """

    event: str
    users: int
    accounts: int
    stopped: int
    share: float | None
    low: float | None
    high: float | None
    from_previous: float | None
    from_low: float | None
    from_high: float | None
    median: float | None
    middle_low: float | None
    middle_high: float | None
    median_low: float | None
    median_high: float | None


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """A segment or the baseline on its way: how many users it has, and how far those get who begin."""

    name: str
    is_baseline: bool
    users: int
    steps: tuple[FunnelStep, ...]

    @property
    def began(self) -> int:
        """Who did the first step."""
        return self.steps[0].users


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel of segments; `unfinished` users began so late that their time is not over, and are left out.

    The first of `results`, per segment, is the whole way; the others are the steps.
    """

    source: Source
    funnel: FunnelCondition
    segments: tuple[SegmentSize, ...]
    groups: tuple[FunnelGroup, ...]
    results: tuple[Contrast, ...]
    unfinished: int

    def as_json(self) -> dict[str, Any]:
        """The funnel as JSON values."""
        steps = {"steps": list(self.funnel.funnel), "days": self.funnel.days, "exclude": self.funnel.exclude}
        return {
            **steps,
            "source": asdict(self.source),
            "segments": [asdict(each) for each in self.segments],
            "groups": [asdict(each) for each in self.groups],
            "results": [asdict(each) | {"sentence": each.sentence} for each in self.results],
            "unfinished": self.unfinished,
        }
