"""NPS, CSAT and ratings as exhibits: scores, answers, pulls, over time, by touchpoint, who moved, and accounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from strata.analysis.moved_exhibits import moved_exhibits
from strata.analysis.sentiment import EVERYONE, Study, sentiments, study
from strata.analysis.sentiment_trend import trend_exhibit
from strata.analysis.sentiment_words import findings, key, pull_findings, stamp, too_few, unit_between
from strata.analysis.splits import Split, lowered
from strata.analysis.touchpoints import touchpoint_exhibits
from strata.analysis.unhappy_accounts import accounts_exhibit
from strata.membership import Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Table
from strata.model.recipe import Recipe
from strata.model.sentiment import Answered, Sentiment
from strata.warehouse import Warehouse

SMALL = "groups of under 5"
"""The bar of all groups too small to be shown."""
VIEWS: Mapping[str, str] = {
    "scores": "Scores",
    "answers": "Every answer",
    "trend": "Over time",
    "moved": "Who moved",
    "accounts": "Accounts",
}
"""The parts a recipe may ask for one by one as `view`; without it all of them are made."""


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library) -> tuple[Exhibit, ...]:
    """A question's answers by groups of people; nothing where nobody answered.

    Raises:
        SegmentError: the split cannot be made.
        MetricError: nobody was asked.
    """
    asked = study(warehouse, recipe, library)
    found = sentiments(warehouse, asked)
    if not found[0].total.n:
        return ()
    return tuple(_all(warehouse, recipe, asked, found, library))


def _all(
    warehouse: Warehouse, recipe: Recipe, asked: Study, found: Sequence[Sentiment], library: Library
) -> Iterator[Exhibit]:
    view, is_survey = recipe.option("view"), asked.question.survey is not None
    if view in (None, "scores"):
        yield from _scores(asked, found)
    if view in (None, "answers") and asked.question.points:
        yield given(found[0])
    if view in (None, "answers") and is_survey:
        yield from touchpoint_exhibits(warehouse, asked, found[0])
    if view in (None, "trend") and is_survey:
        yield trend_exhibit(warehouse, recipe, asked, found[0], library)
    if view in (None, "moved") and is_survey:
        yield from moved_exhibits(warehouse, asked, found[0])
    if view in (None, "accounts") and is_survey:
        yield from accounts_exhibit(warehouse, asked, found[0])


def _scores(asked: Study, found: Sequence[Sentiment]) -> Iterator[Exhibit]:
    for each in found:
        yield scores(each)
        if each.crossed:
            yield crossed(each, asked.split)
    if asked.question.parts:
        yield parts(found[0])
    if found[0].is_whole:
        yield pull(found[0])


def scores(found: Sentiment) -> Exhibit:
    """The score of every group with its interval, and its verdict against everyone else."""
    groups = (found.total, *found.groups)
    title = f"{_name(found)} by {lowered(found.split)}"
    return Exhibit(
        key=key(title),
        title=title,
        plot=Plot(
            "dots",
            found.unit,
            tuple(group.name for group in groups),
            (Series(found.label, tuple(map(_score, groups))),),
            counted=found.counted,
            category_title=found.split,
        ),
        stamp=stamp(found),
        findings=findings(found),
        contrasts=found.contrasts,
        notes=(*too_few(found), *found.notes),
        table=table(found),
        result=found.as_json,
    )


def crossed(found: Sentiment, groups: Split) -> Exhibit:
    """The scores of two attributes crossed: a row for each value of the first, a column for each of the second."""
    by_place = {group.place: group for group in found.groups}
    rows, columns = (tuple(dict.fromkeys(side.place[axis] for side in groups.sides)) for axis in (0, 1))
    nobody = Mark(None, withheld="nobody")
    series = tuple(
        Series(row, tuple(_score(by_place[row, each]) if (row, each) in by_place else nobody for each in columns))
        for row in rows
    )
    down, across = found.crossed
    title = f"{_name(found)} of every {lowered(down)} in every {lowered(across)}"
    plot = Plot("heat", found.unit, columns, series, counted=found.counted, category_title=across)
    return Exhibit(key(title), title, plot, stamp(found), notes=found.notes)


def parts(found: Sentiment) -> Exhibit:
    """What part of a group's answers is in each band, as bars up to 100 percent."""
    groups = (found.total, *found.groups)
    title = f"{found.question.title} answers by {lowered(found.split)}"
    bands = found.question.parts
    series = tuple(
        Series(
            band.name.capitalize(),
            tuple(
                Mark(
                    None if group.withheld else group.share(band),
                    n=group.n_answers,
                    accounts=group.accounts,
                    withheld=group.withheld,
                    people=group.people,
                )
                for group in groups
            ),
            band.role,
        )
        for band in bands
    )
    plot = Plot(
        "stacked",
        "%",
        tuple(group.name for group in groups),
        series,
        counted="answers",
        category_title=found.split,
        value_title="percent of answers",
    )
    return Exhibit(key(title), title, plot, stamp(found), notes=found.notes, table=table(found))


def pull(found: Sentiment) -> Exhibit:
    """How far each group moves the total: its share of the answers times its gap to the total; they add up to 0."""
    small = [group for group in found.groups if group.withheld and group.n]
    shown = sorted((group for group in found.groups if not group.withheld), key=lambda group: group.pull)
    bars = [
        Mark(group.pull, group.pull_low, group.pull_high, group.n, group.accounts, people=group.people)
        for group in shown
    ]
    names = [group.name for group in shown]
    if small:
        names.append(SMALL)
        bars.append(Mark(sum(group.pull for group in small), n=sum(group.n for group in small)))
    title = f"What pulls {_name(found)} up or down, by {lowered(found.split)}"
    unit = unit_between(found.unit)
    plot = Plot(
        "bars", unit, tuple(names), (Series("Pull", tuple(bars), "total"),), found.counted, category_title=found.split
    )
    note = "Share of the answers times the gap to the total, so all bars add up to 0; shares are taken as they are."
    return Exhibit(key(title), title, plot, stamp(found), findings=pull_findings(found), notes=(note, *found.notes))


def given(found: Sentiment) -> Exhibit:
    """How often each answer was given, in percent of a group's answers."""
    points = found.question.points
    title = f"Every {found.question.title} answer by {lowered(found.split)}"
    series = tuple(Series(group.name, tuple(_points(group, points))) for group in (found.total, *found.groups))
    plot = Plot(
        "heat", "%", tuple(f"{point:g}" for point in points), series, counted="answers", category_title="answer"
    )
    return Exhibit(key(title), title, plot, stamp(found), notes=("Percent of the group's answers.", *found.notes))


def table(found: Sentiment) -> Table:
    """A row per group: its score, the parts of its answers, how many answered, and what part of its people that is."""
    bands = found.question.parts
    columns = (
        Column(lowered(found.split)),
        *(Column(name, found.unit) for name in ("score", "low", "high")),
        *(Column(band.name, "%") for band in bands),
        Column("n"),
        Column("accounts"),
        Column("users"),
        Column("response rate", "%"),
        Column("withheld"),
    )
    rows = (
        (
            group.name,
            *(group.value, group.low, group.high),
            *(None if group.withheld else group.share(band) for band in bands),
            *(group.n, group.accounts, group.users or None, group.response_rate, group.withheld),
        )
        for group in (found.total, *found.groups)
    )
    return Table(columns, tuple(rows))


def _name(found: Sentiment) -> str:
    """What the score is called where it is one of several of its question."""
    return found.question.title if len(found.question.metrics) == 1 else found.label


def _score(group: Answered) -> Mark:
    rate = group.response_rate
    answered = f"{rate:.0f} % of {group.users:,} users answered" if rate is not None else ""
    people = None if group.name == EVERYONE else group.people
    mark = Mark(group.value, group.low, group.high, group.n, group.accounts, answered, group.withheld, people)
    return replace(mark, note="") if group.withheld else mark


def _points(group: Answered, points: Sequence[float]) -> Iterator[Mark]:
    times = dict(group.answers)
    for point in points:
        share = None if group.withheld else 100 * times.get(point, 0) / group.n_answers
        n = 0 if group.withheld else times.get(point, 0)
        yield Mark(share, n=n, withheld=group.withheld)
