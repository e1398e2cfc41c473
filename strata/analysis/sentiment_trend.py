"""A score of groups of people over time, with an interval for every point and limits for every group."""

from strata.analysis.answers import measures
from strata.analysis.sentiment import EVERYONE, Study
from strata.analysis.sentiment_words import capital, key
from strata.analysis.splits import Side, lowered
from strata.analysis.trend import trend
from strata.errors import MetricError
from strata.membership import Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.segment import EVERYONE as ALL_USERS
from strata.model.sentiment import Sentiment
from strata.model.trend import Point, Trend
from strata.warehouse import Warehouse

MOST_LINES = 7
"""Groups beside everyone; a mask has room for eight."""
METHOD = (
    "Intervals with accounts as units; grey: three standard errors around the mean of all whole periods; slopes: "
    "weighted line, CR2 by account, corrected among the lines (Holm)"
)


def trend_exhibit(warehouse: Warehouse, recipe: Recipe, asked: Study, found: Sentiment, library: Library) -> Exhibit:
    """Lines of everyone and of the groups with most answers; a sentence where they cannot be drawn."""
    measure = measures(warehouse, asked.question)[0]
    sides = _shown(asked, found)
    segments = [ALL_USERS, *(side.people for side in sides if side.people)]
    title = f"{asked.question.title} over time, by {lowered(found.split)}"
    window, grain = recipe.window, recipe.option("grain")
    stamp = Stamp(found.source, found.sizes, method=METHOD, rules=(*found.rules[:1], _rule(), *found.rules[2:]))
    try:
        over_time = trend(warehouse, segments, measure, by=grain, window=window, baseline="previous", library=library)
    except MetricError as why:  # the other exhibits of these dates are still right
        return Exhibit(key(title), title, None, stamp, findings=(str(why),))
    return _drawn(over_time, [EVERYONE, *(side.name for side in sides)], title, stamp, n_groups=len(found.groups))


def _shown(asked: Study, found: Sentiment) -> list[Side]:
    """The groups with most answers, in the order of the split."""
    answered = {group.name: group.n for group in found.groups if not group.withheld}
    known = [side for side in asked.split.sides if side.people and side.name in answered]
    most = sorted(known, key=lambda side: -answered[side.name])[:MOST_LINES]
    return [side for side in known if side in most]


def _rule() -> str:
    return "The latest answer of each person in each period counts"


def _drawn(found: Trend, names: list[str], title: str, stamp: Stamp, *, n_groups: int) -> Exhibit:
    lines = list(zip(names, found.lines, strict=True))
    periods = tuple(point.label for point in found.lines[0].points)
    series = tuple(
        Series(name, tuple(map(_mark, line.points)), "total" if name == EVERYONE else "") for name, line in lines
    )
    said = [
        sentence.replace(capital(line.name), capital(name), 1)
        for name, line in lines
        for sentence in (line.sentences if name == EVERYONE else line.sentences[:1])
    ]
    left_out = n_groups + 1 - len(names)
    notes = (f"{left_out} groups with fewer answers are left out.",) if left_out else ()
    plot = Plot("lines", found.unit, periods, series, found.counted, category_title=found.grain)
    return Exhibit(
        key(title),
        title,
        plot,
        stamp,
        findings=tuple(said),
        notes=(*found.notes, *notes),
        table=_table(found, lines=[(name, point) for name, line in lines for point in line.points]),
        result=found.as_json,
    )


def _mark(point: Point) -> Mark:
    limits = None if point.usual_low is None or point.usual_high is None else (point.usual_low, point.usual_high)
    return Mark(
        point.value,
        point.low,
        point.high,
        point.n,
        point.accounts,
        note=point.partial or "",
        withheld=point.withheld,
        usual=limits,
    )


def _table(found: Trend, *, lines: list[tuple[str, Point]]) -> Table:
    units = [Column(name, found.unit) for name in ("value", "low", "high", "normal_low", "normal_high")]
    columns = (Column(found.grain), Column("group"), *units, *map(Column, ("n", "accounts", "unusual", "note")))
    rows = (
        (
            point.label,
            name,
            *(point.value, point.low, point.high, point.usual_low, point.usual_high),
            *(point.n, point.accounts),
            "yes" if point.is_unusual else "",
            point.withheld or point.partial or "",
        )
        for name, point in lines
    )
    return Table(columns, tuple(rows))
