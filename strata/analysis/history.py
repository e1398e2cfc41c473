"""How large a segment was on earlier days, as far as the data can tell."""

from collections.abc import Sequence
from datetime import date, timedelta

from strata.membership import NO_LIBRARY, Library, count_accounts, members
from strata.model.results import History, SizeOn
from strata.model.segment import AttributeCondition, Segment, SegmentCondition, UsersCondition, leaves
from strata.warehouse import Warehouse

ALWAYS_AS_TODAY = "Attributes are known only as they are today, so past sizes use today's values of them."
MONTHS = 12


def history(
    warehouse: Warehouse, segment: Segment, library: Library = NO_LIBRARY, *, days: Sequence[date] | None = None
) -> History:
    """Users and accounts at the end of each day; by default the last day of data and eleven month ends before it.

    Raises:
        SegmentError: the segment cannot be counted.
    """
    chosen = sorted(days) if days else month_ends(warehouse.catalog.as_of)
    points = []
    for day in chosen:
        users = members(warehouse, segment.where, library, of=segment.of, as_of=day) & warehouse.population
        points.append(SizeOn(day.isoformat(), users.bit_count(), count_accounts(warehouse, users)))
    return History(segment.name, tuple(points), ALWAYS_AS_TODAY if _asks_attributes(segment, library) else None)


def month_ends(last: date, *, months: int = MONTHS) -> list[date]:
    """The last day itself and the month ends before it, oldest first."""
    days = [last]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def _asks_attributes(segment: Segment, library: Library) -> bool:
    for leaf in leaves(segment.where):
        match leaf:
            case AttributeCondition("joined_at"):
                continue
            case AttributeCondition() | UsersCondition():
                return True
            case SegmentCondition(name):
                inner, rest = library.enter(name)
                if _asks_attributes(inner, rest):
                    return True
    return False
