"""Retention as exhibits: a curve per segment, and a heat map of cohorts for each."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from strata.analysis import versus
from strata.analysis.retention import metric_name, retention
from strata.analysis.said import findings, stamp, too_few
from strata.analysis.shares import kept
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Exhibit, Mark, Plot, Series
from strata.model.recipe import Recipe
from strata.model.retention import Retention, RetentionCohort, RetentionGroup, RetentionPoint
from strata.model.segment import ANY_EVENT, Between, Node, ReturnCondition, Window
from strata.model.stretches import Stretch
from strata.warehouse import Warehouse


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """Who of the segments of a recipe comes back; raises as `retention` does."""
    found = retention(warehouse, recipe, library)
    groups = versus.groups(versus.play(warehouse, recipe, library), recipe.baseline)
    whom = {group.name: group.whom for group in groups}
    return (_curves(found, recipe, whom), *_heats(warehouse, found, whom))


def rules(found: Retention) -> tuple[str, ...]:
    """How retention counts, in words."""
    start = f"do {found.start} for the first time" if found.start else "join"
    came = "does anything" if found.back == ANY_EVENT else f"does {found.back}"
    later = "; with more days to come back in, people of earlier dates come back more" if _is_open(found) else ""
    return (
        f"People start when they {start}, if that is in these dates and not before the first day of the data",
        f"who {came} on a day comes back; days are counted from the day of the start, which is day 0{later}",
        "of each stretch only people count whose days are over: the others are not lost but left out",
    )


def _is_open(found: Retention) -> bool:
    return any(stretch.or_later for stretch in found.stretches)


def _curves(found: Retention, recipe: Recipe, whom: dict[str, Node | None]) -> Exhibit:
    def marks(group: RetentionGroup) -> Iterator[Mark]:
        for stretch, point in zip(found.stretches, group.points, strict=True):
            yield _mark(found, group.name, stretch, point, whom.get(group.name), recipe.window)

    series = tuple(
        Series(group.name, tuple(marks(group)), "baseline" if group.is_baseline else "") for group in found.groups
    )
    categories = tuple(stretch.label for stretch in found.stretches)
    return Exhibit(
        key="retention",
        title="Who comes back",
        plot=Plot("lines", "%", categories, series, category_title="after the start", value_title="percent back"),
        stamp=stamp(found.source, found.segments, found.results, rules(found)),
        findings=tuple(findings([each for each in found.results if each.metric == metric_name(found.asked)])),
        contrasts=found.results,
        notes=tuple(_notes(found)),
        result=found.as_json,
    )


def _notes(found: Retention) -> Iterator[str]:
    for group in found.groups:
        if not group.users:
            yield f"Nobody of {group.name} started in these dates."


def _heats(warehouse: Warehouse, found: Retention, whom: dict[str, Node | None]) -> Iterator[Exhibit]:
    for place, group in enumerate(found.groups):
        if group.cohorts:
            who = whom.get(group.name)
            key = ("retention heat", found.start, found.back, found.stretches, group, who)
            yield _heat(found, place, group, kept(warehouse, key, partial(_rows, found, group, who), nbytes=150_000))


def _heat(found: Retention, place: int, group: RetentionGroup, rows: tuple[Series, ...]) -> Exhibit:
    categories = tuple(stretch.label for stretch in found.stretches)
    return Exhibit(
        key=f"retention-cohorts-{place}",
        title=f"{group.name}: by when they started",
        plot=Plot("heat", "%", categories, rows, category_title="after the start"),
        stamp=stamp(found.source, found.segments, (), rules(found)),
        notes=(f"The latest {len(group.cohorts)} cohorts; the number beside each is how many started.",),
    )


def _rows(found: Retention, group: RetentionGroup, whom: Node | None) -> tuple[Series, ...]:
    """A row of the heat map per cohort of a group, whoever is shown beside it."""

    def row(cohort: RetentionCohort) -> Series:
        within = _dates(cohort)
        marks = tuple(
            _mark(found, f"{group.name}, {cohort.label}", stretch, point, whom, within)
            for stretch, point in zip(found.stretches, cohort.points, strict=True)
        )
        return Series(f"{cohort.label} ({cohort.users:,})", marks)

    return tuple(map(row, group.cohorts))


def _mark(
    found: Retention, name: str, stretch: Stretch, point: RetentionPoint, whom: Node | None, within: Window
) -> Mark:
    came = ReturnCondition(
        found.back,
        first_day=stretch.first,
        last_day=stretch.last,
        or_later=stretch.or_later,
        after=found.start,
        within=within,
    )
    return Mark(
        point.share,
        point.low,
        point.high,
        n=point.n,
        accounts=point.accounts,
        note=f"so far: of {point.waiting:,} more the days are not over" if point.waiting else "",
        withheld=too_few(point.share, point.n, "whose days are over") if point.n else "Nobody's days are over yet.",
        people=versus.who(f"{name}: back {stretch.when}", whom, came) if point.back else None,
    )


def _dates(cohort: RetentionCohort) -> Between:
    return Between(date.fromisoformat(cohort.start), date.fromisoformat(cohort.end))
