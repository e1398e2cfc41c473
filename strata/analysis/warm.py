"""What every comparison in the first dates needs, whoever is in its segments: read before anybody asks."""

from collections.abc import Iterator, Sequence

from strata.analysis.groups import Asked, Groups
from strata.model.metrics import Metric
from strata.model.segment import EVER, Last, Window
from strata.warehouse import Warehouse

FIRST: tuple[Window, ...] = (EVER, Last(90), Last(30))
"""The dates people look at first, those that a screen opens with before all; others are soon read, too."""


def warm(
    warehouse: Warehouse, metrics: Sequence[Metric], windows: Sequence[Window] = FIRST
) -> Iterator[tuple[Window, Metric]]:
    """Reads each metric of all users within each window, and yields what was read, so that others may come between."""
    groups = Groups(warehouse)
    everyone = groups.crew(warehouse.population)
    for window in windows:
        for metric in metrics:
            if metric.kind != "time":
                groups.arm(Asked.of(warehouse, metric, window), everyone)
                yield window, metric
