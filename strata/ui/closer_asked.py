"""What is looked at closely, and what every view of it shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from strata.analysis.baselines import Baseline
from strata.analysis.distribution_exhibits import BESIDE
from strata.membership import Library
from strata.model.metrics import Metric
from strata.model.recipe import Option, Recipe
from strata.model.results import Contrast, SegmentSize
from strata.model.segment import Segment, Window
from strata.ui import cache, frame, state


@dataclass(frozen=True, slots=True)
class Looked:
    """One comparison among those of several segments."""

    segments: tuple[Segment, ...]
    metric: Metric
    contrast: Contrast
    baseline: Baseline
    window: Window
    library: Library

    @property
    def segment(self) -> Segment:
        """The segment of the comparison."""
        return next(segment for segment in self.segments if segment.name == self.contrast.segment)

    def recipe(self, kind: str, segments: Sequence[Segment], *options: tuple[str, Option]) -> Recipe:
        """A view of it as data, from which it is made again."""
        return Recipe(kind, tuple(segments), self.baseline, self.window, (("metric", self.metric.name), *options))

    @property
    def other(self) -> Segment | None:
        """The segment it is held against, where it is one; None is everyone else."""
        return self.baseline if isinstance(self.baseline, Segment) else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know where the segments are held against the period before, which not every view can do."""
        return (BESIDE,) if self.baseline == "previous" else ()

    @property
    def colours(self) -> Mapping[str, int]:
        """The place of every segment among the colours; what is no segment has none."""
        shown = (*self.segments, *([self.other] if self.other else []))
        return {segment.name: state.current().colour(segment.name) for segment in shown}

    def sizes(self, segments: Sequence[Segment]) -> tuple[SegmentSize, ...]:
        """How large the segments are and what they mean, and the one they are held against."""
        shown = (*segments, *([self.other] if self.other else []))
        return tuple(cache.segment_size(segment, self.library) for segment in shown)

    def drawn(self, *, view: str) -> tuple[Segment, ...]:
        """The segment of the comparison, or all of them where the visitor wants to see them together."""
        if len(self.segments) == 1 or not st.toggle("All segments", key=f"closer_all_{view}"):
            return (self.segment,)
        return self.segments


def bullets(sentences: Sequence[str]) -> None:
    """Sentences as a list; nothing where there are none."""
    if sentences:
        st.markdown("\n".join(f"- {frame.escape(sentence)}" for sentence in sentences))
