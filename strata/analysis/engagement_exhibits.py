"""The engagement map as exhibits: corners side by side, the map of one segment, and what is typical."""

from collections.abc import Callable, Iterator

from strata.analysis.activity_exhibits import findings, method
from strata.analysis.engagement import engagement, metric, until
from strata.analysis.versus import too_few, who
from strata.membership import NO_LIBRARY, Library
from strata.model.engagement import (
    CORNERS,
    Band,
    Corner,
    Engagement,
    EngagementLine,
    at_least_days,
    at_least_features,
    corners,
)
from strata.model.exhibit import Cell, Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.lifecycle import came_before
from strata.model.recipe import Recipe
from strata.model.segment import Node, Not, Window
from strata.warehouse import Warehouse


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The engagement map of the segments; raises as `engagement` does."""
    found = engagement(warehouse, recipe, library)
    against = next((each.baseline for each in found.results), "")
    rules = tuple(f"{each.label}: {each.meaning}" for each in CORNERS.values())
    stamp = Stamp(found.source, found.segments, against, method(found.results), (*rules, *found.notes[:1]))
    trees = corners(found.limits, found.window, came_before(until(warehouse, found.window)))
    return (_side_by_side(found, stamp, trees), _map(found, stamp), _typical(found, stamp))


def _side_by_side(found: Engagement, stamp: Stamp, trees: dict[Corner, Node]) -> Exhibit:
    series = tuple(
        Series(words.label, tuple(_part(line, corner, trees[corner]) for line in found.lines))
        for corner, words in CORNERS.items()
    )
    names = tuple(line.name for line in found.lines)
    return Exhibit(
        key="engagement-corners",
        title="Who is in which corner",
        plot=Plot("stacked", "%", names, series, value_title="percent of the users there"),
        stamp=stamp,
        notes=found.notes[1:],
        findings=tuple(findings(found.results, metric("power").name)),
        contrasts=found.results,
        result=found.as_json,
    )


def _part(line: EngagementLine, corner: Corner, tree: Node) -> Mark:
    n, count, withheld = line.there, line.counts[corner], too_few(line.there)
    return Mark(
        value=None if withheld else 100 * count / n,
        n=n,
        note=f"{count:,} people",
        withheld=withheld,
        people=who(f"{line.name}, {CORNERS[corner].label.lower()}", line.whom, tree) if count else None,
    )


def _map(found: Engagement, stamp: Stamp) -> Exhibit:
    """How the active users of one group are spread over the map, the most days on top."""
    line = found.lines[found.of]
    rows = list(zip(found.days, found.cells, strict=True))[::-1]
    series = tuple(
        Series(_counted(days, "day"), tuple(_cell_marks(found, line, days, counts))) for days, counts in rows
    )
    plot = Plot(
        form="heat",
        unit="%",
        categories=tuple(_counted(band, "feature") for band in found.features),
        series=series,
        counted="active users",
        category_title="different features used in these dates",
        value_title="days active",
    )
    return Exhibit("engagement-map", f"How broadly and how often: {line.name}", plot, stamp)


def _cell_marks(found: Engagement, line: EngagementLine, days: Band, counts: tuple[int, ...]) -> Iterator[Mark]:
    n = sum(map(sum, found.cells))
    withheld = too_few(n, "active users")
    for features, count in zip(found.features, counts, strict=True):
        conditions = (
            *_within(days, at_least_days, found.window),
            *_within(features, at_least_features, found.window),
        )
        name = f"{line.name}, {_counted(features, 'feature')} on {_counted(days, 'day')}"
        yield Mark(
            value=None if withheld else 100 * count / n,
            n=n,
            note=f"{count:,} people",
            withheld=withheld,
            people=who(name, line.whom, *conditions) if count else None,
        )


def _counted(band: Band, thing: str) -> str:
    return f"{band.label} {thing}{'' if band == Band(1, 1) else 's'}"


def _within(band: Band, at_least: Callable[[int, Window], Node], window: Window) -> Iterator[Node]:
    """Who is in a band, as conditions."""
    yield at_least(band.low, window)
    if band.high is not None:
        yield Not(at_least(band.high + 1, window))


def _typical(found: Engagement, stamp: Stamp) -> Exhibit:
    """What half of the active users of each group stay below."""
    columns = (
        Column("group"),
        Column("users"),
        Column("active users"),
        Column("typical features used"),
        Column("typical days active", "days"),
    )
    rows = tuple(
        (line.name, line.there, line.there - line.counts["inactive"], _whole(line.features), _whole(line.days))
        for line in found.lines
    )
    note = "Typical is the median of those who were active in these dates."
    return Exhibit("engagement-typical", "What is typical", None, stamp, notes=(note,), table=Table(columns, rows))


def _whole(median: float | None) -> Cell:
    """A median of whole numbers, which is one of them or lies half way between two."""
    return int(median) if median is not None and median.is_integer() else median
