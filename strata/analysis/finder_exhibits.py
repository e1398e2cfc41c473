"""A search for gaps as exhibits: the gaps in a chart, and what may lie behind the one that is opened.

The recipe's kind is "gaps"; its options are `metric`, `smallest`, `least`, `sort` (all, or one sort of group) and
`opened`, the name of the find that is looked at closely.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from strata.analysis.finder import SMALLEST, Ask, search
from strata.analysis.finder_behind import explain
from strata.analysis.finder_words import difference_unit, head, lift_words, rules
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.finder import Explained, Find, Search
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.results import REST
from strata.model.results.contrast import Contrast
from strata.stats import METHODS
from strata.warehouse import Warehouse

KIND, ALL = "gaps", "all"
MOST_SHOWN, MOST_SAID = 15, 3


def ask_of(warehouse: Warehouse, recipe: Recipe) -> Ask:
    """What a recipe searches; raises MetricError or SegmentError where its metric cannot be searched."""
    chosen = metric(recipe.option("metric", "nps"), warehouse.catalog)
    least = recipe.option("least")
    return Ask(
        chosen,
        recipe.window,
        smallest=int(recipe.option("smallest", SMALLEST)),
        least=None if least is None else float(least),
    )


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The gaps, and what may lie behind the one that is opened; without a gap only that nothing was found.

    Raises:
        MetricError: the metric has no gaps to search for, or nobody has a value.
    """
    ask = ask_of(warehouse, recipe)
    found, sort = search(warehouse, ask), recipe.option("sort", ALL)
    shown = [find for find in found.finds if sort in (ALL, find.sort)]
    opened = next((find for find in found.finds if find.segment.name == recipe.option("opened")), None)
    behind = (_behind(found, opened, explain(warehouse, ask, opened.segment, library)),) if opened else ()
    return (_gaps(found, shown), *behind)


def _gaps(found: Search, shown: Sequence[Find]) -> Exhibit:
    drawn = shown[:MOST_SHOWN]
    hidden = len(shown) - len(drawn)
    more = (f"The chart shows the first {MOST_SHOWN}; the table has all {len(shown):,}.",) if hidden else ()
    plot = Plot(
        "dots",
        difference_unit(found.unit),
        tuple(find.segment.name for find in drawn),
        (Series(f"Difference from {REST}", tuple(map(_mark, drawn))),),
        counted=drawn[0].contrast.counted if drawn else "answers",
        category_title="group",
        value_title=f"{found.label}: difference from {REST}",
    )
    said = (f"{find.contrast.sentence} {lift_words(find)}" for find in drawn[:MOST_SAID])
    return Exhibit(
        key="gaps",
        title=f"The greatest gaps in {found.label}",
        plot=plot if drawn else None,
        stamp=_stamp(found, [find.contrast for find in drawn]),
        findings=(*said, head(found)),
        contrasts=tuple(find.contrast for find in drawn),
        notes=(*more, *found.notes),
        table=_table(found, shown),
        result=partial(_as_json, shown),
    )


def _as_json(shown: Sequence[Find]) -> dict[str, Any]:
    return {"results": [find.as_json() for find in shown]}


def _behind(found: Search, find: Find, explained: Explained) -> Exhibit:
    contrasts = tuple(reason.contrast for reason in explained.reasons)
    marks = tuple(
        Mark(
            each.contrast.difference,
            each.contrast.ci_low,
            each.contrast.ci_high,
            each.contrast.n + each.contrast.baseline_n,
            note=f"used by {each.used:.0f} % here, {each.used_elsewhere:.0f} % elsewhere",
        )
        for each in explained.reasons
    )
    plot = Plot(
        "dots",
        difference_unit(found.unit),
        tuple(each.contrast.segment for each in explained.reasons),
        (Series(f"Against the others in {find.segment.name}", marks),),
        counted=find.contrast.counted,
        category_title="feature",
        value_title=f"{found.label} of those who did, against those who did not",
    )
    lines = (*(each.sentence for each in explained.reasons), *explained.mix, *explained.themes, *explained.notes)
    return Exhibit(
        key="behind",
        title=f"What may lie behind the gap of {find.segment.name}",
        plot=plot if marks else None,
        stamp=_stamp(found, contrasts),
        findings=(f"{find.contrast.sentence} {lift_words(find)}", *_like(find), *lines),
        contrasts=contrasts,
        notes=("These go with the gap; that alone does not say that they cause it.",),
        table=_reasons(explained),
        result=explained.as_json,
    )


def _like(find: Find) -> Iterator[str]:
    if find.like:
        yield f"Nearly the same people: {', '.join(find.like)}."


def _mark(find: Find) -> Mark:
    contrast, share = find.contrast, f"{find.share:.0f} % of all"
    return Mark(
        contrast.difference,
        contrast.ci_low,
        contrast.ci_high,
        contrast.n,
        contrast.accounts,
        note=share,
        people=find.segment,
    )


def _table(found: Search, shown: Sequence[Find]) -> Table:
    between = difference_unit(found.unit)
    columns = (
        Column("group"),
        Column("found by"),
        *(Column(name, found.unit) for name in (found.label, "everyone else")),
        *(Column(name, between) for name in ("difference", "low", "high")),
        *(Column(name) for name in ("n", "accounts")),
        Column("share", "%"),
        Column("moves the total by", between),
    )
    rows = (
        (
            find.segment.name,
            find.sort,
            *(find.contrast.value, find.contrast.baseline_value, find.contrast.difference),
            *(find.contrast.ci_low, find.contrast.ci_high, find.contrast.n, find.contrast.accounts),
            *(find.share, find.lift),
        )
        for find in shown
    )
    return Table(columns, tuple(rows))


def _reasons(explained: Explained) -> Table:
    columns = (
        Column("feature"),
        Column("times at least"),
        *(Column(name, "%") for name in ("used here", "used elsewhere")),
        *(Column(name) for name in ("difference it goes with", "low", "high", "n")),
    )
    rows = (
        (
            *(each.event, each.at_least, each.used, each.used_elsewhere),
            *(each.contrast.difference, each.contrast.ci_low, each.contrast.ci_high, each.contrast.n),
        )
        for each in explained.reasons
    )
    return Table(columns, tuple(rows))


def _stamp(found: Search, contrasts: Sequence[Contrast]) -> Stamp:
    methods = dict.fromkeys(METHODS[each.method].label for each in contrasts if each.method)
    corrections = dict.fromkeys(each.correction for each in contrasts)
    return Stamp(
        found.source,
        baseline=REST,
        method="; ".join((*methods, *(f"correction: {each}" for each in corrections))),
        rules=rules(found),
    )
