"""A review pack: charts and tables in an order, each with a headline and a comment, made again from fresh data.

Saved segments stand in an item by id and version, as they do in links; all others are written out in full.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from strata.errors import SegmentError
from strata.model.exhibit import Exhibit
from strata.model.recipe import Recipe, parse_recipe
from strata.model.segment import Segment

SAVED, VERSION, NAME = "saved", "version", "name"
"""The keys of a segment that is written as a version of a saved one."""


class Pinned(NamedTuple):
    """A segment as it was at one version."""

    id: str
    version: int


Resolve = Callable[[Pinned], Segment]
"""Gives the segment that was saved as a version; raises a StrataError when it is gone."""


@dataclass(frozen=True, slots=True)
class Item:
    """One chart or table of a review.

    Attributes:
        asked: The recipe it is made from, as JSON text.
        exhibit: The key of the exhibit among those the recipe makes.
        title: What the exhibit was called when it was put in.
        headline: What to say of it in the review; empty shows the exhibit's own title.
        comment: What else to say of it.
    """

    asked: str
    exhibit: str
    title: str
    headline: str = ""
    comment: str = ""

    @property
    def key(self) -> str:
        """Short text that is the same as long as the same thing is asked, whatever is said of it."""
        return hashlib.sha256(f"{self.exhibit}\n{self.asked}".encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.headline or self.title

    @property
    def pins(self) -> tuple[Pinned, ...]:
        """The versions of saved segments it is about; none where it is damaged."""
        return tuple(_pinned(each) for each in _written(self.asked) if _is_pin(each))

    def as_json(self) -> dict[str, str]:
        """The item as JSON values; `parse_items` reads it back."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def item(recipe: Recipe, exhibit: str, *, title: str, pins: Mapping[str, Pinned]) -> Item:
    """The item that shows one exhibit of a recipe, by its key; segments whose names are in `pins` stay saved ones."""
    document = recipe.as_json()
    document["segments"] = [_reference(each, pins) for each in document["segments"]]
    if isinstance(document["baseline"], Mapping):
        document["baseline"] = _reference(document["baseline"], pins)
    return Item(json.dumps(document), exhibit, title)


def recipe_of(asked: Item, resolve: Resolve) -> Recipe:
    """The recipe an item is made from.

    Raises:
        SegmentError: the item is damaged.
        StrataError: a saved segment in it is gone.
    """
    origin = f"The item {asked.name!r:.80}"
    try:
        document = json.loads(asked.asked)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SegmentError(f"{origin} is damaged: take it out of the review and add it again.") from error
    if isinstance(document, dict) and isinstance(document.get("segments", []), list):
        document["segments"] = [_in_full(each, resolve) for each in document.get("segments", [])]
        document["baseline"] = _in_full(document.get("baseline"), resolve)
    return parse_recipe(document, origin=origin)


def parse_items(document: object) -> tuple[Item, ...]:
    """The items of a review in a decoded JSON document; what cannot be read stands there as a damaged item."""
    return without_twins(map(_parse_item, document)) if isinstance(document, list) else (DAMAGED,)


def told(exhibit: Exhibit, asked: Item) -> Exhibit:
    """The exhibit as the review tells it: under its headline, its comment first."""
    own = (f"Chart: {exhibit.title}",) if asked.headline and asked.headline != exhibit.title else ()
    said = tuple(line.strip() for line in asked.comment.splitlines() if line.strip())
    return replace(
        exhibit, title=asked.name, findings=(*said, *exhibit.findings), notes=(*own, *exhibit.notes), key=asked.key
    )


def repinned(asked: Item, versions: Mapping[str, int]) -> Item:
    """The item about other versions of its saved segments, by their ids; those not named stay."""
    document = json.loads(asked.asked)
    for each in [*document.get("segments", []), document.get("baseline")]:
        if isinstance(each, dict) and _is_pin(each):
            each[VERSION] = versions.get(each[SAVED], each[VERSION])
    return replace(asked, asked=json.dumps(document))


def moved(items: Sequence[Item], key: str, step: int) -> tuple[Item, ...]:
    """The items with one of them so many places further down, or up where `step` is negative; never past an end."""
    place = next(place for place, each in enumerate(items) if each.key == key)
    others = [each for each in items if each.key != key]
    others.insert(min(max(place + step, 0), len(others)), items[place])
    return tuple(others)


def without_twins(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, of several that ask the same the first."""
    found: dict[str, Item] = {}
    for each in items:
        found.setdefault(each.key, each)
    return tuple(found.values())


DAMAGED = Item("", "", "Damaged item")


def _parse_item(document: object) -> Item:
    names = [field.name for field in fields(Item)]
    if not isinstance(document, Mapping) or not all(isinstance(document.get(name), str) for name in names):
        return DAMAGED
    return Item(**{name: document[name] for name in names})


def _reference(segment: Mapping[str, Any], pins: Mapping[str, Pinned]) -> Mapping[str, Any]:
    pin = pins.get(segment[NAME])
    return {SAVED: pin.id, VERSION: pin.version, NAME: segment[NAME]} if pin else segment


def _in_full(written: object, resolve: Resolve) -> object:
    if not isinstance(written, Mapping) or not _is_pin(written):
        return written
    found = resolve(_pinned(written)).as_json()
    return found | {NAME: written[NAME]} if isinstance(written.get(NAME), str) else found


def _is_pin(written: Mapping[str, Any]) -> bool:
    return isinstance(written.get(SAVED), str) and isinstance(written.get(VERSION), int)


def _pinned(written: Mapping[str, Any]) -> Pinned:
    return Pinned(written[SAVED], written[VERSION])


def _written(asked: str) -> Iterator[Mapping[str, Any]]:
    """The segments and the baseline as an item writes them."""
    try:
        document = json.loads(asked)
    except (json.JSONDecodeError, RecursionError):
        return
    if isinstance(document, dict):
        segments = document.get("segments")
        for each in [*(segments if isinstance(segments, list) else []), document.get("baseline")]:
            if isinstance(each, Mapping):
                yield each
