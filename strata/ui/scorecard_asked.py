"""What a scorecard is asked: segments, metrics, baseline and dates, with the margins the visitor has set."""

from dataclasses import dataclass, replace

from strata.analysis.baselines import Baseline
from strata.model.metrics import Metric
from strata.model.results import Comparison
from strata.model.segment import Segment, Window
from strata.ui import cache, library, state


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, of which the margins are read anew with every answer."""

    segments: tuple[Segment, ...]
    metrics: tuple[Metric, ...]
    baseline: Baseline
    window: Window

    def compared(self) -> Comparison:
        """The answer; what was computed before is not computed again."""
        margins = state.current().margins
        return cache.comparison(
            self.segments,
            tuple(replace(each, margin=margins.get(each.name, each.margin) or None) for each in self.metrics),
            baseline=self.baseline,
            window=self.window,
            library=library.references(),
        )

    def segment(self, name: str) -> Segment:
        """The segment of that name."""
        return next(segment for segment in self.segments if segment.name == name)

    def metric(self, name: str) -> Metric:
        """The metric of that name, as it is before the visitor sets a margin."""
        return next(metric for metric in self.metrics if metric.name == name)
