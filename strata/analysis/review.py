"""A review made again from the data as they are now: its exhibits, what is wrong with any, and what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from strata.errors import QueryCancelled, SegmentError, StrataError
from strata.model.attributes import Catalog
from strata.model.exhibit import Cell, Column, Exhibit, Plot, Stamp, Table
from strata.model.moves import Changes, Figure, changes
from strata.model.recipe import Recipe
from strata.model.results import Source
from strata.model.review import Item, Resolve, recipe_of, told
from strata.state import Showed, State

Make = Callable[[Recipe], tuple[Exhibit, ...]]
FIRST_RUN = Changes()
CHANGED = "what-changed"
CHANGED_COLUMNS = ("Chart", "What", "Then", "Now", "Unit", "n then", "n now", "Verdict then", "Verdict now")


@dataclass(frozen=True, slots=True)
class Shown:
    """An item made from the data as they are now.

    Attributes:
        item: What was asked.
        exhibit: What came of it; None where there is a problem.
        problem: Why there is none, in one sentence.
        recipe: What it was made from; None where that could not be read.
        figures: Its numbers, to be kept for the next run.
        changes: What moved since the last run.
    """

    item: Item
    exhibit: Exhibit | None = None
    problem: str = ""
    recipe: Recipe | None = None
    figures: tuple[Figure, ...] = ()
    changes: Changes = FIRST_RUN


def run(
    items: Sequence[Item], make: Make, resolve: Resolve, *, before: Mapping[str, Showed] | None = None
) -> tuple[Shown, ...]:
    """Every item made again; one that cannot be made says why, and the others stand.

    Args:
        items: The review's items, in order.
        make: Makes the exhibits of a recipe.
        resolve: Gives the segments that were saved as versions.
        before: What each item showed in its last run on other data, by the item's key.
    """
    made: dict[str, tuple[Exhibit, ...]] = {}

    def once(recipe: Recipe) -> tuple[Exhibit, ...]:
        asked = repr(recipe)
        if asked not in made:
            made[asked] = make(recipe)
        return made[asked]

    return tuple(_shown(each, once, resolve, (before or {}).get(each.key)) for each in items)


def rerun(
    work: State, review_id: str, items: Sequence[Item], make: Make, catalog: Catalog, *, now: datetime
) -> tuple[Shown, ...]:
    """Every item of a saved review made again, and held against what it showed with the data before these.

    What it shows now is kept with the review, once for every load of the data.

    Args:
        work: Where the review and its segments are saved.
        review_id: The review.
        items: Its items in order, saved or not yet.
        make: Makes the exhibits of a recipe from the data of `catalog`.
        catalog: What is loaded.
        now: When, with a time zone.
    """
    before = work.showed(review_id, but=catalog.version)
    shown = run(items, make, lambda pin: work.counted(work.get(*pin)), before=before)
    numbers = {each.item.key: each.figures for each in shown if each.exhibit}
    work.record_figures(review_id, catalog.version, catalog.as_of.isoformat(), numbers, at=now)
    return shown


def exhibits(name: str, shown: Sequence[Shown], source: Source) -> tuple[Exhibit, ...]:
    """The review as one document: what changed first, then each item under its headline, or why it is missing."""
    stamp = Stamp(source)
    changed = _changed(name, shown, stamp)
    items = [
        told(each.exhibit, each.item)
        if each.exhibit
        else Exhibit(each.item.key, each.item.name, None, stamp, findings=(each.problem,))
        for each in shown
    ]
    return (*([changed] if changed else []), *items)


def figures(exhibit: Exhibit) -> tuple[Figure, ...]:
    """Every number of an exhibit under a label that is the same with every load."""
    plotted = _of_plot(exhibit.plot) if exhibit.plot else _of_table(exhibit.rows) if not exhibit.contrasts else ()
    return (*_of_sizes(exhibit.stamp), *_of_contrasts(exhibit), *plotted)


def _shown(item: Item, make: Make, resolve: Resolve, then: Showed | None) -> Shown:
    try:
        recipe = recipe_of(item, resolve)
        found = next((each for each in make(recipe) if each.key == item.exhibit), None)
        if found is None:
            raise SegmentError(
                f"The chart {item.title!r} is not made from the data any more: open its page and add it again."
            )
    except QueryCancelled:
        raise
    except StrataError as error:
        return Shown(item, problem=str(error))
    numbers = figures(found)
    since = changes(then.figures, numbers, since=then.as_of) if then else Changes(n_figures=len(numbers))
    return Shown(item, found, recipe=recipe, figures=numbers, changes=since)


def _of_sizes(stamp: Stamp) -> Iterator[Figure]:
    for size in stamp.segments:
        yield Figure(size.name, "size", size.users, None, None, size.users, "users", "users")


def _of_contrasts(exhibit: Exhibit) -> Iterator[Figure]:
    for each in exhibit.contrasts:
        label = f"{each.segment}: {each.label} against {each.baseline}"
        bounds = (each.ci_low, each.ci_high)
        unit = each.difference_unit
        yield Figure(label, "contrast", each.difference, *bounds, each.n, unit, each.counted, each.verdict)


def _of_plot(plot: Plot) -> Iterator[Figure]:
    for series in plot.series:
        for category, mark in zip(plot.categories, series.marks, strict=True):
            label = f"{series.name}, {category}"
            yield Figure(label, "value", mark.value, mark.low, mark.high, mark.n, plot.unit, plot.counted)


def _of_table(table: Table) -> Iterator[Figure]:
    """The numbers of a table without a plot; a row goes by its texts."""
    for row in table.rows:
        name = ", ".join(cell for cell in row if isinstance(cell, str) and cell)
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, int | float):
                yield Figure(f"{name}, {column.name}", "value", cell, None, None, 0, column.unit, "")


def _changed(name: str, shown: Sequence[Shown], stamp: Stamp) -> Exhibit | None:
    """What moved in the whole review as a table; None in a first run."""
    since = max((each.changes.since for each in shown), default="")
    if not since:
        return None
    said = [
        f"{each.item.name}: {sentence}"
        for each in shown
        if each.changes.notable
        for sentence in each.changes.sentences[: len(each.changes.notable)]
    ]
    rows = [row for each in shown for row in _rows(each)]
    return Exhibit(
        CHANGED,
        f"{name}: what changed since the data up to {since}",
        None,
        stamp,
        findings=tuple(said) or ("Nothing moved by more than chance alone does.",),
        notes=(MOSTLY_THE_SAME,),
        table=Table(tuple(map(Column, CHANGED_COLUMNS)), tuple(rows)),
    )


def _rows(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    for move in shown.changes.moves:
        then, now = move.then, move.now
        values = (then.value, now.value, now.unit, then.n, now.n, then.verdict, now.verdict)
        yield (shown.item.name, now.label, *values)


MOSTLY_THE_SAME = (
    "Both runs count mostly the same people, so a move is told and not tested; "
    "a value that left the interval it had is worth a look."
)
