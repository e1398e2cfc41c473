"""Every feature in every segment: who used it, who did so soon after joining, and how often those who did."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from strata import stats
from strata.analysis import versus
from strata.analysis.adopters import Adopters, adopters, early_adopters, first_days
from strata.analysis.baselines import period_before, sides
from strata.analysis.judging import Pair, judged
from strata.analysis.lanes import Lanes, Side, counted
from strata.analysis.leak import leaks
from strata.analysis.play import Play
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.membership import Library, end_of_data, window_bounds
from strata.model.adoption import Adoption, Feature, Use, UserGroup
from strata.model.attributes import listed
from strata.model.metrics import Metric, metric
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import PREVIOUS, Caution
from strata.model.segment import EventCondition, Node, SinceJoined, Window
from strata.stats.shares import shares
from strata.stats.verdicts import FEWEST_ANSWERS
from strata.warehouse import Warehouse

FIRST_DAYS = 14
"""Days after joining in which a first use counts as soon."""
MOST_OFTEN = 20
"""Features of which it is asked how often: those that most people use."""


class Whose(NamedTuple):
    """The users of features now, and those whom the baseline is counted among."""

    now: Adopters
    before: Adopters


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is asked of every feature.

    Attributes:
        key: What a recipe calls it; label: how people read it; counted: what its n counts.
        of: The metric of a feature.
        condition: What someone counted in it did.
        users: Who used each feature; None where it is not a share.
    """

    key: str
    label: str
    unit: str
    counted: str
    of: Callable[[str, Warehouse], Metric]
    condition: Callable[[str, Window], Node]
    users: Callable[[Warehouse, Window], Adopters] | None


def _often(event: str, warehouse: Warehouse) -> Metric:
    """How often those did it who did it at all."""
    found = metric(f"events:{event}", warehouse.catalog)
    label = f"{event}, times per user who used it"
    return replace(found, name=f"often:{event}", label=label, of="users who used it", zero_for_others=False)


def _did(event: str, window: Window) -> Node:
    return EventCondition(event, within=window)


MEASURES: Mapping[str, Measure] = {
    each.key: each
    for each in (
        Measure(
            "used",
            "Used it",
            "%",
            "users",
            lambda event, house: metric(f"did:{event}", house.catalog),
            _did,
            adopters,
        ),
        Measure(
            "early",
            f"Used it within {FIRST_DAYS} days of joining",
            "%",
            "users who joined in these dates",
            lambda event, house: metric(f"converted:{event}", house.catalog),
            lambda event, window: EventCondition(event, within=SinceJoined(FIRST_DAYS)),
            lambda house, window: early_adopters(house, window, FIRST_DAYS),
        ),
        Measure("often", "Times per user who used it", "events", "users who used it", _often, _did, None),
    )
}
"""What can be asked of features, in the order in which it is offered."""


def adoption(warehouse: Warehouse, recipe: Recipe, library: Library) -> Adoption:
    """Every feature in every segment of a recipe, against its baseline, the most used feature first.

    Raises:
        SegmentError: a segment cannot be counted, there is no such measure, the dates are beyond the data, or the
            period before is asked for and the dates have no beginning.
    """
    measure = _measure(recipe.option("measure", "used"))
    _check_dates(warehouse, recipe.window)
    chosen = versus.play(warehouse, recipe, library)
    groups = tuple(_groups(chosen, recipe))
    judgement = _judgement(warehouse, measure, chosen, recipe, groups)
    shown = (*chosen.segments, *([chosen.baseline] if chosen.baseline else []))
    return Adoption(
        source=source(warehouse, recipe.window),
        measure=measure.key,
        label=measure.label,
        unit=measure.unit,
        counted=measure.counted,
        segments=sizes(warehouse, shown, chosen.members),
        groups=groups,
        features=judgement.features,
        compared=judgement.compared,
    )


@dataclass(frozen=True, eq=False)
class _Judgement:
    """The features with their verdicts, and for how many comparisons those are corrected."""

    features: tuple[Feature, ...]
    compared: int

    @property
    def nbytes(self) -> int:
        return 3_000 * sum(len(each.uses) for each in self.features)


def _judgement(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe, groups: Sequence[UserGroup]
) -> _Judgement:
    """What can be said of every feature; remembered, because it is drawn in several forms."""
    key = ("adoption", measure.key, recipe.window, recipe.baseline == PREVIOUS_PERIOD, groups, chosen.members)
    found: _Judgement | None = warehouse.digests.get(key)
    if found is None:
        found = _judged(warehouse, measure, chosen, recipe, groups)
        warehouse.digests.put(key, found)
    return found


def _judged(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe, groups: Sequence[UserGroup]
) -> _Judgement:
    names, rows = (_often_rows if measure.users is None else _share_rows)(warehouse, measure, chosen, recipe)
    with_leaks = [_with_leaks(pair, chosen, place) for row in rows for place, pair in enumerate(row)]
    results = judged(with_leaks, primary="")
    n_segments, first = len(chosen.segments), first_days(warehouse)
    features = [
        Feature(
            name,
            first.get(name),
            tuple(_uses(row, groups, measure)),
            results[place * n_segments : (place + 1) * n_segments],
        )
        for place, (name, row) in enumerate(zip(names, rows, strict=True))
    ]
    ordered = tuple(sorted(features, key=lambda each: (-_most(each), each.name)))
    return _Judgement(ordered, sum(each.p is not None for each in results))


def _measure(key: str) -> Measure:
    if key not in MEASURES:
        raise SegmentError(f"There is no measure {key!r:.80} of adoption: choose one of {listed(tuple(MEASURES))}.")
    return MEASURES[key]


def _check_dates(warehouse: Warehouse, window: Window) -> None:
    start, _ = window_bounds(window, warehouse.catalog)
    if start is not None and start >= end_of_data(warehouse.catalog):
        raise SegmentError(
            f"The dates begin on {start.date()} and the data end on {warehouse.catalog.as_of}: choose other dates."
        )


def _share_rows(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe
) -> tuple[Sequence[str], list[list[Pair]]]:
    """The features, and of each a pair per segment."""
    if measure.users is None:
        raise ValueError(f"{measure.key} is no share")
    whose = [measure.users(warehouse, window) for window in _windows(warehouse, recipe)]
    columns = [
        _pairs(warehouse, measure, Whose(whose[0], whose[-1]), _sides(chosen, place, recipe))
        for place in range(len(chosen.segments))
    ]
    return whose[0].names, [list(row) for row in zip(*columns, strict=True)]


def _windows(warehouse: Warehouse, recipe: Recipe) -> list[Window]:
    """The dates, and those of the period before where it is the baseline."""
    if recipe.baseline != PREVIOUS_PERIOD:
        return [recipe.window]
    return [recipe.window, period_before(recipe.window, warehouse.catalog.as_of)]


class _Sides(NamedTuple):
    """A segment and what it is held against, by name and by users."""

    names: tuple[str, str]
    users: tuple[int, int]
    is_before: bool


def _sides(chosen: Play, place: int, recipe: Recipe) -> _Sides:
    name = chosen.segments[place].name
    users, others = chosen.sides(place)
    if recipe.baseline == PREVIOUS_PERIOD:
        return _Sides((name, PREVIOUS), (users, users), is_before=True)
    return _Sides((name, chosen.against), (users, others), is_before=False)


@dataclass(frozen=True, eq=False)
class _Remembered:
    """The pairs of a segment, one per feature."""

    pairs: tuple[Pair, ...]

    @property
    def nbytes(self) -> int:
        return 4_000 * len(self.pairs)


def _pairs(warehouse: Warehouse, measure: Measure, whose: Whose, side: _Sides) -> tuple[Pair, ...]:
    """A segment and its baseline in every feature; remembered, because an edit of another one changes nothing here."""
    key = ("adoption", measure.key, whose, side)
    found: _Remembered | None = warehouse.digests.get(key)
    if found is None:
        users = side.users[0] & whose.now.among, side.users[1] & whose.before.among
        arms = share_arms(warehouse, whose, users, is_before=side.is_before)
        counts = users[0].bit_count(), users[1].bit_count()
        metrics = (measure.of(name, warehouse) for name in whose.now.names)
        found = _Remembered(
            tuple(Pair.of(each, side.names, two, counts) for each, two in zip(metrics, arms, strict=True))
        )
        warehouse.digests.put(key, found)
    return found.pairs


@dataclass(frozen=True, eq=False)
class Beside:
    """Two sets of users side by side in many shares."""

    arms: tuple[stats.Arms, ...]

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return 2_000 * len(self.arms)


def beside(warehouse: Warehouse, whose: Whose, users: tuple[int, int]) -> tuple[stats.Arms, ...]:
    """Two sets of users side by side in each of their sets of users; remembered."""
    key = ("adoption", whose, users)
    found: Beside | None = warehouse.digests.get(key)
    if found is None:
        found = Beside(tuple(share_arms(warehouse, whose, users)))
        warehouse.digests.put(key, found)
    return found.arms


def share_arms(
    warehouse: Warehouse, whose: Whose, users: tuple[int, int], *, is_before: bool = False
) -> Iterator[stats.Arms]:
    """Two sets of users side by side in each of their sets of users."""
    lanes = Lanes.of(warehouse)
    one, other = (Side.of(lanes, each) for each in users)
    both = 0 if is_before else users[0] & users[1]
    *hits, shared = counted(one, other, whose.now.marks, whose.before.marks)
    people = both.bit_count(), (both & warehouse.without_account).bit_count()
    return shares(one.crowd, other.crowd, (hits[0], hits[1]), shared, people)


def _often_rows(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe
) -> tuple[Sequence[str], list[list[Pair]]]:
    """The features most people use, and of each a pair per segment."""
    names = _most_used(adopters(warehouse, recipe.window))
    users = [chosen.sides(place)[0] for place in range(len(chosen.segments))]
    others = chosen.sides(0)[1] if chosen.baseline else None
    metrics = [measure.of(name, warehouse) for name in names]
    board = sides(warehouse, metrics, recipe.baseline, recipe.window, others)
    crews = [board.groups.crew(each) for each in users]
    return names, [
        [board.pair(asked, segment.name, crew) for segment, crew in zip(chosen.segments, crews, strict=True)]
        for asked in board.asked
    ]


def _most_used(whose: Adopters) -> list[str]:
    sized = zip(whose.names, whose.marks.sizes.tolist(), strict=True)
    return [name for name, size in sorted(sized, key=lambda each: -each[1])[:MOST_OFTEN] if size]


def _with_leaks(pair: Pair, chosen: Play, place: int) -> Pair:
    leak = leaks(chosen.segments[place], pair.metric, chosen.library)
    return replace(pair, cautions=(Caution("leak", leak.sentence), *pair.cautions)) if leak else pair


def _groups(chosen: Play, recipe: Recipe) -> Iterator[UserGroup]:
    """The segments, and the baseline where it is one for all of them."""
    for group in versus.groups(chosen, recipe.baseline):
        is_one = chosen.baseline or len(chosen.segments) == 1
        if not group.is_baseline or is_one:
            yield UserGroup(group.name, group.whom, group.is_baseline)
    if recipe.baseline == PREVIOUS_PERIOD and len(chosen.segments) == 1:
        yield UserGroup(PREVIOUS, None, is_baseline=True)


def _uses(row: Sequence[Pair], groups: Sequence[UserGroup], measure: Measure) -> Iterator[Use]:
    estimates = [pair.a for pair in row] + [row[0].b for group in groups if group.is_baseline]
    scale = 100.0 if measure.unit == "%" else 1.0
    for each in estimates:
        withheld = _withheld(each.n, measure.counted)
        ends = (None, None, None) if withheld else (each.value, each.low, each.high)
        value, low, high = (None if end is None else end * scale for end in ends)
        yield Use(value, low, high, each.n, each.n_accounts, withheld)


def _withheld(n: int, whom: str) -> str | None:
    if not n:
        return f"No {whom}."
    return f"Too few {whom} to show a value (n={n})." if n < FEWEST_ANSWERS else None


def _most(feature: Feature) -> float:
    return max((use.value for use in feature.uses if use.value is not None), default=-1.0)
