"""Scores by what answers themselves carry, such as the touchpoint they were given at."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from strata import stats
from strata.analysis import sums
from strata.analysis.answers import Carried, carried, carrying, measures, of_scores
from strata.analysis.judging import Pair, judged
from strata.analysis.panel import joined
from strata.analysis.sentiment import FEWEST_ANSWERS, Study
from strata.analysis.sentiment_words import capital, key, method
from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.metrics import Metric
from strata.model.results import Caution, Contrast
from strata.model.sentiment import Sentiment
from strata.warehouse import Warehouse

ELSEWHERE = "all others"
SAME_PEOPLE = Caution(
    "general",
    "The same people may have answered in both; those without an account are treated as different people.",
)
RULE = "The latest answer of each person that carries the value, against the latest of those that carry another"


def touchpoint_exhibits(warehouse: Warehouse, asked: Study, found: Sentiment) -> Iterator[Exhibit]:
    """An exhibit for each further column of the responses that tells answers apart."""
    survey = asked.question.survey or ""
    for column in carried(warehouse, survey):
        contrasts = by_value(warehouse, asked, column)
        if any(each.n for each in contrasts):
            yield _exhibit(column, contrasts, asked, found)


def by_value(warehouse: Warehouse, asked: Study, column: Carried) -> tuple[Contrast, ...]:
    """The score of the answers with each value of a column against that of all others, corrected for how many."""
    measure = measures(warehouse, asked.question)[0]
    pairs = [_pair(warehouse, asked, measure, column.column, value) for value in column.values]
    return judged([pair for pair in pairs if pair], primary=measure.name)


def _pair(warehouse: Warehouse, asked: Study, measure: Metric, column: str, value: str) -> Pair | None:
    here, there = (_cells(warehouse, asked, measure, (column, value, is_same)) for is_same in (True, False))
    cells = joined([here, there])
    if not len(cells):
        return None
    in_a = np.arange(len(cells)) < len(here)
    arms = stats.Arms.of(measure.kind, cells, in_a, ~in_a)  # type: ignore[arg-type]  # no survey is a time
    cautions = (SAME_PEOPLE,) if min(arms.a.crowd.n_lone, arms.b.crowd.n_lone) else ()
    return Pair.of(measure, (value, ELSEWHERE), arms, (0, 0), cautions)


def _cells(warehouse: Warehouse, asked: Study, measure: Metric, where: tuple[str, str, bool]) -> stats.Cells:
    counted = of_scores(measure, carrying(warehouse, asked.answered, where))
    found: sums.CellSums = counted.sums(warehouse, ())
    return found.cells


def _exhibit(column: Carried, contrasts: tuple[Contrast, ...], asked: Study, found: Sentiment) -> Exhibit:
    name = column.column.replace("_", " ")
    title = f"{asked.question.title} by {name}"
    ranked = sorted(contrasts, key=lambda each: each.value if each.value is not None else np.inf)
    clear = [capital(each.sentence) for each in ranked if each.verdict in ("higher", "lower")]
    stamp = Stamp(found.source, baseline=ELSEWHERE, method=method(contrasts), rules=(found.rules[0], RULE))
    marks = tuple(map(partial(_mark, counted=found.counted), ranked))
    plot = Plot(
        "dots",
        found.unit,
        tuple(each.segment for each in ranked),
        (Series(found.label, marks),),
        counted="answers",
        category_title=name,
    )
    said = tuple(clear) or (f"No {name} differs clearly from the others in {found.label}.",)
    return Exhibit(key(title), title, plot, stamp, findings=said, contrasts=contrasts)


def _mark(contrast: Contrast, counted: str) -> Mark:
    if contrast.n < FEWEST_ANSWERS:
        return Mark(None, n=contrast.n, withheld=f"Too few {counted} to judge (n={contrast.n}).")
    return Mark(contrast.value, contrast.low, contrast.high, contrast.n, contrast.accounts)
