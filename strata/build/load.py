"""A project -> a new version of the warehouse, or nothing at all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from strata.build.folder import building, locked, new_version, publish
from strata.build.marts import MARTS, last_date, write_account, write_catalog, write_meta
from strata.build.plan import Planned, check_persona, planned_attributes
from strata.build.project import Project
from strata.build.raw import Raw
from strata.build.report import LoadReport, Progress
from strata.build.sources import aliases_of, files_of, parts_of, read_files
from strata.build.sql import quoted, statement
from strata.build.stage import Fed, check, pick, prepare, type_columns
from strata.build.tables import TABLES, Table
from strata.errors import LoadError
from strata.model.attributes import AttributeType
from strata.model.results import LoadedFile, LoadIssue


def load(
    project: Project, warehouse: Path, *, now: datetime, report: Callable[[Progress], None] = lambda progress: None
) -> LoadReport:
    """Returns what loading the project into the folder `warehouse` made, once the new version is the current one.

    A load that fails or is killed leaves the current version as it is. `now` needs a time zone; rows later than it
    are remarked on.

    Raises:
        ProjectError: the project file names columns its sources do not have, or a query does not run.
        LoadError: a source cannot be read, no user is left, or another load is running.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    started = perf_counter()
    with _said_once(project), locked(warehouse):
        version = new_version(now)
        with _opened(building(warehouse, version), project) as connection:
            files, issues = _build(connection, project, version, now, report)
        file = publish(warehouse, version)
    return LoadReport(file, version, files, issues, round(perf_counter() - started, 3))


def _build(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    version: str,
    now: datetime,
    report: Callable[[Progress], None],
) -> tuple[tuple[LoadedFile, ...], tuple[LoadIssue, ...]]:
    local_now = now.astimezone(ZoneInfo(project.timezone)).replace(tzinfo=None)
    steps = _Steps(report, len(files_of(project)))
    prepare(connection)
    raws = dict(_reported(read_files(connection, project), steps))
    # From here on nothing reaches outside: the project's queries see its tables and no other file.
    connection.execute("set enable_external_access = false")
    feds = _fed(connection, project, raws)
    types = _pick(connection, feds)
    files = [*_alias_counts(connection, project, raws)]
    for table in TABLES:
        files += _checked(connection, table, feds, local_now)
        steps.done(f"checked {_spoken(table.name)}")
    for name in MARTS:
        connection.execute(statement(f"marts/{name}"))
        steps.done(f"wrote {_spoken(name)}")
    write_catalog(connection, _attributes(feds), types)
    issues = write_account(connection, files)
    as_of = project.as_of or last_date(connection, now=local_now)
    facts = {
        "name": project.name,
        "version": version,
        "loaded_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "timezone": project.timezone,
        "as_of": as_of.isoformat(),
        "persona": project.persona,
    }
    write_meta(connection, facts)
    return tuple(files), issues


class _Steps:
    """Counts the steps of a load for whoever watches."""

    def __init__(self, report: Callable[[Progress], None], n_files: int) -> None:
        self._report = report
        self._total = n_files + len(TABLES) + len(MARTS)
        self._done = 0

    def done(self, step: str) -> None:
        self._done += 1
        self._report(Progress(step, self._done, self._total))


def _reported(files: Iterator[tuple[Path, Raw]], steps: _Steps) -> Iterator[tuple[Path, Raw]]:
    for path, raw in files:
        steps.done(f"read {path.name}")
        yield path, raw


def _fed(connection: duckdb.DuckDBPyConnection, project: Project, raws: dict[Path, Raw]) -> list[Fed]:
    """The blocks with what feeds them; users come first here, because their attributes keep their names."""
    aliases = aliases_of(project, raws)
    fed = [
        Fed(block, parts_of(connection, block, number, raws, aliases=aliases))
        for number, block in enumerate(sorted(project.blocks, key=lambda block: block.table != "users"))
    ]
    names: list[str] = []
    for number, one in enumerate(fed):
        if one.block.table in ("users", "accounts"):
            columns = list(dict.fromkeys(column for part in one.parts for column in part.raw.columns))
            attributes = planned_attributes(one.block, columns, taken=names)
            fed[number] = replace(one, attributes=attributes)
            names += [attribute.name for attribute in attributes]
    check_persona(project.persona, names)
    return fed


def _pick(connection: duckdb.DuckDBPyConnection, feds: list[Fed]) -> dict[str, AttributeType]:
    """Picks every table's columns and returns the types of all attributes."""
    types: dict[str, AttributeType] = {}
    for table in TABLES:
        own = _of(table, feds)
        pick(connection, table, own)
        found = type_columns(connection, table, own)
        types |= found if table.has_attributes else {}
    if not any(fed.block.table == "accounts" for fed in feds):
        connection.execute(statement("staging/accounts_from_users"))
    for raw in {part.raw.table for fed in feds for part in fed.parts}:
        connection.execute(statement("staging/drop", table=quoted(raw)))
    return types


def _checked(
    connection: duckdb.DuckDBPyConnection, table: Table, feds: list[Fed], now: datetime
) -> Iterator[LoadedFile]:
    """Checks a table and yields what became of the rows of each of its files."""
    counts = {file: (n, kept) for file, n, kept in check(connection, table, now=now)}
    if table.has_attributes:
        connection.execute(statement(f"staging/known_{table.name}"))
    parts = [part for fed in _of(table, feds) for part in fed.parts]
    faults: Counter[str] = Counter()
    for part in parts:
        _remark(connection, table.name, part.file, part.raw)
        faults[part.file] += len(part.raw.faults)
    for file in dict.fromkeys(part.file for part in parts):
        n, kept = counts.get(file, (0, 0))
        yield LoadedFile(table.name, file, n + faults[file], kept, n - kept + faults[file])
    if table.name == "users" and not any(kept for _, kept in counts.values()):
        raise LoadError("no user is left to load: [users] needs rows whose id is filled in; see the file it names")


def _alias_counts(
    connection: duckdb.DuckDBPyConnection, project: Project, raws: dict[Path, Raw]
) -> Iterator[LoadedFile]:
    """What became of the rows of the files that queries read."""
    for alias, paths in project.files:
        for path in paths:
            raw = raws[path]
            _remark(connection, alias, path.name, raw)
            yield LoadedFile(alias, path.name, raw.n_rows + len(raw.faults), raw.n_rows, len(raw.faults))


def _remark(connection: duckdb.DuckDBPyConnection, table: str, file: str, raw: Raw) -> None:
    """Collects what a reader rejected or noted; at once, since a broken file may have a remark on every row."""
    for severity, remarks in (("rejected", raw.faults), ("kept", raw.notes)):
        if remarks:
            connection.register("strata_batch", pa.Table.from_pylist([remark._asdict() for remark in remarks]))
            values = {"table": table, "file": file, "severity": severity}
            connection.execute(statement("staging/read_findings", batch="strata_batch"), values)
            connection.unregister("strata_batch")


def _of(table: Table, feds: list[Fed]) -> list[Fed]:
    return [fed for fed in feds if fed.block.table == table.name]


def _attributes(feds: list[Fed]) -> Iterator[Planned]:
    return (one for fed in feds for one in fed.attributes)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


@contextmanager
def _opened(path: Path, project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables go to a new warehouse file, and whose days are cut in the project's time zone."""
    with duckdb.connect(":memory:", config={"temp_directory": f"{path}.spill"}) as connection:
        connection.execute(f"attach {_literal(str(path))} as built (storage_version 'v1.5.0')")
        connection.execute("use built")
        connection.execute(f"set timezone = {_literal(project.timezone)}")
        yield connection
        connection.execute("checkpoint built")


def _literal(text: str) -> str:
    """A text for the statements that take no bound values: attach and set."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _said_once(project: Project) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise LoadError(f"{project.path.name} could not be loaded, the warehouse is unchanged: {first_line}") from error
    except OSError as error:
        raise LoadError(
            f"the load stopped, the warehouse is unchanged: {error}; check space and permissions"
        ) from error
