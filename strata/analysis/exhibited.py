"""What the exhibits of single metrics share: whom they are about, and which metric was asked for."""

from strata.analysis.baselines import Baseline
from strata.analysis.size import size
from strata.errors import MetricError
from strata.membership import Library
from strata.model.metrics import Metric, metric
from strata.model.recipe import Recipe
from strata.model.results import PREVIOUS, REST, SegmentSize
from strata.model.segment import Segment
from strata.warehouse import Warehouse


def asked_metric(warehouse: Warehouse, recipe: Recipe) -> Metric:
    """The metric a recipe names; raises MetricError where it names none that the data can answer."""
    name = recipe.option("metric")
    if not isinstance(name, str):
        raise MetricError(f"The recipe of a {recipe.kind} names no metric: add e.g. 'metric': 'nps' to its options.")
    return metric(name, warehouse.catalog)


def sizes_of(
    warehouse: Warehouse, segments: tuple[Segment, ...], baseline: Baseline, library: Library
) -> tuple[SegmentSize, ...]:
    """How large the segments are, and the one they are held against."""
    shown = (*segments, *([baseline] if isinstance(baseline, Segment) else []))
    return tuple(size(warehouse, segment, library) for segment in shown)


def against(baseline: Baseline) -> str:
    """What segments are held against, in words."""
    if isinstance(baseline, Segment):
        return baseline.name
    return REST if baseline is None else PREVIOUS
