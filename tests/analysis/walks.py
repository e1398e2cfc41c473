"""Small warehouses for what people do one after the other, from a few literal rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from strata.build import load, read_project
from strata.warehouse import Warehouse

PROJECT = """
[project]
name = "Walks"
as_of = "{as_of}"

[users]
file = "users.csv"
id = "id"
account = "account"
joined_at = "joined"
internal = "internal"

[users.attributes.team]
column = "team"
kind = "demographic"

[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
"""


def walked(folder: Path, users: Sequence[str], events: Mapping[str, str], *, as_of: str) -> Warehouse:
    """A warehouse of users as 'id,account,joined,team,internal' and their events by user: 'event at, event at, ...'."""
    rows = [
        f"{user},{name},{at}"
        for user, done in events.items()
        for name, at in (each.strip().split(" ", 1) for each in done.split(",") if each.strip())
    ]
    folder.mkdir(parents=True)
    (folder / "users.csv").write_text("\n".join(["id,account,joined,team,internal", *users, ""]))
    (folder / "events.csv").write_text("\n".join(["user,event,at", *rows, ""]))
    (folder / "strata.toml").write_text(PROJECT.format(as_of=as_of))
    project = read_project(folder / "strata.toml")
    return Warehouse(load(project, folder / "warehouse", now=datetime(2026, 10, 1, tzinfo=UTC)).warehouse)
