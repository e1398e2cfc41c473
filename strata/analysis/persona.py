"""NPS split by one attribute: who is unhappy."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from strata import stats
from strata.analysis import sums
from strata.analysis.judging import Pair, Rows, judged, pair
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.model.attributes import MOST_GROUPS, Attribute
from strata.model.metrics import metric
from strata.model.results import REST, NpsByPersona, NpsGroup
from strata.model.segment import EVER, Scalar, Window
from strata.warehouse import Warehouse

NOT_RECORDED = "not recorded"
FEWEST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Split:
    """NPS of each value of an attribute, and each of them beside everyone else, not yet judged."""

    attribute: Attribute
    total: NpsGroup
    groups: tuple[NpsGroup, ...]
    pairs: tuple[Pair, ...]


def nps_by(warehouse: Warehouse, attribute_name: str, *, window: Window = EVER) -> NpsByPersona:
    """NPS of each value of an attribute against everyone else, lowest score first, too small groups last.

    Raises:
        SegmentError: no such attribute, or one whose values cannot stand side by side.
        MetricError: no NPS answers are loaded.
    """
    split = split_nps(warehouse, attribute_name, window=window)
    return NpsByPersona(
        source=source(warehouse, window),
        attribute=split.attribute.name,
        label=split.attribute.label,
        total=split.total,
        groups=split.groups,
        results=judged(split.pairs, primary="nps"),
    )


def split_nps(warehouse: Warehouse, attribute_name: str, *, window: Window = EVER) -> Split:
    """NPS by one attribute; raises as `nps_by` does."""
    nps = metric("nps", warehouse.catalog)
    attribute = warehouse.catalog.attribute(attribute_name)
    check_split(attribute)
    answers = sums.by_attribute(warehouse, sums.metric_query(nps, window, warehouse.catalog), attribute)
    users = users_by_value(warehouse, attribute)
    rows_of = {name: named(answers, name) for name in sorted(users)}
    groups = [_group(answers, rows, name, users[name]) for name, rows in rows_of.items()]
    everyone = sum(users.values())
    return Split(
        attribute=attribute,
        total=_group(answers, np.ones(len(answers.cell), dtype=bool), "everyone", everyone),
        groups=tuple(sorted(groups, key=_worst_first)),
        pairs=tuple(
            pair(nps, answers, (name, REST), (rows, ~rows), (users[name], everyone - users[name]))
            for name, rows in rows_of.items()
        ),
    )


def check_split(attribute: Attribute) -> None:
    """Raises SegmentError unless an attribute's values can stand side by side."""
    if not attribute.can_split:
        raise SegmentError(
            f"{attribute.label} cannot split people into groups (it has {attribute.n_values:,} {attribute.type} values"
            f"{', and is personal' if attribute.is_personal else ''}): choose a text or yes/no attribute with "
            f"2 to {MOST_GROUPS} values."
        )


def users_by_value(warehouse: Warehouse, attribute: Attribute) -> dict[str, int]:
    """How many users have each value of an attribute, those without one as 'not recorded'."""
    counted = sums.by_attribute(warehouse, sums.EVERYONE, attribute)
    return {name: int(counted.cells.n[named(counted, name)].sum()) for name in _names(counted)}


def named(found: sums.CellSums, name: str) -> Rows:
    """The rows of users whose attribute has the value of that name."""
    labels = found.cell.map(_name, na_action=None)
    return (labels == name).to_numpy(dtype=bool)


def _names(found: sums.CellSums) -> list[str]:
    return sorted({_name(value) for value in found.cell.unique()})


def _name(value: Scalar | None) -> str:
    if pd.isna(value):
        return NOT_RECORDED
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return str(value)


def _group(answers: sums.CellSums, rows: Rows, name: str, users: int) -> NpsGroup:
    estimate = stats.describe("nps", answers.cells, rows)
    n, total, squares = (
        int(column[rows].sum()) for column in (answers.cells.n, answers.cells.total, answers.cells.squares)
    )
    return NpsGroup(
        name=name,
        promoters=(squares + total) // 2,
        passives=n - squares,
        detractors=(squares - total) // 2,
        accounts=estimate.n_accounts,
        users=users,
        score=None if estimate.value is None else 100 * estimate.value,
        low=None if estimate.low is None else 100 * estimate.low,
        high=None if estimate.high is None else 100 * estimate.high,
        withheld=_why_withheld(n),
    )


def _why_withheld(n: int) -> str | None:
    if n == 0:
        return "No answers."
    return f"Too few answers to judge (n={n})." if n < FEWEST_ANSWERS else None


def _worst_first(group: NpsGroup) -> tuple[bool, float, str]:
    return (group.withheld is not None, group.score if group.score is not None else math.inf, group.name)
