"""Staging tables -> the physical warehouse, with its catalog and the account of the load."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import duckdb

from strata.build.issues import remedy
from strata.build.kinds import inferred_kind, looks_personal
from strata.build.plan import Planned
from strata.build.report import Took
from strata.build.sql import quoted, statement
from strata.build.usual import SUMMED
from strata.model.attributes import AttributeType
from strata.model.results import LoadedFile, LoadIssue

MARTS = (
    "accounts",
    "events",
    "users",
    "user_day",
    "user_week",
    "responses",
    "tickets",
    "subscriptions",
    "subscription_changes",
    "assignments",
)
"""In the order in which they are made: users know when they were seen, so events come before them."""

_COUNTED = ("users", "accounts", "events", "responses")


def write_catalog(
    connection: duckdb.DuckDBPyConnection, attributes: Iterable[Planned], types: Mapping[str, AttributeType]
) -> None:
    """Writes the tables `attributes` and `attribute_values`."""
    connection.execute(statement("marts/attributes"))
    connection.execute(statement("marts/attribute_values"))
    for position, one in enumerate(attributes, start=1):
        spec, type_, column = one.spec, types[one.name], quoted(one.name)
        values = {
            "name": one.name,
            "label": spec.label or one.column,
            "kind": spec.kind or inferred_kind(one.name, one.owner),
            "type": type_,
            "owner": one.owner,
            "is_personal": looks_personal(one.name, one.owner) if spec.is_personal is None else spec.is_personal,
            "position": position,
        }
        connection.execute(statement("marts/attribute", column=column, table=f"{one.owner}s"), values)
        if type_ in ("text", "boolean"):
            connection.execute(statement(f"marts/{one.owner}_values", column=column), {"name": one.name})


def write_account(connection: duckdb.DuckDBPyConnection, files: Iterable[LoadedFile]) -> tuple[LoadIssue, ...]:
    """Writes the tables `load_files`, `load_issues` and `load_rejects` and returns the issues."""
    for name in ("load_files", "load_issues", "load_rejects"):
        connection.execute(statement(f"marts/{name}"))
    for file in files:
        values = {
            "table": file.table,
            "file": file.file,
            "rows_read": file.rows_read,
            "rows_kept": file.rows_kept,
            "rows_rejected": file.rows_rejected,
        }
        connection.execute(statement("marts/load_file"), values)
    issues = tuple(_issue(row) for row in connection.execute(statement("staging/issues")).fetchall())
    for issue in issues:
        values = {
            "table": issue.table,
            "file": issue.file,
            "severity": issue.severity,
            "reason": issue.reason,
            "n_rows": issue.n_rows,
            "example_row": issue.example_row,
            "example_value": issue.example_value,
            "remedy": issue.remedy,
        }
        connection.execute(statement("marts/load_issue"), values)
    return issues


def write_meta(connection: duckdb.DuckDBPyConnection, facts: Mapping[str, str | None]) -> None:
    """Writes the table `meta`: the given facts and the number of rows of the main tables."""
    connection.execute(statement("marts/meta"))
    counts = {f"n_{table}": str(_count(connection, table)) for table in _COUNTED}
    for key, value in {**facts, **counts, "schema_version": "1"}.items():
        connection.execute(statement("marts/meta_entry"), {"key": key, "value": value})


def write_cost(connection: duckdb.DuckDBPyConnection, took: Iterable[Took]) -> None:
    """Writes the tables `load_steps` and `load_tables`: seconds per step, and rows and megabytes per table."""
    for name in ("load_steps", "load_tables"):
        connection.execute(statement(f"marts/{name}"))
    for position, one in enumerate(took, start=1):
        values = {"position": position, "step": one.step, "seconds": one.seconds}
        connection.execute(statement("marts/load_step"), values)
    connection.execute("checkpoint")
    for table in (*MARTS, *SUMMED):
        connection.execute(statement("marts/load_table", table=quoted(table)), {"table": table})


def last_date(connection: duckdb.DuckDBPyConnection, *, now: datetime) -> date:
    """Returns the last date in the data that is not after `now`; the date of `now` where nothing has one."""
    found = connection.execute(statement("staging/span"), {"now": now}).fetchall()[0][0]
    return found if isinstance(found, date) else now.date()


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(statement("staging/count", table=quoted(table))).fetchall()[0][0])


def _issue(row: tuple[Any, ...]) -> LoadIssue:
    table, file, severity, reason, n_rows, example_row, key, value = row
    return LoadIssue(
        table=table,
        file=file,
        severity=severity,
        reason=reason,
        n_rows=n_rows,
        example_row=example_row or None,
        example_value=value,
        remedy=remedy(reason, key=key, value=value, row=example_row or None),
    )
