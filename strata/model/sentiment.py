"""Questions people answer on a scale, and how groups of people answered them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from strata.model.attributes import Attribute
from strata.model.exhibit import Role
from strata.model.results import Contrast, SegmentSize, Source
from strata.model.segment import Segment

Rule = Literal["latest", "wave"]
"""Which answers of a person count: the latest in the dates, or the latest of each survey wave."""
MOST_POINTS = 11
"""More different answers than this are a number, not a scale."""


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring answers that go by one name."""

    name: str
    low: float
    high: float
    role: Role

    def holds(self, answer: float) -> bool:
        """Whether an answer is one of them."""
        return self.low <= answer <= self.high


@dataclass(frozen=True, slots=True)
class Question:
    """A survey, or a rating people carry as an attribute.

    Attributes:
        key: What recipes call it.
        title: What people call it.
        metrics: The metrics made of its answers, the score first.
        points: The answers there can be; empty where the data say which.
        parts: Into what a bar of all answers is cut, lowest first.
        bands: The same where people moved from one to another; empty where nobody answers twice.
        scale: What the scale is, in a sentence.
        survey: Where its answers are; None for an attribute.
        change: The statement of how much a person moved between two answers.
    """

    key: str
    title: str
    metrics: tuple[str, ...]
    points: tuple[float, ...]
    parts: tuple[Band, ...]
    bands: tuple[Band, ...]
    scale: str
    survey: str | None = None
    change: str | None = None


QUESTIONS: Mapping[str, Question] = {
    question.key: question
    for question in (
        Question(
            "nps",
            "NPS",
            ("nps",),
            tuple(map(float, range(11))),
            (
                Band("detractors", 0, 6, "detractor"),
                Band("passives", 7, 8, "passive"),
                Band("promoters", 9, 10, "promoter"),
            ),
            (
                Band("detractor", 0, 6, "detractor"),
                Band("passive", 7, 8, "passive"),
                Band("promoter", 9, 10, "promoter"),
            ),
            "Scale 0 to 10: percent promoters (9, 10) less percent detractors (0 to 6)",
            "nps",
            "nps_change",
        ),
        Question(
            "csat",
            "CSAT",
            ("csat", "csat_mean"),
            tuple(map(float, range(1, 6))),
            (
                Band("answered 1", 1, 1, "detractor"),
                Band("answered 2", 2, 2, "low"),
                Band("answered 3", 3, 3, "passive"),
                Band("answered 4", 4, 4, "high"),
                Band("answered 5", 5, 5, "promoter"),
            ),
            (
                Band("unhappy (1, 2)", 1, 2, "detractor"),
                Band("neutral (3)", 3, 3, "passive"),
                Band("satisfied (4, 5)", 4, 5, "promoter"),
            ),
            "Scale 1 to 5: percent who answered 4 or 5",
            "csat",
            "csat_change",
        ),
    )
}
"""The surveys there are."""
SHADES: Mapping[int, tuple[Role, ...]] = {
    2: ("detractor", "promoter"),
    3: ("detractor", "passive", "promoter"),
    4: ("detractor", "low", "high", "promoter"),
    5: ("detractor", "low", "passive", "high", "promoter"),
}
"""The colours of a scale of so many points, lowest first."""


def rating(attribute: Attribute, points: tuple[float, ...]) -> Question:
    """The question whose answers stand in a numeric attribute; up to eleven different ones are points of a scale."""
    is_scale = 2 <= len(points) <= MOST_POINTS
    roles: tuple[Role, ...] = SHADES.get(len(points), tuple("" for _ in points))
    return Question(
        key=attribute.name,
        title=attribute.label,
        metrics=(f"mean:{attribute.name}",),
        points=points if is_scale else (),
        parts=tuple(Band(f"{point:g}", point, point, role) for point, role in zip(points, roles, strict=True))
        if is_scale
        else (),
        bands=(),
        scale=f"{attribute.label}: mean of the numbers known of people",
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """How one group of people answered; values in the unit people read.

    Attributes:
        name: The group.
        users: How many people it has; 0 where that says nothing.
        n: How many of them answered; accounts: from how many accounts.
        answers: How many answers that are, as often as each was given, lowest first.
        value, low, high: The score and its 95 % interval; None where it is withheld or not known.
        withheld: Why there is no value.
        pull: How far the group moves the total from what it would be without a gap, with its interval.
        people: The group as a segment.
        place: Its values of the two attributes that are crossed; empty otherwise.
    """

    name: str
    users: int
    n: int
    accounts: int
    answers: tuple[tuple[float, int], ...]
    value: float | None
    low: float | None
    high: float | None
    withheld: str | None
    pull: float = 0.0
    pull_low: float | None = None
    pull_high: float | None = None
    people: Segment | None = field(default=None, compare=False)
    place: tuple[str, ...] = ()

    @property
    def n_answers(self) -> int:
        """All answers of the group; more than people where each wave counts."""
        return sum(n for _, n in self.answers)

    @property
    def response_rate(self) -> float | None:
        """Percent of the group's people who answered; None where that is not known."""
        return 100 * self.n / self.users if self.users else None

    def share(self, band: Band) -> float | None:
        """Percent of the answers in a band; None where there are none."""
        if not self.n_answers:
            return None
        return 100 * sum(n for answer, n in self.answers if band.holds(answer)) / self.n_answers


@dataclass(frozen=True, slots=True)
class Sentiment:
    """One score of several groups, each held against everyone else.

    Attributes:
        question: What was asked.
        metric, label, unit, counted: The score, and what its n counts.
        split: What the groups differ in, e.g. "role".
        total: Everyone together.
        groups: Lowest score first, too small ones last.
        contrasts: Each group against everyone else, corrected for how many there are.
        is_whole: Whether every answer is in exactly one group, so that pulls add up to 0.
        sizes: What the groups mean, where they are segments.
        rules: What else decides the numbers, in sentences.
        notes: What to know before reading.
    """

    source: Source
    question: Question
    metric: str
    label: str
    unit: str
    counted: str
    split: str
    total: Answered
    groups: tuple[Answered, ...]
    contrasts: tuple[Contrast, ...]
    is_whole: bool
    sizes: tuple[SegmentSize, ...] = ()
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    crossed: tuple[str, ...] = ()
    """The two attributes that are crossed; empty where one thing splits."""

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values; segments as they are saved."""
        people = [group.people.as_json() if group.people else None for group in self.groups]
        document = asdict(self)
        for group, segment in zip(document["groups"], people, strict=True):
            group["people"] = segment
        return document


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the people of a group who answered again went, from their first to their latest answer.

    Attributes:
        name: The group.
        n: How many answered again; accounts: from how many accounts.
        flows: From which band to which, as often as that happened.
        change, low, high: Mean change of the score with its 95 % interval; None where it is withheld.
        withheld: Why there is no change.
    """

    name: str
    n: int
    accounts: int
    flows: tuple[tuple[str, str, int], ...]
    change: float | None
    low: float | None
    high: float | None
    withheld: str | None
    people: Segment | None = field(default=None, compare=False)
