"""One metric of a segment against its baseline, and the sentences it is told in."""

from dataclasses import dataclass
from typing import Literal

from strata.model.metrics import Direction
from strata.model.results.numbers import UNIT_WORDS, digits, interval

Verdict = Literal[
    "higher", "lower", "no_clear_difference", "practically_the_same", "expected_by_luck", "not_enough_data"
]

VERDICT_WORDS: dict[Verdict, str] = {
    "higher": "Higher",
    "lower": "Lower",
    "no_clear_difference": "No clear difference",
    "practically_the_same": "Practically the same",
    "expected_by_luck": "Could be luck among so many",
    "not_enough_data": "Not enough data",
}

UNCLEAR: dict[Verdict, str] = {
    "no_clear_difference": "shows no clear difference from {}",
    "practically_the_same": "is practically the same as {}",
    "expected_by_luck": "differs from {}, which could be luck among so many",
}
"""How a sentence goes on where no difference is clear; the baseline goes into the gap."""

REST, PREVIOUS = "everyone else", "the period before"
"""The baselines that are no segment, by the names they are shown under: the people outside it, and itself earlier."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Something about a comparison that its interval does not know: read it before you act on the verdict."""

    code: Literal["mix", "leak", "domination", "response", "general"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Effect:
    """How large a difference is beside how much people differ anyway, e.g. Cohen's h 0.31, "small"."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """One metric of one segment against its baseline.

    `low` and `high` bound the segment's own value, `ci_low` and `ci_high` the difference, both at 95 %.
    With `scale` "ratio" the difference and its interval are percent more of a typical user, because a
    few heavy users make the difference of means unsafe; the means beside it stay as they are.
    With "pace" they are percent faster to a first time; the values beside it are medians of days.
    A finding picked out of many metrics has its interval at a higher `level` than 0.95, so that the intervals
    of all findings together still miss in one of twenty. `effective_n` is how many independent people would say
    as much, `largest_account` the percent of the group in its largest account, `needed` how many people per group
    would settle a difference of `margin`.
    """

    segment: str
    baseline: str
    metric: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    baseline_value: float | None
    baseline_low: float | None
    baseline_high: float | None
    n: int
    baseline_n: int
    counted: str
    accounts: int
    baseline_accounts: int
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    scale: Literal["difference", "ratio", "pace"]
    p: float | None
    p_adjusted: float | None
    method: str | None
    correction: str
    level: float
    design_effect: float | None
    effective_n: float | None
    largest_account: float
    detectable: float | None
    needed: int | None
    margin: float | None
    effect: Effect | None
    direction: Direction
    verdict: Verdict
    reasons: tuple[str, ...]
    badges: tuple[str, ...]
    cautions: tuple[Caution, ...]

    @property
    def difference_unit(self) -> str:
        """The unit of the difference and its interval."""
        if self.scale != "difference":
            return "%"
        return "pp" if self.unit == "%" else self.unit

    @property
    def sentence(self) -> str:
        """The finding in one sentence, with its interval and n."""
        return finding(self)

    @property
    def is_judged(self) -> bool:
        """Whether there was enough data to say how much it differs."""
        return self.difference is not None and self.verdict != "not_enough_data"


def finding(contrast: Contrast) -> str:
    """One sentence that a person can say aloud in a meeting."""
    if not contrast.is_judged:
        return f"{headline(contrast)}. {evidence(contrast)}".strip()
    return f"{headline(contrast)} ({evidence(contrast)})."


def headline(contrast: Contrast) -> str:
    """What was found, without its certainty."""
    subject, metric = contrast.segment, contrast.label
    if not contrast.is_judged or contrast.difference is None:
        return f"{subject}: {metric} cannot be compared with {contrast.baseline}"
    if contrast.verdict in ("higher", "lower"):
        unit = contrast.difference_unit
        size = f"{digits(abs(contrast.difference), unit, signed=False)} {UNIT_WORDS.get(unit, unit)}".strip()
        who = "account" if contrast.counted == "accounts" else "user"
        typical = f" for the typical {who}" if contrast.scale == "ratio" else ""
        return f"{subject}: {metric} is {size} {contrast.verdict}{typical} than {contrast.baseline}"
    return f"{subject}: {metric} {UNCLEAR[contrast.verdict].format(contrast.baseline)}"


def evidence(contrast: Contrast) -> str:
    """What a finding rests on: its interval and n, or why there is none."""
    if not contrast.is_judged:
        return contrast.reasons[0] if contrast.reasons else ""
    people = f"{contrast.n:,} {contrast.counted}"
    people += f" from {contrast.accounts:,} accounts" if contrast.accounts and contrast.counted != "accounts" else ""
    bounds = interval(contrast.ci_low, contrast.ci_high, contrast.difference_unit)
    return f"{100 * contrast.level:.3g} % interval {bounds}; {people}"
