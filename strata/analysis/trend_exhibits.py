"""A metric period by period as an exhibit."""

from collections.abc import Sequence

from strata.analysis.exhibited import asked_metric, sizes_of
from strata.analysis.trend import trend
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.periods import GRAINS
from strata.model.recipe import Recipe
from strata.model.results import SegmentSize
from strata.model.trend import Line, Point, Trend
from strata.warehouse import Warehouse

METHOD = (
    "Areas: 95 % intervals with accounts as units; normal: three standard errors around the mean of all whole periods; "
    "slopes: weighted line, CR2 by account, corrected among the lines (Holm)"
)
COLUMNS = ("group", "metric", "unit", "first day", "last day")
NUMBERS = ("value", "low", "high")
FURTHER = ("n", "accounts", "withheld", "not whole", "value before", "normal low", "normal high")


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The lines of a recipe's segments; its options are `metric` and `by`, the length of a period.

    Raises:
        MetricError: the metric has no time, or no data in these dates.
        SegmentError: a segment cannot be counted.
    """
    by = next((grain for grain in GRAINS if grain == recipe.option("by")), None)
    found = trend(
        warehouse,
        recipe.segments,
        asked_metric(warehouse, recipe),
        by=by,
        baseline=recipe.baseline,
        window=recipe.window,
        library=library,
    )
    return (exhibit(found, sizes_of(warehouse, recipe.segments, recipe.baseline, library)),)


def exhibit(found: Trend, sizes: Sequence[SegmentSize]) -> Exhibit:
    """The lines with what can be said of them; `sizes` are those of the segments drawn."""
    labels = tuple(point.label for point in found.lines[0].points) if found.lines else ()
    return Exhibit(
        key="trend",
        title=f"{found.label} by {found.grain}",
        plot=Plot(
            "lines",
            found.unit,
            labels,
            tuple(map(_series, found.lines)),
            counted=found.counted,
            category_title=found.grain,
        ),
        stamp=Stamp(found.source, tuple(sizes), method=METHOD),
        findings=tuple(said(found)),
        notes=found.notes,
        table=_table(found),
        result=found.as_json,
    )


def said(found: Trend) -> list[str]:
    """Of one segment all that can be said, of several whether each moves."""
    segments = [line for line in found.lines if not line.is_baseline]
    if len(segments) == 1:
        return [*segments[0].sentences, *(line.sentences[0] for line in found.lines if line.is_baseline)]
    return [line.sentences[0] for line in found.lines]


def _series(line: Line) -> Series:
    return Series(line.name, tuple(map(_mark, line.points)), "baseline" if line.is_baseline else "")


def _mark(point: Point) -> Mark:
    return Mark(
        point.value, point.low, point.high, point.n, point.accounts, point.partial or "", withheld=point.withheld
    )


def _table(found: Trend) -> Table:
    """One row per group and period, every number of it."""
    columns = (
        *map(Column, COLUMNS),
        *(Column(name, found.unit) for name in NUMBERS),
        *map(Column, FURTHER),
    )
    rows = (
        (
            *(line.name, found.metric, found.unit, point.start, point.end),
            *(point.value, point.low, point.high, point.n, point.accounts, point.withheld, point.partial),
            *(point.previous, point.usual_low, point.usual_high),
        )
        for line in found.lines
        for point in line.points
    )
    return Table(columns, tuple(rows))
