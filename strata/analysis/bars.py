"""Which values of a metric are counted together, so that groups of any size and shape can stand side by side."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf, log10

import numpy as np
from numpy.typing import NDArray

from strata.model.distribution import Bar

Floats = NDArray[np.float64]

MOST_BARS = 40
FEW_VALUES = 12
"""So many different values get a bar each, whatever they are."""
USUAL_BARS = 20
"""Bars where half of all have one and the same value, so that their spread does not say how wide a bar should be."""
MOST_GRAINS = 1_000
"""Different values among which a common step is looked for."""
FAR = 0.25
"""Values further out than the middle 98 %, by more than this part of its width, share an open bar at that end."""


@dataclass(frozen=True, eq=False)
class Values:
    """How many have which values; a row may hold several neighbouring ones.

    Attributes:
        lowest: The lowest value of each row; highest: its highest.
        n: How many have them.
    """

    lowest: Floats
    highest: Floats
    n: Floats

    def sorted(self, rows: NDArray[np.bool_] | None = None) -> "Values":
        """The rows, or the selected ones, lowest values first."""
        chosen = np.arange(len(self.n)) if rows is None else np.flatnonzero(rows)
        order = chosen[np.lexsort((self.highest[chosen], self.lowest[chosen]))]
        return Values(self.lowest[order], self.highest[order], self.n[order])

    @cached_property
    def grain(self) -> float:
        """The step of which every value is a multiple, such as 1 of whole numbers; 0 if there is none to be seen."""
        points = np.unique(np.concatenate([self.lowest, self.highest]))
        if (points == np.floor(points)).all():
            return 1.0
        step = float(np.diff(points).min()) if 2 <= len(points) <= MOST_GRAINS else 0.0
        places = points / (step or 1.0)
        return step if step and np.allclose(places, np.round(places), rtol=0, atol=1e-6) else 0.0

    def at(self, share: float) -> float:
        """The lowest value that at least this share of all do not exceed; rows must be sorted, and one at least.

        References:
            Hyndman & Fan (1996), The American Statistician 50:361, definition 1.
        """
        upto = np.cumsum(self.n)
        return float(self.highest[min(int(np.searchsorted(upto, share * upto[-1] - 1e-9)), len(upto) - 1)])


def value_bars(values: Values) -> tuple[Bar, ...]:
    """Bars for these sorted values: one for each where they are few, else up to MOST_BARS of equal, round width.

    Where a few values lie far out, the bar at that end is open and holds them all.
    """
    points = np.unique(np.concatenate([values.lowest, values.highest]))
    if values.grain and len(points) and points[-1] - points[0] < (MOST_BARS - 0.5) * values.grain:
        first, last = np.round(points[[0, -1]] / values.grain)
        return points_bars(values.grain * np.arange(first, last + 1))
    return points_bars(points) if len(points) <= FEW_VALUES else _wide_bars(values)


def points_bars(points: Floats) -> tuple[Bar, ...]:
    """One bar for each of these values."""
    step = float(np.diff(points).min()) if len(points) > 1 else 1.0
    return tuple(Bar(_written(float(point), step / 10), float(point), float(point)) for point in points)


def bar_counts(bars: tuple[Bar, ...], values: Values) -> tuple[int, ...]:
    """How many of these values are in each bar; a row that reaches over a border counts where it begins."""
    starts = np.array([-inf if bar.low is None else bar.low for bar in bars])
    slack = 1e-9 * np.abs(values.lowest)
    place = np.clip(np.searchsorted(starts, values.lowest + slack, side="right") - 1, 0, None)
    return tuple(round(count) for count in np.bincount(place, values.n, len(bars)))


def _wide_bars(values: Values) -> tuple[Bar, ...]:
    lowest, highest = float(values.lowest[0]), float(values.highest.max())
    low, high = _reach(values, lowest, highest)
    width = _width(values, high - low)
    starts = [round(width * place, 12) for place in range(floor(low / width), floor(high / width) + 1)]
    bars = [_bar(start, round(start + width, 12), values.grain) for start in starts]
    if lowest < starts[0]:
        bars[0] = Bar(f"under {_written(starts[1], width)}", None, starts[1])
    if highest >= starts[-1] + width:
        bars[-1] = Bar(f"{_written(starts[-1], width)} or more", starts[-1], None)
    return tuple(bars)


def _reach(values: Values, lowest: float, highest: float) -> tuple[float, float]:
    """From where to where bars go; the rest shares an open bar."""
    low, high = values.at(0.01), values.at(0.99)
    if low == high:
        return lowest, highest
    far = FAR * (high - low)
    return low if low - lowest > far else lowest, high if highest - high > far else highest


def _width(values: Values, span: float) -> float:
    """A round width near that of Freedman and Diaconis.

    References:
        Freedman & Diaconis (1981), Zeitschrift fuer Wahrscheinlichkeitstheorie 57:453.
    """
    middle = 2 * (values.at(0.75) - values.at(0.25)) / float(values.n.sum()) ** (1 / 3)
    n_bars = min(max(ceil(span / middle), 5), MOST_BARS - 2) if middle else USUAL_BARS
    width = _rounded_up(span / n_bars)
    return max(float(ceil(width)), 1.0) if values.grain == 1 else width


def _rounded_up(width: float) -> float:
    """The next 1, 2 or 5 with zeros: round numbers at the borders."""
    size = 10.0 ** floor(log10(width))
    return next(round(step * size, 12) for step in (1, 2, 5, 10) if step * size >= width * (1 - 1e-9))


def _bar(start: float, end: float, grain: float) -> Bar:
    """From start to under end; of whole numbers the label names the last one in it."""
    last = end - 1 if grain == 1 else end
    texts = dict.fromkeys(_written(value, end - start) for value in (start, last))
    return Bar(" to ".join(texts), start, end)


def _written(value: float, step: float) -> str:
    """A value as an axis shows it, with the digits that tell it from the next one, a step away."""
    digits = max(1 - floor(log10(step)), 0)
    text = f"{value + 0.0:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
