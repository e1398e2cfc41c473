"""What can be said of a line over time."""

from collections.abc import Callable, Iterator, Mapping
from math import floor, log10

from strata.model.metrics import Metric
from strata.model.periods import Grain
from strata.model.results import UNIT_WORDS, amount
from strata.model.trend import Course, Line, Point

Say = Callable[[Line, Metric, Grain, int], str]
MOST_NAMED, MOST_PLACES = 3, 3
"""Points a sentence names, and decimals of a change."""


def sentences(line: Line, metric: Metric, grain: Grain, *, why: str, lines: int) -> Iterator[str]:
    """Whether a line rises or falls, how far chance moves it, and which points are beyond that.

    Args:
        line: What was found.
        metric: What it is of.
        grain: The length of a period.
        why: Why its slope is not known, where it is not.
        lines: How many were judged together.
    """
    name = line.name[:1].upper() + line.name[1:]
    yield f"{name}: {why or _COURSES[line.course](line, metric, grain, lines)}"
    if line.mean is None or line.wiggle is None:
        return
    yield (
        f"From {grain} to {grain}, a wiggle within {_size(line.wiggle, metric)} "
        f"of {amount(line.mean, metric.unit)} is normal."
    )
    if beyond := sorted((point for point in line.points if point.is_unusual), key=lambda each: -_beyond(each)):
        named = ", ".join(f"{point.label} ({amount(point.value, metric.unit)})" for point in beyond[:MOST_NAMED])
        more = f", and {len(beyond) - MOST_NAMED} more" if len(beyond) > MOST_NAMED else ""
        yield f"Beyond that: {named}{more}."


def _beyond(point: Point) -> float:
    """How far outside its limits a point lies."""
    value, low, high = (each or 0.0 for each in (point.value, point.usual_low, point.usual_high))
    return max(low - value, value - high)


def _moves(verb: str) -> Say:
    def say(line: Line, metric: Metric, grain: Grain, lines: int) -> str:
        size = _size(abs(line.slope or 0.0), metric)
        return f"{metric.label} {verb} by about {size} a {grain} {_over(line)} (95 % interval {_span(line)})."

    return say


def _unclear(line: Line, metric: Metric, grain: Grain, lines: int) -> str:
    change = f"{_span(line)} {_unit(metric)}".strip()
    return f"no clear trend in {metric.label} {_over(line)}: anything from {change} a {grain} is possible."


def _luck(line: Line, metric: Metric, grain: Grain, lines: int) -> str:
    change = f"{_span(line)} {_unit(metric)}".strip()
    return (
        f"{metric.label} may have changed by {change} a {grain} {_over(line)}, "
        f"but among {lines} lines one like this is expected by luck."
    )


_COURSES: Mapping[Course, Say] = {
    "rises": _moves("rose"),
    "falls": _moves("fell"),
    "no_clear_trend": _unclear,
    "expected_by_luck": _luck,
}


def _over(line: Line) -> str:
    """The whole periods a slope is of."""
    whole = [point.label for point in line.points if point.value is not None and point.partial is None]
    return f"from {whole[0]} to {whole[-1]}"


def _span(line: Line) -> str:
    ends = [end or 0.0 for end in (line.slope_low, line.slope_high)]
    places = _places(*ends)
    return f"{ends[0]:+,.{places}f} to {ends[1]:+,.{places}f}"


def _size(value: float, metric: Metric) -> str:
    return f"{value:,.{_places(value)}f} {_unit(metric)}".strip()


def _places(*values: float) -> int:
    """Decimals that show the first digit of a change per period, which may well be a fraction of a point."""
    smallest = min((abs(value) for value in values if value), default=1.0)
    return 0 if smallest >= 100 else min(max(1, -floor(log10(smallest))), MOST_PLACES)


def _unit(metric: Metric) -> str:
    """The unit of a change in words; an amount a month is per month already."""
    unit = {"%": "pp", "a month": ""}.get(metric.unit, metric.unit)
    return UNIT_WORDS.get(unit, unit)
