"""What a comparison can hold equal, and a metric's sums within each of its values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis.sums import metric_query
from strata.errors import MetricError, SegmentError
from strata.membership import column, window_bounds
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric
from strata.model.segment import Last, Window
from strata.warehouse import Members, Query, Warehouse

NOT_RECORDED = "not recorded"
MOST_VALUES = 12
"""More values than this leave too few people in each."""
MOST_TRIED = 6
"""Attributes held equal where nobody chose any: one pass over the metric each."""
USUAL = (("plan", "tier", "edition", "contract"), ("region", "country", "territory"), ("size", "employees", "band"))
"""Words in the names of attributes whose mix most often makes a gap: what is paid for, where, and how large."""


YES_NO = {"true": "yes", "false": "no"}
SUMS = (
    "n", "total", "squares", "cubes", "log_total", "log_squares", "weight", "weight_squares", "weight_products",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One thing to hold equal.

    Attributes:
        name: What it is asked for by; label as people read it.
        query: The statement that yields (user_id, stratum), the stratum as text or null.
        order: The strata in their order; by size where it is empty.
    """

    name: str
    label: str
    query: Query
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SumsWithin:
    """A metric's sums by account, mask and stratum; `stratum` says of each row which of `names` it is."""

    metric: Metric
    kind: stats.Kind
    cells: stats.Cells
    mask: NDArray[np.int64]
    stratum: NDArray[np.intp]
    names: tuple[str, ...]

    def inside(self, segment: int) -> NDArray[np.bool_]:
        """The rows of the segment at that position of the members."""
        return self._counted(((self.mask >> segment) & 1).astype(bool))

    def outside(self, segment: int) -> NDArray[np.bool_]:
        """The rows of everyone else."""
        return self._counted(((self.mask >> segment) & 1) == 0)

    def _counted(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These rows; of an account whose own value they hold, the first only in each stratum."""
        if self.metric.per == "user":
            return rows
        at = np.flatnonzero(rows)
        key = self.cells.account[at] * len(self.names) + self.stratum[at]
        first = np.zeros_like(rows)
        first[at[np.unique(key, return_index=True)[1]]] = True
        return first


def held(name: str, catalog: Catalog) -> Held:
    """What is held equal under that name: "tenure", "account_size" or an attribute with 2 to 12 values.

    Raises:
        SegmentError: no such attribute, or one with too many values, or a personal one.
    """
    if name in BUILT_IN:
        return BUILT_IN[name](catalog)
    attribute = catalog.attribute(name)
    if not _is_few(attribute):
        raise SegmentError(
            f"{attribute.label} cannot be held equal (it has {attribute.n_values:,} {attribute.type} values"
            f"{', and is personal' if attribute.is_personal else ''}): choose a text or yes/no attribute with "
            f"2 to {MOST_VALUES} values."
        )
    return Held(name, attribute.label, Query("reports/strata_of_attribute", names=(("attribute", column(attribute)),)))


def candidates(catalog: Catalog, metric: Metric, *, taken: Iterable[str] = ()) -> tuple[Held, ...]:
    """What to hold equal where nobody chose: plan, region, size and tenure as far as they are known.

    Without any of these, every attribute of accounts with 2 to 12 values, or of users where there are no accounts.

    Args:
        catalog: What is loaded.
        metric: What is compared; accounts' own values are held against what is known of accounts only.
        taken: Attributes that make the groups, within which there would be nothing left to compare.
    """
    skipped = {*taken, *([metric.attribute.name] if metric.attribute else [])}
    owners = ("account",) if metric.per == "account" or catalog.n_accounts else ("account", "user")
    known = [attribute for attribute in catalog.attributes if _is_few(attribute) and attribute.name not in skipped]
    usual = [
        a for words in USUAL for a in known if _is_called(a, words) and (metric.per == "user" or a.owner == "account")
    ]
    chosen = usual or [attribute for attribute in known if attribute.owner in owners]
    names = [attribute.name for attribute in chosen]
    if catalog.n_accounts and not any(_is_called(attribute, USUAL[2]) for attribute in usual):
        names.append("account_size")
    if metric.per == "user" and "joined_at" not in skipped:
        names.append("tenure")
    return tuple(held(name, catalog) for name in names[:MOST_TRIED])


def sums_within(warehouse: Warehouse, metric: Metric, by: Held, members: Members, window: Window) -> SumsWithin:
    """A metric's sums by account, combination of segments and stratum, in one pass.

    Raises:
        MetricError: the metric is a time until an event, which has no sums.
    """
    kind = metric.kind
    if kind == "time":
        raise MetricError(f"{metric.label} has no average that could be held equal: compare its curves instead.")
    parts = (("metric", metric_query(metric, window, warehouse.catalog)), ("stratum", by.query))
    frame = warehouse.run(Query("reports/cell_sums_by", parts=parts), members)
    if metric.per == "account":
        frame = _once_per_account(frame)
    code, values = pd.factorize(frame["stratum"], use_na_sentinel=False)
    names = [NOT_RECORDED if pd.isna(value) else YES_NO.get(value, value) for value in values]
    order = sorted(
        range(len(names)), key=_rank(by, names, np.bincount(code, frame["n"].to_numpy(dtype=float)).tolist())
    )
    return SumsWithin(
        metric=metric,
        kind=kind,
        cells=_cells(frame, metric),
        mask=frame["mask"].to_numpy(dtype=np.int64),
        stratum=np.argsort(order)[code],
        names=tuple(names[i] for i in order),
    )


def _rank(by: Held, names: Sequence[str], n: Sequence[float]) -> Callable[[int], tuple[float, float, str]]:
    """Strata in their own order, or the largest first; those not recorded last."""
    place = {name: float(i) for i, name in enumerate(by.order)}

    def rank(i: int) -> tuple[float, float, str]:
        return place.get(names[i], inf if names[i] == NOT_RECORDED else 0.0), -n[i], names[i]

    return rank


def _is_few(attribute: Attribute) -> bool:
    return attribute.can_split and attribute.n_values <= MOST_VALUES


def _is_called(attribute: Attribute, words: Iterable[str]) -> bool:
    return bool(set(attribute.name.split("_")) & set(words))


def _tenure(catalog: Catalog) -> Held:
    months = {"quarter": 3, "year": 12, "two_years": 24}
    params = tuple((name, window_bounds(Last(number, "month"), catalog)[0]) for name, number in months.items())
    order = ("under 3 months", "3 to 12 months", "1 to 2 years", "over 2 years")
    return Held("tenure", "Time since joining", Query("reports/strata_of_tenure", params=params), order)


def _account_size(catalog: Catalog) -> Held:
    order = ("1 user", "2 to 5 users", "6 to 20 users", "21 to 100 users", "over 100 users")
    return Held("account_size", "Account size", Query("reports/strata_of_account_size"), order)


BUILT_IN: Mapping[str, Callable[[Catalog], Held]] = {"tenure": _tenure, "account_size": _account_size}
"""What can be held equal besides attributes."""


def _once_per_account(frame: pd.DataFrame) -> pd.DataFrame:
    """An account's own value stands in the row of each of its users: counted once per row of sums."""
    return frame.assign(**{name: frame[name] / frame["n"] for name in SUMS})


def _cells(frame: pd.DataFrame, metric: Metric) -> stats.Cells:
    sums = {name: frame[name].to_numpy(dtype=float) for name in (*SUMS, "lowest")}
    has_logs = sums["lowest"] > -1
    return stats.Cells(
        account=frame["account_id"].to_numpy(dtype=np.int64),
        n=sums["n"],
        total=sums["total"],
        squares=sums["squares"],
        cubes=sums["cubes"],
        log_total=np.where(has_logs, sums["log_total"], np.nan),
        log_squares=np.where(has_logs, sums["log_squares"], np.nan),
        exposure=stats.Exposure(sums["weight"], sums["weight_squares"], sums["weight_products"])
        if metric.kind == "ratio"
        else None,
    )
