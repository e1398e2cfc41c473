"""A metric's sums within the values of something that is held equal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis.groups import Asked
from strata.analysis.held_equal import Held
from strata.analysis.sums import SUMS, Columns, cells
from strata.errors import MetricError
from strata.model.metrics import Metric
from strata.model.segment import Window
from strata.warehouse import Members, Query, Warehouse

NOT_RECORDED = "not recorded"
YES_NO = {"true": "yes", "false": "no"}
MASKS = 256
"""Combinations of segments that a mask can tell apart."""

Codes = NDArray[np.intp]
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class SumsWithin:
    """A metric's sums by account, mask and stratum; `stratum` says of each row which of `names` it is."""

    by: Held
    metric: Metric
    kind: stats.Kind
    cells: stats.Cells
    mask: NDArray[np.int64]
    stratum: Codes
    names: tuple[str, ...]

    def counted(self, rows: Rows) -> Rows:
        """These rows; of an account whose own value they hold, the first only in each stratum."""
        if self.metric.per == "user":
            return rows
        at = np.flatnonzero(rows)
        key = self.cells.account[at] * len(self.names) + self.stratum[at]
        first = np.zeros_like(rows)
        first[at[np.unique(key, return_index=True)[1]]] = True
        return first


class Within:
    """A metric's sums by stratum of whatever is held equal.

    What accounts have is looked up by account, so that one pass over the users serves all of it; what users have
    takes a pass of its own.
    """

    def __init__(self, warehouse: Warehouse, metric: Metric, members: Members, window: Window) -> None:
        """The metric of the users who are counted, split by the segments of `members`.

        Raises:
            MetricError: the metric is a time until an event, which has no sums.
        """
        if metric.kind == "time":
            raise MetricError(f"{metric.label} has no average that could be held equal: compare its curves instead.")
        self._warehouse, self._metric, self._members = warehouse, metric, members
        self._kind: stats.Kind = metric.kind
        self.asked = Asked.of(warehouse, metric, window)

    def strata(self, by: Held) -> SumsWithin:
        """The sums by account, combination of segments and stratum, with the strata that hold anybody."""
        found, code, names = self._by_account(by) if by.owner == "account" else self._by_user(by)
        n = np.bincount(code, found["n"], len(names))
        order = sorted(np.flatnonzero(n).tolist(), key=_rank(by, names, n.tolist()))
        place = np.zeros(len(names), dtype=np.intp)
        place[order] = np.arange(len(order))
        if self._metric.per == "account":
            found = {**found, **{name: found[name] / found["n"] for name in SUMS}}
        return SumsWithin(
            by=by,
            metric=self._metric,
            kind=self._kind,
            cells=cells(found, is_ratio=self._kind == "ratio"),
            mask=found["mask"].astype(np.int64),
            stratum=place[code],
            names=tuple(names[i] for i in order),
        )

    def _by_account(self, by: Held) -> tuple[Columns, Codes, list[str]]:
        strata = self._warehouse.run(by.query)
        code, names = _coded(strata["stratum"].fillna("").to_numpy(dtype=object))
        names = names if NOT_RECORDED in names else [*names, NOT_RECORDED]
        of_account = np.full(self._warehouse.catalog.n_accounts + 1, names.index(NOT_RECORDED), dtype=np.intp)
        of_account[strata["account_id"].to_numpy()] = code
        return self._sums, of_account[self._sums["account_id"]], names  # -1, no account, takes the last place

    def _by_user(self, by: Held) -> tuple[Columns, Codes, list[str]]:
        kept = (("values", self._values), ("strata", (by.query,)))
        found = self._warehouse.arrays(Query("reports/cell_sums_by", kept=kept), self._members)
        code, names = _coded(found["stratum"])
        merged = self._with_zeros({**found, "code": code})
        return merged, merged["code"], names

    @cached_property
    def _sums(self) -> Columns:
        kept = (("values", self._values),)
        found = self._warehouse.arrays(Query("reports/mask_sums", kept=kept), self._members)
        return self._with_zeros({**found, "code": np.zeros(len(found["n"]), dtype=np.intp)})

    @property
    def _values(self) -> tuple[Query, ...]:
        """The values of the metric, and after them everyone who counts as 0 where they have none."""
        return (self.asked.values, *([self.asked.arrived.values] if self.asked.arrived else []))

    def _with_zeros(self, found: Columns) -> Columns:
        """The sums with those among them who have no value, and so add nothing but themselves."""
        if not self.asked.arrived:
            return found
        valued = {name: column[found["place"] == 0] for name, column in found.items()}
        everyone = {name: column[found["place"] == 1] for name, column in found.items()}
        key = _key(everyone)
        order = np.argsort(key)
        at = order[np.searchsorted(key, _key(valued), sorter=order)]
        merged = dict(everyone)
        for name in (*SUMS[1:], "lowest"):
            merged[name] = np.zeros(len(key))
            merged[name][at] = valued[name]
        return merged


def _coded(values: NDArray[np.object_]) -> tuple[Codes, list[str]]:
    """Per value its place among the names, which are those people read."""
    code, known = pd.factorize(values)
    return code, [YES_NO.get(value, value) or NOT_RECORDED for value in known]


def _key(found: Columns) -> NDArray[np.int64]:
    """One number per account, combination of segments and stratum."""
    return (found["account_id"].astype(np.int64) * MASKS + found["mask"]) * MASKS + found["code"]


def _rank(by: Held, names: Sequence[str], n: Sequence[float]) -> Callable[[int], tuple[float, float, str]]:
    """Strata in their own order, or the largest first; those not recorded last."""
    place = {name: float(i) for i, name in enumerate(by.order)}

    def rank(i: int) -> tuple[float, float, str]:
        return place.get(names[i], inf if names[i] == NOT_RECORDED else 0.0), -n[i], names[i]

    return rank
