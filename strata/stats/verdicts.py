"""What a comparison may be called, and why, in sentences for people without statistics.

A verdict says that a group goes with a value, never that it causes it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import log1p
from typing import Any, Literal, NamedTuple

from strata.stats.cells import Kind
from strata.stats.difference import Difference
from strata.stats.estimate import Estimate
from strata.stats.inference import Limits
from strata.stats.power import sample_size
from strata.stats.wording import UNITS, Unit, UnitName, amount, span

Verdict = Literal[
    "higher", "lower", "no_clear_difference", "practically_the_same", "expected_by_luck", "not_enough_data"
]

FEWEST_ANSWERS = 5
FEWEST_ACCOUNTS = 3
LARGEST_ACCOUNT_SHARE = 0.5
SMALL_GROUP = 30
ALPHA = 0.05
SMALLEST_MARGIN = 1e-9
"""Below it no number of users settles anything."""

_UNIT_OF_KIND: Mapping[Kind, UnitName] = {
    "nps": "points",
    "share": "percentage_points",
    "rating": "plain",
    "mean": "plain",
    "ratio": "plain",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one comparison.

    Attributes:
        verdict: What the comparison may be called.
        reasons: Sentences saying why, the most important first.
        badges: Short labels to show beside it.
        needed: Users per group that would settle a difference of the margin; None without a margin or a spread.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    badges: tuple[str, ...]
    needed: int | None = None


def judge(
    difference: Difference,
    estimate_a: Estimate,
    estimate_b: Estimate,
    *,
    p_adjusted: float | None,
    margin: float | None,
    unit: Unit | None = None,
    answers: str = "answers",
) -> Judgement:
    """The verdict on a comparison of two groups.

    Args:
        difference: The comparison, at the 95 % level.
        estimate_a: The first group.
        estimate_b: The second group.
        p_adjusted: The p-value after correction for the other comparisons made; None if this is the only one.
        margin: The largest difference that does not matter, on the scale of the difference (0.05 is 5 NPS points,
            or 5 percentage points, or 5 % for a ratio), chosen before looking; None if nobody chose one.
        unit: How numbers are written; by default as fits the kind of value.
        answers: What is counted: "answers" or "users".
    """
    gaps = _gaps((estimate_a, estimate_b), answers)
    badges = tuple(_badges((estimate_a, estimate_b)))
    if gaps or difference.low is None or difference.high is None:
        return Judgement("not_enough_data", gaps or (difference.reason or "",), badges)
    interval = Limits(difference.low, difference.high)
    verdict = _verdict(difference, interval, p_adjusted, margin)
    if verdict in {"higher", "lower"} and _is_inside(difference, margin):
        badges = (*badges, "smaller than what matters")
    needed = _needed(difference, margin)
    is_short = needed is not None and needed > min(estimate_a.n, estimate_b.n)
    say = _Words(difference, interval, margin, unit or unit_of(difference), answers, needed if is_short else None)
    return Judgement(verdict, tuple(_REASONS[verdict](say)), badges, needed)


def is_withheld(difference: Difference, estimate_a: Estimate, estimate_b: Estimate) -> bool:
    """Whether two groups are not to be compared at all, whatever the numbers say."""
    return difference.low is None or any(gate.is_closed(group) for gate in GATES for group in (estimate_a, estimate_b))


def unit_of(difference: Difference) -> Unit:
    """How numbers of this comparison are usually written."""
    return UNITS["percent"] if difference.scale != "difference" else UNITS[_UNIT_OF_KIND[difference.kind]]


@dataclass(frozen=True, slots=True)
class _Gate:
    """What keeps a group, or each of many, from being compared, and the sentence that says so."""

    is_closed: Callable[[Any], Any]  # an Estimate and a bool, or what stats.many has of many groups and an array
    sentence: str


GATES = (
    _Gate(lambda group: group.n == 0, "One group has no {answers}."),
    _Gate(lambda group: group.n < FEWEST_ANSWERS, "Too few {answers} to compare (n={group.n})."),
    _Gate(
        lambda group: (group.n_accounts > 0) & (group.n_accounts < FEWEST_ACCOUNTS - group.n_without_account),
        "These {group.n:,} {answers} come from only {accounts}.",
    ),
    _Gate(
        lambda group: group.largest_account_share > LARGEST_ACCOUNT_SHARE,
        "One account holds {percent:.0f} % of the {answers}.",
    ),
    _Gate(
        lambda group: group.effective_accounts < FEWEST_ACCOUNTS,
        "A few accounts hold most of these {group.n:,} {answers}.",
    ),
)


def _gaps(groups: tuple[Estimate, Estimate], answers: str) -> tuple[str, ...]:
    """Per group the first gate that is closed, each sentence once."""
    closed = ((group, next((gate for gate in GATES if gate.is_closed(group)), None)) for group in groups)
    sentences = (
        gate.sentence.format(
            group=group,
            answers=answers,
            accounts="1 account" if group.n_accounts == 1 else f"{group.n_accounts} accounts",
            percent=100 * group.largest_account_share,
        )
        for group, gate in closed
        if gate
    )
    return tuple(dict.fromkeys(sentences))


def _badges(groups: tuple[Estimate, Estimate]) -> Iterator[str]:
    if any(FEWEST_ANSWERS <= group.n < SMALL_GROUP for group in groups):
        yield "small group"
    if any(group.largest_account_share > LARGEST_ACCOUNT_SHARE for group in groups):
        yield "dominated by one company"


def _verdict(difference: Difference, interval: Limits, p_adjusted: float | None, margin: float | None) -> Verdict:
    if interval.low <= 0 <= interval.high:
        return "practically_the_same" if _is_inside(difference, margin) else "no_clear_difference"
    if p_adjusted is not None and p_adjusted > ALPHA:
        return "expected_by_luck"
    return "higher" if interval.low > 0 else "lower"


def _is_inside(difference: Difference, margin: float | None) -> bool:
    """Whether the 90 % interval lies inside the margin."""
    return margin is not None and all(
        limit is not None and abs(limit) <= margin for limit in (difference.low_90, difference.high_90)
    )


class _Words(NamedTuple):
    """What the reasons are made of."""

    difference: Difference
    interval: Limits
    margin: float | None
    unit: Unit
    answers: str
    needed: int | None
    """How many per group would settle the margin, where there are fewer."""

    @property
    def subject(self) -> str:
        typical = "account" if self.answers == "accounts" else "user"
        return {
            "difference": "difference",
            "log_ratio": f"difference for the typical {typical}",
            "pace": "difference in pace",
        }[self.difference.scale]

    @property
    def span(self) -> str:
        return span(*self.interval, self.unit)


def _needed(difference: Difference, margin: float | None) -> int | None:
    """Users per group that would settle a difference of the margin."""
    if not difference.sd or not margin or margin < SMALLEST_MARGIN:
        return None
    settled = log1p(margin) if difference.scale != "difference" else margin
    return sample_size(settled, sd=difference.sd, design_effect=difference.design_effect or 1.0)


def _why_different(say: _Words) -> Iterator[str]:
    yield f"The {say.subject} is probably somewhere from {say.span}."
    direction = "higher" if say.interval.low > 0 else "lower"
    yield f"Being in the group goes with a {direction} value; that alone does not say why."


def _why_luck(say: _Words) -> Iterator[str]:
    yield "A difference is possible, but among this many comparisons one this large is expected by luck."
    yield f"Looked at alone, the {say.subject} is somewhere from {say.span}."


def _why_same(say: _Words) -> Iterator[str]:
    yield f"If there is a {say.subject}, it is probably smaller than {amount(say.margin or 0.0, say.unit)}."


def _why_unclear(say: _Words) -> Iterator[str]:
    yield f"The {say.subject} could be anywhere from {say.span}."
    if say.needed is not None and say.margin is not None:
        settled = f"a {say.subject} of {amount(say.margin, say.unit)}"
        yield f"About {say.needed:,} {say.answers} per group would be needed to see {settled}."


_REASONS: Mapping[Verdict, Callable[[_Words], Iterator[str]]] = {
    "higher": _why_different,
    "lower": _why_different,
    "expected_by_luck": _why_luck,
    "practically_the_same": _why_same,
    "no_clear_difference": _why_unclear,
}
