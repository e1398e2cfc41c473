"""What metrics need within the dates people look at first, summed once for everybody: tables of one row per user."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import duckdb

from strata.build.sql import quoted, statement
from strata.model.usual import RETURNS_TABLE, USUAL_TABLES, last_days

SUMMED = (*USUAL_TABLES, RETURNS_TABLE)


def write_usual(connection: duckdb.DuckDBPyConnection, done: Callable[[str], None]) -> None:
    """Writes these tables from the others and notes them in `meta`, which is written before; says which are done."""
    facts = dict(connection.execute(statement("marts/facts")).fetchall())
    end = datetime.combine(date.fromisoformat(facts["as_of"]) + timedelta(days=1), time.min)
    parts = {name: statement(f"reports/{name}") for name in ("activity", "month")}
    for table, days in USUAL_TABLES.items():
        dates = dict(zip(("start", "until"), last_days(days, end), strict=True))
        connection.execute(statement("marts/user_usual", table=quoted(table), **parts), dates)
        done(f"wrote {table.replace('_', ' ')}")
    connection.execute(statement("marts/user_returns"))
    done("wrote user returns")
    values = {"key": "usual", "value": " ".join(SUMMED)}
    connection.execute(statement("marts/meta_entry"), values)
