"""How soon segments do something for the first time, as an exhibit."""

from collections.abc import Sequence

from strata.analysis.exhibited import against, asked_metric, sizes_of
from strata.analysis.timing import timing
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import REST, SegmentSize
from strata.model.timing import Timing, TimingCurve, TimingStep, pace_sentence
from strata.warehouse import Warehouse

METHOD = "Kaplan-Meier curves; pace ratio from the log-rank test, accounts as units"
MOST_DAYS = 60
"""Days of a curve that are drawn; more are thinned out evenly, and the table has all of them."""


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The curves of a recipe's segments to the first time its metric (option `metric`) asks for.

    Raises:
        MetricError: the metric is not a time.
        SegmentError: a segment cannot be counted.
    """
    metric = asked_metric(warehouse, recipe)
    asked = {"baseline": recipe.baseline, "window": recipe.window, "library": library}
    found = timing(warehouse, recipe.segments, metric, **asked)  # type: ignore[arg-type]  # one dict for three types
    sizes = sizes_of(warehouse, recipe.segments, recipe.baseline, library)
    return (exhibit(found, sizes, against(recipe.baseline)),)


def exhibit(found: Timing, sizes: Sequence[SegmentSize], baseline: str = REST) -> Exhibit:
    """Percent of each group who have done it by each day."""
    days = _days(found.curves)
    return Exhibit(
        key="timing",
        title=found.label,
        plot=Plot(
            "lines",
            "%",
            tuple(f"day {day}" for day in days),
            tuple(_series(curve, days, [size.name for size in sizes]) for curve in found.curves),
            category_title="days since joining",
            value_title="percent who have done it",
        ),
        stamp=Stamp(found.source, tuple(sizes), baseline=baseline, method=METHOD),
        findings=tuple(map(pace_sentence, found.results)),
        contrasts=found.results,
        notes=(found.note, *(f"{each.name}: {each.why_no_median}" for each in found.curves if each.why_no_median)),
        table=_table(found),
        result=found.as_json,
    )


def _days(curves: Sequence[TimingCurve]) -> list[int]:
    """The days drawn, the last one always among them."""
    days = sorted({step.day for curve in curves for step in curve.steps})
    every = max(-(-len(days) // MOST_DAYS), 1)
    return days[::-1][::every][::-1]


def _series(curve: TimingCurve, days: Sequence[int], segments: Sequence[str]) -> Series:
    marks, place, step = [], 0, None
    for day in days:
        while place < len(curve.steps) and curve.steps[place].day <= day:
            step, place = curve.steps[place], place + 1
        is_over = place == len(curve.steps) and step is not None and step.day < day
        marks.append(Mark(None, n=0) if step is None or is_over else _mark(curve, step))
    return Series(curve.name, tuple(marks), "" if curve.name in segments else "baseline")


def _mark(curve: TimingCurve, step: TimingStep) -> Mark:
    return Mark(step.share, step.low, step.high, n=step.at_risk, accounts=curve.accounts)


def _table(found: Timing) -> Table:
    """One row per group and day."""
    columns = (
        *map(Column, ("group", "metric", "day")),
        *(Column(name, "%") for name in ("done", "low", "high")),
        Column("at risk"),
    )
    rows = (
        (curve.name, found.metric, step.day, step.share, step.low, step.high, step.at_risk)
        for curve in found.curves
        for step in curve.steps
    )
    return Table(columns, tuple(rows))
