"""A funnel as exhibits: how far they get, from step to step, where they stop, how long they take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from strata.analysis import versus
from strata.analysis.funnel import WHOLE_WAY, funnel
from strata.analysis.said import FEWEST, findings, stamp, too_few
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Exhibit, Mark, Plot, Series
from strata.model.funnel import Funnel, FunnelGroup, FunnelStep
from strata.model.recipe import Recipe
from strata.model.results import Contrast
from strata.model.segment import FunnelCondition, Node, Segment
from strata.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Drawing:
    """A funnel, and who each of its groups is as a condition, where a tree can say it."""

    found: Funnel
    whom: dict[str, Node | None]

    def people(self, group: FunnelGroup, name: str, asked: FunnelCondition) -> Segment | None:
        """Those of a group who meet a condition on the funnel, as a segment."""
        return versus.who(f"{group.name}: {name}", self.whom.get(group.name), asked)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The steps as an axis names them; numbers tell equal ones apart."""
        return tuple(f"{place}. {event}" for place, event in enumerate(self.found.funnel.funnel, 1))

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways from step to step."""
        return tuple(f"{one} → {two}" for one, two in pairwise(self.numbered))


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """A funnel of the segments of a recipe; raises as `funnel` does."""
    found = funnel(warehouse, recipe, library)
    groups = versus.groups(versus.play(warehouse, recipe, library), recipe.baseline)
    drawing = Drawing(found, {group.name: group.whom for group in groups})
    whole = tuple(each for each in found.results if each.metric == WHOLE_WAY)
    steps = tuple(each for each in found.results if each.metric != WHOLE_WAY)
    return (
        _exhibit(drawing, "funnel", "How far they get", _far(drawing), whole, result=True),
        _exhibit(drawing, "funnel-steps", "From each step to the next", _steps(drawing), steps),
        _exhibit(drawing, "funnel-stops", "Where they stop", _stops(drawing), ()),
        _exhibit(drawing, "funnel-times", "How long each step takes", _times(drawing), ()),
    )


def rules(asked: FunnelCondition) -> tuple[str, ...]:
    """How the funnel counts, in words."""
    days = f"{asked.days:,} day{'s' if asked.days != 1 else ''}"
    counted = (
        f"Whoever did {asked.funnel[0]} in these dates begins, at the first time there",
        f"every further step counts at its first time after the step before, within {days} of the beginning",
        "what happened in between does not matter, and the same event twice takes two different times",
        f"whoever began less than {days} before the end of the data is left out: that time is not over",
    )
    stop = f"nothing counts any more from the first {asked.exclude} after the beginning"
    return (*counted, *((stop,) if asked.exclude else ()))


def _exhibit(
    drawing: Drawing, key: str, title: str, plot: Plot, results: tuple[Contrast, ...], *, result: bool = False
) -> Exhibit:
    found = drawing.found
    return Exhibit(
        key=key,
        title=title,
        plot=plot,
        stamp=stamp(found.source, found.segments, results, rules(found.funnel)),
        findings=tuple(findings(results)),
        contrasts=results,
        notes=tuple(_notes(found)),
        result=found.as_json if result else dict,
    )


def _notes(found: Funnel) -> Iterator[str]:
    if found.unfinished:
        yield f"{found.unfinished:,} users who began too late to have had all {found.funnel.days} days are left out."
    for group in found.groups:
        if not group.began:
            yield f"Nobody of {group.name} began in these dates."


def _series(drawing: Drawing, mark: Callable[[FunnelGroup, int], Mark], places: range) -> tuple[Series, ...]:
    """A series per group with a mark per step; places count steps from 0."""
    return tuple(
        Series(group.name, tuple(mark(group, place) for place in places), "baseline" if group.is_baseline else "")
        for group in drawing.found.groups
    )


def _far(drawing: Drawing) -> Plot:
    asked = drawing.found.funnel

    def mark(group: FunnelGroup, place: int) -> Mark:
        step = group.steps[place]
        return Mark(
            step.share,
            step.low,
            step.high,
            n=step.users,
            accounts=step.accounts,
            note=f"{step.users:,} of {group.began:,} who began",
            withheld=too_few(step.share, group.began, "who began"),
            people=_some(step.users, drawing.people(group, f"did {step.event}", replace(asked, reached=place + 1))),
        )

    series = _series(drawing, mark, range(len(asked.funnel)))
    return Plot("bars", "%", drawing.numbered, series, category_title="step", value_title="percent of those who began")


def _steps(drawing: Drawing) -> Plot:
    asked = drawing.found.funnel

    def mark(group: FunnelGroup, place: int) -> Mark:
        before, step = group.steps[place - 1], group.steps[place]
        stopped = replace(asked, reached=place, stopped=True)
        return Mark(
            step.from_previous,
            step.from_low,
            step.from_high,
            n=before.users,
            accounts=before.accounts,
            note=f"{step.users:,} of {before.users:,} went on, {before.stopped:,} did not",
            withheld=too_few(step.from_previous, before.users, f"who did {before.event}"),
            people=_some(before.stopped, drawing.people(group, f"stopped after {before.event}", stopped)),
        )

    series = _series(drawing, mark, range(1, len(asked.funnel)))
    title = "percent of those who did the step before"
    return Plot("dots", "%", drawing.ways, series, category_title="step", value_title=title)


def _stops(drawing: Drawing) -> Plot:
    asked, groups = drawing.found.funnel, drawing.found.groups
    last = len(asked.funnel)

    def mark(group: FunnelGroup, place: int) -> Mark:
        step = group.steps[place - 1]
        share = 100 * step.stopped / group.began if group.began >= FEWEST else None
        name = "all the way" if place == last else f"stopped after {step.event}"
        stopped = replace(asked, reached=place, stopped=place < last)
        return Mark(
            share,
            n=step.stopped,
            note=f"{step.stopped:,} of {group.began:,} who began",
            withheld=too_few(share, group.began, "who began"),
            people=_some(step.stopped, drawing.people(group, name, stopped)),
        )

    names = [*(f"after {name}" for name in drawing.numbered[:-1]), "all the way"]
    series = tuple(
        Series(name, tuple(mark(group, place) for group in groups), "step") for place, name in enumerate(names, 1)
    )
    title = "percent of those who began"
    return Plot("stacked", "%", tuple(group.name for group in groups), series, value_title=title)


def _times(drawing: Drawing) -> Plot:
    medians = [step.median for group in drawing.found.groups for step in group.steps if step.median is not None]
    unit, seconds = next((each for each in UNITS if max(medians, default=0.0) >= 2 * each[1]), UNITS[-1])

    def mark(group: FunnelGroup, place: int) -> Mark:
        step = group.steps[place]
        is_shown = step.users >= FEWEST and step.median is not None
        value, low, high = (
            each / seconds if is_shown and each is not None else None
            for each in (step.median, step.median_low, step.median_high)
        )
        return Mark(
            value,
            low,
            high,
            n=step.users,
            accounts=step.accounts,
            note=_middle(step, unit, seconds) if is_shown else "",
            withheld=None if is_shown else f"Too few users did it to show a time (n={step.users}).",
        )

    series = _series(drawing, mark, range(1, len(drawing.found.funnel.funnel)))
    title = f"median {unit} since the step before, of those who did the step"
    return Plot("dots", unit, drawing.ways, series, category_title="step", value_title=title)


UNITS = (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0))
"""Times are told in the longest of these of which the slowest step takes two."""


def _middle(step: FunnelStep, unit: str, seconds: float) -> str:
    if step.middle_low is None or step.middle_high is None:
        return ""
    return f"the middle half took {step.middle_low / seconds:,.1f} to {step.middle_high / seconds:,.1f} {unit}"


def _some(users: int, people: Segment | None) -> Segment | None:
    return people if users else None
