"""The mix warnings of a whole scorecard: plain averages say which gaps to look at, only those are computed in full."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis.groups import Asked
from strata.analysis.held_equal import Held, candidates
from strata.analysis.holding import check
from strata.analysis.mix import most_changed
from strata.analysis.play import Play, Rows
from strata.analysis.sums import Columns
from strata.analysis.within import SumsWithin, Within
from strata.membership import NO_LIBRARY, Library
from strata.model import warnings
from strata.model.metrics import Metric
from strata.model.segment import EVER, Segment, Window
from strata.warehouse import Query, Warehouse

Pair = tuple[Metric, int]
"""A metric, and the place of a segment."""


def mix_warnings(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metrics: Sequence[Metric],
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> dict[tuple[str, str], tuple[warnings.Warning, ...]]:
    """The warnings that `mix` gives, by the names of segment and metric; pairs without any are left out.

    Raises:
        SegmentError: a segment that cannot be counted.
    """
    play = Play.of(warehouse, segments, baseline, library)
    within = {metric: Within(warehouse, metric, play.members, window) for metric in metrics if metric.kind != "time"}
    found: dict[Pair, list[warnings.HeldEqual]] = {}
    for thing, pairs in _tried(warehouse, play, tuple(within)).items():
        for metric, place in _suspicious(warehouse, play, thing, pairs, within):
            found.setdefault((metric, place), []).append(check(play, place, within[metric].strata(thing)))
    return {
        (segments[place].name, metric.name): said
        for (metric, place), checks in found.items()
        if (said := tuple(each.warning for each in sorted(checks, key=most_changed) if each.warning))
    }


def _tried(warehouse: Warehouse, play: Play, metrics: Sequence[Metric]) -> dict[Held, list[Pair]]:
    """What is held equal, and for which metrics of which segments."""
    tried: dict[Held, list[Pair]] = {}
    for place in range(len(play.segments)):
        taken = play.defining(place)
        for metric in metrics:
            for thing in candidates(warehouse.catalog, metric, taken=taken):
                tried.setdefault(thing, []).append((metric, place))
    return tried


def _suspicious(
    warehouse: Warehouse, play: Play, thing: Held, pairs: Sequence[Pair], within: Mapping[Metric, Within]
) -> Iterator[Pair]:
    """The pairs whose gap may be another with a thing held equal.

    An account's own value stands in the row of each of its users, so its averages are taken over accounts.
    """
    metrics = dict(pairs)
    averages = _averages(warehouse, play, thing, [within[metric].asked for metric in metrics if metric.per == "user"])
    averages |= {metric: _of_accounts(within[metric].strata(thing)) for metric in metrics if metric.per == "account"}
    for metric, place in pairs:
        known = averages[metric]
        rows = (known.counted(rows) for rows in play.rows(known.mask, place))
        if stats.may_change(known.sums, *rows):
            yield metric, place


class _Averages(NamedTuple):
    """Sums by mask and stratum, the mask of each row, and which of some rows count."""

    sums: stats.Averages
    mask: NDArray[np.int64]
    counted: Callable[[Rows], Rows] = lambda rows: rows


def _of_accounts(found: SumsWithin) -> _Averages:
    cells = found.cells
    scales = ((cells.total, cells.squares), (cells.log_total, cells.log_squares))
    finite = tuple(scale for scale in scales if np.isfinite(scale[0]).all())
    return _Averages(stats.Averages(found.stratum, cells.n, cells.weight, finite), found.mask, found.counted)


def _averages(warehouse: Warehouse, play: Play, thing: Held, asked: Sequence[Asked]) -> dict[Metric, _Averages]:
    """Per metric its sums by combination of segments and stratum, of all metrics in one pass."""
    if not asked:
        return {}
    arrived = tuple(dict.fromkeys(each.arrived for each in asked if each.arrived))
    kept = (("values", tuple(each.values for each in (*asked, *arrived))), ("strata", (thing.query,)))
    names = (("key", (f"{thing.owner}_id",)),)
    found = warehouse.arrays(Query("reports/stratum_sums", names=names, kept=kept), play.members)
    found["stratum"], _ = pd.factorize(found["stratum"])
    everyone = [len(asked) + arrived.index(each.arrived) if each.arrived else i for i, each in enumerate(asked)]
    return {each.metric: _of_users(each.metric, found, i, everyone[i]) for i, each in enumerate(asked)}


def _of_users(metric: Metric, found: Columns, place: int, everyone: int) -> _Averages:
    """A metric's sums with all who count as 0 among them: rows of the one add values, of the other users.

    Squares say nothing of how far a ratio may be off, so it gets none and is taken to be exact.
    """
    rows = {name: column[np.isin(found["place"], (place, everyone))] for name, column in found.items()}
    counts, adds = rows["place"] == everyone, rows["place"] == place

    def added(name: str) -> NDArray[np.float64]:
        return np.where(adds, rows[name], 0.0)

    squares = np.zeros_like(rows["n"]) if metric.kind == "ratio" else added("squares")
    plain, logs = (added("total"), squares), (added("log_total"), added("log_squares"))
    sums = stats.Averages(
        stratum=rows["stratum"],
        n=np.where(counts, rows["n"], 0.0),
        weight=np.where(counts, rows["weight"], 0.0),
        scales=(plain, logs) if metric.kind == "mean" and (rows["lowest"][adds] > -1).all() else (plain,),
    )
    return _Averages(sums, rows["mask"].astype(np.int64))
