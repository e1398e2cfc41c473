"""In which stage of their life users are, period by period, and from which stage to which they go.

A stage is a tree of conditions, so a number here and the count of the segment saved from it cannot differ. Its
conditions do not depend on the segments in play; a segment meets them by bit operations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from strata.analysis import versus
from strata.analysis.boards import by_metric, judged_all
from strata.analysis.calendar import Cut, calendar
from strata.analysis.lanes import Bytes, Lanes
from strata.analysis.play import Play
from strata.analysis.reach import first_day
from strata.analysis.set_shares import Sets, Whose, boards
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.analysis.versus import FEWEST, Group
from strata.errors import MetricError
from strata.membership import NO_LIBRARY, Library, members
from strata.model.lifecycle import STAGES, Flow, Lifecycle, LifecycleLine, Stage, StageShare, stages
from strata.model.metrics import METRICS, Metric
from strata.model.metrics.metric import Direction
from strata.model.periods import GRAINS, Period, before, beginning
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import Contrast
from strata.model.segment import Between
from strata.stats import Estimate
from strata.stats.alike import side_of
from strata.stats.many_groups import estimate_all
from strata.warehouse import Warehouse

USUAL: Stage = "slipping"
MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Staged:
    """Who was in each stage in a period; `there` is everyone who had come by its end."""

    period: Period
    there: int
    users: Mapping[Stage, int]

    def sets(self, warehouse: Warehouse) -> Sets:
        """The stages as sets to be counted in; remembered."""
        key = ("stage sets", self.period)
        found: Sets | None = warehouse.digests.get(key)
        if found is None:
            found = Sets.of(warehouse, {str(stage): users for stage, users in self.users.items()}, self.there)
            warehouse.digests.put(key, found)
        return found

    def laid(self, warehouse: Warehouse, stage: Stage) -> "_Laid":
        """Everyone who had come, and those in a stage, in the lanes; remembered."""
        key = ("stage lanes", self.period, stage)
        found: _Laid | None = warehouse.digests.get(key)
        if found is None:
            found = _Laid(*map(Lanes.of(warehouse).whole, (self.there, self.users[stage])))
            warehouse.digests.put(key, found)
        return found

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(users.__sizeof__() for users in self.users.values())


class _Laid(NamedTuple):
    """Everyone who had come by the end of a period, and those in a stage, in the lanes."""

    there: Bytes
    inside: Bytes

    @property
    def nbytes(self) -> int:
        return 2 * self.there.nbytes


def lifecycle(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> Lifecycle:
    """How many of each segment were in each stage in every period of the dates.

    The stages of whole calendar periods are counted, also where the dates begin inside one. The verdicts are about
    the last whole period; against the period before, about the same people in the period right before it.

    Raises:
        MetricError: there are no events, none in these dates, too many periods, or only one in the data.
        SegmentError: a segment cannot be counted, there is no such stage, or the dates differ from user to user.
    """
    stage = recipe.one_of("stage", STAGES, USUAL)
    cuts = _cuts(warehouse, recipe)
    chosen = versus.play(warehouse, recipe, library)
    groups = versus.groups(chosen, recipe.baseline)
    staged = [in_stages(warehouse, cut.period) for cut in cuts]
    last = max((place for place, cut in enumerate(cuts) if cut.partial is None), default=None)
    of = next((place for place, group in enumerate(groups) if group.name == recipe.option("of")), 0)
    return Lifecycle(
        source=source(warehouse, recipe.window),
        stage=stage,
        periods=tuple(cut.period for cut in cuts),
        partial=tuple(cut.partial for cut in cuts),
        last=last,
        segments=sizes(warehouse, (*chosen.segments, *([chosen.baseline] if chosen.baseline else [])), chosen.members),
        lines=tuple(_line(warehouse, group, cuts, staged, stage) for group in groups),
        of=of,
        flows=_flows(warehouse, groups[of], staged[last - 1], staged[last]) if last else (),
        results=_judged(warehouse, recipe, chosen, cuts, last, stage),
        notes=tuple(_notes(warehouse, recipe, cuts, last)),
    )


def primary(stage: Stage) -> str:
    """The name of the metric that is the share in a stage."""
    return f"stage:{stage}"


def in_stages(warehouse: Warehouse, period: Period) -> Staged:
    """Who of the users who are counted was in each stage in a period; remembered."""
    key = ("stages", period)
    found: Staged | None = warehouse.digests.get(key)
    if found is None:
        (earlier,) = before(period, 1)
        trees = stages(period, earlier)
        users = {stage: members(warehouse, tree) & warehouse.population for stage, tree in trees.items()}
        found = Staged(period, reduce(or_, users.values()), users)
        warehouse.digests.put(key, found)
    return found


def _cuts(warehouse: Warehouse, recipe: Recipe) -> tuple[Cut, ...]:
    """The periods that the dates touch, but not the first of the data: what came before it is not known."""
    by = recipe.option("by")
    days = calendar(warehouse, METRICS["active_days"], recipe.window, by if by in GRAINS else None)
    begin, as_of = first_day(warehouse, METRICS["active_days"]), warehouse.catalog.as_of
    known = [cut.period for cut in days.shown if begin is None or cut.period.start > beginning(begin, days.grain)]
    if not known:
        raise MetricError(
            f"These dates hold only the first {days.grain} of the data, before which nothing is known: "
            "choose later dates or shorter periods."
        )
    return tuple(
        Cut(period, Between(period.start, period.end), "so far" if period.end > as_of else None) for period in known
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A group in every stage, period by period, and the share of it in the stage that is followed."""

    counts: Mapping[Stage, tuple[int, ...]]
    followed: tuple[StageShare, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        return 600 * len(self.followed)


def _line(
    warehouse: Warehouse, group: Group, cuts: Sequence[Cut], staged: Sequence[Staged], stage: Stage
) -> LifecycleLine:
    """A group over the periods; remembered by who is in it."""
    periods = tuple(cut.period for cut in cuts)
    key = ("stages of", periods, stage, group.users)
    known: _Known | None = warehouse.digests.get(key)
    if known is None:
        counts = {each: tuple((one.users[each] & group.users).bit_count() for one in staged) for each in STAGES}
        followed = _followed(warehouse, group.users, staged, stage)
        known = _Known(counts, tuple(followed))
        warehouse.digests.put(key, known)
    there = tuple(map(sum, zip(*known.counts.values(), strict=True)))
    return LifecycleLine(group.name, group.is_baseline, group.whom, there, known.counts, known.followed)


def _followed(warehouse: Warehouse, users: int, staged: Sequence[Staged], stage: Stage) -> Iterator[StageShare]:
    """The share of a set of users in a stage, period by period, with intervals."""
    lanes = Lanes.of(warehouse)
    group, laid = lanes.whole(users), [each.laid(warehouse, stage) for each in staged]
    there, inside = (lanes.tallied(sets, group) for sets in zip(*laid, strict=True))
    found = estimate_all("share", side_of(there, inside))
    return (_share(found.one(place)) for place in range(len(staged)))


def _share(found: Estimate) -> StageShare:
    known = (found.value, found.low, found.high) if found.n >= FEWEST else (None, None, None)
    value, low, high = (None if each is None else 100 * each for each in known)
    return StageShare(value, low, high, found.n_accounts)


@dataclass(frozen=True, slots=True)
class _Flows:
    """How many went from each stage to each."""

    all: tuple[Flow, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        return 150 * len(self.all)


def _flows(warehouse: Warehouse, group: Group, earlier: Staged, now: Staged) -> tuple[Flow, ...]:
    """How many of a group went from each stage to each, those who were not there yet first; remembered."""
    key = ("flows", earlier.period, now.period, group.users)
    known: _Flows | None = warehouse.digests.get(key)
    if known is None:
        nowhere = (None, group.users & ~earlier.there)
        came = [(stage, users & group.users) for stage, users in now.users.items()]
        known = _Flows(
            tuple(
                Flow(before_, stage, (users & after).bit_count())
                for before_, users in (nowhere, *earlier.users.items())
                for stage, after in came
            )
        )
        warehouse.digests.put(key, known)
    return known.all


def _judged(
    warehouse: Warehouse, recipe: Recipe, chosen: Play, cuts: Sequence[Cut], last: int | None, stage: Stage
) -> tuple[Contrast, ...]:
    """The share in each stage in the last whole period, of each segment beside its baseline."""
    is_before = recipe.baseline == PREVIOUS_PERIOD
    if last is None or (is_before and not last):
        return ()
    period = cuts[last].period
    now = in_stages(warehouse, period).sets(warehouse)
    whose = Whose(now, in_stages(warehouse, *before(period, 1)).sets(warehouse) if is_before else now)
    metrics = tuple(_metric(each, period) for each in STAGES)
    found = boards(warehouse, chosen, whose, metrics, is_before=is_before)
    return by_metric(judged_all(found, primary=primary(stage)))


def _metric(stage: Stage, period: Period) -> Metric:
    direction: Direction = "lower_is_better" if stage in ("slipping", "dormant") else "neither"
    return Metric(
        primary(stage),
        f"Share {STAGES[stage].label.lower()} in {period.words}",
        "share",
        "",
        "%",
        "users",
        direction=direction,
        margin=MARGIN,
        needs="events",
    )


def _notes(warehouse: Warehouse, recipe: Recipe, cuts: Sequence[Cut], last: int | None) -> Iterator[str]:
    grain = cuts[0].period.grain
    if any(cut.partial for cut in cuts):
        yield f"The last {grain} is not over: who is slipping or dormant so far may still come, so it is not compared."
    if last is None:
        yield f"No whole {grain} lies in these dates, so nothing is compared: choose more of them."
    elif recipe.baseline == PREVIOUS_PERIOD and not last:
        yield f"Only one whole {grain} is known, so it has none before it to compare with."
    begin = first_day(warehouse, METRICS["active_days"])
    if begin and before(cuts[0].period, 1)[0].start <= beginning(begin, grain):
        yield f"The first {grain} of the data is left out: what people did before it is not known."
