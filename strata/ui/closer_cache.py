"""The answers behind a closer look, remembered as all answers are."""

from typing import Any

from strata.analysis import calendar
from strata.analysis import distribution as distributions
from strata.analysis import domination as dominations
from strata.analysis import mix as mixes
from strata.analysis import mix_warnings as mixed_up
from strata.analysis import timing as timings
from strata.analysis import trend as trends
from strata.membership import Library
from strata.model.distribution import Distribution
from strata.model.metrics import Metric
from strata.model.periods import Grain
from strata.model.segment import Segment, Window
from strata.model.timing import Timing
from strata.model.trend import Trend
from strata.model.warnings import Domination, Mix
from strata.ui import cache
from strata.ui.closer_asked import Looked
from strata.warehouse import Warehouse


def spread(looked: Looked, segments: tuple[Segment, ...]) -> Distribution:
    """How a metric's values are spread in each segment and in the baseline."""
    metric, baseline, window, library = looked.metric, looked.other, looked.window, looked.library
    return cache.answer(
        f"Counting the values of {metric.label}",
        lambda house: distributions.distribution(
            house, segments, metric, baseline=baseline, window=window, library=library
        ),
        *(segments, metric, baseline, window, library),
    )


def trend(looked: Looked, segments: tuple[Segment, ...], *, by: Grain) -> Trend:
    """A metric of each segment and of the baseline by day, week or month."""
    metric, baseline, window, library = looked.metric, looked.baseline, looked.window, looked.library
    return cache.answer(
        f"Looking at {metric.label} by {by}",
        lambda house: trends.trend(house, segments, metric, by=by, baseline=baseline, window=window, library=library),
        *(segments, metric, baseline, window, library),
    )


def usual_grain(looked: Looked) -> Grain:
    """Whether days, weeks or months suit a metric in these dates."""
    metric, window = looked.metric, looked.window
    return cache.answer(
        "Looking for the dates", lambda house: calendar.suitable_grain(house, metric, window), metric, window
    )


def mix(looked: Looked) -> Mix:
    """A gap with one thing after the other held equal."""
    segment, metric, baseline = looked.segment, looked.metric, looked.other
    window, library = looked.window, looked.library
    return cache.answer(
        f"Holding one thing after the other equal in {metric.label}",
        lambda house: mixes.mix(house, segment, metric, baseline=baseline, window=window, library=library),
        *(segment, metric, baseline, window, library),
    )


def domination(looked: Looked) -> Domination:
    """A gap without each of the accounts that move it most."""
    segment, metric, baseline = looked.segment, looked.metric, looked.other
    window, library = looked.window, looked.library
    return cache.answer(
        f"Leaving out one account after the other in {metric.label}",
        lambda house: dominations.domination(house, segment, metric, baseline=baseline, window=window, library=library),
        *(segment, metric, baseline, window, library),
    )


def warnings(
    segments: tuple[Segment, ...],
    metrics: tuple[Metric, ...],
    *,
    baseline: Segment | None,
    window: Window,
    library: Library,
) -> tuple[str, ...]:
    """What else could explain the gaps of a scorecard, in sentences, in the order of the metrics."""

    def ask(house: Warehouse) -> tuple[str, ...]:
        asked: dict[str, Any] = {"baseline": baseline, "window": window, "library": library}
        mixed = mixed_up.mix_warnings(house, segments, metrics, **asked)
        carried = dominations.domination_warnings(house, segments, metrics, **asked)
        return tuple(
            warning.sentence
            for metric in metrics
            for segment in segments
            for warning in (
                *mixed.get((segment.name, metric.name), ()),
                *filter(None, [carried.get((segment.name, metric.name))]),
            )
        )

    return cache.answer(
        "Checking what else could explain these gaps", ask, segments, metrics, baseline, window, library
    )


def timing(looked: Looked, segments: tuple[Segment, ...]) -> Timing:
    """How soon each segment gets to a first time."""
    metric, baseline, window, library = looked.metric, looked.baseline, looked.window, looked.library
    return cache.answer(
        f"Following everyone to {metric.label}",
        lambda house: timings.timing(house, segments, metric, baseline=baseline, window=window, library=library),
        *(segments, metric, baseline, window, library),
    )
