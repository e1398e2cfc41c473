"""What may lie behind a gap: features that its people use more or less, and whose use goes with the metric there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

import numpy as np

from strata import stats
from strata.analysis.finder import Ask
from strata.analysis.finder_groups import TIMES, Placed, behaviours
from strata.analysis.finder_sums import Answers, Rows
from strata.analysis.judging import RATE, Pair, contrast
from strata.membership import NO_LIBRARY, Library, members
from strata.model.finder import Reason
from strata.model.results import UNIT_WORDS, Contrast, digits
from strata.model.segment import Segment
from strata.stats import Arms
from strata.warehouse import Warehouse

FEWEST = 30
"""Answers of users and of non-users of a feature that a group must have."""
MOST_SHOWN = 5


class Feature(NamedTuple):
    """People who used something at least so often."""

    event: str
    at_least: int
    used: Rows

    @property
    def words(self) -> str:
        """What they did."""
        return f"used {self.event}" + ("" if self.at_least == 1 else f" at least {self.at_least} times")


@dataclass(frozen=True, eq=False)
class _Weighed:
    """A feature: how differently it is used in a group, and what its use goes with there."""

    feature: Feature
    use: stats.Difference
    used: float
    used_elsewhere: float
    pair: Pair

    @property
    def strength(self) -> float:
        """How closely its use and the metric go together in the group, in the scale of the statistics."""
        share = self.pair.a.n / (self.pair.a.n + self.pair.b.n)
        return sqrt(share * (1 - share)) * abs(self.pair.difference.value or 0.0)

    @property
    def carries(self) -> float:
        """How much of the gap goes with it, in the scale of the statistics."""
        return (self.used - self.used_elsewhere) * (self.pair.difference.value or 0.0)


def reasons(
    warehouse: Warehouse, ask: Ask, segment: Segment, *, library: Library = NO_LIBRARY, most: int = MOST_SHOWN
) -> tuple[Reason, ...]:
    """The features that may lie behind the gap between a segment and everyone else, the closest to the metric first.

    A feature is named where its use differs clearly between the segment and everyone else, and where inside the
    segment its use goes clearly with the metric, in the direction of the gap. Both are corrected for all features
    tried. It goes with the gap; it need not be its cause.

    Raises:
        SegmentError: the segment cannot be counted.
        MetricError: the metric has no gaps to search for.
    """
    answers = Answers.of(warehouse, ask.metric, ask.window)
    users = members(warehouse, segment.where, library, of=segment.of) & warehouse.population
    inside = warehouse.user_flags(users)[answers.users]
    if ask.metric.per == "account" or not (inside.any() and (~inside).any()):
        return ()
    window = ask.window
    placed = (Placed.of(warehouse, each, answers.users, window) for each in behaviours(warehouse, ask.metric, window))
    sides = answers.against_rest(inside)
    tried = [each for one in placed for feature in _features(one) for each in _weighed(answers, inside, feature)]
    found = _judged(tried, sides.a.mean - sides.b.mean)
    return tuple(_reason(each, judged, segment) for each, judged in found[:most])


def _features(placed: Placed) -> Iterator[Feature]:
    for place, times in enumerate(TIMES, 1):
        yield Feature(placed.divide.name, times, placed.place >= place)


def _weighed(answers: Answers, inside: Rows, feature: Feature) -> Iterator[_Weighed]:
    """The feature, where enough of the group use it and enough do not."""
    with_it, without = inside & feature.used, inside & ~feature.used
    if min(np.count_nonzero(with_it), np.count_nonzero(without)) < FEWEST:
        return
    use = _yes_no(answers, feature).against_rest(inside)
    arms = Arms(answers.arm(with_it), answers.arm(without))
    names = feature.words, "the others in it"
    pair = Pair.of(answers.metric, names, arms, (0, 0))
    yield _Weighed(feature, stats.differ(use), use.a.mean, use.b.mean, pair)


def _yes_no(answers: Answers, feature: Feature) -> Answers:
    """The same people with whether they used the feature in place of what they answered."""
    used = feature.used.astype(np.float64)
    return Answers(replace(answers.metric, kind="share"), answers.users, answers.account, used, answers.size)


def _judged(tried: Sequence[_Weighed], gap: float) -> list[tuple[_Weighed, Contrast]]:
    """The features that pass, the best of each event, what goes with the metric most closely first."""
    use = stats.benjamini_hochberg([each.use.p for each in tried])
    within = stats.benjamini_hochberg([each.pair.p for each in tried])
    passed = [
        (each, q)
        for each, p, q in zip(tried, use, within, strict=True)
        if p is not None and q is not None and max(p, q) <= RATE and each.carries * gap > 0
    ]
    passed.sort(key=lambda found: -found[0].strength)
    best = {found[0].feature.event: found for found in reversed(passed)}
    correction = f"Benjamini-Hochberg, over {len(tried)} features"
    chosen = sorted(best.values(), key=lambda found: -found[0].strength)
    return [(each, contrast(each.pair, p_adjusted=q, correction=correction)) for each, q in chosen]


def _reason(found: _Weighed, judged: Contrast, segment: Segment) -> Reason:
    feature, metric = found.feature, found.pair.metric
    low, high = found.use.low or 0.0, found.use.high or 0.0
    unit = judged.difference_unit
    size = f"{digits(abs(judged.difference or 0.0), unit, signed=False)} {UNIT_WORDS.get(unit, unit)}".strip()
    said = (
        f"{100 * found.used:.0f} % of {segment.name} {feature.words}, against "
        f"{100 * found.used_elsewhere:.0f} % of everyone else; in {segment.name}, {metric.label} of those who did is "
        f"{size} {judged.verdict} ({judged.n:,} and {judged.baseline_n:,} {judged.counted})."
    )
    return Reason(
        event=feature.event,
        at_least=feature.at_least,
        used=100 * found.used,
        used_elsewhere=100 * found.used_elsewhere,
        used_low=100 * low,
        used_high=100 * high,
        contrast=judged,
        carries=metric.scale * found.carries,
        sentence=said,
    )
