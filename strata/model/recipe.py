"""What makes the exhibits of a screen, as data: kept in a review, read from a link, made again from fresh data."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from strata.errors import SegmentError
from strata.model.attributes import listed
from strata.model.segment import EVER, Segment, Window, parse_segment
from strata.model.segment.fields import WINDOW, is_unicode, read_object

T = TypeVar("T", bound=str)
Option = str | int | float | bool | tuple[str, ...] | None
"""A choice on a screen besides segments, baseline and dates."""
PREVIOUS_PERIOD = "previous"


@dataclass(frozen=True, slots=True)
class OptionKind:
    """What a choice may be, in words, and whether one is."""

    words: str
    fits: Callable[[Option], bool]


TEXT = OptionKind("a text", lambda chosen: isinstance(chosen, str) and is_unicode(chosen))
TEXTS = OptionKind("a list of texts", lambda chosen: isinstance(chosen, tuple) and all(map(is_unicode, chosen)))
WHOLE = OptionKind("a whole number", lambda chosen: type(chosen) is int)
NUMBER = OptionKind("a number", lambda chosen: type(chosen) in (int, float) and math.isfinite(chosen))  # type: ignore[arg-type]  # a number by then
OPTION_KINDS: Mapping[str, OptionKind] = {
    **dict.fromkeys(("annotations", "margins", "metrics", "steps", "then"), TEXTS),
    **dict.fromkeys(("at_least", "days", "settle", "smallest"), WHOLE),
    **dict.fromkeys(("goal", "least"), NUMBER),
}
"""By the name of a choice; all others are texts."""


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
        chosen = dict(self.options).get(name)
        return usual if chosen is None else chosen

    def one_of(self, name: str, choices: Iterable[T], usual: T) -> T:
        """A choice by name that is one of these; raises SegmentError for any other."""
        chosen, known = self.option(name, usual), tuple(choices)
        found = next((choice for choice in known if choice == chosen), None)
        if found is None:
            raise SegmentError(f"{name} is {chosen!r:.80}: choose one of {listed(known, most=99)}.")
        return found

    def check(self) -> None:
        """Raises SegmentError for two segments of one name, and for a choice of another kind than its screen takes."""
        names = [each.name for each in (*self.segments, self.baseline) if isinstance(each, Segment)]
        for name in names:
            if names.count(name) > 1:
                raise SegmentError(f"Two segments are called {name!r}: give one of them another name.")
        for name, chosen in self.options:
            kind = OPTION_KINDS.get(name, TEXT)
            if chosen is not None and not kind.fits(chosen):
                raise SegmentError(f"The recipe's {name!r} is {chosen!r:.80}: write {kind.words}.")

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
