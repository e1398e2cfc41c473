"""Segments as sets of users beside what they are held against, for measures whose sums are made in memory."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from strata import stats
from strata.analysis.baselines import period_before
from strata.analysis.judging import Pair
from strata.analysis.leak import leaks
from strata.analysis.play import Play
from strata.membership import Library
from strata.model.metrics import Metric
from strata.model.recipe import PREVIOUS_PERIOD, Recipe
from strata.model.results import PREVIOUS, REST, Caution
from strata.model.segment import EVERYONE, All, AnyOf, Node, Not, Segment, SegmentCondition, Window
from strata.warehouse import Warehouse

Measured = Callable[[int], stats.Arm]
"""How the statistics take a set of users."""
NONE_OF_THEM = "none of these"
"""The users in none of several segments, as a group of its own."""
FEWEST = 5
"""People of a value to be shown."""
SAME_PEOPLE = "The same people may be in both periods; those without an account are treated as different people."


class Group(NamedTuple):
    """A set of users who are counted; `whom` is who they are as a condition, where a tree can say it."""

    name: str
    users: int
    whom: Node | None
    is_baseline: bool = False


def play(warehouse: Warehouse, recipe: Recipe, library: Library) -> Play:
    """The segments of a recipe and their baseline, counted; without segments, all users.

    Raises:
        SegmentError: a segment cannot be counted.
    """
    baseline = recipe.baseline if isinstance(recipe.baseline, Segment) else None
    return Play.of(warehouse, recipe.segments or (EVERYONE,), baseline, library)


def groups(chosen: Play, baseline: object) -> tuple[Group, ...]:
    """The segments, and what they are drawn beside: a segment, everyone in none of them, or nothing.

    A baseline of nobody is left out.
    """
    found = [_group(chosen, place) for place in range(len(chosen.segments))]
    if chosen.baseline:
        found.append(_group(chosen, len(chosen.segments))._replace(is_baseline=True))
    elif baseline != PREVIOUS_PERIOD:
        union = 0
        for group in found:
            union |= group.users
        known = [group.whom for group in found if group.whom is not None]
        whom = Not(AnyOf(tuple(known))) if len(known) == len(found) else None
        name = REST if len(found) == 1 else NONE_OF_THEM
        found.append(Group(name, chosen.members.population & ~union, whom, is_baseline=True))
    return tuple(group for group in found if group.users or not group.is_baseline)


def pairs(
    warehouse: Warehouse, metric: Metric, chosen: Play, now: Measured, before: Measured | None = None
) -> list[Pair]:
    """A metric of each segment beside its baseline: as `before` measures the same people, where that is given."""
    return [_pair(warehouse, metric, chosen, place, now, before) for place in range(len(chosen.segments))]


def remembered(warehouse: Warehouse, key: tuple[object, ...], users: int, make: Measured) -> stats.Arm:
    """A set of users who are counted, as a measure takes them, remembered by its key.

    The larger half of everyone is everyone without the smaller.
    """
    arm: stats.Arm | None = warehouse.digests.get((*key, users))
    if arm is not None:
        return arm
    everyone = warehouse.population
    if users != everyone and 2 * users.bit_count() > everyone.bit_count():
        smaller = remembered(warehouse, key, everyone & ~users, make)
        arm = remembered(warehouse, key, everyone, make).without(smaller)
    else:
        arm = make(users)
    warehouse.digests.put((*key, users), arm)
    return arm


def cautions(chosen: Play, place: int, *, is_unsure: bool) -> Callable[[Metric], tuple[Caution, ...]]:
    """What to know before a verdict on a segment is read, by metric; `is_unsure` is who is the same in both periods."""
    same = (Caution("general", SAME_PEOPLE),) if is_unsure else ()
    return lambda metric: (*_leaks(chosen.segments[place], metric, chosen.library), *same)


def earlier(warehouse: Warehouse, recipe: Recipe) -> Window:
    """The dates right before those of a recipe, as many of them.

    Raises:
        SegmentError: its dates have no beginning.
    """
    return period_before(recipe.window, warehouse.catalog.as_of)


def too_few(n: int, counted: str = "users") -> str | None:
    """Why the value of so many is not shown; None where they are enough."""
    if not n:
        return f"No {counted}."
    return f"Too few {counted} to show a value (n={n})." if n < FEWEST else None


def who(name: str, whom: Node | None, *conditions: Node) -> Segment | None:
    """Those of a group who meet conditions too, as a segment; None where the group cannot be said as one."""
    if whom is None:
        return None
    return Segment(name, All((*(whom.children if isinstance(whom, All) else (whom,)), *conditions)))


def described(node: Segment, library: Library) -> Node | None:
    """Who is in a segment, as a condition on users; None for one of accounts that has no name to refer to."""
    if node.of == "users":
        return node.where
    known = library.segments.get(node.name)
    return SegmentCondition(node.name) if known is not None and known.key == node.key else None


def _group(chosen: Play, place: int) -> Group:
    segment = (*chosen.segments, chosen.baseline)[place]
    if segment is None:
        raise ValueError("there is no baseline")
    users = chosen.members.segments[place] & chosen.members.population
    return Group(segment.name, users, described(segment, chosen.library))


def _pair(
    warehouse: Warehouse, metric: Metric, chosen: Play, place: int, now: Measured, before: Measured | None
) -> Pair:
    segment, (users, others) = chosen.segments[place], chosen.sides(place)
    cautions = tuple(_leaks(segment, metric, chosen.library))
    if before is None:
        arms = _side_by_side(warehouse, users, others, now)
        return Pair.of(metric, (segment.name, chosen.against), arms, (users.bit_count(), others.bit_count()), cautions)
    arms = stats.Arms(now(users), before(users))
    if arms.a.crowd.n_lone and arms.b.crowd.n_lone:
        cautions = (*cautions, Caution("general", SAME_PEOPLE))
    return Pair.of(metric, (segment.name, PREVIOUS), arms, (users.bit_count(), users.bit_count()), cautions)


def _side_by_side(warehouse: Warehouse, users: int, others: int, now: Measured) -> stats.Arms:
    both = users & others
    lone = now(both & warehouse.without_account) if both & warehouse.without_account else None
    return stats.Arms(now(users), now(others), both.bit_count(), lone if lone and lone.n else None)


def _leaks(segment: Segment, metric: Metric, library: Library) -> Iterator[Caution]:
    if leak := leaks(segment, metric, library):
        yield Caution("leak", leak.sentence)
