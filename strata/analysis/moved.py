"""Who moved: from the first to the latest answer of everyone who answered again."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from strata import stats
from strata.analysis.answers import Answers, Counted, bounds, by_set, measures
from strata.analysis.sentiment import EVERYONE, withheld
from strata.analysis.splits import Side
from strata.model.sentiment import Band, Moved, Question
from strata.warehouse import MOST_SEGMENTS, Query, Warehouse

AGAIN = "people who answered again"


def moved(warehouse: Warehouse, answered: Answers, sides: Sequence[Side]) -> tuple[Moved, ...]:
    """Everyone first, then each group; nothing for a question that is asked once only."""
    asked = answered.question
    if asked.change is None:
        return ()
    moves = Query("answers/first_and_last", bounds(warehouse, answered))
    groups = (Side(EVERYONE, warehouse.population, None), *sides)
    flows = by_set(warehouse, Query("reports/move_totals", parts=(("moves", moves),)), [side.users for side in groups])
    changes = _changes(warehouse, answered, moves, groups)
    return tuple(
        _moved(asked, side, _flows(asked, rows), change, scale=measures(warehouse, asked)[0].scale)
        for side, rows, change in zip(groups, flows, changes, strict=True)
    )


def _changes(warehouse: Warehouse, answered: Answers, moves: Query, groups: Sequence[Side]) -> Iterator[stats.Estimate]:
    """The mean change of each group."""
    measure = measures(warehouse, answered.question)[0]
    counted = Counted(measure, Query(f"answers/{answered.question.change}", parts=(("moves", moves),)))
    for first in range(0, len(groups), MOST_SEGMENTS):
        chosen = groups[first : first + MOST_SEGMENTS]
        found = counted.sums(warehouse, [side.users for side in chosen])
        for place in range(len(chosen)):
            yield stats.describe("mean", found.cells, found.inside(place))


def _flows(asked: Question, rows: Mapping[str, np.ndarray]) -> tuple[tuple[str, str, int], ...]:
    found: dict[tuple[str, str], int] = {(one.name, other.name): 0 for one in asked.bands for other in asked.bands}
    for first, last, n in zip(rows["first_score"], rows["last_score"], rows["n"], strict=True):
        found[_band(asked.bands, float(first)), _band(asked.bands, float(last))] += round(float(n))
    return tuple((one, other, n) for (one, other), n in found.items())


def _band(bands: Sequence[Band], answer: float) -> str:
    return next(band.name for band in bands if band.holds(answer))


def _moved(
    asked: Question, side: Side, flows: tuple[tuple[str, str, int], ...], change: stats.Estimate, *, scale: float
) -> Moved:
    why = withheld(change.n, AGAIN)
    value, low, high = (
        None if why or each is None else scale * each for each in (change.value, change.low, change.high)
    )
    return Moved(side.name, change.n, change.n_accounts, flows, value, low, high, why, side.people)
