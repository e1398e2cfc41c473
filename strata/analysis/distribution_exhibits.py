"""How the values of a metric are spread, as exhibits: the shares of each value, and the quantiles."""

from collections.abc import Iterator, Sequence

from strata.analysis.distribution import distribution
from strata.analysis.exhibited import asked_metric, sizes_of
from strata.membership import NO_LIBRARY, Library
from strata.model.distribution import Distribution, Ranking, Spread
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import VERDICT_WORDS, SegmentSize
from strata.model.segment import Segment
from strata.warehouse import Warehouse

QUANTILES = {"5 %": "p5", "25 %": "p25", "Median": "median", "75 %": "p75", "95 %": "p95"}
BESIDE = "Held against everyone else here; the trend shows the period before."


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The values of a recipe's metric (option `metric`) in its segments and in what they are held against.

    Raises:
        MetricError: the metric's values cannot be counted.
        SegmentError: a segment cannot be counted.
    """
    other = recipe.baseline if isinstance(recipe.baseline, Segment) else None
    found = distribution(
        warehouse,
        recipe.segments,
        asked_metric(warehouse, recipe),
        baseline=other,
        window=recipe.window,
        library=library,
    )
    notes = (BESIDE,) if recipe.baseline == "previous" else ()
    return (exhibit(found, sizes_of(warehouse, recipe.segments, other, library), notes),)


def exhibit(found: Distribution, sizes: Sequence[SegmentSize], notes: Sequence[str] = ()) -> Exhibit:
    """Percent of each group in each bar; groups that are too small have none, and `table` has the counts."""
    return Exhibit(
        key="distribution",
        title=f"{found.label} by value",
        plot=Plot(
            "bars",
            "%",
            tuple(bar.label for bar in found.bars),
            tuple(_series(group, len(found.bars)) for group in found.groups),
            counted=found.counted,
            category_title=found.label,
            value_title="percent of the group",
        ),
        stamp=Stamp(found.source, tuple(sizes)),
        findings=tuple(said(found)),
        notes=(*notes, *found.notes),
        table=_table(found),
        result=found.as_json,
    )


def said(found: Distribution) -> Iterator[str]:
    """Which of two groups tends to answer higher, and which groups are too small."""
    yield from map(_ranking, found.rankings)
    yield from (group.withheld for group in found.groups if group.withheld)


def quantiles(found: Distribution) -> Table:
    """One row per group: n, accounts, those without a value, and the values that shares of it do not exceed."""
    heads = (*map(Column, ("Group", "n", "Accounts", "Without a value")), *(Column(name) for name in QUANTILES))
    return Table(heads, tuple(map(_quantiles, found.groups)))


def _series(group: Spread, n_bars: int) -> Series:
    if group.withheld is not None:
        return Series(group.name, (Mark(None, n=group.n, accounts=group.accounts, withheld=group.withheld),) * n_bars)
    return Series(group.name, tuple(Mark(share, n=group.n, accounts=group.accounts) for share in group.shares))


def _ranking(ranking: Ranking) -> str:
    if ranking.value is None or ranking.low is None or ranking.high is None:
        why = f": {ranking.reasons[0]}" if ranking.reasons else "."
        return f"{ranking.segment} and {ranking.baseline} cannot be ranked{why}"
    return (
        f"Of 100 random pairs of {ranking.segment} and {ranking.baseline}, the first gives the higher answer in "
        f"{ranking.value:.0f}, ties shared (95 % interval {ranking.low:.0f} to {ranking.high:.0f}). "
        f"{VERDICT_WORDS[ranking.verdict]}."
    )


def _quantiles(group: Spread) -> tuple[str | int | float | None, ...]:
    values = (getattr(group.summary, name) if group.summary else None for name in QUANTILES.values())
    return (group.name, group.n, group.accounts, group.missing, *values)


def _table(found: Distribution) -> Table:
    """One row per group and bar; groups that are too small have none."""
    names = ("group", "metric", "values", "from", "to", "count")
    columns = (*map(Column, names), Column("share", "%"), *map(Column, ("n", "accounts", "without a value")))
    rows = (
        (group.name, found.metric, bar.label, bar.low, bar.high, count, share, group.n, group.accounts, group.missing)
        for group in found.shown
        for bar, count, share in zip(found.bars, group.counts, group.shares, strict=True)
    )
    return Table(columns, tuple(rows))
