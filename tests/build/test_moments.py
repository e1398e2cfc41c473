"""How cells are read as numbers, flags and dates."""

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest

from strata.build.stage import prepare


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'America/New_York'")
        prepare(opened)
        yield opened


def read(connection, macro, cell):
    return connection.execute(f"select {macro}($cell)", {"cell": cell}).fetchall()[0][0]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-01-15", datetime(2024, 1, 15)),
        ("2024/1/5", datetime(2024, 1, 5)),
        ("2024-01-15 10:00", datetime(2024, 1, 15, 10)),
        ("2024-01-15T10:00:00.5", datetime(2024, 1, 15, 10, 0, 0, 500_000)),
        ("2024-01-15T10:00:00Z", datetime(2024, 1, 15, 5)),
        ("2024-07-15T10:00:00Z", datetime(2024, 7, 15, 6)),
        ("2024-01-15 10:00:00+02:00", datetime(2024, 1, 15, 3)),
        ("2024-01-15 10:00:00-05", datetime(2024, 1, 15, 10)),
        ("2024-01-15 10:00:00 UTC", datetime(2024, 1, 15, 5)),
        ("24 October 2011", datetime(2011, 10, 24)),
        ("Oct 24, 2011", datetime(2011, 10, 24)),
        ("24-Oct-2011", datetime(2011, 10, 24)),
        ("Oct 24 2011 3:05 PM", datetime(2011, 10, 24, 15, 5)),
        ("1705312800", datetime(2024, 1, 15, 5)),
        ("1705312800000", datetime(2024, 1, 15, 5)),
        ("20240115", datetime(2024, 1, 15)),
        ("2024-01-15T10:00:00+0200", datetime(2024, 1, 15, 3)),
        ("2024-01-15 10:00 GMT", datetime(2024, 1, 15, 5)),
        ("2024-01-15 10:00:00 PM", None),
        ("2024-01-15 10:00 PM", None),
        ("2024-01-15 10:00:00 EST", None),
        ("2024-01-15 10:00:00 GMT+2", None),
        ("2024-01-15 10:00:00 GMT-05", None),
        ("2024-01-15 10:00:00-02", datetime(2024, 1, 15, 7)),
        ("2024-01-15-05", None),
        ("2024-01-15 10:00:00 BC", None),
        ("2024-01-15 (BC)", None),
        ("2024-02-30", None),
        ("01/02/2024", None),
        ("0001-01-01", None),
        ("infinity", None),
        ("epoch", None),
        ("2024", None),
        ("last Tuesday", None),
        (None, None),
    ],
)
def test_as_moment(connection, cell, moment):
    assert read(connection, "as_moment", cell) == moment


@pytest.mark.parametrize(
    ("cell", "month_first", "day_first"),
    [
        ("01/02/2024", datetime(2024, 1, 2), datetime(2024, 2, 1)),
        ("31.12.2024", None, datetime(2024, 12, 31)),
        ("12/31/1899 02:00:00 PM", datetime(1899, 12, 31, 14), None),
        ("2024-01-15", datetime(2024, 1, 15), datetime(2024, 1, 15)),
        (None, None, None),
    ],
)
def test_as_moment_by_the_order_of_the_column(connection, cell, month_first, day_first):
    assert read(connection, "as_moment_month_first", cell) == month_first
    assert read(connection, "as_moment_day_first", cell) == day_first


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1.0),
        ("-1.50", -1.5),
        (".5", 0.5),
        ("+3.", 3.0),
        ("2e3", 2000.0),
        ("1,751", None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("0x10", None),
        ("", None),
        (None, None),
    ],
)
def test_as_number(connection, cell, number):
    assert read(connection, "as_number", cell) == number


@pytest.mark.parametrize(
    ("cell", "boolean", "flag"),
    [("True", True, True), ("no", False, False), ("F", False, False), ("1", None, True), ("x", None, None)],
)
def test_as_boolean_and_as_flag(connection, cell, boolean, flag):
    assert read(connection, "as_boolean", cell) is boolean
    assert read(connection, "as_flag", cell) is flag


@pytest.mark.parametrize(("cell", "text"), [(" a b\t", "a b"), ("\xa0\n", None), ("", None), ("None", "None")])
def test_as_text(connection, cell, text):
    assert read(connection, "as_text", cell) == text
