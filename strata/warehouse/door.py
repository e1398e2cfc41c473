"""The only door to DuckDB at query time: read-only, locked down, a cursor per call, with a time limit.

Two verbs answer everything above: `members` (a condition becomes the set of users who meet it) and
`run` (a statement from `queries/`, given who is in which segment, becomes a small frame).
A set of users is a Python int whose bit N-1-i stands for user i, so and / or / not / count are one
operation each.
"""

import os
import re
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from strata.errors import QueryCancelled, StrataError, WarehouseError
from strata.model.attributes import BUILT_IN, Attribute, AttributeType, Catalog
from strata.model.recent import Memory, Recent
from strata.warehouse.files import current_file
from strata.warehouse.often import Counts, times_each
from strata.warehouse.query import ONCE, Leaf, Members, Query, bound, read_query
from strata.warehouse.roll import Roll
from strata.warehouse.slices import sliced
from strata.warehouse.tables import SharedTables
from strata.warehouse.watch import check, watched

META = ("schema_version", "name", "version", "loaded_at", "as_of", "timezone", "n_users", "n_accounts")
SCHEMA_VERSION = "1"
TIME_LIMIT = 60.0
"""Seconds after which a query is stopped."""
MOST_SEGMENTS = 8
BATCH_ROWS = 50_000
"""Rows of a list that are held at a time."""
KEPT_LEAVES_BYTES, KEPT_ANSWERS_BYTES = 128_000_000, 256_000_000
KEPT_DIGESTS_BYTES, KEPT_COLUMNS_BYTES = 576_000_000, 512_000_000
KEPT_MEMBER_TABLES = 16
KEPT_ROWS = 20_000_000
"""Rows of all kept tables together, at 28 bytes each."""

PROPERTY_TYPES: dict[str, AttributeType] = {"DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date"}
THEIR_EVENTS = "select * from warehouse.main.events where user_id in (select user_id from member)"
CORES = os.cpu_count() or 1

T = TypeVar("T")


class Warehouse:
    """One opened version of the warehouse; safe to use from many threads."""

    def __init__(self, file: Path, *, threads: int = CORES, memory: str = "4GB") -> None:
        """Opens a version's file read-only.

        Raises:
            WarehouseError: the file is missing, damaged, or of another schema.
        """
        self.file = file
        self.asked = 0
        """How many conditions were put to the file so far; those that were remembered are not among them."""
        self._lock = threading.Lock()
        self._leaves: Recent[int] = Recent(int.__sizeof__, KEPT_LEAVES_BYTES)
        self._answers: Recent[pd.DataFrame] = Recent(
            lambda it: int(it.memory_usage(deep=True).sum()), KEPT_ANSWERS_BYTES
        )
        self.digests: Memory[Any] = Memory(lambda digest: int(digest.nbytes), KEPT_DIGESTS_BYTES)
        """What others made of sums and want to keep as long as this version is served; each says its `nbytes`."""
        self.columns: Memory[Any] = Memory(lambda column: int(column.nbytes), KEPT_COLUMNS_BYTES)
        """Metrics as one number per user; each says its `nbytes`."""
        self._members = SharedTables(
            "cache.main.member_", self._make_member_table, self._drop_table, most=KEPT_MEMBER_TABLES
        )
        self._kept = SharedTables("cache.main.kept_", self._make_kept_table, self._drop_table, most=KEPT_ROWS)
        self._connection = _connect(file, threads=threads, memory=memory)
        if self.meta.get("schema_version") != SCHEMA_VERSION:
            found = self.meta.get("schema_version")
            raise WarehouseError(
                f"{file.name} has the layout {found!r} and this version reads {SCHEMA_VERSION!r}: load the data again."
            )

    @classmethod
    def open(cls, folder: Path, *, threads: int = CORES) -> Self:
        """The version that `folder` points to now; raises WarehouseError if there is none."""
        return cls(current_file(folder), threads=threads)

    def close(self) -> None:
        """Lets go of the file; queries still running finish first."""
        self._connection.close()

    # -- the two verbs ---------------------------------------------------------------------------------

    def members(self, leaf: Leaf, among: int | None = None) -> int:
        """The set of users a condition selects, remembered per condition.

        With `among`, only those users' events are read, and only they can be selected: cheaper where they are few
        and the condition reads many events.

        Raises:
            QueryCancelled: it took longer than the time limit.
        """
        if not self.n_users or among == 0:
            return 0
        if among is None or leaf in self._leaves.answers:
            return self._remember(self._leaves, leaf, lambda: self._ask(leaf, None))
        return self._remember(self._leaves, (leaf, among), lambda: self._ask(leaf, Members(among))) & among

    def _ask(self, leaf: Leaf, among: Members | None) -> int:
        if leaf.times != ONCE and among is None:
            return self._selected_often(leaf)
        self.asked += 1
        few = f"with events as not materialized ({THEIR_EVENTS}) " if among else ""
        sql = f"{few}select bitstring_agg(user_id, 0, {self.n_users - 1})::blob from ({leaf.statement})"
        with self._members.table(among) if among else nullcontext() as table:
            (found,) = self._fetch(sql, dict(leaf.params), lambda cursor: cursor.fetchall(), member=table)[0]
        return int.from_bytes(found, "big") & self.everyone if found else 0

    def _selected_often(self, leaf: Leaf) -> int:
        """Whom it selects so many times; another number of times asks nothing."""
        times = self.times(leaf)
        least, most = leaf.times
        return self.user_set((times >= least) & (times <= (most or times.max())))

    def _ids(self, leaf: Leaf) -> Iterator[NDArray[np.integer]]:
        with self._cursor() as cursor:
            rows = cursor.sql(leaf.sql, params=bound(leaf.sql, dict(leaf.params)))
            yield from (batch.column(0).to_numpy() for batch in rows.to_arrow_reader(BATCH_ROWS))

    def times(self, leaf: Leaf) -> Counts:
        """How often a condition selects each user, by user id and whatever number of times it asks for; remembered.

        Raises:
            QueryCancelled: it took longer than the time limit.
        """
        key = ("times", leaf.sql, leaf.params)
        times: Counts | None = self.digests.get(key)
        if times is None:
            self.asked += 1
            times = times_each(self._ids(leaf), self.n_users)
            self.digests.put(key, times)
        return times

    def sets(self, query: Query) -> dict[str, int]:
        """The set of users of each name, given a statement that yields (name, user_id); nothing is remembered.

        Raises:
            QueryCancelled: it took longer than the time limit.
        """
        last = max(self.n_users - 1, 0)
        sql = f"select name, bitstring_agg(user_id, 0, {last})::blob from ({query.sql}) group by name order by name"
        found = self._fetch(sql, query.bound, lambda cursor: cursor.fetchall())
        return {name: int.from_bytes(users, "big") & self.everyone for name, users in found}

    def run(self, query: Query, members: Members | None = None) -> pd.DataFrame:
        """The rows a statement of `queries/` yields, with `member(user_id, mask)` filled from `members`.

        Raises:
            QueryCancelled: it took longer than the time limit.
        """
        return self._remember(
            self._answers, (query, members), lambda: self._run(query, members, lambda cursor: cursor.df())
        ).copy(deep=False)

    def arrays(self, query: Query, members: Members | None = None) -> dict[str, NDArray[Any]]:
        """As `run`, but the columns as arrays and nothing remembered: for sums whose digest the caller keeps."""
        return self._run(query, members, _columns)

    def numbers(self, query: Query) -> dict[str, NDArray[Any]]:
        """As `arrays`, for statements that yield numbers and no nulls: in half the time, and in memory used before."""
        with ExitStack() as stack:
            sql = self._over_kept(query, stack)
            cursor = stack.enter_context(self._cursor())
            found = cursor.sql(sql, params=bound(sql, query.bound)).to_arrow_table()
            return {name: column.to_numpy() for name, column in zip(found.column_names, found.columns, strict=True)}

    def batches(self, query: Query, members: Members | None = None) -> Iterator[pa.RecordBatch]:
        """As `run`, but in batches of rows that nothing holds on to: for lists too long for memory."""
        with ExitStack() as stack:
            member = stack.enter_context(self._members.table(members)) if members else None
            sql = self._over_kept(query, stack)
            cursor = stack.enter_context(self._cursor())
            if member is not None:
                cursor.execute(f"create or replace temp view member as from {member}")
            yield from cursor.sql(sql, params=bound(sql, query.bound)).to_arrow_reader(BATCH_ROWS)

    def _run(self, query: Query, members: Members | None, read: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        with ExitStack() as stack:
            member = stack.enter_context(self._members.table(members)) if members else None
            sql = self._over_kept(query, stack)
            return self._fetch(sliced(sql, self.n_users) if member else sql, query.bound, read, member=member)

    def _over_kept(self, query: Query, stack: ExitStack) -> str:
        """The statement over the tables of its kept parts, which stay as long as the stack is open."""
        parts = dict.fromkeys(part for _, queries in query.all_kept for part in queries)
        return query.over({part: stack.enter_context(self._kept.table(part)) for part in parts})

    def forget(self) -> None:
        """Drops every remembered answer, so that the next questions are put to the file again."""
        with self._lock:
            self._leaves.clear()
            self._answers.clear()
        self.digests.clear()
        self.columns.clear()

    # -- what is in it ---------------------------------------------------------------------------------

    @cached_property
    def meta(self) -> dict[str, str]:
        """Name, version, load time and counts, as the loader wrote them."""
        try:
            found = dict(self._fetch("select key, value from meta", {}, lambda cursor: cursor.fetchall()))
        except WarehouseError as error:
            raise WarehouseError(f"{self.file.name} is no warehouse: load the data again.") from error
        if not set(META) <= found.keys():
            raise WarehouseError(f"{self.file.name} says too little about itself: load the data again.")
        return found

    @cached_property
    def n_users(self) -> int:
        """All users, internal ones too; user ids run from 0 to one less."""
        return int(self.meta["n_users"])

    @cached_property
    def everyone(self) -> int:
        """The set of all users."""
        return (1 << self.n_users) - 1

    @cached_property
    def population(self) -> int:
        """The set of users who are counted: all but internal and test users."""
        return self.members(Leaf("select user_id from users where not is_internal"))

    @cached_property
    def account_of_user(self) -> NDArray[np.int32]:
        """The account of each user in the order of user ids, -1 for none."""
        frame = self._fetch(read_query("reports/account_of_user"), {}, lambda cursor: cursor.df())
        return frame["account_id"].to_numpy(dtype=np.int32)

    @cached_property
    def roll(self) -> Roll:
        """All users, account by account: the order of every column of numbers."""
        return Roll.of(self.account_of_user, int(self.meta["n_accounts"]))

    @cached_property
    def without_account(self) -> int:
        """The set of users who belong to no account."""
        return self.user_set(self.account_of_user < 0)

    @cached_property
    def catalog(self) -> Catalog:
        """Every name a segment or a metric may use."""
        meta = self.meta
        attributes = self._fetch(read_query("reports/attributes"), {}, lambda cursor: cursor.fetchall())
        properties = self._fetch(read_query("reports/event_properties"), {}, lambda cursor: cursor.fetchall())
        last_seen = self._fetch(read_query("reports/last_seen"), {}, lambda cursor: cursor.fetchall())
        as_of = date.fromisoformat(meta["as_of"])
        return Catalog(
            project=meta["name"],
            version=meta["version"],
            loaded_at=meta["loaded_at"],
            as_of=as_of,
            timezone=meta["timezone"],
            persona=meta.get("persona") or None,
            n_users=self.n_users,
            n_internal=self.n_users - self.population.bit_count(),
            n_accounts=int(meta["n_accounts"]),
            n_events=int(meta["n_events"]),
            n_responses=int(meta["n_responses"]),
            attributes=(*(Attribute(*row) for row in attributes), *BUILT_IN),
            properties=tuple(
                Attribute(name, name, "behavioural", PROPERTY_TYPES.get(type_, "text"), "event")
                for name, type_ in properties
            ),
            events=self._column("reports/event_names"),
            surveys=self._column("reports/survey_names"),
            has_later=any(last and last.date() > as_of for (last,) in last_seen),
            held=self._column("reports/held"),
            usual=tuple(meta.get("usual", "").split()),
        )

    def user_flags(self, users: int) -> NDArray[np.bool_]:
        """A set of users as one flag per user id."""
        width = (self.n_users + 7) // 8
        bits = np.unpackbits(np.frombuffer(users.to_bytes(width, "big"), dtype=np.uint8))
        return bits[width * 8 - self.n_users :].astype(bool)

    def user_set(self, flags: NDArray[np.bool_]) -> int:
        """One flag per user id as a set of users."""
        width = (self.n_users + 7) // 8
        padded = np.zeros(width * 8, dtype=bool)
        padded[width * 8 - self.n_users :] = flags
        return int.from_bytes(np.packbits(padded).tobytes(), "big")

    # -- how ---------------------------------------------------------------------------------------------

    def _column(self, query: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self._fetch(read_query(query), {}, lambda cursor: cursor.fetchall()))

    def _fetch(
        self,
        sql: str,
        params: Mapping[str, Any],
        read: Callable[[duckdb.DuckDBPyConnection], T],
        *,
        member: str | None = None,
    ) -> T:
        with self._cursor() as cursor:
            if member is not None:
                cursor.execute(f"create or replace temp view member as from {member}")
            cursor.execute(sql, bound(sql, params))
            return read(cursor)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            with watched(cursor, seconds=TIME_LIMIT):
                cursor.execute("use warehouse")
                yield cursor
        except (duckdb.Error, OSError) as error:  # rows read in batches come through pyarrow, which raises the latter
            raise self._told(error) from error
        finally:
            cursor.close()

    def _told(self, error: Exception) -> StrataError:
        if "INTERRUPT" in str(error):
            check()
            return QueryCancelled(
                f"This took longer than {TIME_LIMIT:.0f} seconds and was stopped: ask about a shorter time."
            )
        return WarehouseError(f"{self.file.name} could not be read ({_first_line(error)}): load the data again.")

    def _remember(self, store: Recent[T], key: Hashable, ask: Callable[[], T]) -> T:
        with self._lock:
            if key in store.answers:
                store.answers.move_to_end(key)
                return store.answers[key]
        answer = ask()
        with self._lock:
            store.add(key, answer)
        return answer

    def _make_member_table(self, name: str, members: Members) -> int:
        with self._cursor() as cursor:
            cursor.register("incoming", self._masks(members))
            cursor.execute(f"create table {name} as select user_id, mask from incoming")
            cursor.unregister("incoming")
        return 1

    def _make_kept_table(self, name: str, query: Query) -> int:
        with ExitStack() as stack:
            sql = self._over_kept(query, stack)
            cursor = stack.enter_context(self._cursor())
            cursor.execute(f"create table {name} as {sql}", bound(sql, query.bound))
            (rows,) = cursor.execute(f"select count(*) from {name}").fetchall()[0]
        return int(rows) + 1

    def _drop_table(self, name: str) -> None:
        with self._connection.cursor() as cursor:  # whoever waits for what
            cursor.execute(f"drop table if exists {name}")

    def _masks(self, members: Members) -> pa.Table:
        if len(members.segments) > MOST_SEGMENTS:
            raise WarehouseError(f"{len(members.segments)} segments at once are too many: at most {MOST_SEGMENTS}.")
        masks = np.zeros(self.n_users, dtype=np.uint8)
        for i, users in enumerate(members.segments):
            masks |= self.user_flags(users).astype(np.uint8) << i
        ids = np.flatnonzero(self.user_flags(members.population)).astype(np.int32)
        return pa.table([pa.array(ids), pa.array(masks[ids])], names=["user_id", "mask"])


def _connect(file: Path, *, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"memory_limit": memory, "threads": threads})
    try:
        connection.execute("set autoinstall_known_extensions = false; set autoload_known_extensions = false")
        path = str(file).replace("'", "''")
        connection.execute(f"attach '{path}' as warehouse (read_only)")
        connection.execute("attach ':memory:' as cache")
        connection.execute("set enable_progress_bar = false")
        connection.execute("set enable_external_access = false; set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        why = _first_line(error)
        raise WarehouseError(f"{file.name} is damaged or no warehouse ({why}): load the data again.") from error
    return connection


def _columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, NDArray[Any]]:
    return {name: np.ma.getdata(column) for name, column in cursor.fetchnumpy().items()}


def _first_line(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error).splitlines()[0])[:200]
