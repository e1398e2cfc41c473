"""Whether a segment's rule uses what a metric is made of: then the comparison gives the rule back."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from strata.membership import NO_LIBRARY, Library
from strata.model import warnings
from strata.model.metrics import Metric
from strata.model.segment import (
    ANY_EVENT,
    LIFECYCLE,
    AttributeCondition,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    Leaf,
    LifecycleCondition,
    Node,
    PathCondition,
    PlanCondition,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    Segment,
    SequenceCondition,
    TicketCondition,
    leaves,
)

Thing = Literal["survey", "event", "attribute", "tickets", "subscriptions", "change"]


class Use(NamedTuple):
    """Something that conditions ask about and metrics are made of."""

    of: Thing
    name: str = ""

    @property
    def words(self) -> str:
        """The use as people read it."""
        return {
            "survey": f"{self.name.upper()} answers",
            "event": "any activity" if self.name == ANY_EVENT else f"the event {self.name}",
            "attribute": f"the attribute {self.name}",
            "tickets": "tickets",
            "subscriptions": "the running subscription",
            "change": f"a {self.name} of the subscription",
        }[self.of]


ANYTHING = Use("event", ANY_EVENT)
SEEN = ("first_seen", "last_seen")
"""Attributes that are made of all events."""


class _Found(NamedTuple):
    """One use the rule makes; `through` is the saved segment it is made in, if it is another one."""

    use: Use
    is_answering: bool
    through: str | None


def leaks(segment: Segment, metric: Metric, library: Library = NO_LIBRARY) -> warnings.Warning | None:
    """The warning that a segment's rule uses the survey, event, attribute or table that a metric is made of.

    It is a note where the two are only related: the rule asks for one event and the metric counts all, or the other
    way round, or it asks who answered and not what. Segments that the rule names are looked through, as far as the
    library knows them.
    """
    made_of = _made_of(metric)
    found = list(_uses_of(segment, library))
    direct = [each for each in found if each.use in made_of]
    same = next((each for each in direct if not each.is_answering), None)
    if same:
        return _warning(segment, metric, same, "the difference shows the rule, not the people.", "strong")
    related = next((each for each in (*direct, *found) if each in direct or _is_related(each.use, made_of)), None)
    return (
        _warning(segment, metric, related, "part of the difference follows from the rule.", "note") if related else None
    )


def _made_of(metric: Metric) -> frozenset[Use]:
    uses = {Use("event", event) for event in metric.events}
    if metric.is_of_any_event:
        uses.add(ANYTHING)
    if metric.survey:
        uses.add(Use("survey", metric.survey))
    if metric.attribute and metric.query.startswith("attribute"):
        uses.add(Use("attribute", metric.attribute.name))
    match metric.needs:
        case "tickets":
            uses.add(Use("tickets"))
        case "subscriptions":
            uses.add(Use("subscriptions"))
        case "churn" | "downgrade":
            uses |= {Use("subscriptions"), Use("change", metric.needs)}
    return frozenset(uses)


def _uses_of(segment: Segment, library: Library) -> Iterator[_Found]:
    """Every use the rule makes, those of the segments it names after its own."""
    trees: dict[str | None, Node] = {None: segment.where}
    trees |= {name: nested.where for name, nested in library.reachable(segment.where).items()}
    for through, tree in trees.items():
        for leaf in leaves(tree):
            is_answering = isinstance(leaf, ResponseCondition) and leaf.answered is not None
            yield from (_Found(use, is_answering, through) for use in _uses(leaf))


def _uses(leaf: Leaf) -> tuple[Use, ...]:
    """What one condition asks about; nothing for lists of users and names of segments."""
    if events := _events(leaf):
        return tuple(Use("event", event) for event in events if event)
    match leaf:
        case ResponseCondition():
            return (Use("survey", leaf.survey),)
        case LifecycleCondition():
            return tuple(use for each in leaves(LIFECYCLE[leaf.lifecycle]) for use in _uses(each))
        case AttributeCondition():
            return (ANYTHING if leaf.attribute in SEEN else Use("attribute", leaf.attribute),)
        case TicketCondition():
            return (Use("tickets"),)
        case PlanCondition() | RenewalCondition():
            return (Use("subscriptions"),)
        case ChangeCondition():
            return (Use("change", leaf.change),)
    return ()


def _events(leaf: Leaf) -> tuple[str | None, ...]:
    """The events that a condition about events names."""
    match leaf:
        case SequenceCondition(first, then):
            return first, then
        case FunnelCondition(funnel=steps, exclude=excluded):
            return (*steps, excluded)
        case PathCondition(path=events):
            return events
        case ReturnCondition(came_back=event, after=start):
            return event, start
        case EventCondition(event) | DroppingOffCondition(event):
            return (event,)
    return ()


def _is_related(use: Use, made_of: frozenset[Use]) -> bool:
    """Whether one is part of the other: an event of all events, a change of the subscriptions."""
    events = any(each.of == "event" for each in made_of)
    return (use.of == "event" and (ANYTHING in made_of or (use == ANYTHING and events))) or (
        use.of == "change" and Use("subscriptions") in made_of
    )


def _warning(
    segment: Segment, metric: Metric, found: _Found, consequence: str, strength: warnings.Strength
) -> warnings.Warning:
    rule = f"through the segment {found.through}" if found.through else "in its rule"
    answering = "who gave " if found.is_answering else ""
    return warnings.Warning(
        "leak",
        f"{segment.name} asks {rule} for {answering}{found.use.words}, and {metric.label} is made of "
        f"{'the same' if strength == 'strong' else 'what goes with it'}: {consequence}",
        found.use.words,
        strength,
    )
