"""Segments against a baseline, metric by metric: the numbers behind the comparison screen."""

from collections.abc import Sequence
from dataclasses import replace

from strata.analysis.baselines import Baseline, sides
from strata.analysis.groups import Asked
from strata.analysis.judging import Pair, judged
from strata.analysis.leak import leaks
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.threads import of_each
from strata.analysis.timing import timing_pairs
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library, end_of_data, in_play, window_bounds
from strata.model.attributes import Catalog
from strata.model.metrics import Metric
from strata.model.results import Caution, Comparison
from strata.model.segment import EVER, Segment, Window
from strata.warehouse import Members, Warehouse


def compare(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metrics: Sequence[Metric],
    *,
    baseline: Baseline = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> Comparison:
    """Every metric of every segment against everyone else, another segment, or itself in the period before.

    The first metric is the question asked: its verdicts are corrected among the segments (Holm). The other
    metrics are a look around: theirs are corrected over the whole grid (Benjamini-Hochberg).

    Raises:
        SegmentError: no segment but the baseline, two of one name, one that cannot be counted, or dates without a
            beginning where the period before is asked for, or beyond the data.
    """
    shown = (*segments, *([baseline] if isinstance(baseline, Segment) else []))
    _check_names(shown)
    if not segments:
        raise SegmentError("A segment cannot be its own baseline: name another one to compare.")
    _check_window(window, warehouse.catalog)
    members = in_play(warehouse, shown, library)
    by_metric = _pairs(warehouse, segments, metrics, members, baseline, window)
    pairs = [
        _with_leak(pair, segment, library)
        for metric in metrics
        for pair, segment in zip(by_metric[metric.name], segments, strict=True)
    ]
    return Comparison(
        source(warehouse, window),
        sizes(warehouse, shown, members),
        _overlaps(members),
        judged(pairs, primary=metrics[0].name if metrics else ""),
    )


def _pairs(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metrics: Sequence[Metric],
    members: Members,
    baseline: Baseline,
    window: Window,
) -> dict[str, Sequence[Pair]]:
    """The pairs of each metric by its name, in the order of the segments."""
    counted = [users & members.population for users in members.segments]
    others = counted[-1] if isinstance(baseline, Segment) else None
    board = sides(warehouse, [metric for metric in metrics if metric.kind != "time"], baseline, window, others)
    crews = [board.groups.crew(users) for users in counted[: len(segments)]]

    def compared(asked: Asked) -> Sequence[Pair]:
        return [board.pair(asked, each.name, crew) for each, crew in zip(segments, crews, strict=True)]

    names = [asked.metric.name for asked in board.asked]
    found = dict(zip(names, of_each(compared, board.asked), strict=True))
    for metric in metrics:
        if metric.kind == "time":
            pairs = timing_pairs(warehouse, metric, segments, members, baseline=baseline, window=window)
            found[metric.name] = pairs
    return found


def _with_leak(pair: Pair, segment: Segment, library: Library) -> Pair:
    """The pair with the warning that the segment's rule is made of what the metric is made of."""
    leak = leaks(segment, pair.metric, library)
    return replace(pair, cautions=(Caution("leak", leak.sentence), *pair.cautions)) if leak else pair


def _overlaps(members: Members) -> tuple[tuple[int, ...], ...]:
    inside = [users & members.population for users in members.segments]
    return tuple(tuple((one & two).bit_count() for two in inside) for one in inside)


def _check_window(window: Window, catalog: Catalog) -> None:
    start, _ = window_bounds(window, catalog)
    if start is not None and start >= end_of_data(catalog):
        raise SegmentError(
            f"The dates begin on {start.date()} and the data end on {catalog.as_of}: choose other dates."
        )


def _check_names(segments: Sequence[Segment]) -> None:
    seen: set[str] = set()
    for segment in segments:
        if segment.name in seen:
            raise SegmentError(f"Two segments are called {segment.name!r}: give one of them another name.")
        seen.add(segment.name)
