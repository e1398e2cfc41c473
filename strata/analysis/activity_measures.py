"""What can be shown of activity: one row a measure, for a period and for all whole periods together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis import crowds
from strata.analysis.calendar import Cut
from strata.analysis.footprints import Totals, length
from strata.model.metrics import Metric
from strata.model.metrics.metric import Unit
from strata.model.periods import Grain

NAMES: Mapping[Grain, str] = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly"}
SHORT: Mapping[Grain, str] = {"day": "DAU", "week": "WAU", "month": "MAU", "quarter": "QAU"}


class Active(NamedTuple):
    """The users of a group who were active in a period: where they stand in what everyone did in it.

    Attributes:
        cut: The period.
        accounts: The account of each.
        n_accounts: How many accounts the group has.
    """

    cut: Cut
    accounts: crowds.Accounts
    n_accounts: int
    rows: NDArray[np.intp]
    days_of_all: NDArray[np.int16]
    events_of_all: NDArray[np.int32]

    @property
    def days(self) -> NDArray[np.int16]:
        """On how many days each was active."""
        return self.days_of_all[self.rows]

    @property
    def events(self) -> NDArray[np.int32]:
        """How many events each did."""
        return self.events_of_all[self.rows]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is shown of a period, and how the same is summed over all whole periods.

    Attributes:
        key: What recipes name it by; choice: how a list offers it.
        label: How people read it, with {grain} for daily, weekly or monthly and {short} for DAU, WAU or MAU.
        unit: Of its values.
        counted: What n counts.
        of_period: The active users of a group in one period; None where it is their share of all who had come.
        over: What each user adds to the sum over all whole periods, and what that is divided by.
        is_count: Whether the active users themselves are shown, whose share is what is compared.
    """

    key: str
    choice: str
    label: str
    unit: Unit
    counted: str
    of_period: Callable[[Active], stats.Arm] | None
    over: Callable[[Totals], tuple[NDArray[np.float32], NDArray[np.float32]]]
    is_count: bool = False

    def words(self, grain: Grain) -> str:
        """The label for periods of a length."""
        named = self.label.format(grain=NAMES[grain], short=SHORT[grain])
        return named[:1].upper() + named[1:]

    def metric(self, grain: Grain) -> Metric:
        """The measure over all whole periods as a metric to be compared."""
        shown = MEASURES["share"] if self.is_count else self
        label, unit = shown.words(grain), shown.unit
        return Metric(f"{self.key}:{grain}", label, "ratio", "", unit, "users", margin=shown.margin, needs="events")

    @property
    def margin(self) -> float | None:
        """Differences within it are of no practical weight."""
        return {"share": 3.0, "stickiness": 1.0}.get(self.key)


def _events(active: Active) -> stats.Arm:
    return crowds.values("mean", active.accounts, active.events, size=active.n_accounts)


def _stickiness(active: Active) -> stats.Arm:
    share = active.days / length(active.cut.span)
    return crowds.values("mean", active.accounts, share, size=active.n_accounts)


MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            "share",
            "Share of people active",
            "{grain} active share",
            "%",
            "users",
            None,
            lambda sums: (sums.active, sums.there),
        ),
        Measure(
            "users",
            "Active users (DAU, WAU, MAU)",
            "{grain} active users ({short})",
            "",
            "users",
            None,
            lambda sums: (sums.active, sums.there),
            is_count=True,
        ),
        Measure(
            "events",
            "Events per active user",
            "{grain} events per active user",
            "events",
            "active users",
            _events,
            lambda sums: (sums.events, sums.active),
        ),
        Measure(
            "stickiness",
            "Stickiness",
            "stickiness (DAU/{short})",
            "%",
            "active users",
            _stickiness,
            lambda sums: (sums.days, sums.possible),
        ),
    )
}
"""In the order in which they are offered."""
