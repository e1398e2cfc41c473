"""What people do right after something, or right before it, as statements: for charts and for a condition."""

from strata.errors import SegmentError
from strata.membership.statements import without_remarks
from strata.membership.windows import end_of_data, window_bounds
from strata.model.attributes import Catalog
from strata.model.segment import PathCondition, SinceJoined
from strata.warehouse import Leaf, Query

SIDES = {
    False: ("reports/path_begun_after", "reports/around_after"),
    True: ("reports/path_begun_before", "reports/around_before"),
}
"""The statements of who begins and of what lies around, by whether a path goes backwards."""


def path_begun(path: PathCondition, catalog: Catalog) -> Query:
    """The statement that yields who did the first event of a path, and when.

    Raises:
        SegmentError: there is no such event, or the dates differ from user to user.
    """
    if isinstance(path.within, SinceJoined):
        raise SegmentError("A path begins in the same dates for everyone: give dates, or the last days.")
    start, until = window_bounds(path.within, catalog)
    dates = (("start", start), ("until", until), ("end", end_of_data(catalog)), ("days", path.days))
    return Query(SIDES[path.backwards][0], (("event", catalog.event(path.path[0])), *dates))


def path_around(path: PathCondition, catalog: Catalog) -> Query:
    """The statement that yields what users did near that event, and how far away; raises as `path_begun` does."""
    begun = path_begun(path, catalog)
    dates = tuple((name, value) for name, value in begun.params if name != "event")
    return Query(SIDES[path.backwards][1], dates, parts=(("begun", begun),))


def path_steps(path: PathCondition, catalog: Catalog, *, steps: int) -> Query:
    """The statement that yields what users did next, up to so many steps; raises as `path_begun` does."""
    around = path_around(path, catalog)
    return Query("reports/path_steps", (("event", path.path[0]), ("steps", steps)), parts=(("around", around),))


def path_leaf(path: PathCondition, catalog: Catalog) -> Leaf:
    """The statement of who went a path; raises as `path_begun` does."""
    others = tuple(catalog.event(event) for event in path.path[1:])
    begun, found = path_begun(path, catalog), path_steps(path, catalog, steps=len(others) + 1)
    sql = f"select user_id from ({without_remarks(begun)}) as begun"
    steps = without_remarks(found)
    named = tuple((f"event_{place}", event) for place, event in enumerate(others, 1))
    for place in range(1, len(others) + 1):
        sql += (
            f" intersect select user_id from ({steps}) as s{place} where step = {place} and event_name = $event_{place}"
        )
    if path.ends:
        sql += f" except select user_id from ({steps}) where step = {len(others) + 1}"
    return Leaf(sql, (*found.bound.items(), *named))
