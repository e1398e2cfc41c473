"""What a condition can be about, and the condition one starts with: pure, for the builder's lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from strata.analysis.offered import Offered
from strata.model.attributes import KINDS, Catalog
from strata.model.operators import OPERATORS, operators_for
from strata.model.segment import (
    ANY_EVENT,
    AccountCondition,
    All,
    AttributeCondition,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    Last,
    LifecycleCondition,
    Node,
    PathCondition,
    PlanCondition,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    SegmentCondition,
    SequenceCondition,
    TicketCondition,
    UsersCondition,
)
from strata.ui.comparing import with_operator

Source = Literal["attribute", "response", "event", "kind"]


class Subject(NamedTuple):
    """What a row asks about, by the name the warehouse or KINDS_OF_CONDITION know it under."""

    source: Source
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that is loaded or saved and that a condition can name."""

    catalog: Catalog
    offered: Offered = field(default_factory=Offered)
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of condition that is one subject of its own; `lead` is the word a sentence goes on with."""

    name: str
    group: str
    words: str
    lead: str
    type: type
    fresh: Callable[[Choices], Node]
    is_offered: Callable[[Choices], bool] = lambda choices: True


def _has_events(choices: Choices) -> bool:
    return bool(choices.catalog.events)


KINDS_OF_CONDITION: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "sequence",
            "Behaviour",
            "One thing, then another",
            "who",
            SequenceCondition,
            lambda choices: SequenceCondition("", ""),
            _has_events,
        ),
        Kind(
            "funnel",
            "Behaviour",
            "How far in a funnel",
            "who",
            FunnelCondition,
            lambda choices: FunnelCondition(("", "")),
            _has_events,
        ),
        Kind(
            "return",
            "Behaviour",
            "Coming back after the start",
            "who",
            ReturnCondition,
            lambda choices: ReturnCondition(ANY_EVENT),
            _has_events,
        ),
        Kind(
            "path",
            "Behaviour",
            "One thing right after another",
            "who",
            PathCondition,
            lambda choices: PathCondition(("", "")),
            _has_events,
        ),
        Kind(
            "dropping_off",
            "Behaviour",
            "Dropping off",
            "who",
            DroppingOffCondition,
            lambda choices: DroppingOffCondition(ANY_EVENT),
            _has_events,
        ),
        Kind(
            "lifecycle",
            "Behaviour",
            "Stage of the life cycle",
            "who",
            LifecycleCondition,
            lambda choices: LifecycleCondition("slipping"),
            _has_events,
        ),
        Kind(
            "ticket",
            "Support",
            "Tickets",
            "who have",
            TicketCondition,
            lambda choices: TicketCondition("open"),
            lambda choices: choices.offered.has_tickets,
        ),
        Kind(
            "plan",
            "Subscription",
            "Plan that runs now",
            "whose",
            PlanCondition,
            lambda choices: PlanCondition(()),
            lambda choices: bool(choices.offered.plans),
        ),
        Kind(
            "renewal",
            "Subscription",
            "Renewal",
            "whose",
            RenewalCondition,
            lambda choices: RenewalCondition(90),
            lambda choices: choices.offered.has_renewals,
        ),
        Kind(
            "change",
            "Subscription",
            "Change of plan",
            "whose account had a",
            ChangeCondition,
            lambda choices: ChangeCondition(choices.offered.changes[0], within=Last(90)),
            lambda choices: bool(choices.offered.changes),
        ),
        Kind(
            "account",
            "Account",
            "Enough users of the account meet …",
            "whose account",
            AccountCondition,
            lambda choices: AccountCondition(All(()), users_at_least=1),
            lambda choices: choices.catalog.n_accounts > 0,
        ),
        Kind(
            "segment",
            "People",
            "In another segment",
            "who are in",
            SegmentCondition,
            lambda choices: SegmentCondition(""),
            lambda choices: bool(choices.segments),
        ),
        Kind("users", "People", "In a list of ids", "who are in", UsersCondition, lambda choices: UsersCondition(())),
    )
}


def subjects(choices: Choices) -> tuple[Subject, ...]:
    """Everything a row can ask about: surveys, attributes kind by kind, the other kinds of condition, events."""
    catalog = choices.catalog
    by_kind = [each for kind in KINDS for each in catalog.attributes if each.kind == kind]
    happened = (ANY_EVENT, *catalog.events) if catalog.events else ()
    return (
        *(Subject("response", survey) for survey in catalog.surveys),
        *(Subject("attribute", each.name) for each in by_kind),
        *(Subject("kind", kind.name) for kind in KINDS_OF_CONDITION.values() if kind.is_offered(choices)),
        *(Subject("event", event) for event in happened),
    )


def words(subject: Subject, catalog: Catalog) -> str:
    """How the list to add from shows a subject: its group, then its name."""
    return f"{group(subject, catalog)} · {name(subject, catalog)}"


def group(subject: Subject, catalog: Catalog) -> str:
    """What a subject belongs to: one of the six kinds of attribute, surveys, events and so on."""
    match subject:
        case Subject("attribute", name_):
            known = next((each for each in catalog.attributes if each.name == name_), None)
            return known.kind.capitalize() if known else "Not loaded"
        case Subject("kind", name_):
            return KINDS_OF_CONDITION[name_].group
        case _:
            return "Survey" if subject.source == "response" else "Event"


def name(subject: Subject, catalog: Catalog) -> str:
    """How a row shows a subject; one that is not loaded any more by the name it had."""
    match subject:
        case Subject("attribute", name_):
            known = next((each for each in catalog.attributes if each.name == name_), None)
            return known.label if known else f"{name_} (not loaded)"
        case Subject("kind", name_):
            return KINDS_OF_CONDITION[name_].words
        case Subject("response", name_):
            return name_.upper() if name_ in catalog.surveys else f"{name_} (not loaded)"
        case Subject(_, event):
            known_events = (ANY_EVENT, *catalog.events)
            return "anything" if event == ANY_EVENT else event if event in known_events else f"{event} (not loaded)"


def subject_of(node: Node) -> Subject:
    """What a condition asks about."""
    match node:
        case AttributeCondition(name_):
            return Subject("attribute", name_)
        case ResponseCondition(survey):
            return Subject("response", survey)
        case EventCondition(event):
            return Subject("event", event)
        case _:
            return Subject("kind", next(kind.name for kind in KINDS_OF_CONDITION.values() if kind.type is type(node)))


def fresh(subject: Subject, choices: Choices) -> Node:
    """The condition a subject starts with: its first operator without a value, or the usual question."""
    match subject.source:
        case "attribute":
            attribute = choices.catalog.attribute(subject.name)
            return with_operator(attribute, operators_for(attribute.type)[0].name)
        case "response":
            return questions(subject.name, choices.offered)[0].condition
        case "event":
            return EventCondition(subject.name, within=Last(30))
        case "kind":
            return KINDS_OF_CONDITION[subject.name].fresh(choices)


def lead(node: Node) -> str:
    """The word between 'users' and a row: 'who', or 'whose' before what somebody has."""
    match node:
        case AttributeCondition():
            return "whose"
        case ResponseCondition() | EventCondition():
            return "who"
        case _:
            return KINDS_OF_CONDITION[subject_of(node).name].lead


class Question(NamedTuple):
    """One way to ask about a survey: the words, and the condition without its dates."""

    words: str
    condition: ResponseCondition


def questions(survey: str, offered: Offered) -> tuple[Question, ...]:
    """The questions one can ask about a survey, the usual first."""
    groups = (
        Question("are detractors (0 to 6)", ResponseCondition(survey, group="detractor")),
        Question("are passives (7 or 8)", ResponseCondition(survey, group="passive")),
        Question("are promoters (9 or 10)", ResponseCondition(survey, group="promoter")),
    )
    return (
        *(groups if survey == "nps" else ()),
        Question("gave a score that", ResponseCondition(survey, op=">=", value=9.0 if survey == "nps" else 4.0)),
        Question("answered", ResponseCondition(survey, answered=True)),
        Question("did not answer", ResponseCondition(survey, answered=False)),
        *(
            [Question("wrote a comment with", ResponseCondition(survey, comment_contains=""))]
            if survey in offered.commented
            else []
        ),
    )


def question_of(condition: ResponseCondition, asked: tuple[Question, ...]) -> int:
    """The place of a condition's question among those one can ask; the first where it is none of them."""

    def shape(each: ResponseCondition) -> tuple[object, ...]:
        return each.group, each.op is not None, each.answered

    places = [place for place, question in enumerate(asked) if shape(question.condition) == shape(condition)]
    return places[0] if places else 0


def score_operators() -> tuple[str, ...]:
    """How a score can be compared."""
    return tuple(each.name for each in operators_for("number") if OPERATORS[each.name].operand != "none")
