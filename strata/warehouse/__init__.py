"""The only door to DuckDB at query time: see `door`."""

from strata.warehouse.door import MOST_SEGMENTS, Warehouse
from strata.warehouse.files import POINTER, current_file
from strata.warehouse.query import Leaf, Members, Query, Times, quoted
from strata.warehouse.roll import Places, Roll
from strata.warehouse.watch import WATCH, Watch

__all__ = [
    "MOST_SEGMENTS",
    "POINTER",
    "WATCH",
    "Leaf",
    "Members",
    "Places",
    "Query",
    "Roll",
    "Times",
    "Warehouse",
    "Watch",
    "current_file",
    "quoted",
]
