"""What a condition can be about beyond the catalog, and the values it can be compared with."""

from typing import NamedTuple

from strata.model.segment import ANY_EVENT
from strata.warehouse import Query, Warehouse

MOST_SHOWN = 50
"""Values a list shows at once; the others are found by searching."""


class Offered(NamedTuple):
    """What the tables about accounts and answers hold; the names with the most rows first."""

    plans: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    commented: tuple[str, ...] = ()
    """The surveys whose answers carry comments."""
    has_tickets: bool = False
    has_renewals: bool = False


class Values(NamedTuple):
    """The most frequent values that contain what was searched, each with its count, and how many there are in all."""

    counts: tuple[tuple[str, int], ...] = ()
    total: int = 0


def offered(warehouse: Warehouse) -> Offered:
    """What conditions on plans, changes, renewals, tickets and comments can ask about."""
    rows = warehouse.run(Query("reports/offered"))
    found = list(zip(rows["thing"], rows["name"], strict=True))

    def names(thing: str) -> tuple[str, ...]:
        return tuple(str(name) for each, name in found if each == thing)

    return Offered(names("plan"), names("change"), names("comment"), bool(names("ticket")), bool(names("renewal")))


def attribute_values(warehouse: Warehouse, attribute: str, search: str = "", *, most: int = MOST_SHOWN) -> Values:
    """The values of a text or yes/no attribute that contain a text in any case, by how many users have them."""
    params = (("attribute", attribute), ("search", search), ("most", most))
    return _values(warehouse, Query("reports/attribute_values_like", params))


def property_values(warehouse: Warehouse, event: str, name: str, search: str = "", *, most: int = MOST_SHOWN) -> Values:
    """The values of a property that contain a text in any case, by how many events of the kind have them.

    Raises:
        SegmentError: there is no such event or property.
    """
    known = warehouse.catalog.property(name)
    event_name = event if event == ANY_EVENT else warehouse.catalog.event(event)
    params = (("event", event_name), ("search", search), ("most", most))
    column = (("column", ("events", known.name)),)
    return _values(warehouse, Query("reports/property_values", params, column))


def _values(warehouse: Warehouse, query: Query) -> Values:
    rows = warehouse.run(query)
    counted = zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)
    return Values(tuple((str(value), int(n)) for value, n in counted), int(rows["n_values"].max()) if len(rows) else 0)
