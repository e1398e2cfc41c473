"""What every comparison in the usual dates needs, whoever is in its segments: read before anybody asks."""

from collections.abc import Iterator, Sequence

from strata.analysis.groups import Asked, Groups
from strata.model.metrics import Metric
from strata.model.segment import Last, Window
from strata.warehouse import Warehouse

USUAL_DAYS = (90, 30, 365, 7)
"""The dates people look at first, those asked for most first."""
USUAL: tuple[Window, ...] = tuple(Last(days) for days in USUAL_DAYS)


def warm(
    warehouse: Warehouse, metrics: Sequence[Metric], windows: Sequence[Window] = USUAL
) -> Iterator[tuple[Window, Metric]]:
    """Reads each metric of all users within each window, and yields what was read, so that others may come between."""
    groups = Groups(warehouse)
    everyone = groups.crew(warehouse.population)
    for window in windows:
        for metric in metrics:
            if metric.kind != "time":
                groups.arm(Asked.of(warehouse, metric, window), everyone)
                yield window, metric
