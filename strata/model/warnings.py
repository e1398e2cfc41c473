"""Warnings about a comparison that no significance test gives: the mix of the groups, a leak in the rule, one account.

Values are in the unit a person reads: NPS in points from -100 to 100, shares in percent, means as they are.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from strata.model.results import Source

Code = Literal["mix", "leak", "domination", "response"]
Strength = Literal["strong", "note"]
MixEffect = Literal["turns", "shrinks", "hides", "stays", "unclear"]
"""What holding something equal does to a gap: it turns round, shrinks by half or more, comes out though it was hardly
to be seen, stays, or nothing can be said."""


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  read as warnings.Warning
    """Something that the reader of a comparison has to know before believing it.

    Attributes:
        code: Which of the checks found it.
        sentence: What it found, in one sentence to show.
        about: The attribute, event, survey or account it is about, by the name people read.
        strength: "note" where the finding is only related to what is compared.
    """

    code: Code
    sentence: str
    about: str
    strength: Strength = "strong"


@dataclass(frozen=True, slots=True)
class Side:
    """One group in one stratum."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """Both groups among the users who share a value of what is held equal.

    `weight` is what percent of the adjusted gap the stratum makes up, `gap_low` and `gap_high` bound the gap within it.

    A stratum without weight is left out: a group has fewer than five answers there, or all from one account.
    """

    name: str
    weight: float
    segment: Side
    baseline: Side
    gap: float | None
    gap_low: float | None
    gap_high: float | None


@dataclass(frozen=True, slots=True)
class SharesWithin:
    """What the classical methods for shares say, treating users as independent of each other.

    Attributes:
        odds_ratio: The common odds ratio (Mantel-Haenszel) with its interval.
        p: Of "no association within strata" (Cochran-Mantel-Haenszel).
        homogeneity_p: Of "the same odds ratio in all strata" (Breslow-Day-Tarone).
    """

    odds_ratio: float | None
    odds_low: float | None
    odds_high: float | None
    p: float
    homogeneity_p: float | None


@dataclass(frozen=True, slots=True)
class HeldEqual:
    """A gap with one thing held equal.

    Attributes:
        attribute: What is held equal; label as people read it.
        crude, crude_low, crude_high: The gap of the users in the strata that are compared, nothing held equal.
        adjusted, low, high: The gap at an equal mix of strata, with its 95 % interval; None where withheld.
        p: Of "no gap once this is held equal", by the same procedure as the interval.
        remains: Percent of the crude gap that is left; negative where it turns round; None without a crude gap.
        unit: Of the gaps: "pp" between percentages, and "%" where a few heavy users drive the averages and the gap is
            percent more of a typical user.
        effect: What holding it equal does to the gap.
        sentence: The same in words.
        overall: Value, n and interval of both groups in all strata that are compared.
        strata: The same in each stratum.
        n_left_out, baseline_n_left_out: Answers in strata that are left out.
        shares: What the classical methods say, for a metric that is a share.
        reason: Why there is no adjusted gap, as a sentence; None if there is one.
    """

    attribute: str
    label: str
    crude: float | None
    crude_low: float | None
    crude_high: float | None
    adjusted: float | None
    low: float | None
    high: float | None
    p: float | None
    remains: float | None
    unit: str
    effect: MixEffect
    sentence: str
    overall: Stratum
    strata: tuple[Stratum, ...]
    n_left_out: int
    baseline_n_left_out: int
    shares: SharesWithin | None
    reason: str | None

    @property
    def is_flagged(self) -> bool:
        """Whether the gap is not what it seems."""
        return self.effect in ("turns", "shrinks", "hides")

    @property
    def warning(self) -> Warning | None:
        """What to say of it; None where the gap is what it seems."""
        return Warning("mix", self.sentence, self.label) if self.is_flagged else None


@dataclass(frozen=True, slots=True)
class Mix:
    """A gap, and what is left of it with one thing after the other held equal; what changes it most comes first."""

    source: Source
    segment: str
    baseline: str
    metric: str
    label: str
    unit: str
    counted: str
    checks: tuple[HeldEqual, ...]

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """One for each thing whose mix makes, hides or turns the gap."""
        return tuple(check.warning for check in self.checks if check.warning)

    def as_json(self) -> dict[str, Any]:
        """The check as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Without:
    """A gap once one account is left out.

    Attributes:
        account: Its name.
        share, baseline_share: Percent of the segment's and of the baseline's answers it holds.
        difference, low, high: The gap without it; None where nothing is left to compare.
    """

    account: str
    share: float
    baseline_share: float
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Domination:
    """A gap, and what is left of it without each of the accounts that move it most."""

    source: Source
    segment: str
    baseline: str
    metric: str
    label: str
    difference: float | None
    low: float | None
    high: float | None
    unit: str
    accounts: tuple[Without, ...]
    warning: Warning | None

    def as_json(self) -> dict[str, Any]:
        """The check as JSON values."""
        return asdict(self)


def lowered(label: str) -> str:
    """A label inside a sentence: 'Practice size' loses its capital, 'MRR band' does not."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
