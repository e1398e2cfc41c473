"""How a new feature spreads: the share of each segment that had used it so many days after it was first seen."""

from collections.abc import Iterator, Sequence

from strata.analysis import versus
from strata.analysis.activity_exhibits import method
from strata.analysis.adopters import first_days, used_by_day
from strata.analysis.boards import known_all
from strata.analysis.judging import Pair, judged
from strata.analysis.play import Play
from strata.analysis.set_shares import Whose, beside
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.membership import Library
from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.metrics import Metric, metric
from strata.model.recipe import Recipe
from strata.model.segment import EventCondition
from strata.stats.many import Compared
from strata.stats.many_groups import Estimates
from strata.stats.verdicts import FEWEST_ANSWERS
from strata.warehouse import Warehouse

RULES = ("Everyone in a segment today counts from the first day on, also those who joined later", "all dates")


def newest(warehouse: Warehouse) -> str:
    """The feature that was first seen last, of those that were seen by the end of the data if any was."""
    as_of = warehouse.catalog.as_of
    return max(first_days(warehouse).items(), key=lambda each: (each[1] <= as_of, each[1], each[0]))[0]


def curve(warehouse: Warehouse, recipe: Recipe, library: Library) -> Exhibit:
    """The share of the segments that had used a feature, by the days since it was first seen.

    Raises:
        SegmentError: there is no such feature, or a segment cannot be counted.
    """
    event = recipe.option("feature") or newest(warehouse)
    chosen = versus.play(warehouse, recipe, library)
    step, by_day = used_by_day(warehouse, event)
    whose, feature = Whose(by_day, by_day), metric(f"did:{event}", warehouse.catalog)
    groups = [each for each in versus.groups(chosen, recipe.baseline) if not each.is_baseline]
    columns = [beside(warehouse, whose, chosen.sides(place)) for place in range(len(groups))]
    results = judged(list(_last(feature, chosen, columns)), primary=feature.name)
    series = [
        Series(group.name, tuple(_marks(group, event, compared.a)))
        for group, compared in zip(groups, columns, strict=True)
    ]
    if len(groups) == 1:
        rest = versus.Group(chosen.against, 0, None, is_baseline=True)
        series.append(Series(rest.name, tuple(_marks(rest, event, columns[0].b)), "baseline"))
    shown = (*chosen.segments, *([chosen.baseline] if chosen.baseline else []))
    return Exhibit(
        key="adoption-curve",
        title=f"{event}: who had used it, by days since it was first seen on {first_days(warehouse)[event]}",
        plot=Plot(
            form="lines",
            unit="%",
            categories=by_day.names,
            series=tuple(series),
            category_title="days since it was first seen",
            value_title="share who had used it",
        ),
        stamp=Stamp(source(warehouse), sizes(warehouse, shown, chosen.members), chosen.against, method(results), RULES),
        findings=tuple(each.sentence for each in results),
        contrasts=results,
        notes=(f"One point stands for {step} days.",) if step > 1 else (),
    )


def _last(feature: Metric, chosen: Play, columns: Sequence[Compared]) -> Iterator[Pair]:
    """The segments against what they are held against, at the end of the data."""
    for place, compared in enumerate(columns):
        users, others = chosen.sides(place)
        names = chosen.segments[place].name, chosen.against
        difference, a, b = compared.one(-1)
        yield Pair(*names, feature, difference, a, b, (users.bit_count(), others.bit_count()))


def _marks(group: versus.Group, event: str, found: Estimates) -> Iterator[Mark]:
    last = versus.who(f"{group.name}, {event}", group.whom, EventCondition(event))
    ends = zip(*(known_all(100 * end) for end in (found.value, found.low, found.high)), strict=True)
    counts = zip(*(column.astype(int).tolist() for column in (found.n, found.n_accounts)), strict=True)
    for place, ((value, low, high), (n, accounts)) in enumerate(zip(ends, counts, strict=True)):
        if n < FEWEST_ANSWERS:
            yield Mark(None, n=n, withheld=f"Too few users to show a value (n={n}).")
        else:
            yield Mark(value, low, high, n, accounts, people=last if place == len(found.n) - 1 else None)
