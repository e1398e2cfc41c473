"""A segment's size over time as an exhibit."""

from strata.analysis.history import history
from strata.analysis.size import size
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import History, SegmentSize, Source
from strata.warehouse import Warehouse


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The sizes of each of a recipe's segments at the last twelve month ends.

    Raises:
        SegmentError: there is no segment, or one that cannot be counted.
    """
    if not recipe.segments:
        raise SegmentError("A size over time is asked of a segment, and the recipe has none.")
    return tuple(
        exhibit(history(warehouse, each, library), size(warehouse, each, library), source(warehouse), place)
        for place, each in enumerate(recipe.segments)
    )


def exhibit(found: History, now: SegmentSize, origin: Source, place: int = 0) -> Exhibit:
    """Users at the end of each day; `place` tells several segments apart."""
    marks = tuple(Mark(float(point.users), n=point.users, accounts=point.accounts) for point in found.points)
    rows = ((point.day, point.users, point.accounts) for point in found.points)
    return Exhibit(
        key=f"size-{place}",
        title=f"Size of {found.segment} over time",
        plot=Plot(
            "lines",
            "users",
            tuple(point.day for point in found.points),
            (Series(found.segment, marks),),
            value_title="users at the end of the day",
        ),
        stamp=Stamp(origin, (now,)),
        notes=(found.note,) if found.note else (),
        table=Table(tuple(map(Column, ("day", "users", "accounts"))), tuple(rows)),
    )
