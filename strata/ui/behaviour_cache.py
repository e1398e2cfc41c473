"""What the controls of the behaviour pages need to know, remembered."""

from strata.ui import cache
from strata.warehouse import Query, Warehouse


def common_events() -> tuple[str, ...]:
    """The events, those that happened most often first."""
    return cache.answer("Counting events", _common_events)


def _common_events(house: Warehouse) -> tuple[str, ...]:
    return tuple(house.run(Query("reports/common_events"))["event_name"])
