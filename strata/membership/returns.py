"""Who started when, and on which days they came back, as statements: for charts and for a condition."""

from strata.errors import SegmentError
from strata.membership.statements import without_remarks
from strata.membership.windows import Params, end_of_data, window_bounds
from strata.model.attributes import Catalog
from strata.model.segment import ANY_EVENT, ReturnCondition, SinceJoined, Window
from strata.warehouse import Leaf, Query


def started(event: str | None, window: Window, catalog: Catalog) -> Query:
    """The statement that yields the day each user started, if it is in the window: of joining, or of a first use.

    Raises:
        SegmentError: there is no such event, or the window differs from user to user.
    """
    if isinstance(window, SinceJoined):
        raise SegmentError("People start in the same dates for everyone: give dates, or the last days.")
    start, until = window_bounds(window, catalog)
    dates: Params = (("start", start), ("until", until), ("end", end_of_data(catalog)))
    if event is None:
        return Query("reports/started_by_joining", dates)
    return Query("reports/started_by_event", (("event", catalog.event(event)), *dates))


def back(event: str, catalog: Catalog) -> Query:
    """The statement that yields the days on which users did an event, or anything; raises for an unknown one."""
    end = (("end", end_of_data(catalog)),)
    if event == ANY_EVENT:
        return Query("reports/back_by_anything", end)
    return Query("reports/back_by_event", (("back", catalog.event(event)), *end))


def return_leaf(node: ReturnCondition, catalog: Catalog) -> Leaf:
    """The statement of who came back, or did not; raises as `started` and `back` do."""
    begun, returned = started(node.after, node.within, catalog), back(node.came_back, catalog)
    known = (
        f"select user_id, start_date from ({without_remarks(begun)}) as starting "
        "where start_date + $last * interval '1' day < $end"
    )
    until = "" if node.or_later else " and returned.day <= started.start_date + $last * interval '1' day"
    came = (
        f"select started.user_id from ({known}) as started "
        f"inner join ({without_remarks(returned)}) as returned on returned.user_id = started.user_id "
        f"where returned.day >= started.start_date + $first * interval '1' day{until}"
    )
    sql = came if node.did else f"select user_id from ({known}) as started except {came}"
    days = (("first", node.first_day), ("last", node.last_day))
    return Leaf(sql, (*begun.params, *(pair for pair in returned.params if pair[0] != "end"), *days))
