"""A difference and its interval, small enough to stand in a table row."""

from collections.abc import Sequence

from strata.model.results import Contrast, interval

WIDTH, HEIGHT, EDGE = 150, 26, 8


def reach(results: Sequence[Contrast]) -> float:
    """How far from zero the widest interval of one metric goes; 1 where there is none."""
    ends = [abs(end) for result in results for end in (result.ci_low, result.ci_high) if end is not None]
    return max(ends, default=1.0) or 1.0


def interval_svg(contrast: Contrast, colour: str, *, reach: float) -> str:
    """An inline picture: a line at zero, the 95 % interval as a bar, the difference as a dot; '' without one.

    Args:
        contrast: Whose difference is drawn.
        colour: Of bar and dot; the line at zero takes the colour of the text around it.
        reach: The value at the right edge, and below zero at the left.
    """
    if contrast.difference is None or contrast.ci_low is None or contrast.ci_high is None:
        return ""
    low, value, high = (_x(v, reach) for v in (contrast.ci_low, contrast.difference, contrast.ci_high))
    middle, half = WIDTH / 2, HEIGHT / 2
    words = f"95 % interval {interval(contrast.ci_low, contrast.ci_high, contrast.difference_unit)}"
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{words}">'
        f'<line x1="{middle}" x2="{middle}" y1="1" y2="{HEIGHT - 1}" stroke="currentColor" stroke-opacity="0.45"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{half}" y2="{half}" stroke="{colour}" stroke-width="4" '
        f'stroke-linecap="round" stroke-opacity="0.55"/>'
        f'<circle cx="{value:.1f}" cy="{half}" r="5.5" fill="{colour}"/></svg>'
    )


def _x(value: float, reach: float) -> float:
    share = max(-1.0, min(1.0, value / reach))
    return WIDTH / 2 + share * (WIDTH / 2 - EDGE)
