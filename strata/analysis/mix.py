"""Whether a gap survives when plan, region, size or tenure is held equal: segments differ in more than their rule."""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from strata import stats
from strata.analysis.held_equal import Held, candidates, held
from strata.analysis.holding import Asked, check
from strata.analysis.source import source
from strata.analysis.within import SumsWithin, Within
from strata.membership import NO_LIBRARY, Library, in_play
from strata.model import warnings
from strata.model.metrics import Metric
from strata.model.results import REST
from strata.model.segment import EVER, AttributeCondition, Segment, Window, leaves
from strata.stats.cells import Rows
from strata.warehouse import Members, Warehouse


def mix(
    warehouse: Warehouse,
    segment: Segment,
    metric: Metric,
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
    attributes: Sequence[str] | None = None,
) -> warnings.Mix:
    """The gap between a segment and everyone else, or a baseline, with one thing after the other held equal.

    What changes the gap most comes first. Without `attributes`, plan, region, size and tenure are tried as far as they
    are known (see held_equal.candidates). Days until an event have no average to hold equal, so a metric of that kind
    has no checks.

    Raises:
        SegmentError: a segment that cannot be counted, or an attribute that cannot be held equal.
    """
    play = _Play.of(warehouse, (segment,), baseline, library)
    if attributes is None:
        things = candidates(warehouse.catalog, metric, taken=play.defining(0))
    else:
        things = tuple(held(name, warehouse.catalog) for name in attributes)
    checks = [
        check(play.asked(0, metric, thing), sums, *play.rows(sums, 0))
        for thing, sums in _strata(warehouse, metric, things, play.members, window)
    ]
    return warnings.Mix(
        source=source(warehouse, window),
        segment=segment.name,
        baseline=play.against,
        metric=metric.name,
        label=metric.label,
        unit=metric.unit,
        counted=metric.of,
        checks=tuple(sorted(checks, key=_most_changed)),
    )


def mix_warnings(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metric: Metric,
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> tuple[tuple[warnings.Warning, ...], ...]:
    """Per segment the warnings that `mix` gives, faster: intervals only where the plain averages look suspicious.

    All segments are summed in the same passes.

    Raises:
        SegmentError: a segment that cannot be counted.
    """
    play = _Play.of(warehouse, segments, baseline, library)
    places = range(len(segments))
    things = {i: candidates(warehouse.catalog, metric, taken=play.defining(i)) for i in places}
    found: dict[int, list[warnings.HeldEqual]] = {i: [] for i in places}
    tried = tuple(dict.fromkeys(thing for i in places for thing in things[i]))
    for thing, sums in _strata(warehouse, metric, tried, play.members, window):
        for i in (i for i in places if thing in things[i]):
            rows = play.rows(sums, i)
            if stats.may_change(sums.cells, *rows, sums.stratum, len(sums.names)):
                found[i].append(check(play.asked(i, metric, thing), sums, *rows))
    return tuple(tuple(_warned(found[i])) for i in places)


class _Play(NamedTuple):
    """The segments that are compared, and what with; a baseline is the last of the members."""

    segments: tuple[Segment, ...]
    baseline: Segment | None
    library: Library
    members: Members

    @classmethod
    def of(
        cls, warehouse: Warehouse, segments: Sequence[Segment], baseline: Segment | None, library: Library
    ) -> "_Play":
        groups = (*segments, *([baseline] if baseline else []))
        return cls(tuple(segments), baseline, library, in_play(warehouse, groups, library))

    @property
    def against(self) -> str:
        """The name of what the segments are compared with."""
        return self.baseline.name if self.baseline else REST

    def asked(self, place: int, metric: Metric, thing: Held) -> Asked:
        """The question about one segment."""
        return Asked(self.segments[place].name, self.against, metric, thing)

    def rows(self, sums: SumsWithin, place: int) -> tuple[Rows, Rows]:
        """The rows of a segment, and of what it is compared with."""
        return sums.inside(place), sums.inside(len(self.segments)) if self.baseline else sums.outside(place)

    def defining(self, place: int) -> frozenset[str]:
        """The attributes that make a segment and the baseline: nothing would be left of them once held equal."""
        trees = [group.where for group in (self.segments[place], self.baseline) if group]
        trees += [nested.where for nested in self.library.reachable(*trees).values()]
        return frozenset(
            leaf.attribute for tree in trees for leaf in leaves(tree) if isinstance(leaf, AttributeCondition)
        )


def _strata(
    warehouse: Warehouse, metric: Metric, things: Sequence[Held], members: Members, window: Window
) -> Iterator[tuple[Held, SumsWithin]]:
    """The sums within the strata of each thing that has more than one."""
    if metric.kind == "time":
        return
    within = Within(warehouse, metric, members, window)
    for thing in things:
        sums = within.strata(thing)
        if len(sums.names) > 1:
            yield thing, sums


def _warned(checks: Sequence[warnings.HeldEqual]) -> Iterator[warnings.Warning]:
    return (each.warning for each in sorted(checks, key=_most_changed) if each.warning)


def _most_changed(check: warnings.HeldEqual) -> tuple[bool, float]:
    return (not check.is_flagged, inf if check.remains is None else check.remains)
