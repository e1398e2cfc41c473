"""A difference and its interval, small enough to stand in a table row: HTML, because a page strips inline SVG."""

from collections.abc import Sequence

from strata.model.results import Contrast, interval

EDGE = 4.0
"""Percent of the width left free on both sides."""


def reach(results: Sequence[Contrast]) -> float:
    """How far from zero the widest interval of one metric goes; 1 where there is none."""
    ends = [abs(end) for result in results for end in (result.ci_low, result.ci_high) if end is not None]
    return max(ends, default=1.0) or 1.0


def interval_plot(contrast: Contrast, colour: str, *, reach: float) -> str:
    """An inline picture: a line at zero, the interval as a bar, the difference as a dot; '' without one.

    Args:
        contrast: Whose difference is drawn.
        colour: Of bar and dot; the line at zero takes the colour of the text around it.
        reach: The value at the right edge, and below zero at the left.
    """
    if contrast.difference is None or contrast.ci_low is None or contrast.ci_high is None:
        return ""
    low, value, high = (_place(each, reach) for each in (contrast.ci_low, contrast.difference, contrast.ci_high))
    bounds = interval(contrast.ci_low, contrast.ci_high, contrast.difference_unit)
    words = f"{100 * contrast.level:.3g} % interval {bounds}"
    return (
        f'<span class="strata-track" role="img" aria-label="{words}">'
        f'<span class="bar" style="left:{low:.1f}%;width:{high - low:.1f}%;background:{colour}"></span>'
        f'<span class="dot" style="left:{value:.1f}%;background:{colour}"></span></span>'
    )


def _place(value: float, reach: float) -> float:
    """Percent from the left edge."""
    share = max(-1.0, min(1.0, value / reach))
    return 50 + share * (50 - EDGE)
