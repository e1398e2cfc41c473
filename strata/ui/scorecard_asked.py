"""What a scorecard is asked: segments, metrics, baseline and dates, with the margins the visitor has set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from strata.analysis import compare_exhibits
from strata.analysis.baselines import Baseline
from strata.model.exhibit import Exhibit, Table
from strata.model.metrics import Metric
from strata.model.recipe import Recipe
from strata.model.results import Comparison, Contrast
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

    @property
    def recipe(self) -> Recipe:
        """The question as data, from which it is asked again."""
        asked = Recipe(compare_exhibits.KIND, self.segments, self.baseline, self.window)
        return compare_exhibits.recipe(asked, self.metrics, state.current().margins)

    def exhibit(self, shown: Sequence[Contrast]) -> Exhibit:
        """The scorecard as it is shown: these comparisons, their metrics in this order."""
        made = self._exhibits()[compare_exhibits.SCORECARD]
        order = list(dict.fromkeys((each.label, each.unit) for each in shown))
        rows = [row for row in made.rows.rows if (row[0], row[1]) in order]
        rows.sort(key=lambda row: order.index((str(row[0]), str(row[1]))))
        return replace(made, contrasts=tuple(shown), table=Table(made.rows.columns, tuple(rows)))

    def chart(self, metric: str) -> Exhibit:
        """One metric of all segments."""
        return self._exhibits()[compare_exhibits.key_of(metric)]

    def _exhibits(self) -> Mapping[str, Exhibit]:
        made = cache.exhibits("Laying out the comparison", self.recipe, library.references())
        return {each.key: each for each in made}

    def segment(self, name: str) -> Segment:
        """The segment of that name."""
        return next(segment for segment in self.segments if segment.name == name)

    def metric(self, name: str) -> Metric:
        """The metric of that name, as it is before the visitor sets a margin."""
        return next(metric for metric in self.metrics if metric.name == name)
