"""Funnels as statements, one a step over the one before: for charts, which keep each, and nested for a condition."""

from strata.errors import SegmentError
from strata.membership.statements import without_remarks
from strata.membership.windows import Params, end_of_data, window_bounds
from strata.model.attributes import Catalog
from strata.model.segment import FunnelCondition, SinceJoined
from strata.warehouse import Leaf, Query

FIRST, WITHOUT, NEXT = "reports/funnel_first", "reports/funnel_without", "reports/funnel_next"


def funnel_steps(funnel: FunnelCondition, catalog: Catalog) -> tuple[Query, ...]:
    """For each step the statement that yields who did it and when; the rows of the step before are kept.

    Raises:
        SegmentError: a step names an event that is not loaded, or the dates differ from user to user.
    """
    begun, *later = funnel.funnel
    found = [Query(FIRST, (("event", catalog.event(begun)), *_dates(funnel, catalog)))]
    if funnel.exclude:
        found = [_over(found[0], WITHOUT, catalog.event(funnel.exclude))]
    for event in later:
        found.append(_over(found[-1], NEXT, catalog.event(event)))
    return tuple(found)


def funnel_leaf(funnel: FunnelCondition, catalog: Catalog) -> Leaf:
    """The statement of who came as far as the step, or no further; raises as `funnel_steps` does."""
    sql = f"select user_id from ({_nested(funnel, funnel.reached)})"
    if funnel.stopped and funnel.reached < len(funnel.funnel):
        sql += f" except select user_id from ({_nested(funnel, funnel.reached + 1)})"
    named = {_name(place): event for place, event in enumerate((funnel.exclude, *funnel.funnel)) if event}
    values = tuple((name, catalog.event(event)) for name, event in named.items())
    return Leaf(sql, (*values, *_dates(funnel, catalog)))


def _over(before: Query, name: str, event: str) -> Query:
    return Query(name, (("event", event),), kept=(("before", (before,)),))


def _nested(funnel: FunnelCondition, reached: int) -> str:
    """The statement of a step with those of the steps before it inside; the excluded event has the number 0."""
    names = (FIRST, *((WITHOUT,) if funnel.exclude else ()), *(NEXT for _ in range(reached - 1)))
    places = (1, *((0,) if funnel.exclude else ()), *range(2, reached + 1))
    text = ""
    for name, place in zip(names, places, strict=True):
        text = without_remarks(Query(name)).replace("$event", f"${_name(place)}").replace("{{ before }}", text)
    return text


def _name(place: int) -> str:
    return f"event_{place}"


def _dates(funnel: FunnelCondition, catalog: Catalog) -> Params:
    if isinstance(funnel.within, SinceJoined):
        raise SegmentError("A funnel begins in the same dates for everyone: give dates, or the last days.")
    start, until = window_bounds(funnel.within, catalog)
    return ("start", start), ("until", until), ("end", end_of_data(catalog)), ("days", funnel.days)
