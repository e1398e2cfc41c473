"""Whether a gap survives when plan, region, size or tenure is held equal: segments differ in more than their rule."""

from collections.abc import Sequence
from math import inf

from strata.analysis.held_equal import candidates, held
from strata.analysis.holding import check
from strata.analysis.play import Play
from strata.analysis.source import source
from strata.analysis.within import Within
from strata.membership import NO_LIBRARY, Library
from strata.model.metrics import Metric
from strata.model.segment import EVER, Segment, Window
from strata.model.warnings import HeldEqual, Mix
from strata.warehouse import Warehouse


def mix(
    warehouse: Warehouse,
    segment: Segment,
    metric: Metric,
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
    attributes: Sequence[str] | None = None,
) -> Mix:
    """The gap between a segment and everyone else, or a baseline, with one thing after the other held equal.

    What changes the gap most comes first. Without `attributes`, plan, region, size and tenure are tried as far as they
    are known (see held_equal.candidates). Days until an event have no average to hold equal, so a metric of that kind
    has no checks.

    Raises:
        SegmentError: a segment that cannot be counted, or an attribute that cannot be held equal.
    """
    play, catalog = Play.of(warehouse, (segment,), baseline, library), warehouse.catalog
    if attributes is None:
        things = candidates(catalog, metric, taken=play.defining(0))
    else:
        things = tuple(held(name, catalog) for name in attributes)
    within = None if metric.kind == "time" else Within(warehouse, metric, play.members, window)
    strata = [within.strata(thing) for thing in things] if within else []
    checks = [check(play, 0, sums) for sums in strata if len(sums.names) > 1]
    return Mix(
        source=source(warehouse, window),
        segment=segment.name,
        baseline=play.against,
        metric=metric.name,
        label=metric.label,
        unit=metric.unit,
        counted=metric.of,
        checks=tuple(sorted(checks, key=most_changed)),
    )


def most_changed(check: HeldEqual) -> tuple[bool, float]:
    """The order of checks: what is flagged first, and of those what leaves least of the gap."""
    return (not check.is_flagged, inf if check.remains is None else check.remains)
