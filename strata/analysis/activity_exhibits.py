"""Activity as an exhibit: a line per segment, with what people noted on its dates."""

from collections.abc import Iterator, Sequence
from datetime import date

from strata import stats
from strata.analysis.activity import activity
from strata.analysis.versus import who
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.activity import Activity, ActivityLine, ActivityPoint
from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.periods import Period
from strata.model.recipe import Recipe
from strata.model.results import Brief, Contrast
from strata.model.segment import ANY_EVENT, EventCondition
from strata.warehouse import Warehouse

MOST_FINDINGS = 4
CLEAR = ("higher", "lower")
RULES = (
    "Active is whoever did anything in the period",
    "whoever had joined, or been seen, by its end counts in it",
)


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """Activity of the segments over time; raises as `activity` does."""
    found = activity(warehouse, recipe, library)
    title = f"{found.label} by {found.grain}"
    return (
        Exhibit(
            key=f"activity-{found.measure}",
            title=title,
            plot=_plot(found, recipe),
            stamp=stamp(found, rules=RULES),
            findings=tuple(findings(found.results, next((each.metric for each in found.results), ""))),
            contrasts=found.results,
            notes=found.notes,
            result=found.as_json,
        ),
    )


def stamp(found: Activity, *, rules: tuple[str, ...]) -> Stamp:
    """Where the numbers of a result come from."""
    against = next((each.baseline for each in found.results), "")
    return Stamp(found.source, found.segments, against, method(found.results), rules)


def method(results: Sequence[Contrast] | Sequence[Brief]) -> str:
    """How the verdicts of some comparisons were computed, in words."""
    known = dict.fromkeys(each.method for each in results if each.method)
    labels = [stats.METHODS[key].label for key in known if key in stats.METHODS]
    correction = next((each.correction for each in results if each.p_adjusted is not None), "")
    said = "; ".join(labels)
    return f"{said}; correction: {correction}" if said and correction else said


def findings(results: tuple[Contrast, ...], primary: str) -> Iterator[str]:
    """What is clear in sentences, the largest difference first, then what is not clear of the question asked."""
    clear = sorted((each for each in results if each.verdict in CLEAR), key=lambda each: -abs(each.difference or 0.0))
    unclear = [each for each in results if each.verdict not in CLEAR and each.metric == primary]
    for each in (*clear, *unclear)[:MOST_FINDINGS]:
        yield each.sentence


def noted(text: str) -> tuple[date, str]:
    """The day and the words of a note as a recipe carries it, e.g. "2026-03-01 Release 4".

    Raises:
        SegmentError: it begins with no date.
    """
    day, _, words = text.partition(" ")
    try:
        return date.fromisoformat(day), words.strip()
    except ValueError as error:
        raise SegmentError(
            f"The note {text!r:.80} begins with no date: write it as '2026-01-31 What happened'."
        ) from error


def _plot(found: Activity, recipe: Recipe) -> Plot:
    periods = [point.period for point in found.lines[0].points]
    return Plot(
        form="lines",
        unit=found.unit,
        categories=tuple(period.label for period in periods),
        series=tuple(_series(line) for line in found.lines),
        counted=found.counted,
        category_title=found.grain,
        value_title="" if found.unit else found.label,
        annotations=tuple(annotations(periods, recipe.option("annotations", ()))),
    )


def annotations(periods: list[Period], notes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What was noted, by the label of the period it happened in."""
    for period in periods:
        inside = [words for day, words in map(noted, notes) if period.start <= day <= period.end]
        if inside:
            yield period.label, "; ".join(inside)


def _series(line: ActivityLine) -> Series:
    marks = tuple(_mark(line, point) for point in line.points)
    return Series(line.name, marks, "baseline" if line.is_baseline else "")


def _mark(line: ActivityLine, point: ActivityPoint) -> Mark:
    active = who(
        f"{line.name}, active in {point.period.words}", line.whom, EventCondition(ANY_EVENT, within=point.days)
    )
    return Mark(
        value=point.value,
        low=point.low,
        high=point.high,
        n=point.n,
        accounts=point.accounts,
        note=point.partial or "",
        withheld=point.withheld,
        people=active if point.active else None,
    )
