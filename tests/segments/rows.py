"""The rows of a warehouse as plain Python objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from strata.model.attributes import BUILT_IN, AttributeType


@dataclass(frozen=True)
class User:
    id: int
    key: str
    account: int | None = None
    joined_at: datetime | None = None
    is_internal: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    name: str
    user: int
    ts: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    survey: str
    user: int
    ts: datetime | None
    score: int
    comment: str | None
    row_number: int


@dataclass(frozen=True)
class Ticket:
    user: int | None
    account: int | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Subscription:
    account: int
    started_at: datetime
    ended_at: datetime | None
    plan: str | None
    renewal_at: datetime | None


@dataclass(frozen=True)
class Change:
    account: int
    at: datetime
    change: str


@dataclass(frozen=True)
class World:
    """All rows of one warehouse; `now` is the end of the day its data reach."""

    now: datetime
    users: list[User]
    types: Mapping[str, AttributeType]
    properties: Mapping[str, AttributeType]
    events: list[Event]
    answers: list[Answer]
    tickets: list[Ticket]
    subscriptions: list[Subscription]
    changes: list[Change]

    @cached_property
    def everyone(self) -> set[int]:
        return {user.id for user in self.users}

    @cached_property
    def account_of(self) -> dict[int, int]:
        """The account of each user who has one."""
        return {user.id: user.account for user in self.users if user.account is not None}

    @cached_property
    def events_of(self) -> dict[int, list[Event]]:
        return {user.id: [event for event in self.events if event.user == user.id] for user in self.users}

    @cached_property
    def answers_of(self) -> dict[int, list[Answer]]:
        return {user.id: [answer for answer in self.answers if answer.user == user.id] for user in self.users}


def read_world(file: Path) -> World:
    """The rows in a warehouse file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = {
            name: _rows(connection, name)
            for name in (
                "users",
                "accounts",
                "events",
                "responses",
                "tickets",
                "subscriptions",
                "subscription_changes",
                "attributes",
                "meta",
            )
        }
        columns = connection.execute("describe events").fetchall()
    types = {row["name"]: row["type"] for row in tables["attributes"]}
    meta = {row["key"]: row["value"] for row in tables["meta"]}
    accounts = {row["account_id"]: row for row in tables["accounts"]}
    physical = ("event_name", "user_id", "ts", "session_id")
    properties: dict[str, AttributeType] = {
        name: "number" if kind == "DOUBLE" else "text" for name, kind, *_ in columns if name not in physical
    }
    now = datetime.fromisoformat(meta["as_of"]) + timedelta(days=1)
    return World(
        now=now,
        users=[_user(row, accounts.get(row["account_id"], {}), types) for row in tables["users"]],
        types=types | {attribute.name: attribute.type for attribute in BUILT_IN},
        properties=properties,
        events=[
            Event(row["event_name"], row["user_id"], row["ts"], {name: row[name] for name in properties})
            for row in tables["events"]
            if row["ts"] < now  # what is dated later has not happened
        ],
        answers=[
            Answer(row["survey"], row["user_id"], row["ts"], row["score"], row["comment"], row["row_number"])
            for row in tables["responses"]
        ],
        tickets=[
            Ticket(row["user_id"], row["account_id"], row["opened_at"], row["closed_at"]) for row in tables["tickets"]
        ],
        subscriptions=[
            Subscription(row["account_id"], row["started_at"], row["ended_at"], row["plan"], row["renewal_at"])
            for row in tables["subscriptions"]
        ],
        changes=[Change(row["account_id"], row["at"], row["change"]) for row in tables["subscription_changes"]],
    )


def _user(row: Mapping[str, Any], account: Mapping[str, Any], types: Mapping[str, AttributeType]) -> User:
    own = {name: _moment(row[name] if name in row else account.get(name)) for name in types}
    seen = {attribute.name: row[attribute.name] for attribute in BUILT_IN}
    return User(row["user_id"], row["user_key"], row["account_id"], row["joined_at"], row["is_internal"], own | seen)


def _moment(value: Any) -> Any:
    """A date as the midnight it starts with; anything else as it is."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"from {table}")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
