"""What came after a change as exhibits: how much more it changed than elsewhere, and the course of things.

The recipe's kind is "impact": its first segment got the change, its baseline is what that is held against. Its options
are `day`, `metric`, `settle`, `since`, `until`, `goal` and `what`, days as 2026-01-31.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from strata.analysis.impact import Ask, impact
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Role, Series, Stamp, Table
from strata.model.impact import Effect, Impact, Level
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.results import amount
from strata.model.segment import Segment
from strata.warehouse import Warehouse

KIND = "impact"
RULES = ("Latest answer of each person before, and latest of each after, the change",)


def ask_of(warehouse: Warehouse, recipe: Recipe) -> Ask:
    """What a recipe follows.

    Raises:
        SegmentError: no segment or no day was chosen, or the day is no day.
        MetricError: the metric cannot be had.
    """
    if not recipe.segments:
        raise SegmentError("No segment was chosen: choose who got the change.")
    goal, day = recipe.option("goal"), _day(recipe.option("day"), "change")
    if day is None:
        raise SegmentError("No day was chosen: say on which day the change began.")
    if recipe.baseline == "previous":
        raise SegmentError("A change is held against other people: choose everyone else or a segment.")
    return Ask(
        recipe.segments[0],
        day,
        metric(recipe.option("metric", "nps"), warehouse.catalog),
        against=recipe.baseline if isinstance(recipe.baseline, Segment) else None,
        settle=int(recipe.option("settle", 0)),
        since=_day(recipe.option("since"), "first"),
        until=_day(recipe.option("until"), "last"),
        goal=None if goal is None else float(goal),
        what=str(recipe.option("what", "")),
    )


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """What came after a change, and both groups period by period; raises as `ask_of` and `impact` do."""
    ask = ask_of(warehouse, recipe)
    found = impact(warehouse, ask, library)
    return _answer(found), _levels(found, ask), _course(found)


def _answer(found: Impact) -> Exhibit:
    shown = [each for each in found.effects if each.question != "before"]
    plot = Plot(
        "dots",
        unit_of(found),
        tuple(each.name for each in shown),
        (Series("Change", tuple(map(_mark, shown)), "total"),),
        counted="answers",
        category_title="question",
        value_title=f"Change of {found.label}",
    )
    goal = (found.goal.sentence,) if found.goal else ()
    open_ = "; answers are still coming in" if found.is_open else ""
    notes = f"Before: {found.before[0]} to {found.before[1]}. After: {found.after[0]} to {found.after[1]}{open_}."
    return Exhibit(
        key="impact",
        title=f"{found.label} after {found.what or 'the change'} of {found.day}",
        plot=plot,
        stamp=_stamp(found),
        findings=(*(each.sentence for each in found.effects), *goal),
        notes=(notes, *found.notes),
        table=_table(found.effects, unit_of(found)),
        result=found.as_json,
    )


def _levels(found: Impact, ask: Ask) -> Exhibit:
    periods = ("before", "after")
    people = {ask.segment.name: ask.segment, **({ask.against.name: ask.against} if ask.against else {})}
    series = tuple(
        Series(
            name,
            tuple(_level(each, people.get(name)) for each in found.levels if each.group == name),
            role,
        )
        for name, role in _roles(found)
    )
    goal = ((f"goal {amount(found.goal.value, found.unit)}", "after"),) if found.goal else ()
    plot = Plot("dots", found.unit, periods, series, value_title=found.label, counted="answers")
    note = tuple(f"The {text}." for text, _ in goal)
    return Exhibit("impact-levels", f"{found.label} before and after", plot, _stamp(found), notes=note)


def _course(found: Impact) -> Exhibit:
    labels = tuple(dict.fromkeys(point.period for point in found.course))
    series = tuple(
        Series(name, tuple(_level(point.level) for point in found.course if point.group == name), role)
        for name, role in _roles(found)
    )
    at = next((point.period for point in reversed(found.course) if _starts(point.period, found)), "")
    marked = ((at, found.what or "the change"),) if at else ()
    before = found.effect("before")
    return Exhibit(
        "impact-course",
        f"{found.label} over time",
        Plot(
            "lines",
            found.unit,
            labels,
            series,
            counted="answers",
            value_title=found.label,
            annotations=marked,
        ),
        _stamp(found),
        findings=(before.sentence,) if before else (),
    )


def _starts(label: str, found: Impact) -> bool:
    """Whether a period of the course is the one that holds the day of the change."""
    return label in (f"{found.day:%b %Y}", f"Q{(found.day.month + 2) // 3} {found.day:%Y}")


def _roles(found: Impact) -> tuple[tuple[str, Role], ...]:
    return (found.segment, ""), (found.against, "baseline")


def unit_of(found: Impact) -> str:
    """The unit of a change."""
    return "pp" if found.unit == "%" else found.unit


def _mark(found: Effect) -> Mark:
    why = found.sentence if found.value is None else None
    return Mark(found.value, found.low, found.high, found.n, withheld=why)


def _level(found: Level, people: Segment | None = None) -> Mark:
    return Mark(found.value, found.low, found.high, found.n, found.accounts, withheld=found.withheld, people=people)


def _table(effects: Sequence[Effect], unit: str) -> Table:
    limits = ("change", "low", "high", "low at any look", "high at any look")
    columns = (Column("question"), *(Column(name, unit) for name in limits), *map(Column, ("n", "p", "says")))
    rows = (
        (
            *(each.name, each.value, each.low, each.high, each.any_time_low, each.any_time_high),
            *(each.n, each.p, each.sentence),
        )
        for each in effects
    )
    return Table(columns, tuple(rows))


def _stamp(found: Impact) -> Stamp:
    methods = "; ".join(dict.fromkeys(each.method for each in found.effects if each.method and each.value is not None))
    return Stamp(found.source, found.sizes, found.against, methods, RULES)


def _day(text: Any, what: str) -> date | None:  # noqa: ANN401 - whatever a link holds
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise SegmentError(f"{str(text)!r:.40} is no {what} day: write it as 2026-01-31.") from error
