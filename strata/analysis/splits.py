"""Into which groups people are split: values of an attribute or of two, what they did, segments in play."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from strata.analysis.starters import persona_attribute, value_counts
from strata.errors import SegmentError
from strata.membership import Library, column, members
from strata.model.attributes import MOST_GROUPS, Attribute, Catalog
from strata.model.recipe import Recipe
from strata.model.segment import (
    All,
    AnyOf,
    AttributeCondition,
    EventCondition,
    Last,
    Node,
    Not,
    Scalar,
    Segment,
)
from strata.warehouse import Query, Warehouse

NOT_RECORDED, OTHERS, NONE_OF_THEM = "not recorded", "all others", "none of these"
SEGMENTS, DID = "segments", "did:"
"""How a recipe names the split by its segments, and by an event."""
MOST_NAMED = 12
"""Values of an attribute with many that get a group of their own."""
MOST_CROSSED = 60
DAY = timedelta(days=1)


class Side(NamedTuple):
    """A group of people: its name, who they are, the same as a segment, and its values where two are crossed."""

    name: str
    users: int
    people: Segment | None
    place: tuple[str, ...] = ()


class Value(NamedTuple):
    """A value, or values, of an attribute as a condition."""

    name: str
    where: Node


@dataclass(frozen=True, slots=True)
class Split:
    """Groups of people side by side; `is_whole` where everyone is in exactly one of them."""

    title: str
    sides: tuple[Side, ...]
    is_whole: bool
    crossed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def split(warehouse: Warehouse, recipe: Recipe, library: Library) -> Split:
    """The groups a recipe asks for: `by` names an attribute, "segments", or an event as "did:EVENT".

    Raises:
        SegmentError: there is no such attribute or event, it cannot split people, or there are no segments.
    """
    by = recipe.option("by")
    if by is None:
        usual = persona_attribute(warehouse.catalog)
        by = usual.name if usual and not recipe.segments else SEGMENTS
    if by == SEGMENTS:
        return _of_segments(warehouse, recipe.segments, library)
    if by.startswith(DID):
        return _of_event(warehouse, by.removeprefix(DID), recipe, library)
    across = recipe.option("across")
    return _crossed(warehouse, by, across, library) if across and across != by else _of_values(warehouse, by, library)


def check_split(catalog: Catalog, by: str) -> str:
    """`by` itself, if people can be split by it; raises SegmentError otherwise."""
    if by.startswith(DID):
        catalog.event(by.removeprefix(DID))
    elif by != SEGMENTS:
        catalog.attribute(by)
    return by


def lowered(title: str) -> str:
    """A label in the middle of a sentence; names with capitals inside stay as they are.

    >>> lowered("Age group"), lowered("AirTrain")
    ('age group', 'AirTrain')
    """
    return title if re.search(r"\w[A-Z]", title) else title[:1].lower() + title[1:]


def can_group(attribute: Attribute) -> bool:
    """Whether people can be grouped by an attribute at all: by its values, its most frequent ones or its quarters."""
    return not attribute.is_personal and (attribute.type in ("number", "date") or attribute.n_values >= 2)


def values(warehouse: Warehouse, attribute: Attribute) -> tuple[Value, ...]:
    """An attribute's values as conditions that leave nobody out: few values one by one, numbers and dates in quarters.

    Raises:
        SegmentError: it cannot split people.
    """
    if not can_group(attribute):
        raise SegmentError(
            f"{attribute.label} cannot split people into groups (it has {attribute.n_values:,} different values"
            f"{' and is personal' if attribute.is_personal else ''}): choose another attribute."
        )
    known = _texts(warehouse, attribute) if attribute.type in ("text", "boolean") else _quarters(warehouse, attribute)
    return (*known, Value(NOT_RECORDED, AttributeCondition(attribute.name, "is_missing")))


def _texts(warehouse: Warehouse, attribute: Attribute) -> Iterator[Value]:
    found = list(value_counts(warehouse, attribute.name))
    named = found if len(found) <= MOST_GROUPS else found[:MOST_NAMED]
    stored: list[Scalar] = [value in ("true", "yes") if attribute.type == "boolean" else value for value in named]
    for value in stored:
        shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        yield Value(shown, AttributeCondition(attribute.name, "is", (value,)))
    if len(named) < len(found):
        known, others = AttributeCondition(attribute.name, "is_known"), tuple(stored)
        yield Value(OTHERS, All((known, AttributeCondition(attribute.name, "is_not", others))))


def _quarters(warehouse: Warehouse, attribute: Attribute) -> Iterator[Value]:
    table, name = column(attribute)
    names = (("value", (table, name)), ("owner", (table,)))
    lowest = warehouse.run(Query("reports/quarters", names=names))["lowest"]
    cuts = sorted({_plain(value) for value in lowest})[1:]
    if attribute.type == "date":
        yield from _dates(attribute.name, [cut for cut in cuts if isinstance(cut, date)])
    else:
        yield from _numbers(attribute.name, [cut for cut in cuts if not isinstance(cut, date)])


def _plain(value: object) -> float | date:
    return value.date() if isinstance(value, pd.Timestamp) else float(str(value))


def _numbers(name: str, cuts: Sequence[float]) -> Iterator[Value]:
    if not cuts:
        yield Value("any number", AttributeCondition(name, "is_known"))
        return
    yield Value(f"under {cuts[0]:g}", AttributeCondition(name, "<", cuts[0]))
    for low, high in pairwise(cuts):
        inside = AttributeCondition(name, ">=", low), AttributeCondition(name, "<", high)
        yield Value(f"{low:g} to under {high:g}", All(inside))
    yield Value(f"{cuts[-1]:g} or more", AttributeCondition(name, ">=", cuts[-1]))


def _dates(name: str, cuts: Sequence[date]) -> Iterator[Value]:
    if not cuts:
        yield Value("any day", AttributeCondition(name, "is_known"))
        return
    yield Value(f"before {cuts[0]}", AttributeCondition(name, "before", cuts[0].isoformat()))
    for low, following in pairwise(cuts):
        high = following - DAY
        yield Value(f"{low} to {high}", AttributeCondition(name, "between", (low.isoformat(), high.isoformat())))
    yield Value(f"{cuts[-1]} or later", AttributeCondition(name, "after", (cuts[-1] - DAY).isoformat()))


def _of_values(warehouse: Warehouse, by: str, library: Library) -> Split:
    attribute = warehouse.catalog.attribute(by)
    sides = (
        _side(warehouse, value.name, _named(warehouse.catalog, attribute, value.name), value.where, library)
        for value in values(warehouse, attribute)
    )
    return Split(attribute.label, tuple(side for side in sides if side.users), is_whole=True)


def _crossed(warehouse: Warehouse, by: str, across: str, library: Library) -> Split:
    """Every combination of two attributes that somebody has, the largest where they are too many."""
    catalog = warehouse.catalog
    one, other = catalog.attribute(by), catalog.attribute(across)
    down, right = (
        [(value, _inside(warehouse, value.where, library)) for value in values(warehouse, attribute)]
        for attribute in (one, other)
    )
    found = [
        Side(
            f"{a.name}, {b.name}",
            in_a & in_b,
            Segment(f"{_named(catalog, one, a.name)}, {_named(catalog, other, b.name)}", All((a.where, b.where))),
            (a.name, b.name),
        )
        for a, in_a in down
        for b, in_b in right
        if in_a & in_b
    ]
    shown = sorted(found, key=lambda side: -side.users.bit_count())[:MOST_CROSSED]
    left_out = len(found) - len(shown)
    notes = (f"Only the {MOST_CROSSED} largest of {len(found)} combinations are shown.",) if left_out else ()
    title = f"{one.label} and {lowered(other.label)}"
    kept = tuple(side for side in found if side in shown)
    return Split(title, kept, is_whole=not left_out, crossed=(one.label, other.label), notes=notes)


def _of_event(warehouse: Warehouse, event: str, recipe: Recipe, library: Library) -> Split:
    """Those who did an event often enough, and those who did not."""
    times, days = int(recipe.option("at_least", 1)), recipe.option("days")
    within = Last(int(days)) if days else recipe.window
    did = EventCondition(warehouse.catalog.event(event), at_least=times, within=within)
    often = f" at least {times} times" if times > 1 else ""
    recently = f" in the last {days} days" if days else ""
    named: dict[str, Node] = {f"did {event}{often}{recently}": did, f"did not {event}{often}{recently}": Not(did)}
    sides = (_side(warehouse, name, name, where, library) for name, where in named.items())
    return Split(f"{event}{often}{recently}", tuple(side for side in sides if side.users), is_whole=True)


def _of_segments(warehouse: Warehouse, segments: Sequence[Segment], library: Library) -> Split:
    """The segments, and those in none of them; they are the whole where nobody is in two."""
    if not segments:
        raise SegmentError("There are no segments to split by: put one in play, or choose an attribute.")
    population = warehouse.population
    found = [
        Side(each.name, members(warehouse, each.where, library, of=each.of) & population, each) for each in segments
    ]
    union, n_twice = 0, 0
    for side in found:
        n_twice += (union & side.users).bit_count()
        union |= side.users
    rest = population & ~union
    if rest:
        found.append(Side(NONE_OF_THEM, rest, _outside(segments)))
    notes = (f"{n_twice:,} people are in several of these segments, so their pulls do not add up.",) if n_twice else ()
    return Split("segment", tuple(found), is_whole=not n_twice, notes=notes)


def _outside(segments: Sequence[Segment]) -> Segment | None:
    """Who is in none of some segments; None among segments of accounts, which are no conditions on users."""
    if any(each.of == "accounts" for each in segments):
        return None
    return Segment("None of these", Not(AnyOf(tuple(each.where for each in segments))))


def _side(warehouse: Warehouse, name: str, longer: str, where: Node, library: Library) -> Side:
    return Side(name, _inside(warehouse, where, library), Segment(longer, where))


def _inside(warehouse: Warehouse, where: Node, library: Library) -> int:
    return members(warehouse, where, library) & warehouse.population


def _named(catalog: Catalog, attribute: Attribute, value: str) -> str:
    """What a segment of one value is called: the value alone for the attribute people are told apart by."""
    return value if attribute.name == catalog.persona and value != NOT_RECORDED else f"{attribute.label}: {value}"
