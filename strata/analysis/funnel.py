"""How far the people of segments get in a funnel, where they stop, and how long they take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from strata.analysis import versus
from strata.analysis.baselines import period_before
from strata.analysis.nearest import tallied
from strata.analysis.said import FEWEST
from strata.analysis.shares import Question, Share, kept, results, shares
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.tally import Flags, Tally, Users
from strata.membership import NO_LIBRARY, Library, funnel_steps
from strata.model.funnel import Funnel, FunnelGroup, FunnelStep
from strata.model.metrics import Metric
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.segment import FunnelCondition, parse
from strata.warehouse import Query, Warehouse

WHOLE_WAY = "funnel"
USUAL_DAYS = 14


class Times(NamedTuple):
    """How long some users took to a step, in seconds, named as in FunnelStep."""

    median: float | None
    middle_low: float | None
    middle_high: float | None
    median_low: float | None
    median_high: float | None


NO_TIMES = Times(None, None, None, None, None)


@dataclass(frozen=True, eq=False)
class Journeys:
    """How far every user came.

    Attributes:
        reached: Per user the last step done, counted from 1; 0 for who has not begun, or too late.
        seconds: Per step and user the time since the step before; only to be read of those who did it.
        unfinished: Per user whether he began so late that his time is not over.
        began: The set of users who began in time.
    """

    reached: NDArray[np.uint8]
    seconds: NDArray[np.float32]
    unfinished: Flags
    began: int

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return self.reached.nbytes + self.seconds.nbytes + self.unfinished.nbytes + self.began.__sizeof__()


def definition(recipe: Recipe) -> FunnelCondition:
    """The funnel of a recipe, checked as one in a segment is; raises SegmentError where it is none."""
    asked = {
        "funnel": list(recipe.option("steps", ())),
        "days": recipe.option("days", USUAL_DAYS),
        **({"exclude": recipe.option("exclude")} if recipe.option("exclude") else {}),
    }
    read: object = parse(asked, at="the funnel")
    if not isinstance(read, FunnelCondition):
        raise ValueError(f"{read} is no funnel")
    return replace(read, within=recipe.window)


def funnel(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Funnel:
    """How far each segment of a recipe gets, beside its baseline; options `steps`, `days` and `exclude`.

    The question asked is the whole way (Holm among the segments); the single steps are a look around.

    Raises:
        SegmentError: a step is not in the data, the steps are too few or too many, a segment cannot be counted, or
            the dates have no period before them.
    """
    asked = definition(recipe)
    chosen = versus.play(warehouse, recipe, library)
    shown = (*chosen.segments, *([chosen.baseline] if chosen.baseline else []))
    began = warehouse.population & warehouse.user_set(journeys(warehouse, asked).unfinished)
    return Funnel(
        source=source(warehouse, asked.within),
        funnel=asked,
        segments=sizes(warehouse, shown, chosen.members),
        groups=tuple(_group(warehouse, asked, group) for group in versus.groups(chosen, recipe.baseline)),
        results=results(warehouse, chosen, _question(warehouse, asked, recipe), primary=WHOLE_WAY),
        unfinished=began.bit_count(),
    )


def journeys(warehouse: Warehouse, asked: FunnelCondition) -> Journeys:
    """How far every user came in a funnel, remembered."""
    key = ("journeys", *_key(asked))
    found: Journeys | None = warehouse.digests.get(key)
    if found is None:
        found = _journeys(warehouse, asked)
        warehouse.digests.put(key, found)
    return found


def _journeys(warehouse: Warehouse, asked: FunnelCondition) -> Journeys:
    steps = funnel_steps(asked, warehouse.catalog)
    reached = np.zeros(warehouse.n_users, dtype=np.uint8)
    seconds = np.zeros((len(steps), warehouse.n_users), dtype=np.float32)
    for place, step in enumerate(steps):
        rows = warehouse.arrays(Query("reports/funnel_times", kept=(("step", (step,)),)))
        reached[rows["user_id"]] = place + 1
        seconds[place][rows["user_id"]] = rows["seconds"]
    unfinished = np.zeros(warehouse.n_users, dtype=bool)
    first = funnel_steps(replace(asked, exclude=None), warehouse.catalog)[0]
    unfinished[warehouse.arrays(replace(first, name="reports/funnel_unfinished"))["user_id"]] = True
    return Journeys(reached, seconds, unfinished, warehouse.user_set(reached > 0))


def _key(asked: FunnelCondition) -> tuple[object, ...]:
    return asked.funnel, asked.days, asked.exclude, repr(asked.within)


def _tally(warehouse: Warehouse, asked: FunnelCondition, users: int) -> Tally:
    """The users by step: group k - 1 holds those who did step k."""
    found = journeys(warehouse, asked)

    def count(some: Users) -> Tally:
        reached = found.reached[some.ids]
        return some.by_set(reached >= step for step in range(1, len(asked.funnel) + 1))

    return tallied(warehouse, ("funnel", *_key(asked)), users, count, among=found.began)


def _question(warehouse: Warehouse, asked: FunnelCondition, recipe: Recipe) -> Question:
    """The whole way, then step by step."""
    last = len(asked.funnel)
    before = None
    if recipe.baseline == PREVIOUS_PERIOD:
        before = replace(asked, within=period_before(asked.within, warehouse.catalog.as_of))
    ways = [(1, last), *((step - 1, step) for step in range(2, last + 1) if last > 2)]
    return Question(
        key=("funnel", _key(asked), repr(before)),
        metrics=tuple(_metric(asked.funnel, among, step) for among, step in ways),
        among=[among - 1 for among, _ in ways],
        hits=[step - 1 for _, step in ways],
        now=partial(_tally, warehouse, asked),
        before=partial(_tally, warehouse, before) if before else None,
    )


def _metric(steps: Sequence[str], among: int, step: int) -> Metric:
    """The share of those who did one step that did another one, as a metric."""
    is_whole = (among, step) == (1, len(steps))
    name = WHOLE_WAY if is_whole else f"{WHOLE_WAY}:{step}"
    way = f"{steps[among - 1]} → {steps[step - 1]}"
    went = "went all the way" if is_whole and len(steps) > 2 else f"took step {step}"
    return Metric(
        name, f"Share who {went}, {way}", "share", "funnel", "%", "users", margin=3, events=tuple(steps), needs="events"
    )


def _group(warehouse: Warehouse, asked: FunnelCondition, group: versus.Group) -> FunnelGroup:
    key = ("funnel group", _key(asked), group.users)
    steps = kept(warehouse, key, lambda: tuple(_steps(warehouse, asked, group.users)), nbytes=10_000)
    return FunnelGroup(group.name, group.is_baseline, group.users.bit_count(), steps)


def _steps(warehouse: Warehouse, asked: FunnelCondition, users: int) -> Iterator[FunnelStep]:
    tally, places = _tally(warehouse, asked, users), range(len(asked.funnel))
    of_all = shares(tally, [0 for _ in places], places)
    of_previous = shares(tally, [max(place - 1, 0) for place in places], places)
    times = [NO_TIMES, *_times(warehouse, asked, users, tally)]
    for ways in zip(places, of_all, of_previous, times, strict=True):
        yield _step(asked.funnel[ways[0]], tally, *ways)


def _step(event: str, tally: Tally, place: int, of_all: Share, of_previous: Share, times: Times) -> FunnelStep:
    following = tally.n(place + 1) if place + 1 < len(tally.lone) else 0
    everyone = (100.0 if of_all.n >= FEWEST else None, None, None)
    return FunnelStep(
        event,
        of_all.hits,
        int(np.count_nonzero(tally.counts[place])),
        of_all.hits - following,
        *(of_all[-3:] if place else everyone),
        *(of_previous[-3:] if place else (None, None, None)),
        **times._asdict(),
    )


def _times(warehouse: Warehouse, asked: FunnelCondition, users: int, tally: Tally) -> Iterator[Times]:
    """How long some users took to each step but the first.

    The interval of a median goes from one quantile of the times to another: those of the limits between which the share
    of all users lies who are that quick, with accounts as units.

    References:
        Woodruff (1952), JASA 47:635.
    """
    found = journeys(warehouse, asked)
    some = Users.of(warehouse.roll, warehouse.user_flags(users & found.began))
    later, reached = range(1, len(asked.funnel)), found.reached[some.ids]
    done = [reached > place for place in later]
    seconds = [found.seconds[place][some.ids] for place in later]
    ordered = [np.sort(each[flags]) for each, flags in zip(seconds, done, strict=True)]
    quick = (
        flags & (each <= (_at(times, 50) or 0.0)) for each, flags, times in zip(seconds, done, ordered, strict=True)
    )
    theirs = Tally(tally.counts[:, some.accounts], tally.lone)
    within = shares(Tally.stacked(theirs, some.by_set(quick)), later, [len(later) + place for place in later])
    for times, share in zip(ordered, within, strict=True):
        yield Times(*(_at(times, percent) for percent in (50, 25, 75, share.low, share.high)))


def _at(ordered: NDArray[np.float32], percent: float | None) -> float | None:
    """A quantile of ordered times; None without users or where it is not known which one."""
    if percent is None or not len(ordered):
        return None
    return float(np.interp(percent / 100 * (len(ordered) - 1), np.arange(len(ordered)), ordered))
