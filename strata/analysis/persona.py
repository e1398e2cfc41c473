"""NPS split by one attribute: each value beside everyone else."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from strata.analysis import sums
from strata.analysis.judging import Pair, Rows, pair
from strata.analysis.splits import NOT_RECORDED
from strata.errors import SegmentError
from strata.model.attributes import MOST_GROUPS, Attribute
from strata.model.metrics import metric
from strata.model.results import REST
from strata.model.segment import EVER, Scalar, Window
from strata.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Split:
    """NPS of each value of an attribute beside everyone else, not yet judged."""

    attribute: Attribute
    pairs: tuple[Pair, ...]


def split_nps(warehouse: Warehouse, attribute_name: str, *, window: Window = EVER) -> Split:
    """NPS by one attribute in one pass over the answers.

    Raises:
        SegmentError: no such attribute, or one whose values cannot stand side by side.
        MetricError: no NPS answers are loaded.
    """
    nps = metric("nps", warehouse.catalog)
    attribute = warehouse.catalog.attribute(attribute_name)
    check_split(attribute)
    answers = sums.by_attribute(warehouse, sums.metric_query(nps, window, warehouse.catalog), attribute)
    users = users_by_value(warehouse, attribute)
    everyone = sum(users.values())
    rows_of = {name: named(answers, name) for name in sorted(users)}
    return Split(
        attribute,
        tuple(
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
