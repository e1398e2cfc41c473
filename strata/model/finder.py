"""What a search for gaps found: groups whose metric differs from that of everyone else, and what may lie behind it.

Values are in the unit a person reads: NPS in points from -100 to 100, shares in percent.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from strata.model.results import Contrast, Source
from strata.model.segment import Segment

Sort = Literal["attribute", "behaviour", "life cycle", "pair"]
"""What makes a group: a value of an attribute, what people did, the stage they are in, or values of two attributes."""


@dataclass(frozen=True, slots=True)
class Find:
    """A group that differs from everyone else.

    Attributes:
        segment: The group; every find opens as a comparison.
        sort: What makes the group; `about` names the attributes or the event.
        contrast: The group against everyone else, corrected for everything that was tested.
        share: Percent of all answers that come from the group.
        lift: By how much the total would change if the group were as the total is now: users times gap; with its
            interval.
        beyond: Of a pair, by how much it goes beyond what its two values add up to; with its interval.
        like: Other groups of nearly the same people.
    """

    segment: Segment
    sort: Sort
    about: tuple[str, ...]
    contrast: Contrast
    share: float
    lift: float
    lift_low: float
    lift_high: float
    beyond: tuple[float, float, float] | None = None
    like: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The find as JSON values, flat enough to read."""
        return {
            "segment": self.segment.name,
            "sort": self.sort,
            "about": list(self.about),
            "share": self.share,
            "lift": self.lift,
            "lift_low": self.lift_low,
            "lift_high": self.lift_high,
            "beyond": self.beyond,
            "like": list(self.like),
            "where": self.segment.as_json()["where"],
            **asdict(self.contrast),
            "sentence": self.contrast.sentence,
        }


@dataclass(frozen=True, slots=True)
class Search:
    """Everything a search found, the greatest effect on the total first.

    Attributes:
        source: The data.
        metric, label, unit: What was searched.
        total: The metric of everyone, with n and accounts.
        n_tested, n_pairs: How many groups, and how many pairs of values within found groups, were tested.
        n_small: How many were too small to be tested.
        smallest: Answers a group must have; least: the smallest gap that is reported.
        singles, pairs: What was found.
        notes: What was left out.
    """

    source: Source
    metric: str
    label: str
    unit: str
    total: float | None
    n: int
    accounts: int
    n_tested: int
    n_pairs: int
    n_small: int
    smallest: int
    least: float
    singles: tuple[Find, ...] = ()
    pairs: tuple[Find, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def finds(self) -> tuple[Find, ...]:
        """All finds, the greatest effect on the total first."""
        return tuple(sorted((*self.singles, *self.pairs), key=lambda find: -abs(find.lift)))

    @property
    def nbytes(self) -> int:
        """Memory it takes, roughly."""
        return 4_000 * (1 + len(self.singles) + len(self.pairs))


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature that may lie behind a gap: it is used otherwise in the group, and its use goes with the metric there.

    Attributes:
        event: The feature, and how often it is used at least.
        used, used_elsewhere: Percent of the group, and of everyone else, who used it so often.
        contrast: Inside the group, those who used it so often against the others of the group.
        carries: How much of the gap goes with it: the difference in use times the difference it goes with.
        sentence: The same in words.
    """

    event: str
    at_least: int
    used: float
    used_elsewhere: float
    used_low: float
    used_high: float
    contrast: Contrast
    carries: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What may lie behind a find: features, what happens with plan or region held equal, and what people say."""

    reasons: tuple[Reason, ...] = ()
    mix: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON values."""
        return asdict(self)

    @property
    def nbytes(self) -> int:
        """Memory it takes, roughly."""
        return 4_000 * (1 + len(self.reasons))
