"""How many times as fast one group gets to something as another, with users in accounts and overlapping groups.

The log-rank test decides, and the interval holds the ratios that the same test would not reject, so that the two
cannot disagree. How much accounts, or people in both groups, widen both comes from what each user adds to the test:
1 if he did it, less what was expected of him until then. The mean of that is compared as any other mean is (CR2).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import expm1, log, sqrt

from scipy import stats
from scipy.optimize import brentq

from strata.stats.arms import Arm, Arms
from strata.stats.cluster import cr2
from strata.stats.difference import EQUIVALENCE_LEVEL, Difference
from strata.stats.estimate import Estimate, estimate
from strata.stats.freedom import bell_mccaffrey
from strata.stats.inference import Limits, Withheld
from strata.stats.methods import Situation, situation_of
from strata.stats.power import DETECTABLE
from strata.stats.race import NOTHING_SEEN, Race
from strata.stats.survival import INDEPENDENT, LifeTable, Median, Spread, kaplan_meier, median

LARGEST_RATIO = 1000.0
"""Pace ratios are looked for up to this and down to one over it; what lies beyond is shown as this."""

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class PaceMethod:
    """How the paces of two groups are compared; its attributes are those of a Method."""

    key: str
    label: str
    why: str
    reference: str
    situations: tuple[Situation, ...]


_REFERENCE = "Mantel (1966), Cancer Chemotherapy Reports 50:163; Peto & Peto (1972), JRSS A 135:185"
_ROBUST = f"{_REFERENCE}; Lin & Wei (1989), JASA 84:1074; Bell & McCaffrey (2002), Survey Methodology 28:169"

PACE_METHODS: Mapping[str, PaceMethod] = {
    method.key: method
    for method in (
        PaceMethod(
            "log_rank",
            "Ratio of paces (log-rank test)",
            "Users for whom it has not happened yet count for as long as they are known.",
            _REFERENCE,
            ("independent",),
        ),
        PaceMethod(
            "log_rank_cr2",
            "Ratio of paces with accounts as units (log-rank test, CR2)",
            "Users for whom it has not happened yet count for as long as they are known, and users of one account "
            "resemble each other, so accounts are counted, not users.",
            _ROBUST,
            ("accounts",),
        ),
        PaceMethod(
            "log_rank_overlap",
            "Ratio of paces of overlapping groups (log-rank test, CR2)",
            "Users for whom it has not happened yet count for as long as they are known, and some people are in both "
            "groups, so each person or account is one unit.",
            _ROBUST,
            ("overlap",),
        ),
    )
}


def pace(a: LifeTable, b: LifeTable, arms: Arms, *, level: float = 0.95) -> Difference:
    """How many times as fast the first group gets there, minus 1: 0.4 is 1.4 times as fast.

    Args:
        a: The first group by day.
        b: The second group by day.
        arms: The same groups as sums of what each user adds to the log-rank test, by account: 1 if he did it, less
            the hazards that everyone together had on each of his days.
        level: Confidence level of low and high.
    """
    race = Race.of(a, b)
    answer = _infer(a, b, race, arms)
    found = Difference(
        "mean",
        scale="pace",
        method=next(row.key for row in PACE_METHODS.values() if situation_of(arms) in row.situations),
        level=level,
        n_shared_people=arms.n_shared_people,
        n_shared_accounts=arms.n_shared_accounts,
        cautions=tuple(_cautions(arms)),
    )
    if isinstance(answer, Withheld):
        return replace(found, reason=answer.reason)
    low, high = answer.limits(level)
    low_90, high_90 = answer.limits(EQUIVALENCE_LEVEL)
    return replace(
        found,
        value=expm1(answer.value),
        low=expm1(low),
        high=expm1(high),
        low_90=expm1(low_90),
        high_90=expm1(high_90),
        p=answer.p,
        df=answer.df,
        standard_error=answer.standard_error,
        design_effect=answer.design_effect,
        minimum_detectable=expm1(DETECTABLE * answer.standard_error),
    )


def describe_time(table: LifeTable, arm: Arm) -> Estimate:
    """The median time of a group with its 95 % interval, and the accounts behind it.

    Args:
        table: The group by day.
        arm: The same group as in the arms of pace().
    """
    spread = spread_of(arm)
    found = median(kaplan_meier(table, spread=spread or INDEPENDENT)) if table.n else Median(None, None, None)
    return replace(
        estimate(arm),
        value=found.day,
        low=found.low if spread else None,
        high=found.high if spread else None,
        sd=None,
        design_effect=spread.design_effect if spread else None,
        effective_n=table.n / spread.design_effect if spread else None,
        method="kaplan_meier" if table.n else None,
        reason=why_no_median(table, found),
    )


def spread_of(arm: Arm) -> Spread | None:
    """How much accounts widen what is said of one group; None if one account holds everyone."""
    if not arm.n or arm.crowd.largest_share == 1:
        return None
    if not arm.variance:
        return INDEPENDENT
    return Spread(max(arm.cr2_variance * arm.n / arm.variance, 1.0), bell_mccaffrey(arm.crowd))


def why_no_median(table: LifeTable, found: Median) -> str | None:
    """Why there is no median time, as a sentence; None if there is one."""
    if found.day is not None:
        return None
    return "Fewer than half have done it so far, so there is no median yet." if table.n else "Nobody is in this group."


@dataclass(frozen=True, slots=True)
class PaceInference:
    """The logarithm of a pace ratio; an Inference of strata.stats.inference.

    Attributes:
        race: The two groups by day.
        widening: What the variance of the log-rank score among independent users is multiplied by: the design effect,
            and no less than 1 where a group has not done it at all and so cannot show how alike its users are.
        df: Degrees of freedom.
        design_effect: Variance with accounts, or people in both groups, as units over that with independent users.
    """

    race: Race
    widening: float
    df: float
    design_effect: float

    @property
    def value(self) -> float:
        """The log ratio at which as many are expected as were observed."""
        return _root(lambda log_ratio: self.race.score(log_ratio)[0])

    @property
    def standard_error(self) -> float:
        """The standard error of the log ratio near 0."""
        return sqrt(self.widening / self.race.score(0.0)[1])

    @property
    def p(self) -> float:
        """The two-sided p-value of equal paces."""
        score, variance = self.race.score(0.0)
        return float(2 * stats.t.sf(abs(score) / sqrt(self.widening * variance), self.df))

    def limits(self, level: float) -> Limits:
        """The log ratios that are not rejected."""
        quantile = float(stats.t.isf((1 - level) / 2, self.df))
        return Limits(_root(self._clearance(-quantile)), _root(self._clearance(quantile)))

    def _clearance(self, quantile: float) -> Callable[[float], float]:
        def clearance(log_ratio: float) -> float:
            score, variance = self.race.score(log_ratio)
            return score + quantile * sqrt(self.widening * variance)

        return clearance


def _cautions(arms: Arms) -> Iterator[str]:
    if arms.n_shared_people:
        yield f"{arms.n_shared_people:,} people are in both groups."
    elif not (arms.a.crowd.n_accounts or arms.b.crowd.n_accounts):
        yield "No accounts are known, so users are treated as independent of each other."


def _root(falling: Callable[[float], float]) -> float:
    """Where a falling function of the log ratio is 0, or the bound that it does not cross."""
    bound = log(LARGEST_RATIO)
    if falling(-bound) <= 0:
        return -bound
    return bound if falling(bound) >= 0 else float(brentq(falling, -bound, bound))


def _infer(a: LifeTable, b: LifeTable, race: Race, arms: Arms) -> PaceInference | Withheld:
    if not (a.n and b.n):
        return Withheld("Nobody in one of the groups has a value.")
    if arms.n_shared_people == a.n == b.n:
        return Withheld("Both groups are the same people, so there is nothing to compare.")
    if race.score(0.0)[1] <= 0:
        return NOTHING_SEEN
    alone = _alone(arms.a) or _alone(arms.b)
    if alone:
        return alone
    sandwich, naive = cr2(arms), sum(arm.variance / arm.n for arm in (arms.a, arms.b))
    effect = sandwich.variance / naive if naive else 1.0
    if not (a.n_seen and b.n_seen):
        return PaceInference(race, max(effect, 1.0), sandwich.df, effect)
    if effect <= _ROUNDING:
        return Withheld("The accounts do not differ at all in this, so the size of chance differences is not known.")
    return PaceInference(race, effect, sandwich.df, effect)


def _alone(arm: Arm) -> Withheld | None:
    if arm.n == 1:
        return Withheld("A group has one user only, so how much its users differ is not known.")
    if arm.crowd.largest_share == 1:
        return Withheld(f"All {arm.n:,.0f} users of a group are in one account, so nothing is known about others.")
    return None
