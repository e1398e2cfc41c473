"""The door to the database of saved work: opened, locked and its errors worded in one place.

Changes are rare and small, so they go one at a time: every change first takes the database's one lock
for writing. What a change checks is then still true when it writes, on SQLite and on PostgreSQL alike.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from strata.errors import StateError

PATIENCE = 30
"""Seconds to wait for another's change to end, or for a server to answer."""
CHANGING = "strata_changing"
EXAMPLES = "write sqlite:///var/state.db or postgresql+psycopg://user@host/database"


class Database:
    """What everything that reads or writes saved work stands on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{CHANGING: True})

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with; a StateError when the database refuses."""
        with _worded(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A connection that alone may write: all of the change is kept at the end, or nothing after an error."""
        with _worded(self._engine.url), self._writer.begin() as connection:
            yield connection


def connect(url: str) -> Engine:
    """The engine behind a URL; the folder of a SQLite file is made.

    Raises:
        StateError: the URL names no database that Strata knows, or its driver is not installed.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StateError(f"{url!r} is no address of a database: {EXAMPLES}.") from error
    product = PRODUCTS.get(parsed.get_backend_name())
    if product is None:
        raise StateError(f"{parsed.get_backend_name()!r} cannot keep saved segments: {EXAMPLES}.")
    try:
        engine = product.connect(parsed)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StateError(
            f"The driver of {parsed.drivername!r} is not installed: install strata[postgres], or {EXAMPLES}."
        ) from error
    event.listen(engine, "begin", product.begin)
    return engine


@contextmanager
def _worded(url: URL) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise StateError(
            f"The saved segments at {url.render_as_string(hide_password=True)} cannot be read or written "
            f"({reason}): check that the database runs, can be reached and may be written to."
        ) from error


def _connect_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StateError(f"{url} forgets everything when Strata stops: {EXAMPLES}.")
    file = Path(url.database)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"The folder {file.parent} cannot be made ({error.strerror}): {EXAMPLES}.") from error
    engine = create_engine(url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _settle_sqlite)
    return engine


def _settle_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Without this the driver begins transactions by itself, later than asked and never for a change of tables.
    connection.isolation_level = None
    connection.execute("pragma foreign_keys = on")
    # Readers then do not wait for writers. It is kept in the file, and whoever opens first may be at it just now.
    with suppress(sqlite3.OperationalError):
        connection.execute("pragma journal_mode = wal")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate" if _is_changing(connection) else "begin")


def _connect_postgresql(url: URL) -> Engine:
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE})


def _begin_postgresql(connection: Connection) -> None:
    if _is_changing(connection):
        connection.exec_driver_sql(f"set local lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql("select pg_advisory_xact_lock(7281936)")  # Strata's own number in the database


def _is_changing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(CHANGING))


@dataclass(frozen=True, slots=True)
class Product:
    """A database product: how its engine is made, and how a transaction begins."""

    connect: Callable[[URL], Engine]
    begin: Callable[[Connection], None]


PRODUCTS = {
    "sqlite": Product(_connect_sqlite, _begin_sqlite),
    "postgresql": Product(_connect_postgresql, _begin_postgresql),
}
"""By SQLAlchemy's name of it."""
