"""A gap with plan, region, size or tenure held equal, as exhibits: one thing in each, and all of them as a table."""

from collections.abc import Iterator, Sequence

from strata.analysis.distribution_exhibits import BESIDE
from strata.analysis.exhibited import asked_metric, sizes_of
from strata.analysis.mix import mix
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Cell, Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import SegmentSize
from strata.model.segment import Segment
from strata.model.warnings import HeldEqual, Mix, Side, Stratum
from strata.warehouse import Warehouse

METHOD = "Strata weighed alike in both groups; 95 % intervals with accounts as units (CR2)"
TOO_FEW = "left out: too few answers, or all from one account"


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """What is left of the gap in a recipe's metric (option `metric`) of its one segment; nothing is known, no exhibit.

    The option `check` names the one attribute to show.

    Raises:
        MetricError: there is no such metric.
        SegmentError: the recipe has another number of segments than one, or it cannot be counted.
    """
    if len(recipe.segments) != 1:
        raise SegmentError(f"What else differs is asked of one segment, and the recipe has {len(recipe.segments)}.")
    other = recipe.baseline if isinstance(recipe.baseline, Segment) else None
    found = mix(
        warehouse,
        recipe.segments[0],
        asked_metric(warehouse, recipe),
        baseline=other,
        window=recipe.window,
        library=library,
    )
    sizes, wanted = sizes_of(warehouse, recipe.segments, other, library), recipe.option("check")
    notes = (BESIDE,) if recipe.baseline == "previous" else ()
    checks = [check for check in found.checks if wanted in (None, check.attribute)]
    return tuple(exhibit(found, check, sizes, notes) for check in checks)


def exhibit(found: Mix, check: HeldEqual, sizes: Sequence[SegmentSize], notes: Sequence[str] = ()) -> Exhibit:
    """Both groups in every stratum of one thing that is held equal; `table` has all things."""
    strata = (check.overall, *check.strata)
    return Exhibit(
        key=f"mix-{check.attribute}",
        title=f"{found.label} at equal {check.label}",
        plot=Plot(
            "dots",
            found.unit,
            tuple(stratum.name for stratum in strata),
            (
                Series(found.segment, tuple(_mark(each, each.segment) for each in strata)),
                Series(found.baseline, tuple(_mark(each, each.baseline) for each in strata), "baseline"),
            ),
            counted=found.counted,
            category_title=check.label,
        ),
        stamp=Stamp(found.source, tuple(sizes), baseline=found.baseline, method=METHOD),
        findings=(check.sentence, *(each.sentence for each in found.warnings if each.about != check.label)),
        notes=tuple(notes),
        table=_table(found),
        result=found.as_json,
    )


def _mark(stratum: Stratum, side: Side) -> Mark:
    note = f"{stratum.weight:.0f} % of the adjusted gap" if stratum.weight else TOO_FEW
    return Mark(
        side.value,
        side.low,
        side.high,
        side.n,
        side.accounts,
        note,
        withheld=TOO_FEW if side.value is None else None,
    )


def _table(found: Mix) -> Table:
    """One row per thing held equal and stratum, the overall one first."""
    names = (
        *("held equal", "stratum", "weight, percent", "segment", "value", "low", "high", "n"),
        *("baseline", "baseline value", "baseline low", "baseline high", "baseline n"),
        *("gap", "gap low", "gap high", "adjusted gap", "adjusted low", "adjusted high", "unit"),
    )
    return Table(tuple(map(Column, names)), tuple(_rows(found)))


def _rows(found: Mix) -> Iterator[tuple[Cell, ...]]:
    for check in found.checks:
        for each in (check.overall, *check.strata):
            yield (
                *(check.label, each.name, each.weight),
                *(found.segment, each.segment.value, each.segment.low, each.segment.high, each.segment.n),
                *(found.baseline, each.baseline.value, each.baseline.low, each.baseline.high, each.baseline.n),
                *(each.gap, each.gap_low, each.gap_high, check.adjusted, check.low, check.high, check.unit),
            )
