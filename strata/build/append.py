"""New rows of a project -> a new version of its warehouse, in time that grows with the new rows.

The tables come out as a load of all files would make them, users and accounts that are new at the end. Where that
cannot be had by adding rows, everything is loaded again, or it is said why not.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from time import perf_counter
from typing import NamedTuple

import duckdb

from strata.build.folder import building, locked, new_version, publish
from strata.build.kinds import Profile
from strata.build.load import facts_of, load, local, opened, reported, said_once
from strata.build.marts import write_account, write_catalog, write_cost, write_meta
from strata.build.origins import PEOPLE, Changes, Origin, changes, find, read_origins, write_origins
from strata.build.project import Block, Project, Source
from strata.build.reading import alias_counts, attributes_of, checked, drop_raws, fed_blocks, of_table
from strata.build.report import LoadReport, Progress, Steps
from strata.build.sources import files_of, read_files
from strata.build.sql import quoted, statement
from strata.build.stage import Fed, pick, prepare, property_types, type_columns
from strata.build.tables import TABLES, Table
from strata.build.usual import SUMMED, write_usual
from strata.errors import LoadError
from strata.model.attributes import AttributeType
from strata.model.results import LoadedFile, LoadIssue
from strata.warehouse import current_file

Report = Callable[[Progress], None]
_ACTIVITY = "changed_days forget_days insert_days changed_weeks forget_weeks insert_weeks seen update_seen".split()
_TYPES: dict[str, AttributeType] = {"DOUBLE": "number", "VARCHAR": "text"}
_ORDERS = {"events": "event_name, user_id, ts", "user_day": "user_id, day", "user_week": "week, user_id"}
_RECLUSTER_FROM = 0.25
"""The share of events behind the others from which all are put in order again: a condition reads more than its own."""


class _Unfit(Exception):
    """The new rows cannot just be added; the text says why."""


class _Task(NamedTuple):
    """What is to be done: the project, the version before, the files it was made of, what is new, and when."""

    project: Project
    before: Path
    known: tuple[Origin, ...]
    found: Changes
    now: datetime

    @property
    def origins(self) -> list[Origin]:
        """The files of the version to be; rows of files that are gone stay."""
        facts = [one for one in self.known if one.table not in PEOPLE] + [one.origin for one in self.found.added]
        return facts + [one.origin for one in find(self.project, self.known) if one.origin.table in PEOPLE]

    @property
    def reading(self) -> Project:
        """The project with the files that are read now."""
        project, people = self.project, self.found.has_new_people
        new = {
            one.block.where: tuple(other.path for other in self.found.added if other.block == one.block)
            for one in self.found.added
        }
        blocks = [one for one in project.blocks if one.table in PEOPLE and people]
        blocks += [replace(one, source=Source(new[one.where])) for one in project.blocks if one.where in new]
        files = project.files if any(one.source.query for one in blocks) else ()
        return replace(project, blocks=tuple(blocks), files=files, persona=project.persona if people else None)


class _Added(NamedTuple):
    files: tuple[LoadedFile, ...]
    issues: tuple[LoadIssue, ...]


def append(project: Project, warehouse: Path, *, now: datetime, report: Report = lambda progress: None) -> LoadReport:
    """Returns what adding the files that are new in the project made, once the new version is the current one.

    Files that were loaded before are not read again, so that doing it twice changes nothing. Everything is loaded
    again where only that gives the right tables, as the report's `note` says.

    Raises:
        ProjectError: the project file names columns its sources do not have, or a query does not run.
        LoadError: there is nothing to add to, a file was replaced, or rows that only the warehouse has would be lost.
    """
    started = perf_counter()
    before = current_file(warehouse)
    known = _known(before)
    found = changes(find(project, known), known)
    try:
        if found.unfit:
            raise _Unfit(found.unfit)
        if not found.added and not found.has_new_people:
            return LoadReport(
                before,
                before.stem.removeprefix("warehouse-"),
                (),
                (),
                _since(started),
                "Nothing is new: all was loaded before.",
            )
        return _appended(project, warehouse, _Task(project, before, known, found, now), report)
    except _Unfit as unfit:
        if found.gone:
            raise LoadError(
                f"{unfit}, so everything has to be loaded again, but {found.gone[0]} is not there any more: "
                "bring it back and load without --append"
            ) from unfit
        return replace(load(project, warehouse, now=now, report=report), note=f"All was loaded again, because {unfit}.")


def _appended(project: Project, warehouse: Path, task: _Task, report: Report) -> LoadReport:
    started = perf_counter()
    with said_once(project), locked(warehouse):
        if current_file(warehouse) != task.before:
            raise LoadError("another load was done meanwhile: load again")
        version = new_version(task.now)
        path = building(warehouse, version)
        copyfile(task.before, path)
        with opened(path, project) as connection:
            added = _build(connection, task, version, report)
            is_disordered = _share_behind(connection) > _RECLUSTER_FROM
        if is_disordered:
            _put_in_order(path, project)
        file = publish(warehouse, version)
    return LoadReport(file, version, added.files, added.issues, _since(started), "New rows were added.")


def _build(connection: duckdb.DuckDBPyConnection, task: _Task, version: str, report: Report) -> _Added:
    project = task.reading
    steps = Steps(report, len(files_of(project)) + 2 + len(SUMMED))
    connection.execute("attach ':memory:' as added")
    facts = dict(connection.execute(statement("append/facts")).fetchall())
    if facts["timezone"] != project.timezone:
        raise _Unfit(f"days were cut in {facts['timezone']} and are cut in {project.timezone} now")
    connection.execute("use added")
    prepare(connection)
    _remember_dates(connection, task.found)
    raws = dict(reported(read_files(connection, project), steps))
    connection.execute("set enable_external_access = false")
    feds = fed_blocks(connection, project, raws)
    types = _picked(connection, feds)
    files = (*alias_counts(connection, project, raws), *_checked(connection, feds, task))
    steps.done("checked the new rows")
    _merge(connection, feds, task.found)
    issues = write_account(connection, files)
    _merge_account(connection, task)
    connection.execute("use built")
    if task.found.has_new_people:
        write_catalog(connection, attributes_of(feds), types)
    write_origins(connection, task.origins)
    connection.execute(statement("marts/load_dates"))
    behind = int(facts.get("n_events_behind", 0)) + _n_new_events(connection, feds)
    write_meta(connection, {**facts_of(connection, task.project, version, task.now), "n_events_behind": str(behind)})
    steps.done("added the new rows")
    write_usual(connection, steps.done)
    write_cost(connection, steps.took)
    return _Added(files, issues)


def _paths_of(block: Block, found: Changes) -> tuple[Path, ...]:
    return tuple(one.path for one in found.added if one.block == block)


def _remember_dates(connection: duckdb.DuckDBPyConnection, found: Changes) -> None:
    """Lets the dates loaded before have their say in whether day or month comes first."""
    again = list(PEOPLE) if found.has_new_people else []
    connection.execute(statement("append/remember_dates"), {"again": again})


def _picked(connection: duckdb.DuckDBPyConnection, feds: list[Fed]) -> dict[str, AttributeType]:
    """Picks the tables that are fed and returns the types of attributes."""
    types: dict[str, AttributeType] = {}
    for table in TABLES:
        own = of_table(table, feds)
        if own and table.has_attributes:
            pick(connection, table, own)
            types |= type_columns(connection, table, own)
        elif own:
            pick(connection, table, own)
            type_columns(connection, table, own, known=_known_types(connection, table, own))
    tables = {fed.block.table for fed in feds}
    if "users" in tables and "accounts" not in tables:
        accounts = next(table for table in TABLES if table.name == "accounts")
        pick(connection, accounts, [])
        connection.execute(statement("staging/accounts_from_users"))
    drop_raws(connection, feds)
    return types


def _known_types(connection: duckdb.DuckDBPyConnection, table: Table, feds: list[Fed]) -> dict[str, AttributeType]:
    """The types that the properties of a table have, and keep.

    Raises:
        _Unfit: a load of all files would give one another type.
    """
    names = list(dict.fromkeys(name for fed in feds for name, _ in fed.carried))
    held = dict(connection.execute(statement("append/columns"), {"table": table.name}).fetchall())
    own = property_types(connection, table, names)
    for name in names:
        if name not in held:
            raise _Unfit(f"{name} is a property that {table.name} did not have before")
        before, now = _TYPES[held[name]], own.get(name, _TYPES[held[name]])
        if before != now and (before == "number" or not _has_values(connection, table, name)):
            raise _Unfit(f"{name} of {table.name} was {before} and is {now} in the new rows")
    return {name: _TYPES[held[name]] for name in names}


def _has_values(connection: duckdb.DuckDBPyConnection, table: Table, name: str) -> bool:
    fills = {"table": quoted(table.name), "column": quoted(name)}
    return bool(connection.execute(statement("append/has_values", **fills)).fetchall()[0][0])


def _checked(connection: duckdb.DuckDBPyConnection, feds: list[Fed], task: _Task) -> list[LoadedFile]:
    """Checks the new rows, knowing who was there before."""
    now, files = local(task.now, task.project), list[LoadedFile]()
    for table in TABLES:
        if table.name in PEOPLE and not task.found.has_new_people:
            connection.execute(statement(f"append/same_{table.name}"))
        elif table.name in PEOPLE or of_table(table, feds):
            files += checked(connection, table, feds, now, known="append")
    _check_dates(connection)
    misfits = connection.execute(statement("append/misfits")).fetchall() if task.found.has_new_people else []
    if misfits:
        raise _Unfit(misfits[0][0])
    return files


def _check_dates(connection: duckdb.DuckDBPyConnection) -> None:
    for table, column, *counts in connection.execute(statement("append/dates")).fetchall():
        before, now = (
            Profile(n_month_first=counts[i], n_day_first=counts[i + 1], n_differing=counts[i + 2]).order for i in (0, 3)
        )
        if before != now:
            raise _Unfit(f"the new rows tell how dates in {column} of {table} are meant")


def _merge(connection: duckdb.DuckDBPyConnection, feds: list[Fed], found: Changes) -> None:
    if found.has_new_people:
        for name in ("remember_seen", "accounts", "users"):
            connection.execute(statement(f"append/{name}"))
    for table in TABLES:
        if table.name not in PEOPLE and of_table(table, feds):
            connection.execute(statement(f"marts/{table.name}"))
            for name in _ACTIVITY if table.name == "events" else ():
                connection.execute(statement(f"append/{name}"))
            connection.execute(statement("append/insert", table=quoted(table.name)))


def _merge_account(connection: duckdb.DuckDBPyConnection, task: _Task) -> None:
    again = [*PEOPLE, *(alias for alias, _ in task.reading.files)] if task.found.has_new_people else []
    for table in ("load_files", "load_issues", "load_rejects"):
        connection.execute(statement("append/forget", table=table), {"tables": again})
        connection.execute(statement("append/insert", table=table))


def _n_new_events(connection: duckdb.DuckDBPyConnection, feds: list[Fed]) -> int:
    if not any(fed.block.table == "events" for fed in feds):
        return 0
    return int(connection.execute(statement("staging/count", table="added.events")).fetchall()[0][0])


def _share_behind(connection: duckdb.DuckDBPyConnection) -> float:
    """The share of events that stand behind the others."""
    facts = dict(connection.execute(statement("append/facts")).fetchall())
    return int(facts["n_events_behind"]) / max(int(facts["n_events"]), 1)


def _put_in_order(path: Path, project: Project) -> None:
    """Writes a version anew with its events and days in order."""
    ordered = path.with_name(f"{path.name}.ordered")
    with opened(ordered, project) as connection:
        name = str(path).replace("'", "''")
        connection.execute(f"attach '{name}' as disordered (read_only)")
        for (table,) in connection.execute(statement("append/tables")).fetchall():
            order = f"order by {_ORDERS[table]}" if table in _ORDERS else ""
            connection.execute(statement("append/rewrite", table=quoted(table), order=order))
        connection.execute(statement("append/in_order"))
    ordered.replace(path)


def _known(before: Path) -> tuple[Origin, ...]:
    """The files a version was made of."""
    try:
        with duckdb.connect(":memory:") as connection:
            name = str(before).replace("'", "''")
            connection.execute(f"attach '{name}' as built (read_only)")
            return read_origins(connection)
    except duckdb.Error as error:
        raise LoadError(
            f"{before.name} does not say which files it was made of: load everything once without --append"
        ) from error


def _since(started: float) -> float:
    return round(perf_counter() - started, 3)
