"""What a segment is held against: everyone else, another segment, or itself in the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from strata import stats
from strata.analysis.columns import Crew
from strata.analysis.groups import Asked, Groups
from strata.analysis.judging import Pair
from strata.analysis.reach import first_day
from strata.errors import SegmentError
from strata.membership import window_bounds
from strata.model.metrics import Metric
from strata.model.results import PREVIOUS, REST, Caution
from strata.model.segment import Between, Last, Segment, Window
from strata.warehouse import Warehouse

Baseline = Segment | Literal["previous"] | None
"""Another segment; the same segment in the period before; None is everyone else."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sides:
    """Metrics of segments beside those of their baselines."""

    groups: Groups
    asked: tuple[Asked, ...]

    def arms(self, asked: Asked, crew: Crew) -> stats.Arms:
        """One metric of one segment and of its baseline, as sums."""
        raise NotImplementedError

    def pair(self, asked: Asked, name: str, crew: Crew) -> Pair:
        """One metric of one segment and of its baseline, compared."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AgainstRest(Sides):
    """Everyone else."""

    def arms(self, asked: Asked, crew: Crew) -> stats.Arms:
        """One metric of a segment and of everyone outside it, as sums."""
        return self.groups.arms(asked, crew, crew.rest)

    def pair(self, asked: Asked, name: str, crew: Crew) -> Pair:
        """One metric of a segment and of everyone outside it."""
        seen = self.groups.seen(asked, crew, crew.rest)
        return Pair.seen(asked.metric, (name, REST), seen, (crew.n, crew.rest.n))


@dataclass(frozen=True, slots=True)
class AgainstSegment(Sides):
    """Another segment."""

    baseline: str
    others: Crew

    def arms(self, asked: Asked, crew: Crew) -> stats.Arms:
        """One metric of a segment and of the baseline, as sums."""
        return self.groups.arms(asked, crew, self.others)

    def pair(self, asked: Asked, name: str, crew: Crew) -> Pair:
        """One metric of a segment and of the baseline."""
        seen = self.groups.seen(asked, crew, self.others)
        return Pair.seen(asked.metric, (name, self.baseline), seen, (crew.n, self.others.n))


@dataclass(frozen=True, slots=True)
class AgainstPrevious(Sides):
    """The same people in the period before."""

    before: tuple[Asked, ...]
    begins: datetime | None
    """The first moment of the period before."""

    def arms(self, asked: Asked, crew: Crew) -> stats.Arms:
        """One metric of a segment now and in the period before, as sums."""
        return stats.Arms(self.groups.arm(asked, crew), self.groups.arm(self._earlier(asked), crew))

    def pair(self, asked: Asked, name: str, crew: Crew) -> Pair:
        """One metric of a segment now and in the period before."""
        arms = self.arms(asked, crew)
        lone = min(arms.a.crowd.n_lone, arms.b.crowd.n_lone)
        said = "The same people may be in both periods; those without an account are treated as different people."
        cautions = (Caution("general", said),) if lone else ()
        pair = Pair.of(asked.metric, (name, PREVIOUS), arms, (crew.n, crew.n), cautions)
        return pair.withheld(reason) if (reason := self._why_not(asked, self._earlier(asked))) else pair

    def _earlier(self, asked: Asked) -> Asked:
        return self.before[self.asked.index(asked)]

    def _why_not(self, asked: Asked, earlier: Asked) -> str | None:
        """Why a metric has no period before."""
        if asked.rows == earlier.rows or asked.metric.query.startswith("attribute"):
            return f"{asked.metric.label} is known only as it is today, so it has no period before."
        first = None if asked.metric.survey else first_day(self.groups.warehouse, asked.metric)
        if first is not None and self.begins is not None and self.begins.date() < first:
            return f"The period before begins on {self.begins.date()} and the data on {first}: choose later dates."
        return None


def sides(
    warehouse: Warehouse, metrics: Sequence[Metric], baseline: Baseline, window: Window, others: int | None
) -> Sides:
    """The metrics beside those of a baseline; `others` are the users of a baseline that is a segment.

    Raises:
        SegmentError: the period before is asked for and the dates have no beginning.
    """
    groups = Groups(warehouse)
    asked = tuple(Asked.of(warehouse, metric, window) for metric in metrics)
    if baseline == "previous":
        earlier = period_before(window, warehouse.catalog.as_of)
        before = tuple(Asked.of(warehouse, metric, earlier) for metric in metrics)
        return AgainstPrevious(groups, asked, before, window_bounds(earlier, warehouse.catalog)[0])
    if isinstance(baseline, Segment) and others is not None:
        return AgainstSegment(groups, asked, baseline.name, groups.crew(others))
    return AgainstRest(groups, asked)


def period_before(window: Window, as_of: date) -> Window:
    """The dates of the same length that end where a window begins.

    Raises:
        SegmentError: the window has no beginning.
    """
    match window:
        case Last(number, unit, ago):
            return Last(number, unit, ago + number)
        case Between(date() as start, end):
            days = (min(end or as_of, as_of) - start).days + 1
            if start > as_of or start.toordinal() <= days:
                raise SegmentError(f"{start} has no period of {days:,} days before it in the data: choose other dates.")
            return Between(start - days * DAY, start - DAY)
        case _:
            raise SegmentError("All dates have no period before them: choose dates, such as the last 90 days.")
