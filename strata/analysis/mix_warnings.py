"""The mix warnings of a whole scorecard: plain averages say which gaps to look at, only those are computed in full."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata import stats
from strata.analysis.groups import Asked
from strata.analysis.held_equal import Held, candidates
from strata.analysis.holding import check
from strata.analysis.mix import most_changed
from strata.analysis.play import Play
from strata.analysis.sums import Columns
from strata.analysis.within import Within
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

    An account's own value stands in the row of each of its users, so plain averages say nothing of it: such metrics
    are always among them.
    """
    averages = _averages(warehouse, play, thing, [within[m].asked for m in dict(pairs) if m.per == "user"])
    for metric, place in pairs:
        known = averages.get(metric)
        if known is None or stats.may_change(known.sums, *play.rows(known.mask, place)):
            yield metric, place


class _Averages(NamedTuple):
    """Sums by mask and stratum, and the mask of each row."""

    sums: stats.Averages
    mask: NDArray[np.int64]


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
    return {each.metric: _of(found, i, everyone[i]) for i, each in enumerate(asked)}


def _of(found: Columns, place: int, everyone: int) -> _Averages:
    """A metric's sums with all who count as 0 among them: rows of the one add values, of the other users."""
    rows = {name: column[np.isin(found["place"], (place, everyone))] for name, column in found.items()}
    counts, adds = rows["place"] == everyone, rows["place"] == place
    has_logs = bool((rows["lowest"][adds] > -1).all())
    sums = stats.Averages(
        stratum=rows["stratum"],
        n=np.where(counts, rows["n"], 0.0),
        weight=np.where(counts, rows["weight"], 0.0),
        totals=tuple(np.where(adds, rows[name], 0.0) for name in (("total", "log_total") if has_logs else ("total",))),
    )
    return _Averages(sums, rows["mask"].astype(np.int64))
