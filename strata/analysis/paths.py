"""What people of segments do right after something, or right before it, and which ways they go most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from strata.analysis import versus
from strata.analysis.baselines import period_before
from strata.analysis.nearest import tallied
from strata.analysis.shares import Question, kept, results, shares
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.tally import Tally, Users
from strata.analysis.tracks import NOTHING, STEPS, tracks
from strata.membership import NO_LIBRARY, Library
from strata.model.metrics import Metric
from strata.model.paths import Branch, BranchPoint, PathGroup, Paths
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.segment import PathCondition, parse
from strata.warehouse import Warehouse

MOST_BRANCHES, MOST_WAYS = 8, 10
USUAL_DAYS = 1
AFTER, BEFORE = "after", "before"
Points = tuple[BranchPoint, ...]


@dataclass(frozen=True, eq=False)
class Fork:
    """Where everyone went.

    Attributes:
        branches: The ways on.
        place: Per user the place of his own, -1 for who is not there.
        there: The set of users who are there.
    """

    branches: tuple[Branch, ...]
    place: NDArray[np.int16]
    there: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.place.nbytes + self.there.__sizeof__()


def definition(recipe: Recipe) -> PathCondition:
    """The path of a recipe as far as it is chosen, checked as one in a segment is; raises SegmentError for none."""
    asked = {
        "path": [recipe.option("event", ""), *recipe.option("then", ())],
        "backwards": recipe.option("side", AFTER) == BEFORE,
        "days": recipe.option("days", USUAL_DAYS),
    }
    read: object = parse(asked, at="the path")
    if not isinstance(read, PathCondition):
        raise ValueError(f"{read} is no path")
    return replace(read, path=read.path[:STEPS], within=recipe.window)


def paths(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Paths:
    """Where the people of each segment of a recipe go, beside its baseline.

    Options: `event`, `side` ("after" or "before"), `days`, and `then`, the next events that all have done.

    Raises:
        SegmentError: an event is not in the data, a segment cannot be counted, or the dates have no period before them.
    """
    asked = definition(recipe)
    chosen = versus.play(warehouse, recipe, library)
    shown = (*chosen.segments, *([chosen.baseline] if chosen.baseline else []))
    late = warehouse.population & tracks(warehouse, asked).unfinished
    return Paths(
        source=source(warehouse, asked.within),
        path=asked,
        segments=sizes(warehouse, shown, chosen.members),
        next=fork(warehouse, asked, steps=1).branches,
        ways=fork(warehouse, asked, steps=STEPS).branches,
        groups=tuple(_group(warehouse, asked, group) for group in versus.groups(chosen, recipe.baseline)),
        results=results(warehouse, chosen, _question(warehouse, asked, recipe), primary=""),
        unfinished=late.bit_count(),
    )


def fork(warehouse: Warehouse, asked: PathCondition, *, steps: int) -> Fork:
    """The most frequent ways on among everyone who is counted, so many steps long, remembered."""
    key = ("fork", steps, *_key(asked))
    found: Fork | None = warehouse.digests.get(key)
    if found is None:
        found = _fork(warehouse, asked, steps)
        warehouse.digests.put(key, found)
    return found


def _fork(warehouse: Warehouse, asked: PathCondition, steps: int) -> Fork:
    known, chosen = warehouse.catalog.events, [warehouse.catalog.event(event) for event in asked.path[1:]]
    found = tracks(warehouse, asked)
    ids = np.flatnonzero(found.gone([known.index(event) for event in chosen]))
    followed = found.steps[len(chosen) : len(chosen) + steps, ids].astype(np.int64)
    codes = np.zeros(len(ids), dtype=np.int64)
    for step in followed:
        codes = codes * (len(known) + 1) + step + 1
    is_counted = warehouse.user_flags(warehouse.population)[ids]
    ways, n = np.unique(codes[is_counted], return_counts=True)
    top = ways[np.lexsort((ways, -n))][: MOST_BRANCHES if steps == 1 else MOST_WAYS]
    order = np.argsort(top)
    slot = np.searchsorted(top[order], codes).clip(max=max(len(top) - 1, 0))
    is_top = top[order][slot] == codes if len(top) else np.zeros(len(codes), dtype=bool)
    place = np.full(warehouse.n_users, -1, dtype=np.int16)
    place[ids] = np.where(is_top, order[slot] if len(top) else 0, len(top))
    branches = [_branch(int(code), known, len(followed)) for code in top]
    rest = (Branch((), is_other=True),) if len(ways) > len(top) else ()
    return Fork((*branches, *rest), place, warehouse.user_set(place >= 0))


def _branch(code: int, known: Sequence[str], steps: int) -> Branch:
    """The way that a number stands for: a digit per step, 0 for nothing."""
    digits = []
    for _ in range(steps):
        code, digit = divmod(code, len(known) + 1)
        digits.append(digit)
    events = tuple(known[digit - 1] for digit in reversed(digits) if digit)
    return Branch(events, ends=len(events) < steps)


def _key(asked: PathCondition) -> tuple[object, ...]:
    return asked.path, asked.path[0], asked.days, asked.backwards, repr(asked.within)


def _tally(warehouse: Warehouse, asked: PathCondition, users: int) -> Tally:
    """The users by branch of the next step, after these all who are there, and the same by ways of several steps."""
    forks = [fork(warehouse, asked, steps=steps) for steps in (1, STEPS)]
    return tallied(warehouse, ("path", *_key(asked)), users, partial(_counted, forks), among=forks[0].there)


def _counted(forks: Sequence[Fork], some: Users) -> Tally:
    """Users by branch of each fork, after these all who are there."""
    branches = [some.by_class(each.place[some.ids], len(each.branches)) for each in forks]
    return Tally.stacked(*(tally for each in branches for tally in (each, each.whole)))


def _question(warehouse: Warehouse, asked: PathCondition, recipe: Recipe) -> Question:
    """The branches of the next step that have a name, of those who are there."""
    branching = fork(warehouse, asked, steps=1)
    named = tuple(branch for branch in branching.branches if not branch.is_other)
    before = None
    if recipe.baseline == PREVIOUS_PERIOD:
        before = replace(asked, within=period_before(asked.within, warehouse.catalog.as_of))
    return Question(
        key=("path", _key(asked), repr(before)),
        metrics=tuple(_metric(asked, place, branch) for place, branch in enumerate(named)),
        among=[len(branching.branches)] * len(named),
        hits=range(len(named)),
        now=partial(_tally, warehouse, asked),
        before=partial(_tally_before, warehouse, before, branching.branches) if before else None,
    )


def _tally_before(warehouse: Warehouse, asked: PathCondition, branches: tuple[Branch, ...], users: int) -> Tally:
    """The same branches at other dates, where they may be none of the most frequent ones."""
    known, found = warehouse.catalog.events, tracks(warehouse, asked)
    chosen = [known.index(event) for event in asked.path[1:]]
    place = np.where(found.gone(chosen), len(branches), -1).astype(np.int16)
    for at, branch in enumerate(branches):
        if not branch.is_other:
            place[found.gone([*chosen, known.index(branch.events[0]) if branch.events else NOTHING])] = at
    rest = Branch((), is_other=True)
    named = tuple(branch for branch in branches if not branch.is_other)
    earlier = Fork((*named, rest), np.minimum(place, len(named)), warehouse.user_set(place >= 0))
    count = partial(_counted, [earlier])
    tally = tallied(warehouse, ("path before", *_key(asked), branches), users, count, among=earlier.there)
    rows = [*range(len(branches)), len(tally.lone) - 1]  # whoever went no way that was asked is there all the same
    return Tally(tally.counts[rows], tally.lone[rows])


def _metric(asked: PathCondition, place: int, branch: Branch) -> Metric:
    side = "before" if asked.backwards else "after"
    label = f"Share who did {branch.events[0] if branch.events else 'nothing'} right {side} {asked.path[-1]}"
    events = (*asked.path, *branch.events)
    return Metric(
        f"next:{place}", label, "share", "path", "%", "users", "neither", margin=3, events=events, needs="events"
    )


def _group(warehouse: Warehouse, asked: PathCondition, group: versus.Group) -> PathGroup:
    began, next_, ways = kept(
        warehouse,
        ("path group", _key(asked), group.users),
        lambda: _went(warehouse, asked, group.users),
        nbytes=10_000,
    )
    return PathGroup(group.name, group.is_baseline, began, next_, ways)


def _went(warehouse: Warehouse, asked: PathCondition, users: int) -> tuple[int, Points, Points]:
    """How many of some users began, and where they went: next, and in several steps."""
    tally, n_next = _tally(warehouse, asked, users), len(fork(warehouse, asked, steps=1).branches)
    return tally.n(n_next), _points(tally, range(n_next)), _points(tally, range(n_next + 1, len(tally.lone) - 1))


def _points(tally: Tally, branches: range) -> Points:
    """One point per branch, as a share of everyone who is there, whom the row after them has."""
    accounts = np.count_nonzero(tally.counts[branches.start : branches.stop], axis=1).tolist()
    found = shares(tally, [branches.stop] * len(branches), branches)
    return tuple(
        BranchPoint(share.hits, n, share.value, share.low, share.high) for share, n in zip(found, accounts, strict=True)
    )
