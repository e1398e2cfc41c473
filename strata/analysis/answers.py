"""Which answers to a question count, and what is made of them: the statements behind NPS and CSAT."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from strata.analysis import sums
from strata.errors import MetricError, SegmentError
from strata.membership import column, window_bounds
from strata.model.metrics import Metric, metric
from strata.model.segment import SinceJoined, Window
from strata.model.sentiment import MOST_POINTS, QUESTIONS, Question, Rule, rating
from strata.warehouse import MOST_SEGMENTS, Members, Query, Warehouse

WAVE = "wave"
"""The further column of responses that says which round of a survey an answer belongs to."""
FEWEST_VALUES, MOST_VALUES = 2, 12
"""Different values a further column of responses has if answers are to be told apart by it."""
MOST_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a question that count within a window.

    Attributes:
        question: What was asked.
        scores: The statement that yields (user_id, num), a row per answer.
        rule: Which answers of a person count.
        window: The dates.
    """

    question: Question
    scores: Query
    rule: Rule
    window: Window

    def counted(self, warehouse: Warehouse, measure: Metric) -> "Counted":
        """A metric made of these answers."""
        if self.rule == "latest":
            return Counted(measure, sums.metric_rows(measure, self.window, warehouse.catalog))
        return Counted(replace(measure, kind="ratio", of="people"), _of_scores(measure, self.scores))


class Counted(NamedTuple):
    """A metric and the statement that yields (user_id, num, den) of everyone who has a value."""

    metric: Metric
    rows: Query

    def sums(self, warehouse: Warehouse, sets: Sequence[int]) -> sums.CellSums:
        """Its sums by account and by which of up to eight sets of people a person is in."""
        query = Query("reports/cell_sums", names=(("cell", sums.MASK),), parts=(("metric", self.rows),))
        found = warehouse.run(query, Members(warehouse.population, tuple(sets)))
        columns = {name: found[name].to_numpy() for name in found.columns if name != "cell"}
        return sums.CellSums(sums.cells(columns, is_ratio=self.metric.kind == "ratio"), found["cell"])


class Carried(NamedTuple):
    """A further column of responses and the values answers carry in it, the most frequent first."""

    column: str
    values: tuple[str, ...]


def question(warehouse: Warehouse, key: str) -> Question:
    """The survey, or the numeric attribute, that goes by a key.

    Raises:
        SegmentError: there is no such attribute, or it is no number.
    """
    if key in QUESTIONS:
        return QUESTIONS[key]
    attribute = warehouse.catalog.attribute(key)
    if attribute.type != "number":
        raise SegmentError(f"{attribute.label} holds {attribute.type} values: choose a survey or a number.")
    if attribute.n_values > MOST_POINTS:
        return rating(attribute, ())
    scores = Query("metrics/attribute_mean", names=(("attribute", column(attribute)),))
    return rating(attribute, tuple(counts(warehouse, scores, [warehouse.population])[0]))


def answers(warehouse: Warehouse, asked: Question, window: Window, rule: Rule) -> Answers:
    """The answers that count; a wave is what the responses call one, else a quarter of the year.

    Raises:
        MetricError: nobody was asked.
        SegmentError: the window differs from user to user.
    """
    if isinstance(window, SinceJoined):
        raise SegmentError("Answers count in the same dates for everyone: give dates, or the last days.")
    if asked.survey is None:
        attribute = warehouse.catalog.attribute(asked.key)
        scores = Query("metrics/attribute_mean", names=(("attribute", column(attribute)),))
        return Answers(asked, scores, "latest", window)
    if asked.survey not in warehouse.catalog.surveys:
        raise MetricError(
            f"{asked.title} cannot be computed: no {asked.survey} answers are loaded; "
            "add a [[responses]] table to the project file."
        )
    return Answers(asked, _statement(warehouse, asked.survey, window, rule), rule, window)


def measures(warehouse: Warehouse, asked: Question) -> tuple[Metric, ...]:
    """The metrics of a question, the score first."""
    return tuple(metric(name, warehouse.catalog) for name in asked.metrics)


def has_waves(warehouse: Warehouse) -> bool:
    """Whether responses say themselves which wave they belong to."""
    return WAVE in warehouse.run(Query("answers/columns"))["column_name"].to_list()


def carried(warehouse: Warehouse, survey: str) -> tuple[Carried, ...]:
    """The further columns by which the answers to a survey can be told apart, such as the touchpoint; no waves."""
    columns = warehouse.run(Query("answers/columns"))["column_name"].to_list()
    found = (Carried(name, _values(warehouse, survey, name)) for name in columns if name != WAVE)
    return tuple(each for each in found if FEWEST_VALUES <= len(each.values) <= MOST_VALUES)


def carrying(warehouse: Warehouse, answered: Answers, where: tuple[str, str, bool]) -> Query:
    """The latest answers that carry a value in a further column, or that carry any other.

    Args:
        warehouse: Where the answers are.
        answered: The question and the dates.
        where: The column, the value, and whether it is that one or any other.
    """
    name, value, is_same = where
    params = (*bounds(warehouse, answered), ("value", value), ("is_same", is_same))
    return Query("answers/where", params, (("column", (name,)),))


def of_scores(measure: Metric, scores: Query) -> Counted:
    """A metric made of answers of which everyone has one at most."""
    return Counted(measure, _of_scores(measure, scores))


def counts(warehouse: Warehouse, scores: Query, sets: Sequence[int]) -> list[dict[float, int]]:
    """How often each answer was given by each set of people, lowest answer first."""
    query = Query("reports/score_totals", parts=(("scores", scores),))
    return [_summed(rows) for rows in by_set(warehouse, query, sets)]


def by_set(warehouse: Warehouse, query: Query, sets: Sequence[int]) -> Iterator[Mapping[str, np.ndarray]]:
    """The rows of a report by mask that are of each set, as many sets at a time as a mask holds."""
    for first in range(0, len(sets), MOST_SEGMENTS):
        chosen = tuple(sets[first : first + MOST_SEGMENTS])
        found = warehouse.run(query, Members(warehouse.population, chosen))
        columns = {name: found[name].to_numpy() for name in found.columns}
        for place in range(len(chosen)):
            rows = (columns["mask"].astype(np.int64) >> place & 1).astype(bool)
            yield {name: column[rows] for name, column in columns.items()}


def bounds(warehouse: Warehouse, answered: Answers) -> tuple[tuple[str, Any], ...]:
    """The survey and the dates of some answers, as their statements take them."""
    return _bounds(warehouse, answered.question.survey or "", answered.window)


def _summed(rows: Mapping[str, np.ndarray]) -> dict[float, int]:
    different, place = np.unique(rows["answer"].astype(float), return_inverse=True)
    n = np.bincount(place, rows["n"].astype(float), len(different))
    return {float(answer): round(float(each)) for answer, each in zip(different, n, strict=True)}


def _of_scores(measure: Metric, scores: Query) -> Query:
    return Query(f"answers/{measure.query}_of_scores", parts=(("scores", scores),))


def _statement(warehouse: Warehouse, survey: str, window: Window, rule: Rule) -> Query:
    bounds = _bounds(warehouse, survey, window)
    if rule == "latest":
        return Query("reports/survey_scores", bounds)
    if has_waves(warehouse):
        return Query("answers/by_wave", bounds, (("wave", (WAVE,)),))
    return Query("answers/by_quarter", bounds)


def _bounds(warehouse: Warehouse, survey: str, window: Window) -> tuple[tuple[str, Any], ...]:
    start, until = window_bounds(window, warehouse.catalog)
    return (("survey", survey), ("start", start), ("until", until))


def _values(warehouse: Warehouse, survey: str, name: str) -> tuple[str, ...]:
    asked = (("survey", survey), ("most", MOST_LOOKED_AT))
    found = warehouse.run(Query("answers/column_values", asked, (("column", (name,)),)))
    return tuple(map(str, found["value"]))
