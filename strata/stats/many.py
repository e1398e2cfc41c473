"""Many comparisons at once: what `differ` and `estimate` say of one, as arrays.

The same procedures and the same formulas; only what is decided for one comparison there is decided for all here.

    sides = Sides.of(arms)               # stats.Arms, all of shares or all of means; or sides made of sums
    found = compare_all(sides)
    found.p                              # nan where a comparison is withheld, ready to be corrected
    found.differences.value, found.a.low # arrays
    found.one(3)                         # the Difference and both Estimates of one of them
"""

from dataclasses import dataclass, fields, replace
from typing import NamedTuple, Self

import numpy as np
from scipy.special import ndtri

from strata.stats.answers import Answers, ManyLimits
from strata.stats.cells import Floats, Kind, Rows
from strata.stats.difference import EQUIVALENCE_LEVEL, Difference, cautions
from strata.stats.estimate import Estimate
from strata.stats.inference import NOBODY
from strata.stats.many_groups import Estimates, Texts, estimate_all, is_none, known, texts
from strata.stats.many_methods import PROCEDURES, Found
from strata.stats.methods import SCALES, Scale
from strata.stats.power import DETECTABLE
from strata.stats.sides import Sides
from strata.stats.verdicts import ALPHA, GATES, Verdict


@dataclass(frozen=True, eq=False, slots=True)
class Differences:
    """K differences, named as in Difference; what is None there is nan here, but for texts.

    Attributes:
        is_log: Where typical users are compared, on the scale "log_ratio".
        has_accounts: Where any account is known.
        is_unsafe: Where a few heavy users could decide, and typical ones cannot be compared.
        who: Who has the values, as cautions name them.
        answers: What the procedures found, for intervals at other levels.
    """

    kind: Kind
    value: Floats
    low: Floats
    high: Floats
    low_90: Floats
    high_90: Floats
    p: Floats
    df: Floats
    standard_error: Floats
    sd: Floats
    design_effect: Floats
    minimum_detectable: Floats
    level: Floats
    n_shared_people: Floats
    n_shared_accounts: Floats
    method: Texts
    reason: Texts
    is_log: Rows
    has_accounts: Rows
    is_unsafe: Rows
    who: str
    answers: Answers

    def at(self, level: Floats) -> Self:
        """The same differences with their intervals at other levels."""
        with np.errstate(all="ignore"):
            low, high = _shown(self.kind, self.is_log, self.answers.limits(level), is_none(self.reason))
        return replace(self, low=low, high=high, level=np.where(is_none(self.reason), level, self.level))

    def one(self, place: int) -> Difference:
        """One of the differences."""
        numbers = {name: known(getattr(self, name)[place]) for name in _NUMBERS}
        scale: Scale = "log_ratio" if self.is_log[place] else "difference"
        n_shared, reason = round(self.n_shared_people[place]), self.reason[place]
        said = cautions(
            n_shared=n_shared,
            has_accounts=bool(self.has_accounts[place]),
            scale=scale,
            is_unsafe=bool(self.is_unsafe[place]),
            who=self.who,
        )
        return Difference(
            self.kind,
            scale,
            **numbers,
            method=self.method[place],
            level=float(self.level[place]),
            n_shared_people=n_shared,
            n_shared_accounts=round(self.n_shared_accounts[place]),
            cautions=() if numbers["value"] is None else tuple(said),
            reason=reason,
            answer=None if reason else self.answers.one(place, numbers["design_effect"]),
        )

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return (len(fields(self)) + 3) * self.value.nbytes


_NUMBERS = (
    *("value", "low", "high", "low_90", "high_90", "p", "df", "standard_error", "sd", "design_effect"),
    "minimum_detectable",
)


class Compared(NamedTuple):
    """K comparisons: how the groups differ, and what each has."""

    differences: Differences
    a: Estimates
    b: Estimates

    @property
    def is_withheld(self) -> Rows:
        """Where the groups are not to be compared at all, whatever the numbers say; see stats.is_withheld."""
        closed = [gate.is_closed(group) for gate in GATES for group in (self.a, self.b)]
        return np.asarray(np.isnan(self.differences.low) | np.logical_or.reduce(closed))

    @property
    def p(self) -> Floats:
        """The p-values, nan where the groups are not to be compared."""
        return np.where(self.is_withheld, np.nan, self.differences.p)

    def at(self, level: Floats) -> "Compared":
        """The same with the intervals of the differences at other levels."""
        return self._replace(differences=self.differences.at(level))

    def one(self, place: int) -> tuple[Difference, Estimate, Estimate]:
        """One of the comparisons."""
        return self.differences.one(place), self.a.one(place), self.b.one(place)

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.differences.nbytes + self.a.nbytes + self.b.nbytes


def compare_all(sides: Sides, *, who: str = "users") -> Compared:
    """Groups side by side: how they differ, and what each has; `who` has the values, as cautions name them."""
    differences = differ_all(sides, who=who)
    return Compared(differences, estimate_all(sides.kind, sides.a), estimate_all(sides.kind, sides.b))


def verdicts(compared: Compared, p_adjusted: Floats, margin: Floats) -> list[Verdict]:
    """What each comparison may be called; see judge.

    Args:
        compared: The comparisons.
        p_adjusted: Their p-values after correction; nan where there is none.
        margin: The largest difference that does not matter, on the scale of values, nan where nobody chose one; typical
            users are compared in 1 + x, and so is it then.
    """
    found = compared.differences
    with np.errstate(all="ignore"):
        margin = np.where(found.is_log, margin / (1 + np.nan_to_num(compared.b.value)), margin)
        is_inside = (np.abs(found.low_90) <= margin) & (np.abs(found.high_90) <= margin)
        covers_0 = (found.low <= 0) & (found.high >= 0)
    rules: tuple[tuple[Rows, Verdict], ...] = (
        (compared.is_withheld, "not_enough_data"),
        (covers_0 & is_inside, "practically_the_same"),
        (covers_0, "no_clear_difference"),
        (p_adjusted > ALPHA, "expected_by_luck"),
        (found.low > 0, "higher"),
    )
    called: list[Verdict] = np.select([rows for rows, _ in rules], [name for _, name in rules], "lower").tolist()
    return called


def differ_all(sides: Sides, *, who: str = "users") -> Differences:
    """The differences at the 95 % level, each by the row of METHODS that fits it; see differ."""
    with np.errstate(all="ignore"):
        return _differ(sides, PROCEDURES[sides.kind](sides), who)


def _differ(sides: Sides, found: Found, who: str) -> Differences:
    a, b = found.a, found.b
    is_there = (sides.a.n > 0) & (sides.b.n > 0)
    is_known = is_there & is_none(found.reason)

    def there(numbers: Floats, rows: Rows = is_known) -> Floats:
        return np.where(rows, numbers, np.nan)

    def shown(limits: ManyLimits) -> ManyLimits:
        return _shown(sides.kind, found.is_log, limits, is_known)

    value = _on_scale(a.mean - b.mean, found.is_log)
    is_the_same = (sides.a.deviations == 0) & (sides.b.deviations == 0) & (value == 0)
    usual = found.answers.limits(0.95)
    seen = np.where(
        np.isnan(found.standard_error), (usual.high - usual.low) / (2 * float(ndtri(0.975))), found.standard_error
    )
    low, high = shown(usual)
    low_90, high_90 = shown(found.answers.limits(EQUIVALENCE_LEVEL))
    return Differences(
        sides.kind,
        value=there(value, is_there),
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        p=there(found.answers.p, is_known & ~is_the_same),
        df=there(found.df),
        standard_error=there(found.standard_error),
        sd=there(np.sqrt((a.variance + b.variance) / 2), is_there),
        design_effect=there(found.design_effect),
        minimum_detectable=there(_on_scale(DETECTABLE * seen, found.is_log)),
        level=np.full(len(sides), 0.95),
        n_shared_people=np.where(is_there, sides.between.n_people, 0.0),
        n_shared_accounts=np.where(is_there, sides.between.n_accounts, 0.0),
        method=texts(is_there, found.method),
        reason=np.where(is_there, found.reason, NOBODY),
        is_log=found.is_log,
        has_accounts=(sides.a.n_accounts > 0) | (sides.b.n_accounts > 0),
        is_unsafe=found.is_unsafe,
        who=who,
        answers=found.answers,
    )


def _shown(kind: Kind, is_log: Rows, limits: ManyLimits, rows: Rows) -> ManyLimits:
    """The intervals as they are shown, cut at the largest difference the scale allows."""
    widest = SCALES[kind].high - SCALES[kind].low
    low, high = (np.where(rows, _on_scale(limit, is_log), np.nan) for limit in limits)
    return ManyLimits(np.maximum(low, -widest), np.minimum(high, widest))


def _on_scale(numbers: Floats, is_log: Rows) -> Floats:
    return np.where(is_log, np.expm1(numbers), numbers)
