"""Who is in several segments at once, as exhibits: each pair, and each exact combination."""

from itertools import combinations

from strata.analysis.overlap import cell_segment, overlap
from strata.charts.overlap import MOST_CELLS, cell_words, pair_shares
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import Overlaps, amount
from strata.model.segment import Segment
from strata.warehouse import Warehouse


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The overlap of a recipe's two to six segments.

    Raises:
        SegmentError: fewer or more segments, or one that cannot be counted.
    """
    found = overlap(warehouse, recipe.segments, library)
    return (pairs(found), cells(found, recipe.segments))


def pairs(found: Overlaps) -> Exhibit:
    """What percent of each row's segment is in each column's, with how many that are."""
    names = tuple(size.name for size in found.segments)
    shares = pair_shares(found)
    series = tuple(
        Series(name, tuple(Mark(share, n=n) for share, n in zip(row, counts, strict=True)))
        for name, row, counts in zip(names, shares, found.pairs, strict=True)
    )
    rows = (
        (size.name, size.users, names[j], found.pairs[i][j], shares[i][j])
        for i, size in enumerate(found.segments)
        for j in range(len(names))
        if i != j
    )
    heads = (*map(Column, ("segment", "users", "also in", "shared")), Column("share of the segment", "%"))
    return Exhibit(
        key="overlap-pairs",
        title="Overlap of pairs",
        plot=Plot("heat", "%", names, series, category_title="also in", value_title="percent of the segment"),
        stamp=Stamp(found.source, found.segments),
        findings=largest(found),
        table=Table(heads, tuple(rows)),
    )


def cells(found: Overlaps, segments: tuple[Segment, ...]) -> Exhibit:
    """Users in exactly each combination, largest first."""
    shown = found.cells[:MOST_CELLS]
    names = tuple(size.name for size in found.segments)
    marks = tuple(
        Mark(float(cell.users), n=cell.users, accounts=cell.accounts, people=cell_segment(segments, cell.inside))
        for cell in shown
    )
    hidden = len(found.cells) - len(shown)
    heads = (*(Column(name) for name in names), Column("users"), Column("accounts"))
    rows = ((*("yes" if each else "no" for each in c.inside), c.users, c.accounts) for c in found.cells)
    return Exhibit(
        key="overlap-cells",
        title="Overlap of segments",
        plot=Plot(
            "bars",
            "users",
            tuple(cell_words(found, cell) for cell in shown),
            (Series("Users", marks, "total"),),
            value_title="users in exactly this combination",
        ),
        stamp=Stamp(found.source, found.segments),
        findings=largest(found),
        notes=(f"The {MOST_CELLS} largest combinations are drawn; {hidden} smaller ones are in the table.",)
        * (hidden > 0),
        table=Table(heads, tuple(rows)),
    )


def largest(found: Overlaps) -> tuple[str, ...]:
    """The largest overlap of two segments in sentences, or that there is none and what to do."""
    shared, i, j = max((found.pairs[i][j], i, j) for i, j in combinations(range(len(found.segments)), 2))
    if not shared:
        return (
            "Nobody is in two of these segments at once.",
            "Choose segments of different kinds, e.g. a role and an NPS group.",
        )
    one, other, shares = found.segments[i].name, found.segments[j].name, pair_shares(found)
    of_each = f"{amount(shares[i][j], '%')} of {one}, {amount(shares[j][i], '%')} of {other}"
    return f"{shared:,} users are in both {one} and {other}", f"The largest overlap of two: {of_each}."
