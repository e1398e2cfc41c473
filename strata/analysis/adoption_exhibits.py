"""Adoption as exhibits: the clearest gaps, a map of features and segments, the most used ones, and a new feature."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from strata.analysis.activity_exhibits import method
from strata.analysis.adoption import MEASURES, adoption
from strata.analysis.adoption_curve import curve
from strata.analysis.versus import who
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.adoption import Adoption, Feature, Use, UserGroup
from strata.model.attributes import listed
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import Brief, Contrast
from strata.model.results.numbers import amount
from strata.warehouse import Warehouse

MOST_BARS, MOST_GAPS, MOST_ROWS = 8, 12, 30
"""Features that get bars, dots and rows; the table has all."""
MOST_SAID = 4
"""Differences that are said in sentences."""
ORDERS: Mapping[str, Callable[[Feature], tuple[object, ...]]] = {
    "most used": lambda each: (),
    "largest difference": lambda each: (-each.gap,),
    "newest": lambda each: (-(each.first_day or date.min).toordinal(),),
    "name": lambda each: (each.name,),
}
"""How features can be ordered; those of the same rank stay in the order of their use."""
NO_EVENTS = "No events are loaded, so nobody is known to use anything: load a file of events."
NO_GAP = "No feature differs clearly from the baseline, among {n} comparisons."
RULES = {
    "used": "A feature is an event; whoever did it once used it; everyone who had come by the end of the dates counts",
    "early": "Users who joined in these dates and whose first days are over count",
    "often": "Only those who used a feature count",
}


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The use of features by segments; raises as `adoption` does, and where there is no such order or feature."""
    if not warehouse.catalog.events:
        raise SegmentError(NO_EVENTS)
    found, order = adoption(warehouse, recipe, library), recipe.option("order", "most used")
    if order not in ORDERS:
        raise SegmentError(f"Features cannot be ordered by {order!r:.80}: choose one of {listed(tuple(ORDERS))}.")
    ordered = sorted(found.features, key=ORDERS[order])
    said = _stamp(found)
    return (
        *((_gaps(found, recipe, said),) if recipe.segments else ()),
        _map(found, ordered, recipe, said),
        _bars(found, ordered, recipe, said),
        curve(warehouse, recipe, library),
    )


def _map(found: Adoption, ordered: Sequence[Feature], recipe: Recipe, said: Stamp) -> Exhibit:
    shown = ordered[:MOST_ROWS]
    left_out = len(ordered) - len(shown)
    notes = (f"{len(shown)} of {len(ordered)} features are drawn; the download has all.",) if left_out else ()
    return Exhibit(
        key=f"adoption-map-{found.measure}",
        title=f"{found.label}: every feature by segment",
        plot=Plot(
            form="heat",
            unit=found.unit,
            categories=tuple(group.name for group in found.groups),
            series=tuple(Series(each.name, tuple(_marks(found, each, recipe))) for each in shown),
            counted=found.counted,
            value_title=found.label,
        ),
        stamp=said,
        findings=tuple(_leads(found)),
        notes=notes,
        table=_table(found, ordered),
        result=found.as_json,
    )


def _bars(found: Adoption, ordered: Sequence[Feature], recipe: Recipe, said: Stamp) -> Exhibit:
    shown = ordered[:MOST_BARS]
    rows = [tuple(_marks(found, each, recipe)) for each in shown]
    return Exhibit(
        key=f"adoption-bars-{found.measure}",
        title=f"{found.label}: {recipe.option('order', 'most used')} features",
        plot=Plot(
            form="bars",
            unit=found.unit,
            categories=tuple(each.name for each in shown),
            series=tuple(
                Series(group.name, tuple(row[place] for row in rows), "baseline" if group.is_baseline else "")
                for place, group in enumerate(found.groups)
            ),
            counted=found.counted,
            value_title=found.label,
        ),
        stamp=said,
    )


def _gaps(found: Adoption, recipe: Recipe, said: Stamp) -> Exhibit:
    """The features in which segments differ most clearly from the baseline; the widest ones where none does."""
    judged = [each for each in found.features if any(brief.is_judged for brief in each.briefs)]
    clear = [each for each in judged if each.gap]
    unit = _usual_unit(found)
    drawn = [each for each in clear or judged if any(brief.difference_unit == unit for brief in each.briefs)]
    shown = sorted(drawn, key=_widest, reverse=True)[:MOST_GAPS]
    results = tuple(result for each in shown for result in each.results)
    names = [group.name for group in found.groups if not group.is_baseline]
    return Exhibit(
        key=f"adoption-gaps-{found.measure}",
        title=f"{found.label}: difference from {next((each.baseline for each in results), 'the baseline')}",
        plot=Plot(
            form="dots",
            unit=unit,
            categories=tuple(each.name for each in shown),
            series=tuple(
                Series(name, tuple(_gap(found, each, place, unit, recipe) for each in shown))
                for place, name in enumerate(names)
            ),
            counted=found.counted,
            value_title="difference",
        ),
        stamp=said,
        findings=tuple(_sentences(results)) or (NO_GAP.format(n=found.compared),),
        contrasts=results,
        notes=(f"{len(clear)} of {len(found.features)} features differ clearly.",),
    )


def _usual_unit(found: Adoption) -> str:
    """The unit of most differences: some may be ratios of typical users, and stand on another scale."""
    units = [each.difference_unit for each in found.briefs if each.is_judged]
    return max(dict.fromkeys(units), key=units.count, default=found.unit)


def _sentences(results: Sequence[Contrast]) -> Iterator[str]:
    """The clearest differences in sentences, the largest first."""
    clear = [each for each in results if each.verdict in ("higher", "lower")]
    for each in sorted(clear, key=lambda each: -abs(each.difference or 0.0))[:MOST_SAID]:
        yield each.sentence


def _leads(found: Adoption) -> Iterator[str]:
    """For each group the features that most of it use, in a sentence."""
    for place, group in enumerate(found.groups):
        known = [each for each in found.features if each.uses[place].value is not None]
        most = sorted(known, key=lambda each: -(each.uses[place].value or 0.0))[:3]
        if most:
            named = [f"{each.name} ({amount(each.uses[place].value, found.unit)})" for each in most]
            yield f"{group.name}: most of all {listed(named)} of {most[0].uses[place].n:,} {found.counted}."


def _stamp(found: Adoption) -> Stamp:
    against = next((each.baseline for each in found.briefs), "")
    return Stamp(found.source, found.segments, against, method(found.briefs), (RULES[found.measure],))


def _marks(found: Adoption, feature: Feature, recipe: Recipe) -> Iterator[Mark]:
    for group, use in zip(found.groups, feature.uses, strict=True):
        yield _mark(found, feature, group, use, recipe)


def _mark(found: Adoption, feature: Feature, group: UserGroup, use: Use, recipe: Recipe) -> Mark:
    condition = MEASURES[found.measure].condition
    did = condition(feature.name, recipe.window) if condition and use.value else None
    people = who(f"{group.name}, {feature.name}", group.whom, did) if did else None
    return Mark(use.value, use.low, use.high, use.n, use.accounts, withheld=use.withheld, people=people)


def _gap(found: Adoption, feature: Feature, place: int, unit: str, recipe: Recipe) -> Mark:
    brief, group, use = feature.briefs[place], found.groups[place], feature.uses[place]
    if not brief.is_judged or brief.difference_unit != unit:
        reasons = () if brief.is_judged else feature.results[place].reasons
        return Mark(None, n=use.n, accounts=use.accounts, withheld=next(iter(reasons), "Compared on another scale."))
    people = _mark(found, feature, group, use, recipe).people
    return Mark(brief.difference, brief.ci_low, brief.ci_high, use.n, use.accounts, people=people)


def _widest(feature: Feature) -> float:
    return max((abs(each.difference or 0.0) for each in feature.briefs if each.is_judged), default=0.0)


def _table(found: Adoption, ordered: Sequence[Feature]) -> Table:
    columns = [Column("feature"), Column("first seen"), Column("group"), *map(Column, ("n", "accounts"))]
    columns[3:3] = [Column(name, found.unit) for name in ("value", "low", "high")]
    columns += [*map(Column, ("difference", "difference low", "difference high", "difference in", "p", "verdict"))]
    return Table(tuple(columns), tuple(row for each in ordered for row in _rows(found, each)))


def _rows(found: Adoption, feature: Feature) -> Iterator[tuple[str | float | None, ...]]:
    first = feature.first_day.isoformat() if feature.first_day else None
    for place, (group, use) in enumerate(zip(found.groups, feature.uses, strict=True)):
        known = (feature.name, first, group.name, use.value, use.low, use.high, use.n, use.accounts)
        yield (*known, *(_judged(feature.briefs[place]) if place < len(feature.briefs) else (None,) * 6))


def _judged(each: Brief) -> tuple[str | float | None, ...]:
    if not each.is_judged:
        return (None, None, None, None, None, each.verdict)
    return (each.difference, each.ci_low, each.ci_high, each.difference_unit, each.p_adjusted, each.verdict)
