"""Who moved, as exhibits: from which answer to which, and how far each group."""

from collections.abc import Iterator
from typing import Literal

from strata.analysis.moved import moved
from strata.analysis.sentiment import FEWEST_ANSWERS, Study
from strata.analysis.sentiment_words import key, unit_between
from strata.analysis.splits import lowered
from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.results import amount
from strata.model.segment import NPS_GROUPS, All, ResponseCondition, Segment
from strata.model.sentiment import Band, Moved, Sentiment
from strata.warehouse import Warehouse

RULE = "First against latest answer in these dates, of people who answered on two days or more"
METHOD = "Mean of each person's change; interval with accounts as units"


def moved_exhibits(warehouse: Warehouse, asked: Study, found: Sentiment) -> Iterator[Exhibit]:
    """The flows of everyone and the change of each group; a sentence where nobody answered twice."""
    groups = moved(warehouse, asked.answered, asked.split.sides)
    if not groups:
        return
    stamp = Stamp(found.source, found.sizes, method=METHOD, rules=(found.rules[0], RULE))
    title = f"Who moved in {asked.question.title}"
    if groups[0].n < FEWEST_ANSWERS:
        why = f"{groups[0].n:,} people answered on two days or more in these dates: too few to say who moved."
        yield Exhibit(key(title), title, None, stamp, findings=(why,))
        return
    yield _flows(groups[0], asked, title, stamp)
    yield _changes(groups, found, stamp)


def _flows(everyone: Moved, asked: Study, title: str, stamp: Stamp) -> Exhibit:
    names = tuple(band.name for band in asked.question.bands)
    flows = {(one, other): n for one, other, n in everyone.flows}
    series = []
    for first in asked.question.bands:
        total = sum(flows[first.name, other] for other in names)
        marks = (
            _flow(flows[first.name, latest.name], total, _people(asked, first, latest))
            for latest in asked.question.bands
        )
        series.append(Series(f"first {first.name}", tuple(marks)))
    worst, best = names[0], names[-1]
    there, back = flows[worst, best], flows[best, worst]
    moves = f"{there:,} people went from {worst} to {best}, {back:,} from {best} to {worst}"
    said = (f"{moves}, of {everyone.n:,} who answered again.",)
    plot = Plot("heat", "%", names, tuple(series), counted="people", category_title="latest answer")
    note = "Percent of the people whose first answer was the same."
    return Exhibit(key(title), title, plot, stamp, findings=said, notes=(note,))


def _flow(n: int, total: int, people: Segment) -> Mark:
    if total < FEWEST_ANSWERS:
        return Mark(None, n=n, withheld=f"Too few people to show a share (n={total}).")
    return Mark(100 * n / total, n=n, note=f"{n:,} of {total:,}", people=people)


def _people(asked: Study, first: Band, latest: Band) -> Segment:
    """Whoever gave such an answer first and such a one last."""
    name = f"{asked.question.title}: {first.name}, then {latest.name}"
    return Segment(name, All((_gave(asked, first, "first"), _gave(asked, latest, "latest"))))


def _gave(asked: Study, band: Band, which: Literal["first", "latest"]) -> ResponseCondition:
    survey, within, low, high = asked.question.survey or "", asked.answered.window, int(band.low), int(band.high)
    group = next((name for name, ends in NPS_GROUPS.items() if survey == "nps" and ends == (low, high)), None)
    if group:
        return ResponseCondition(survey, group=group, which=which, within=within)
    return ResponseCondition(survey, op="between", value=(low, high), which=which, within=within)


def _changes(groups: tuple[Moved, ...], found: Sentiment, stamp: Stamp) -> Exhibit:
    unit = unit_between(found.unit)
    title = f"{found.question.title} change of the same people by {lowered(found.split)}"
    marks = tuple(
        Mark(each.change, each.low, each.high, each.n, each.accounts, withheld=each.withheld, people=each.people)
        for each in groups
    )
    plot = Plot(
        "dots",
        unit,
        tuple(each.name for each in groups),
        (Series("Change", marks),),
        counted="people who answered again",
        category_title=found.split,
    )
    return Exhibit(key(title), title, plot, stamp, findings=tuple(map(_said, groups[:1], [unit])))


def _said(group: Moved, unit: str) -> str:
    if group.change is None or group.low is None or group.high is None:
        return f"{group.name.capitalize()}: {group.withheld or 'no interval'}"
    bounds = f"95 % interval {amount(group.low, unit, signed=True)} to {amount(group.high, unit, signed=True)}"
    people = f"{group.n:,} people who answered again"
    if group.low <= 0 <= group.high:
        return f"The same people: no clear change ({bounds}; {people})."
    return f"The same people changed by {amount(group.change, unit, signed=True)} ({bounds}; {people})."
