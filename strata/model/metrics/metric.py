"""What a metric is."""

from dataclasses import dataclass
from typing import Literal

from strata.model.attributes import Attribute

Kind = Literal["nps", "share", "rating", "mean", "ratio", "time"]
"""How one user's value is distributed: -1 / 0 / 1, 0 / 1, between two ends that no heavy user passes, any number, a
sum over as many things as the user has, or days until an event that may not have come yet."""
Unit = Literal["points", "%", "", "events", "days", "sessions", "tickets", "a month"]
Direction = Literal["higher_is_better", "lower_is_better", "neither"]
Need = Literal["events", "sessions", "tickets", "subscriptions", "churn", "downgrade"]
Reads = Literal["activity", "month", "latest", "returned"]
"""How active users were in a window, on which of its last 30 days, what they answered last in it, and whether they were
active in a week after joining: each a statement of queries/reports, and of queries/usual."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One row per user, summed by the warehouse: `query` names the statement that yields (user_id, num, den)."""

    name: str
    label: str
    kind: Kind
    query: str
    unit: Unit
    of: str
    """Who the n counts, as a person says it: 'answers', 'users'."""
    direction: Direction = "higher_is_better"
    margin: float | None = None
    """Differences inside plus or minus this are of no practical weight; in the scale people read."""
    survey: str | None = None
    params: tuple[tuple[str, str | float | bool], ...] = ()
    attribute: Attribute | None = None
    events: tuple[str, ...] = ()
    """The events it is computed from; where it needs events and names none, all of them."""
    needs: Need | None = None
    """What must be loaded besides users and the survey."""
    per: Literal["user", "account"] = "user"
    """Whose value it is: an account's stands in the row of each of its users, and must count once."""

    zero_for_others: bool = False
    """Whether the statement leaves out users whose value is 0: those who had come by the end of the window."""

    reads: Reads | None = None
    """What its statement is made from, if that is made once for several metrics, or when the data are loaded."""

    @property
    def scale(self) -> float:
        """What the stored value is multiplied by to become what a person reads."""
        return 100.0 if self.unit in ("points", "%") else 1.0

    @property
    def is_of_any_event(self) -> bool:
        """Whether everything a user does counts towards it."""
        return self.needs in ("events", "sessions") and not self.events
