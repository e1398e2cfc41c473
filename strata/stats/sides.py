"""Many comparisons at once: the numbers of two groups that the procedures take, as arrays over the comparisons.

Forty features of five segments are two hundred comparisons; one after the other, the calls around their arithmetic take
hundreds of times as long as the arithmetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Floats, Kind, Rows
from strata.stats.crowd import Crowd
from strata.stats.freedom import cross, independent

Places = NDArray[np.intp]
T = TypeVar("T", "Side", "Between")


@dataclass(frozen=True, eq=False, slots=True)
class Side:
    """One group in each of K comparisons: per number an array of K, named as in Arm and Crowd.

    Attributes:
        once, twice: The traces from which degrees of freedom are made.
        cr2: The CR2 variance of the mean, accounts as units.
    """

    n_lone: Floats
    weight: Floats
    n_accounts: Floats
    largest_share: Floats
    effective_accounts: Floats
    once: Floats
    twice: Floats
    n: Floats
    total: Floats
    mean: Floats
    variance: Floats
    deviations: Floats
    cr2: Floats
    skewness: Floats

    @classmethod
    def of(cls, arms: Sequence[Arm]) -> Self:
        """These groups."""
        crowds = {arm.crowd: of_crowd(arm.crowd) for arm in arms}
        rows = [(*crowds[arm.crowd], *_of_arm(arm)) for arm in arms]
        return cls(*np.array(rows, dtype=np.float64).reshape(len(rows), len(fields(cls))).T)

    def take(self, rows: Rows | Places) -> Self:
        """The same of some of the comparisons."""
        return type(self)(*(getattr(self, each.name)[rows] for each in fields(self)))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return len(fields(self)) * self.n.nbytes


def of_crowd(crowd: Crowd) -> tuple[float, ...]:
    """The first numbers of a side, those of who the users are."""
    shape = (crowd.n_lone, crowd.weight, crowd.n_accounts, crowd.largest_share, crowd.effective_accounts)
    return *shape, *independent(crowd)


def _of_arm(arm: Arm) -> tuple[float, ...]:
    """The other numbers of a side, those of what the users have; how skewed it is matters to plain means alone."""
    skewness = arm.skewness if arm.kind == "mean" else 0.0
    return arm.n, arm.total, arm.mean, arm.variance, arm.deviations, arm.cr2_variance if arm.n else 0.0, skewness


@dataclass(frozen=True, eq=False, slots=True)
class Between:
    """What the two groups of each of K comparisons share, named as in Arms.

    Attributes:
        is_repeated: Whether any account has more than one user across both groups.
        cross: What they share adds to the second trace, see freedom.
    """

    n_people: Floats
    n_accounts: Floats
    is_repeated: Rows
    covariance: Floats
    cross: Floats

    @classmethod
    def of(cls, arms: Sequence[Arms]) -> Self:
        """What these groups share."""
        n_people, n_accounts, repeated, covariance, crossed = (
            np.array([_shared(each) for each in arms]).reshape(-1, 5).T
        )
        return cls(n_people, n_accounts, repeated > 0, covariance, crossed)

    def take(self, rows: Rows | Places) -> Self:
        """The same of some of the comparisons."""
        return type(self)(*(getattr(self, each.name)[rows] for each in fields(self)))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return len(fields(self)) * self.n_people.nbytes


def _shared(arms: Arms) -> tuple[float, ...]:
    if not (arms.a.n and arms.b.n):
        return (0.0,) * 5
    crossed = cross(arms.a.crowd, arms.b.crowd, arms.n_lone_shared)
    return arms.n_shared_people, arms.n_shared_accounts, arms.has_repeated_accounts, arms.covariance, crossed


@dataclass(frozen=True, eq=False)
class Sides:
    """Two groups in each of K comparisons of one kind, "share" or "mean".

    Attributes:
        make_logs: Of some places, which have ln(1 + x) for everyone, and the sides of those on that scale; only for
            means.
    """

    kind: Kind
    a: Side
    b: Side
    between: Between
    make_logs: Callable[[Places], "tuple[Rows, Sides]"] | None = None

    @classmethod
    def of(cls, arms: Sequence[Arms]) -> Self:
        """Groups of which the sums are known, all of one kind.

        Raises:
            ValueError: The kinds are several, or neither "share" nor "mean".
        """
        kinds = {each.kind for each in arms} or {"share"}
        if len(kinds) > 1 or not kinds <= {"share", "mean"}:
            raise ValueError(f"many comparisons at once are of shares or of means, not of {sorted(kinds)}")
        (kind,) = kinds
        a, b = Side.of([each.a for each in arms]), Side.of([each.b for each in arms])

        def logs(places: Places) -> "tuple[Rows, Sides]":
            found = [arms[place].logs for place in places]
            known = [each for each in found if each is not None]
            return np.array([each is not None for each in found], dtype=np.bool_), Sides.of(known)

        return cls(kind, a, b, Between.of(arms), logs if kind == "mean" else None)

    def __len__(self) -> int:
        """How many comparisons."""
        return len(self.a.n)

    def take(self, rows: Rows | Places) -> "Sides":
        """Some of the comparisons, on the scale they are on."""
        return Sides(self.kind, self.a.take(rows), self.b.take(rows), self.between.take(rows))

    def with_others(self, places: Places, others: "Sides") -> "Sides":
        """The same with other numbers at some places."""
        a, b = _placed(self.a, places, others.a), _placed(self.b, places, others.b)
        return Sides(self.kind, a, b, _placed(self.between, places, others.between))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.a.nbytes + self.b.nbytes + self.between.nbytes


def _placed(whole: T, places: Places, others: T) -> T:
    columns = [getattr(whole, each.name).copy() for each in fields(whole)]
    for column, each in zip(columns, fields(others), strict=True):
        column[places] = getattr(others, each.name)
    return type(whole)(*columns)
