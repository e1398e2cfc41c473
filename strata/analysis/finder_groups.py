"""The groups a search for gaps tries: values of attributes, how often people did things, stages of the life cycle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from strata.analysis.leak import leaks
from strata.analysis.splits import NOT_RECORDED, OTHERS, values
from strata.membership import event_bounds, members
from strata.model.attributes import MOST_GROUPS, Attribute, Catalog
from strata.model.finder import Sort
from strata.model.metrics import Metric
from strata.model.segment import (
    LIFECYCLE,
    All,
    AttributeCondition,
    EventCondition,
    LifecycleCondition,
    Node,
    Not,
    Segment,
    Window,
)
from strata.warehouse import Query, Warehouse

TIMES = (1, 3, 10)
"""From how many times on someone did a thing once or twice, several times, often."""
MOST_EVENTS = 60
TENURE = (("under 3 months", 90), ("3 to 12 months", 365), ("1 to 2 years", 730))
"""Up to how many days ago people joined; whoever joined earlier is a group of their own."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who have one thing in common, e.g. one value of an attribute."""

    name: str
    where: Node

    @property
    def segment(self) -> Segment:
        """The same people as a segment that can be opened and saved."""
        return Segment(self.name, self.where)


@dataclass(frozen=True, slots=True)
class Divide:
    """One thing that divides people into groups, nobody being in two of them."""

    name: str
    label: str
    sort: Sort
    groups: tuple[Group, ...]


@dataclass(frozen=True, eq=False)
class Placed:
    """A divide, and where people are in it.

    Attributes:
        divide: What divides them.
        place: Of each answer the place of its group; -1 where it is in none.
        users: How many of those who are counted are in each group, whether or not they answered.
    """

    divide: Divide
    place: NDArray[np.int16]
    users: tuple[int, ...] = ()

    @classmethod
    def of(cls, warehouse: Warehouse, divide: Divide, answered: NDArray[np.intp], window: Window) -> Self:
        """The divide of the users who answered, in their order; what they did is counted in the window."""
        everyone = _by_times(warehouse, divide, window) if divide.sort == "behaviour" else _by_rule(warehouse, divide)
        counted = everyone[warehouse.user_flags(warehouse.population)]
        users = np.bincount(counted + 1, minlength=len(divide.groups) + 1)[1:]
        return cls(divide, everyone[answered], tuple(users.tolist()))


def _by_rule(warehouse: Warehouse, divide: Divide) -> NDArray[np.int16]:
    """Per user the place of the group whose rule he meets."""
    place = np.full(warehouse.n_users, -1, dtype=np.int16)
    for i, group in enumerate(divide.groups):
        place[warehouse.user_flags(members(warehouse, group.where))] = i
    return place


def _by_times(warehouse: Warehouse, divide: Divide, window: Window) -> NDArray[np.int16]:
    """Per user the place of the group by how often he did the event: what its rules say, counted once for all."""
    bounds = zip(("start", "until"), event_bounds(window, warehouse.catalog), strict=True)
    query = Query("reports/times_done", (("event", divide.name), *bounds))
    times: NDArray[np.uint8] | None = warehouse.digests.get(query)
    if times is None:
        found = warehouse.arrays(query)
        times = np.zeros(warehouse.n_users, dtype=np.uint8)
        times[found["user_id"]] = found["times"]
        warehouse.digests.put(query, times)
    return np.searchsorted(TIMES, np.arange(256), side="right").astype(np.int16)[times]


def divides(warehouse: Warehouse, metric: Metric, window: Window) -> Iterator[Divide]:
    """Everything that may divide people, without what the metric is made of.

    Of a metric of accounts only what accounts have is tried: their users differ in everything else.
    """
    is_of_users, catalog = metric.per == "user", warehouse.catalog
    found = _attributes(warehouse, catalog, is_of_users=is_of_users)
    yield from _without_leaks(found, metric)
    if is_of_users:
        yield from behaviours(warehouse, metric, window)
        yield from _without_leaks(_stages(catalog), metric)


def behaviours(warehouse: Warehouse, metric: Metric, window: Window) -> Iterator[Divide]:
    """How often people did each of the most frequent events, without what the metric is made of."""
    return _without_leaks(_behaviours(warehouse, window), metric)


def _without_leaks(found: Iterable[Divide], metric: Metric) -> Iterator[Divide]:
    for divide in found:
        groups = tuple(group for group in divide.groups if not _is_leak(group, metric))
        if groups:
            yield Divide(divide.name, divide.label, divide.sort, groups)


def _attributes(warehouse: Warehouse, catalog: Catalog, *, is_of_users: bool) -> list[Divide]:
    return [
        _attribute(warehouse, each)
        for each in catalog.attributes
        if _is_usable(each) and (is_of_users or each.owner == "account")
    ] + ([_tenure()] if is_of_users else [])


def _is_usable(attribute: Attribute) -> bool:
    """Whether its values are groups worth trying: few texts, or numbers in quarters."""
    is_number = attribute.type == "number" and not attribute.is_personal and attribute.n_values > 1
    return attribute.can_split or is_number


def _attribute(warehouse: Warehouse, attribute: Attribute) -> Divide:
    named = [each for each in values(warehouse, attribute) if each.name not in (NOT_RECORDED, OTHERS)]
    groups = tuple(Group(_name(warehouse.catalog, attribute, each.name), each.where) for each in named[:MOST_GROUPS])
    return Divide(attribute.name, attribute.label, "attribute", groups)


def _name(catalog: Catalog, attribute: Attribute, value: str) -> str:
    """The value alone for the attribute people are told apart by."""
    return value if attribute.name == catalog.persona else f"{attribute.label}: {value}"


def _tenure() -> Divide:
    known = AttributeCondition("joined_at", "is_known")
    ends = (*(AttributeCondition("joined_at", "in_the_last", days) for _, days in TENURE), known)
    names = (*(name for name, _ in TENURE), f"over {TENURE[-1][0].rpartition(' to ')[2]}")
    inside: list[Node] = [ends[0], *(All((end, Not(earlier))) for earlier, end in pairwise(ends))]
    groups = (Group(f"Joined {name} ago", where) for name, where in zip(names, inside, strict=True))
    return Divide("joined_at", "Time since joining", "attribute", tuple(groups))


def _behaviours(warehouse: Warehouse, window: Window) -> Iterator[Divide]:
    for event in common_events(warehouse):
        yield Divide(event, event, "behaviour", tuple(_bands(event, window)))


def common_events(warehouse: Warehouse) -> tuple[str, ...]:
    """The events that happened most often."""
    if not warehouse.catalog.events:
        return ()
    return tuple(warehouse.run(Query("reports/common_events"))["event_name"][:MOST_EVENTS])


def _bands(event: str, window: Window) -> Iterator[Group]:
    once, several, often = TIMES

    def did(at_least: int) -> Node:
        return EventCondition(event, at_least=at_least, within=window)

    def up_to(at_most: int) -> Node:
        return EventCondition(event, at_most=at_most, within=window)

    yield Group(f"Never did {event}", EventCondition(event, did=False, within=window))
    yield Group(f"Did {event} {once} to {several - 1} times", up_to(several - 1))
    yield Group(f"Did {event} {several} to {often - 1} times", All((did(several), up_to(often - 1))))
    yield Group(f"Did {event} {often} times or more", did(often))


def _stages(catalog: Catalog) -> Iterator[Divide]:
    if catalog.events:
        groups = tuple(Group(f"Stage: {stage}", LifecycleCondition(stage)) for stage in LIFECYCLE)
        yield Divide("life cycle", "Life cycle", "life cycle", groups)


def _is_leak(group: Group, metric: Metric) -> bool:
    found = leaks(group.segment, metric)
    return found is not None and found.strength == "strong"
