"""Two groups: how much they differ, how sure that is, and by which procedure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import expm1, sqrt
from typing import Self

from strata.stats.arms import Arms
from strata.stats.cells import Cells, Kind, Rows
from strata.stats.inference import NOBODY, Inference, Limits, Withheld
from strata.stats.methods import SCALES, Scale, has_logs, method_for
from strata.stats.power import minimum_detectable
from strata.stats.tails import is_plain_safe

EQUIVALENCE_LEVEL = 0.90
"""The interval that must lie inside the margin: two one-sided tests at 5 % (Schuirmann 1987)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first group minus the second.

    Attributes:
        kind: What is measured; an NPS is on the scale -1 to 1, a share on 0 to 1.
        scale: "difference" of means, or "log_ratio": value and limits are then ratios of typical users minus 1, so
            0.25 reads "the typical user has 25 % more", counted on 1 + x.
        value: The difference; None if a group is empty.
        low, high: The interval at the level asked for; None if withheld.
        low_90, high_90: The 90 % interval of the same procedure, for "practically the same".
        p: Two-sided p-value of the same procedure; None if withheld, or if all users of both groups are the same.
        df: Degrees of freedom; None where the procedure has none.
        standard_error: On the scale of sd; None where the interval is not built on one.
        sd: Standard deviation over users, averaged over the groups; of ln(1 + x) for "log_ratio".
        design_effect: Variance with accounts or people as units over variance with independent users, before any
            floor; None where users are independent.
        minimum_detectable: The smallest true difference a comparison this precise sees in 80 of 100 studies.
        method: Key into METHODS; None if a group is empty.
        level: The confidence level of low and high.
        n_shared_people: People who are in both groups; n_shared_accounts: accounts with users in both.
        cautions: Sentences to show with the result.
        reason: Why there is no interval, as a sentence; None if there is one.
        answer: What the procedure found, for intervals at other levels.
    """

    kind: Kind
    scale: Scale = "difference"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    low_90: float | None = None
    high_90: float | None = None
    p: float | None = None
    df: float | None = None
    standard_error: float | None = None
    sd: float | None = None
    design_effect: float | None = None
    minimum_detectable: float | None = None
    method: str | None = None
    level: float = 0.95
    n_shared_people: int = 0
    n_shared_accounts: int = 0
    cautions: tuple[str, ...] = ()
    reason: str | None = None
    answer: Inference | None = field(default=None, repr=False, compare=False)

    def withheld(self, reason: str) -> Self:
        """The same difference without an interval, and why."""
        return type(self)(
            self.kind,
            scale=self.scale,
            value=self.value,
            sd=self.sd,
            method=self.method,
            level=self.level,
            n_shared_people=self.n_shared_people,
            n_shared_accounts=self.n_shared_accounts,
            cautions=self.cautions,
            reason=reason,
        )

    def at(self, level: float) -> Self:
        """The same difference with its interval at another level."""
        if self.answer is None:
            return self
        low, high = _limits(self, self.answer, level)
        return replace(self, low=low, high=high, level=level)


def compare(kind: Kind, cells: Cells, in_a: Rows, in_b: Rows, *, level: float = 0.95) -> Difference:
    """The difference of two groups, by the row of METHODS that fits them.

    Args:
        kind: What x is.
        cells: Sums of x.
        in_a: Rows of the first group, one boolean per row of cells.
        in_b: Rows of the second group; rows in both hold people who are in both.
        level: Confidence level of low and high; above 0.95 for selected findings (see fcr_level).

    Raises:
        ValueError: A selector is not one boolean per row of cells.
    """
    return differ(Arms.of(kind, cells, in_a, in_b), level=level)


def differ(arms: Arms, *, level: float = 0.95, who: str = "users") -> Difference:
    """The difference of two groups that were summed already, by the row of METHODS that fits them.

    Args:
        arms: The two groups.
        level: Confidence level of low and high.
        who: Who has the values, as cautions name them: "users" or "accounts".
    """
    kind = arms.kind
    if not (arms.a.n and arms.b.n):
        return Difference(kind, level=level, reason=NOBODY)
    method = method_for(arms)
    answer = method.infer(arms)
    judged = arms.logs if method.scale == "log_ratio" and arms.logs else arms
    found = Difference(
        kind,
        scale=method.scale,
        value=_shown(judged.a.mean - judged.b.mean, method.scale),
        sd=sqrt((judged.a.variance + judged.b.variance) / 2),
        method=method.key,
        level=level,
        n_shared_people=arms.n_shared_people,
        n_shared_accounts=arms.n_shared_accounts,
        cautions=tuple(
            cautions(
                n_shared=arms.n_shared_people,
                has_accounts=bool(arms.a.crowd.n_accounts or arms.b.crowd.n_accounts),
                scale=method.scale,
                is_unsafe=kind == "mean" and not is_plain_safe(arms) and not has_logs(arms),
                who=who,
            )
        ),
    )
    if isinstance(answer, Withheld):
        return replace(found, reason=answer.reason)
    is_the_same = not (arms.a.deviations or arms.b.deviations or found.value)
    return replace(_with_answer(found, answer), p=None) if is_the_same else _with_answer(found, answer)


def _with_answer(found: Difference, answer: Inference) -> Difference:
    low, high = _limits(found, answer, found.level)
    low_90, high_90 = _limits(found, answer, EQUIVALENCE_LEVEL)
    return replace(
        found,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        p=answer.p,
        df=answer.df,
        standard_error=answer.standard_error,
        design_effect=answer.design_effect,
        minimum_detectable=_shown(minimum_detectable(answer), found.scale),
        answer=answer,
    )


def _limits(found: Difference, answer: Inference, level: float) -> Limits:
    """The interval as it is shown, cut at the largest difference the scale allows."""
    low, high = (_shown(limit, found.scale) for limit in answer.limits(level))
    widest = SCALES[found.kind].high - SCALES[found.kind].low
    return Limits(max(low, -widest), min(high, widest))


def _shown(value: float, scale: Scale) -> float:
    return expm1(value) if scale == "log_ratio" else value


def cautions(*, n_shared: int, has_accounts: bool, scale: Scale, is_unsafe: bool, who: str) -> Iterator[str]:
    """Sentences to show with a result.

    Args:
        n_shared: How many people are in both groups.
        has_accounts: Whether any account is known.
        scale: What was compared.
        is_unsafe: Whether a few heavy users could decide, and typical ones cannot be compared.
        who: Who has the values.
    """
    if n_shared:
        yield f"{n_shared:,} people are in both groups."
    if not (has_accounts or n_shared):
        yield "No accounts are known, so users are treated as independent of each other."
    if scale == "log_ratio":
        yield f"A few heavy {who} drive the averages, so typical {who} are compared; read the averages as description."
    elif is_unsafe:
        yield (
            f"A few heavy {who} drive the averages and the groups differ in size, so chance differences may be larger "
            f"than shown; typical {who} cannot be compared because some values are -1 or less."
        )
