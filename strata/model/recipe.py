"""What makes the exhibits of a screen, as data: kept in a review, read from a link, made again from fresh data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from strata.errors import SegmentError
from strata.model.segment import EVER, Segment, Window, parse_segment
from strata.model.segment.fields import WINDOW, read_object

Option = str | int | float | bool | tuple[str, ...] | None
"""A choice on a screen besides segments, baseline and dates."""
PREVIOUS_PERIOD = "previous"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A screen with all that was chosen on it.

    Attributes:
        kind: The key of the screen in the registry of exhibits, e.g. "retention".
        segments: The segments in play.
        baseline: What they are held against: another segment, the period before, or None for everyone else.
        window: The dates.
        options: Every other choice, by name, in a fixed order.
    """

    kind: str
    segments: tuple[Segment, ...] = ()
    baseline: Segment | Literal["previous"] | None = None
    window: Window = EVER
    options: tuple[tuple[str, Option], ...] = ()

    def option(self, name: str, usual: Any = None) -> Any:  # noqa: ANN401 - whatever the screen put there
        """A choice by name, or what is usual where nothing was chosen."""
        return dict(self.options).get(name, usual)

    def as_json(self) -> dict[str, Any]:
        """The recipe as JSON values; `parse_recipe` reads it back."""
        baseline = self.baseline.as_json() if isinstance(self.baseline, Segment) else self.baseline
        return {
            "kind": self.kind,
            "segments": [segment.as_json() for segment in self.segments],
            "baseline": baseline,
            "window": WINDOW.write(self.window),
            "options": {name: list(value) if isinstance(value, tuple) else value for name, value in self.options},
        }


def parse_recipe(document: object, *, origin: str = "the recipe") -> Recipe:
    """The recipe in a decoded JSON document.

    Raises:
        SegmentError: an unknown key or value; says where and what to write.
    """
    keys = ("segments", "baseline", "window", "options")
    said = read_object(document, origin, required=("kind",), optional=keys)
    segments, options = said.get("segments", []), said.get("options", {})
    if not isinstance(said["kind"], str) or not isinstance(segments, list) or not isinstance(options, Mapping):
        raise SegmentError(f"{origin} is damaged: 'kind' is a text, 'segments' a list and 'options' an object.")
    baseline = said.get("baseline")
    return Recipe(
        said["kind"],
        tuple(parse_segment(each, origin=f"{origin}, segment {place}") for place, each in enumerate(segments, 1)),
        baseline
        if baseline is None or baseline == PREVIOUS_PERIOD
        else parse_segment(baseline, origin=f"{origin}, baseline"),
        WINDOW.read(said["window"], f"{origin}, window") if "window" in said else EVER,
        parse_options(options, origin=origin),
    )


def parse_options(document: object, *, origin: str) -> tuple[tuple[str, Option], ...]:
    """The choices in a decoded JSON object, by name; raises SegmentError for what is no choice."""
    if not isinstance(document, Mapping):
        raise SegmentError(f"{origin} is damaged: 'options' is an object.")
    return tuple((str(name), _option(value, f"{origin}, {name}")) for name, value in document.items())


def _option(value: object, at: str) -> Option:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise SegmentError(f"{at} is {value!r:.80}: write a text, a number, true, false or a list of texts.")
