"""What can be compared: one row a metric, and the families that a name with a colon makes one of."""

from strata.model.metrics.families import FAMILIES, FAMILY_HELP, Family
from strata.model.metrics.metric import Direction, Kind, Metric, Need, Reads, Unit
from strata.model.metrics.offered import MetricGroup, available, computable, metric, metric_groups, missing
from strata.model.metrics.rows import METRICS, USUAL

__all__ = [
    "FAMILIES",
    "FAMILY_HELP",
    "METRICS",
    "USUAL",
    "Direction",
    "Family",
    "Kind",
    "Metric",
    "MetricGroup",
    "Need",
    "Reads",
    "Unit",
    "available",
    "computable",
    "metric",
    "metric_groups",
    "missing",
]
