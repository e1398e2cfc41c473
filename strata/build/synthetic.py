"""A large made-up warehouse, drawn inside DuckDB, to measure on: the same for the same seed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from strata.build.folder import building, locked, new_version, publish
from strata.build.marts import MARTS, write_account, write_catalog, write_cost, write_meta
from strata.build.plan import Planned
from strata.build.project import AttributeSpec
from strata.build.report import Progress, Steps
from strata.build.sql import statement
from strata.build.stage import check, pick, prepare
from strata.build.tables import TABLES
from strata.build.usual import SUMMED, write_usual
from strata.errors import LoadError
from strata.model.attributes import AttributeType, Owner

PROJECT = "Synthetic"
"""How the project of every such warehouse is called; nothing else should be."""
DAYS = 730
USERS_PER_ACCOUNT = 5.5
MOST_EVENTS = 2_000_000_000
DRAWN = ("uniform", "normal", "accounts", "users", "activity", "sessions", "responses", "events")
"""Statements of queries/synthetic, in the order in which they need one another."""
NOT_DRAWN = ("tickets", "subscriptions", "subscription_changes", "assignments")

ATTRIBUTES: tuple[tuple[str, Owner, AttributeType], ...] = (
    ("role", "user", "text"),
    ("team_size", "user", "number"),
    ("newsletter", "user", "boolean"),
    ("plan", "account", "text"),
    ("region", "account", "text"),
    ("industry", "account", "text"),
    ("seats", "account", "number"),
)


def event_name(popularity: int) -> str:
    """Returns the name of the event that is the `popularity`-th most frequent, from 1 to 200."""
    return f"event_{100 + popularity * 73 % 200}"


def synthesise(
    warehouse: Path,
    *,
    users: int,
    events: int,
    seed: int,
    now: datetime,
    report: Callable[[Progress], None] = lambda progress: None,
    memory: str = "8GB",
) -> Path:
    """Returns the file of a new current version in the folder `warehouse`: two years that end yesterday.

    Two hundred events by Zipf's law, lognormally busy users who work in sessions on weekdays and may leave, accounts
    of very different sizes, NPS answers of 15 % of users. As many users and events as asked for, to the last one.
    `now` needs a time zone; `memory` is what the drawing may take before it writes to disk.

    Raises:
        LoadError: there is nothing to draw, no space, or another load into the folder is running.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    if not 1 <= users <= events <= MOST_EVENTS:
        raise LoadError(f"{users:,} users and {events:,} events cannot be drawn: at least 1 user, and 1 event a user.")
    today = now.astimezone(UTC).date()
    with locked(warehouse):
        version = new_version(now)
        with _opened(building(warehouse, version), memory, seed) as connection:
            steps = _draw(connection, users, events, today, report)
            facts = {"version": version, "loaded_at": now.astimezone(UTC).isoformat(timespec="seconds")}
            _describe(connection, facts, today)
            write_usual(connection, steps.done)
            write_cost(connection, steps.took)
        return publish(warehouse, version)


def _draw(
    connection: duckdb.DuckDBPyConnection, users: int, events: int, today: date, report: Callable[[Progress], None]
) -> Steps:
    midnight = datetime.combine(today, time.min)
    accounts = max(1, round(users / USERS_PER_ACCOUNT))
    values = {"users": users, "accounts": accounts, "events": events, "days": DAYS, "end": midnight}
    marts = [name for name in MARTS if name != "events"]
    names = [f"synthetic/{name}" for name in DRAWN] + [f"marts/{name}" for name in marts]
    steps = Steps(report, len(names) + len(SUMMED))
    for name in names:
        _run(connection, name, values)
        if name == "synthetic/users":
            _leave_empty(connection, midnight)
        steps.done(name.rpartition("/")[2].replace("_", " "))
    return steps


def _leave_empty(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Prepares the tables for which nothing is drawn as the loader does for a project without them."""
    prepare(connection)
    for table in TABLES:
        if table.name in NOT_DRAWN:
            pick(connection, table, [])
            check(connection, table, now=now)


def _run(connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any]) -> None:
    text = statement(name)
    needed = duckdb.extract_statements(text)[0].named_parameters
    connection.execute(text, {key: value for key, value in values.items() if key in needed})


def _describe(connection: duckdb.DuckDBPyConnection, facts: dict[str, str], today: date) -> None:
    planned = [Planned(name, name, AttributeSpec(name), owner) for name, owner, _ in ATTRIBUTES]
    write_catalog(connection, planned, {name: type_ for name, _, type_ in ATTRIBUTES})
    write_account(connection, ())
    as_of = (today - timedelta(days=1)).isoformat()
    write_meta(connection, {**facts, "name": PROJECT, "timezone": "UTC", "as_of": as_of, "persona": "role"})


@contextmanager
def _opened(path: Path, memory: str, seed: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables go to a new warehouse file and whose chance is the seed's."""
    try:
        with duckdb.connect(
            ":memory:", config={"temp_directory": f"{path}.spill", "memory_limit": memory}
        ) as connection:
            name = str(path).replace("'", "''")
            connection.execute(f"attach '{name}' as built (storage_version 'v1.5.0')")
            connection.execute("use built; set timezone = 'UTC'; set enable_progress_bar = false")
            connection.execute(f"set variable seed = {int(seed)}")
            yield connection
            connection.execute("checkpoint built")
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise LoadError(f"nothing was drawn, the warehouse is unchanged: {first_line}") from error
