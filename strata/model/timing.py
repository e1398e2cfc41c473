"""How soon segments get to something for the first time; shares in percent, times in days."""

from dataclasses import asdict, dataclass
from typing import Any

from strata.model.results import Contrast, Source


@dataclass(frozen=True, slots=True)
class TimingStep:
    """A day of a segment's clock and how it stands by the end of it.

    `share` is the percent of users who have done it, `low` and `high` bound it at 95 %, or are None where users of
    others are not known; `at_risk` counts those who are known on that day and had not done it before.
    """

    day: int
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class TimingCurve:
    """The way of one group to its first time.

    `median` is the day by whose end half have done it; None, with the reason, where that day has not come. `share` is
    the percent who have done it so far. `mean_days` is how many of the first `horizon` days users went without it,
    on average; all groups of one result share the horizon.
    """

    name: str
    users: int
    accounts: int
    share: float
    median: float | None
    median_low: float | None
    median_high: float | None
    why_no_median: str | None
    mean_days: float | None
    horizon: int
    steps: tuple[TimingStep, ...]

    def at_risk(self, day: int) -> int:
        """How many are known on a day and had not done it before."""
        return next((step.at_risk for step in self.steps if step.day >= day), 0)


@dataclass(frozen=True, slots=True)
class Timing:
    """How soon segments do something for the first time, and how many times as fast as their baseline.

    A result's `difference` is the pace ratio minus 1, in percent: +40 is 1.4 times as fast.
    """

    source: Source
    metric: str
    label: str
    note: str
    curves: tuple[TimingCurve, ...]
    results: tuple[Contrast, ...]

    def as_json(self) -> dict[str, Any]:
        """The timing as JSON values, each result with its sentence."""
        document = asdict(self)
        for row, result in zip(document["results"], self.results, strict=True):
            row["sentence"] = pace_sentence(result)
        return document


def pace_sentence(result: Contrast) -> str:
    """One sentence on how fast a segment gets there, with its interval and n."""
    if not result.is_judged or result.difference is None or result.ci_low is None or result.ci_high is None:
        why = f" {result.reasons[0]}" if result.reasons else ""
        return f"{result.segment} cannot be compared with {result.baseline}.{why}"
    times, low, high = (_times(each) for each in (result.difference, result.ci_low, result.ci_high))
    accounts = f" from {result.accounts:,} accounts" if result.accounts else ""
    evidence = f"95 % interval {low} to {high}; {result.n:,} users{accounts}"
    if result.verdict in ("higher", "lower"):
        return f"{result.segment} get there {times} times as fast as {result.baseline} ({evidence})."
    return f"{result.segment} get there about as fast as {result.baseline}, as far as can be told ({evidence})."


def _times(percent_more: float) -> str:
    ratio = 1 + percent_more / 100
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:,.0f}"
