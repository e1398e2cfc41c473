"""Paths as exhibits: the next step, and the most frequent ways."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from strata.analysis import versus
from strata.analysis.paths import paths
from strata.analysis.said import findings, stamp, too_few
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Exhibit, Mark, Plot, Series
from strata.model.paths import Branch, BranchPoint, PathGroup, Paths
from strata.model.recipe import Recipe
from strata.model.results import Contrast
from strata.model.segment import Node
from strata.warehouse import Warehouse

Whom = dict[str, Node | None]


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """Where the segments of a recipe go; raises as `paths` does."""
    found = paths(warehouse, recipe, library)
    groups = versus.groups(versus.play(warehouse, recipe, library), recipe.baseline)
    whom = {group.name: group.whom for group in groups}
    side = _side(found)
    after = " → ".join(found.path.path) if not found.path.backwards else " ← ".join(found.path.path)
    steps = [group.next for group in found.groups]
    ways = [group.ways for group in found.groups]
    return (
        _exhibit(found, "paths-next", f"Right {side} {after}", _plot(found, whom, found.next, steps), found.results),
        _exhibit(found, "paths-ways", f"The most frequent ways {side} {after}", _plot(found, whom, found.ways, ways)),
    )


def rules(found: Paths) -> tuple[str, ...]:
    """How paths count, in words."""
    event, days, side = found.path.path[0], found.path.days, _side(found)
    span = f"{days:,} day{'s' if days != 1 else ''}"
    return (
        f"Everyone counts once, with their first {event} in these dates",
        f"what comes {side} it within {span}, nearest first; the same several times in a row counts once",
        f"whose {span} {side} it are not wholly in the data is left out",
        "branches are the most frequent ones among everyone who is counted",
    )


def _side(found: Paths) -> str:
    return "before" if found.path.backwards else "after"


def _exhibit(found: Paths, key: str, title: str, plot: Plot, results: tuple[Contrast, ...] = ()) -> Exhibit:
    return Exhibit(
        key=key,
        title=title,
        plot=plot,
        stamp=stamp(found.source, found.segments, results or found.results, rules(found)),
        findings=tuple(findings(results)),
        contrasts=results,
        notes=tuple(_notes(found)),
        result=found.as_json if results else dict,
    )


def _notes(found: Paths) -> Iterator[str]:
    if found.unfinished:
        yield f"{found.unfinished:,} users are left out: their days {_side(found)} it are not wholly in the data."
    for group in found.groups:
        if not group.began:
            yield f"Nobody of {group.name} is there in these dates."


def _plot(found: Paths, whom: Whom, branches: tuple[Branch, ...], points: Sequence[tuple[BranchPoint, ...]]) -> Plot:
    series = tuple(
        Series(
            group.name,
            tuple(
                _mark(found, group, branch, point, whom.get(group.name))
                for branch, point in zip(branches, of_group, strict=True)
            ),
            "baseline" if group.is_baseline else "",
        )
        for group, of_group in zip(found.groups, points, strict=True)
    )
    title = f"percent of those who did {' and then '.join(found.path.path)}"
    return Plot("bars", "%", tuple(_words(found, branch) for branch in branches), series, value_title=title)


def _words(found: Paths, branch: Branch) -> str:
    """A branch as an axis names it."""
    if branch.is_other:
        return "something else"
    nothing = (f"nothing {'earlier' if found.path.backwards else 'more'}",) if branch.ends else ()
    return (" ← " if found.path.backwards else " → ").join((*branch.events, *nothing))


def _mark(found: Paths, group: PathGroup, branch: Branch, point: BranchPoint, whom: Node | None) -> Mark:
    went = replace(found.path, path=(*found.path.path, *branch.events), ends=branch.ends)
    is_segment = point.users and not branch.is_other
    return Mark(
        point.share,
        point.low,
        point.high,
        n=point.users,
        accounts=point.accounts,
        note=f"{point.users:,} of {group.began:,}",
        withheld=too_few(point.share, group.began, "are there"),
        people=versus.who(f"{group.name}: {_words(found, branch)}", whom, went) if is_segment else None,
    )
