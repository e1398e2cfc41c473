"""What a segment is made of: groups, negation, and one class per kind of condition."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from strata.model.segment.windows import EVER, Unit, Window

Scalar = str | float | bool
Value = Scalar | tuple[Scalar, ...] | None
NpsGroup = Literal["promoter", "passive", "detractor"]
Total = Literal["sum", "average", "max", "min"]
TicketState = Literal["open", "opened", "closed"]
Lifecycle = Literal["new", "active", "returned", "slipping", "dormant"]

NPS_GROUPS: dict[NpsGroup, tuple[int, int]] = {"promoter": (9, 10), "passive": (7, 8), "detractor": (0, 6)}
"""Lowest and highest answer of each group on the 0 to 10 scale."""
ANY_EVENT = "*"
"""In place of an event's name: whatever the user did."""


@dataclass(frozen=True, slots=True)
class All:
    """Everyone who meets every child; with no children, everyone."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Everyone who meets at least one child; with no children, nobody."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everyone who does not meet the child."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class AttributeCondition:
    """A property of the user, or of the user's account."""

    attribute: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class ResponseCondition:
    """An answer to a survey: the latest in the window, any of them, or the first of those given on two days or more.

    Asks one of: its NPS group, its score, or whether there is one; and, with any of these, a word in its comment.
    """

    survey: str
    group: NpsGroup | None = None
    op: str | None = None
    value: Value = None
    answered: bool | None = None
    which: Literal["latest", "any", "first"] = "latest"
    comment_contains: str | None = None
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class PropertyFilter:
    """Counts only events whose property passes."""

    property: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A numeric property summed up over a user's events, and what it is compared with."""

    by: Total
    of: str
    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class EventCondition:
    """Did an event, within a window, often enough; or did not (the opposite of all that is said).

    At most one of the counts is used: `at_least` times (1 if nothing is said), `at_most` times but at least
    once, `exactly` times, on at least `on_days` different days, or, of whatever the user did, at least `different`
    events of unlike names. With `measure` a numeric property decides
    instead. With `when` the window asks for the user's first or last time ever.
    """

    event: str
    did: bool = True
    at_least: int = 1
    at_most: int | None = None
    exactly: int | None = None
    on_days: int | None = None
    different: int | None = None
    where: tuple[PropertyFilter, ...] = ()
    measure: Measure | None = None
    when: Literal["any", "first", "last"] = "any"
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class SequenceCondition:
    """Did one event and then, later but within a gap, another; or did the first and not the second.

    The window is about the first event. 'And then not' asks that the gap has passed by the end of the data.
    """

    first: str
    then: str
    did: bool = True
    gap: int = 7
    unit: Unit = "day"
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class FunnelCondition:
    """Began a funnel and came as far as a step, or, where they `stopped`, no further.

    Who does the first step in the window begins, at its first time there; every further step counts if it happens
    later than the one before, within so many days of the first, and before anything that is excluded. Whose days are
    not over by the end of the data has not begun.
    """

    funnel: tuple[str, ...]
    reached: int = 1
    stopped: bool = False
    days: int = 14
    exclude: str | None = None
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class ReturnCondition:
    """Came back, or did not, on some day from a first to a last one after the start; with `or_later` after it too.

    Joining is the start, or the first time of an event; it lies in the window. Only those are asked whose last day is
    over by the end of the data.
    """

    came_back: str
    did: bool = True
    first_day: int = 1
    last_day: int = 7
    or_later: bool = False
    after: str | None = None
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class PathCondition:
    """Did these events one right after the other; with `backwards`, the second is the one right before the first.

    The first event is the user's first in the window; the others lie within so many days of it, and the same several
    times in a row counts once. With `ends` nothing else came within those days. Only those are asked whose days are
    wholly in the data.
    """

    path: tuple[str, ...]
    ends: bool = False
    backwards: bool = False
    days: int = 1
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class DroppingOffCondition:
    """Did an event, or anything, less than a share as often in the last days as in as many days before."""

    event: str
    days: int = 30
    below: float = 0.5


@dataclass(frozen=True, slots=True)
class LifecycleCondition:
    """Is in a stage of the life cycle, which stands for ordinary conditions (see lifecycle.py)."""

    lifecycle: Lifecycle


@dataclass(frozen=True, slots=True)
class TicketCondition:
    """Has tickets, of their own or, where tickets name no user, of their account."""

    ticket: TicketState
    at_least: int = 1
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class PlanCondition:
    """The account's subscription that runs at the end of the data is to one of these plans."""

    plan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenewalCondition:
    """The account's running subscription renews within the next days after the end of the data."""

    renewal: int


@dataclass(frozen=True, slots=True)
class ChangeCondition:
    """The account's subscription was upgraded, downgraded or the like."""

    change: str
    within: Window = EVER


@dataclass(frozen=True, slots=True)
class UsersCondition:
    """Is one of these users, by the ids of the source."""

    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentCondition:
    """Is in another saved segment."""

    segment: str


@dataclass(frozen=True, slots=True)
class AccountCondition:
    """Belongs to an account where enough users meet a tree of their own: a number of them, or a percentage."""

    where: "Node"
    users_at_least: int | None = None
    percent_at_least: float | None = None


Leaf = (
    AttributeCondition
    | ResponseCondition
    | EventCondition
    | SequenceCondition
    | FunnelCondition
    | ReturnCondition
    | PathCondition
    | DroppingOffCondition
    | LifecycleCondition
    | TicketCondition
    | PlanCondition
    | RenewalCondition
    | ChangeCondition
    | UsersCondition
    | SegmentCondition
    | AccountCondition
)
Node = All | AnyOf | Not | Leaf


def leaves(node: Node) -> Iterator[Leaf]:
    """Every condition of a tree, those inside account rules too, from left to right."""
    match node:
        case All(children) | AnyOf(children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case AccountCondition(where):
            yield node
            yield from leaves(where)
        case _:
            yield node
