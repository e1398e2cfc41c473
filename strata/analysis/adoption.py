"""Every feature in every segment: who used it, who did so soon after joining, and how often those who did."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from strata.analysis import frequencies as often
from strata.analysis import versus
from strata.analysis.adopters import adopters, early_adopters, first_days
from strata.analysis.baselines import period_before
from strata.analysis.boards import Board, judged_all, known_all, of_segments
from strata.analysis.frequencies import Counted, frequencies
from strata.analysis.play import Play
from strata.analysis.set_shares import Sets, Whose, boards
from strata.analysis.size import sizes
from strata.analysis.source import source
from strata.errors import SegmentError
from strata.membership import Library, end_of_data, window_bounds
from strata.model.adoption import Adoption, Feature, Use, UserGroup
from strata.model.attributes import listed
from strata.model.metrics import Metric, metric
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import PREVIOUS
from strata.model.segment import EventCondition, Node, Window
from strata.stats.many_groups import Estimates
from strata.stats.verdicts import FEWEST_ANSWERS
from strata.warehouse import Warehouse

FIRST_DAYS = 14
"""Days after joining in which a first use counts as soon."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is asked of every feature.

    Attributes:
        key: What a recipe calls it; label: how people read it; counted: what its n counts.
        of: The metric of a feature.
        condition: What someone counted in it did; None where no condition says exactly that.
        users: Who used each feature; None where it is not a share.
    """

    key: str
    label: str
    unit: str
    counted: str
    of: Callable[[str, Warehouse], Metric]
    condition: Callable[[str, Window], Node] | None
    users: Callable[[Warehouse, Window], Sets] | None


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
            None,
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
    names, found = (_often_boards if measure.users is None else _share_boards)(warehouse, measure, chosen, recipe)
    judged, first = judged_all(found, primary=""), first_days(warehouse)
    estimates = [board.compared.a for board in found] + [found[0].compared.b for group in groups if group.is_baseline]
    uses = zip(*(_uses(each, measure) for each in estimates), strict=True)
    features = [
        Feature(name, first.get(name), of_groups, briefs, judged, place)
        for place, (name, of_groups, *briefs) in enumerate(
            zip(names, uses, *(board.briefs for board in judged), strict=True)
        )
    ]
    ordered = tuple(sorted(features, key=lambda each: (-_most(each), each.name)))
    return _Judgement(ordered, sum(each.p is not None for board in judged for each in board.briefs))


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


def _share_boards(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe
) -> tuple[Sequence[str], list[Board]]:
    """The features, and all of them of each segment beside its baseline."""
    if measure.users is None:
        raise ValueError(f"{measure.key} is no share")
    found = [measure.users(warehouse, window) for window in _windows(warehouse, recipe)]
    whose, names = Whose(found[0], found[-1]), found[0].names
    metrics = _metrics(warehouse, measure, names)
    is_before = recipe.baseline == PREVIOUS_PERIOD
    return names, boards(warehouse, chosen, whose, metrics, is_before=is_before)


class _Metrics(tuple[Metric, ...]):
    """The metrics of features."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        return 1_000 * len(self)


def _metrics(warehouse: Warehouse, measure: Measure, names: Sequence[str]) -> Sequence[Metric]:
    """The metric of each feature; remembered."""
    key = ("adoption metrics", measure.key, tuple(names))
    found: _Metrics | None = warehouse.digests.get(key)
    if found is None:
        found = _Metrics(measure.of(name, warehouse) for name in names)
        warehouse.digests.put(key, found)
    return found


def _windows(warehouse: Warehouse, recipe: Recipe) -> list[Window]:
    """The dates, and those of the period before where it is the baseline."""
    if recipe.baseline != PREVIOUS_PERIOD:
        return [recipe.window]
    return [recipe.window, period_before(recipe.window, warehouse.catalog.as_of)]


def _often_boards(
    warehouse: Warehouse, measure: Measure, chosen: Play, recipe: Recipe
) -> tuple[Sequence[str], list[Board]]:
    """The features, and how often those did each who did it at all, of each segment beside its baseline."""
    names = warehouse.catalog.events
    metrics = _metrics(warehouse, measure, names)
    found = [frequencies(warehouse, window) for window in _windows(warehouse, recipe)]
    is_before, everyone = recipe.baseline == PREVIOUS_PERIOD, warehouse.population
    compare = partial(often.beside, warehouse, Counted(found[0], found[-1]), is_before=is_before)
    return names, of_segments(chosen, metrics, compare, among=(everyone, everyone), is_before=is_before)


def _groups(chosen: Play, recipe: Recipe) -> Iterator[UserGroup]:
    """The segments, and the baseline where it is one for all of them."""
    for group in versus.groups(chosen, recipe.baseline):
        is_one = chosen.baseline or len(chosen.segments) == 1
        if not group.is_baseline or is_one:
            yield UserGroup(group.name, group.whom, group.is_baseline)
    if recipe.baseline == PREVIOUS_PERIOD and len(chosen.segments) == 1:
        yield UserGroup(PREVIOUS, None, is_baseline=True)


def _uses(found: Estimates, measure: Measure) -> Iterator[Use]:
    """What is shown of a group, feature by feature."""
    scale = 100.0 if measure.unit == "%" else 1.0
    ends = (known_all(end * scale) for end in (found.value, found.low, found.high))
    counts = (column.astype(int).tolist() for column in (found.n, found.n_accounts))
    for value, low, high, n, accounts in zip(*ends, *counts, strict=True):
        withheld = _withheld(n, measure.counted)
        yield Use(None, None, None, n, accounts, withheld) if withheld else Use(value, low, high, n, accounts)


def _withheld(n: int, whom: str) -> str | None:
    if not n:
        return f"No {whom}."
    return f"Too few {whom} to show a value (n={n})." if n < FEWEST_ANSWERS else None


def _most(feature: Feature) -> float:
    return max((use.value for use in feature.uses if use.value is not None), default=-1.0)
