"""NPS, CSAT or a rating of groups of people: scores, who pulls the total down, which answers were given."""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from strata import stats
from strata.analysis.answers import Answers, Counted, answers, counts, measures, question
from strata.analysis.judging import Pair, Rows, judged
from strata.analysis.loaded import loaded
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.splits import SEGMENTS, Side, Split, split
from strata.membership import Library, in_play
from strata.model.metrics import Metric
from strata.model.recipe import Recipe
from strata.model.results import REST, SegmentSize
from strata.model.sentiment import Answered, Question, Rule, Sentiment
from strata.warehouse import MOST_SEGMENTS, Warehouse

FEWEST_ANSWERS = 5
EVERYONE = "everyone"
COUNTED_ONCE: dict[Rule, str] = {
    "latest": "The latest answer of each person in these dates counts",
    "wave": "The latest answer of each person in each wave counts; a person's answers are not independent, "
    "so accounts and people are the units",
}
BLANK = ("blank ", "off the ", "score is not")
"""How the load report begins the reasons for which an answer is none."""


class Study(NamedTuple):
    """What a recipe asks: a question, the answers that count, the groups of people, what segments among them mean."""

    question: Question
    answered: Answers
    split: Split
    meant: tuple[SegmentSize, ...]


def study(warehouse: Warehouse, recipe: Recipe, library: Library) -> Study:
    """What a recipe asks.

    Args:
        warehouse: Where the answers are.
        recipe: `question` names a survey or a numeric attribute (by default the recipe's kind), `rule` which answers of
            a person count; `by`, `across`, `at_least` and `days` are those of `split`.
        library: The segments that others refer to.

    Raises:
        SegmentError: the split cannot be made.
        MetricError: nobody was asked.
    """
    asked = question(warehouse, recipe.option("question", recipe.kind))
    answered = answers(warehouse, asked, recipe.window, recipe.one_of("rule", COUNTED_ONCE, "latest"))
    return Study(asked, answered, split(warehouse, recipe, library), _meant(warehouse, recipe, library))


def sentiments(warehouse: Warehouse, asked: Study) -> tuple[Sentiment, ...]:
    """Every score of a question by groups of people; the first is the question asked."""
    sides = asked.split.sides
    given = _given(warehouse, asked.answered, sides) if asked.question.points else [()] * (len(sides) + 1)
    return tuple(scored(warehouse, asked, measure, given=given) for measure in measures(warehouse, asked.question))


Given = Sequence[tuple[tuple[float, int], ...]]
"""How often each answer was given, by each group and, last, by everyone."""


def scored(warehouse: Warehouse, asked: Study, measure: Metric, *, given: Given) -> Sentiment:
    """One score of groups of people, each held against everyone else."""
    answered, groups = asked.answered, asked.split
    counted = answered.counted(warehouse, measure)
    board = list(_beside(warehouse, counted, groups.sides))
    everyone = _everyone(warehouse, counted)
    found = [
        _answered(counted.metric, side, each, everyone, answers=answers)
        for side, each, answers in zip(groups.sides, board, given, strict=False)
    ]
    return Sentiment(
        source=source(warehouse, answered.window),
        question=asked.question,
        metric=measure.name,
        label=measure.label,
        unit=measure.unit,
        counted=counted.metric.of,
        split=groups.title,
        total=_total(counted.metric, everyone, warehouse.population.bit_count(), given[-1]),
        groups=tuple(sorted(found, key=_worst_first)),
        contrasts=judged([each.pair for each in board], primary=measure.name),
        is_whole=groups.is_whole,
        sizes=asked.meant,
        rules=tuple(rules(warehouse, answered)),
        notes=groups.notes,
        crossed=groups.crossed,
    )


def rules(warehouse: Warehouse, answered: Answers) -> Iterator[str]:
    """What decides the numbers besides dates and people: the scale, which answer of a person counts, what is none."""
    asked = answered.question
    yield asked.scale
    if asked.survey is None:
        yield "A person without the value is not counted"
        return
    yield COUNTED_ONCE[answered.rule]
    issues = [
        issue
        for issue in loaded(warehouse).issues
        if issue.table == "responses" and asked.title in issue.reason and issue.reason.startswith(BLANK)
    ]
    named = "; ".join(f"{issue.n_rows:,} rows: {issue.reason}" for issue in issues)
    yield f"Blank scores and scores off the scale are no answers{f' ({named})' if named else ''}"


def withheld(n: int, counted: str) -> str | None:
    """Why a group of so many has no value, if it has none."""
    if not n:
        return f"No {counted}."
    return f"Too few {counted} to judge (n={n})." if n < FEWEST_ANSWERS else None


def _given(warehouse: Warehouse, answered: Answers, sides: Sequence[Side]) -> Given:
    sets = [*(side.users for side in sides), warehouse.population]
    return [tuple(each.items()) for each in counts(warehouse, answered.scores, sets)]


def _meant(warehouse: Warehouse, recipe: Recipe, library: Library) -> tuple[SegmentSize, ...]:
    """What the segments mean where they are the groups."""
    if recipe.option("by", SEGMENTS if recipe.segments else None) != SEGMENTS:
        return ()
    return sizes(warehouse, recipe.segments, in_play(warehouse, recipe.segments, library))


class Beside(NamedTuple):
    """A group and everyone else."""

    pair: Pair
    arm: stats.Arm


def _beside(warehouse: Warehouse, counted: Counted, sides: Sequence[Side]) -> Iterator[Beside]:
    """Each group beside everyone else, as many groups to a pass as a mask holds."""
    everyone = warehouse.population.bit_count()
    for first in range(0, len(sides), MOST_SEGMENTS):
        chosen = sides[first : first + MOST_SEGMENTS]
        found = counted.sums(warehouse, [side.users for side in chosen])
        for place, side in enumerate(chosen):
            rows, users = found.inside(place), side.users.bit_count()
            arms = _arms(counted, found.cells, rows)
            yield Beside(Pair.of(counted.metric, (side.name, REST), arms, (users, everyone - users)), arms.a)


def _arms(counted: Counted, cells: stats.Cells, rows: Rows) -> stats.Arms:
    return stats.Arms.of(counted.metric.kind, cells, rows, ~rows)  # type: ignore[arg-type]  # no answer is a time


def _everyone(warehouse: Warehouse, counted: Counted) -> stats.Arm:
    found = counted.sums(warehouse, ())
    return _arms(counted, found.cells, np.ones(len(found.cells), dtype=bool)).a


def _answered(
    measure: Metric, side: Side, beside: Beside, everyone: stats.Arm, *, answers: tuple[tuple[float, int], ...]
) -> Answered:
    found, scale = beside.pair.a, measure.scale
    why = withheld(found.n, measure.of)
    value, low, high = (None if why or each is None else scale * each for each in (found.value, found.low, found.high))
    pull, pull_low, pull_high = _pull(beside, everyone, scale)
    return Answered(
        name=side.name,
        users=side.users.bit_count(),
        n=found.n,
        accounts=found.n_accounts,
        answers=answers,
        value=value,
        low=low,
        high=high,
        withheld=why,
        pull=pull,
        pull_low=pull_low,
        pull_high=pull_high,
        people=side.people,
        place=side.place,
    )


def _pull(beside: Beside, everyone: stats.Arm, scale: float) -> tuple[float, float | None, float | None]:
    """A group's share of all answers times how far its score is from the total's, in the unit people read.

    That is share (1 - share) times the gap to everyone else, whose interval it takes; shares are taken as they are.
    """
    arm, whole = beside.arm, everyone.crowd.weight
    if not whole:
        return 0.0, None, None
    share = arm.crowd.weight / whole
    pull = scale * (arm.sums.total - arm.crowd.weight * everyone.mean) / whole
    gap = beside.pair.difference
    if gap.low is None or gap.high is None or gap.scale != "difference":
        return pull, None, None
    return pull, scale * share * (1 - share) * gap.low, scale * share * (1 - share) * gap.high


def _total(measure: Metric, everyone: stats.Arm, users: int, answers: tuple[tuple[float, int], ...]) -> Answered:
    found = stats.estimate(everyone)
    why = withheld(found.n, measure.of)
    value, low, high = (
        None if why or each is None else measure.scale * each for each in (found.value, found.low, found.high)
    )
    return Answered(EVERYONE, users, found.n, found.n_accounts, answers, value, low, high, why)


def _worst_first(group: Answered) -> tuple[bool, float, str]:
    return (group.value is None, group.value if group.value is not None else inf, group.name)
