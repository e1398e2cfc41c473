"""A project -> a new version of the warehouse, or nothing at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import duckdb

from strata.build.folder import building, locked, new_version, publish
from strata.build.marts import MARTS, last_date, write_account, write_catalog, write_cost, write_meta
from strata.build.origins import find, write_origins
from strata.build.project import Project
from strata.build.raw import Raw
from strata.build.reading import alias_counts, attributes_of, checked, fed_blocks, pick_tables
from strata.build.report import LoadReport, Progress, Steps
from strata.build.sources import files_of, read_files
from strata.build.sql import statement
from strata.build.stage import prepare
from strata.build.tables import TABLES
from strata.build.usual import SUMMED, write_usual
from strata.errors import LoadError
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
    with said_once(project), locked(warehouse):
        version = new_version(now)
        with opened(building(warehouse, version), project) as connection:
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
    steps = Steps(report, len(files_of(project)) + len(TABLES) + len(MARTS) + len(SUMMED))
    origins = [one.origin for one in find(project)]
    prepare(connection)
    raws = dict(reported(read_files(connection, project), steps))
    # From here on nothing reaches outside: the project's queries see its tables and no other file.
    connection.execute("set enable_external_access = false")
    feds = fed_blocks(connection, project, raws)
    types = pick_tables(connection, feds)
    files = [*alias_counts(connection, project, raws)]
    for table in TABLES:
        files += checked(connection, table, feds, local(now, project))
        steps.done(f"checked {spoken(table.name)}")
    for name in MARTS:
        connection.execute(statement(f"marts/{name}"))
        steps.done(f"wrote {spoken(name)}")
    write_catalog(connection, attributes_of(feds), types)
    issues = write_account(connection, files)
    write_origins(connection, origins)
    connection.execute(statement("marts/load_dates"))
    write_meta(connection, facts_of(connection, project, version, now))
    write_usual(connection, steps.done)
    write_cost(connection, steps.took)
    return tuple(files), issues


def facts_of(
    connection: duckdb.DuckDBPyConnection, project: Project, version: str, now: datetime
) -> dict[str, str | None]:
    """Returns what a warehouse says about itself besides its size."""
    as_of = project.as_of or last_date(connection, now=local(now, project))
    return {
        "name": project.name,
        "version": version,
        "loaded_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "timezone": project.timezone,
        "as_of": as_of.isoformat(),
        "persona": project.persona,
    }


def local(now: datetime, project: Project) -> datetime:
    """Returns a moment as the project's own clocks show it."""
    return now.astimezone(ZoneInfo(project.timezone)).replace(tzinfo=None)


def reported(files: Iterator[tuple[Path, Raw]], steps: Steps) -> Iterator[tuple[Path, Raw]]:
    """Yields the files as they are read."""
    for path, raw in files:
        steps.done(f"read {path.name}")
        yield path, raw


def spoken(name: str) -> str:
    """Returns the name of a table in words."""
    return name.replace("_", " ")


@contextmanager
def opened(path: Path, project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
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
def said_once(project: Project) -> Iterator[None]:
    """Says in one sentence what stopped a load.

    Raises:
        LoadError: DuckDB or the machine refused.
    """
    try:
        yield
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise LoadError(f"{project.path.name} could not be loaded, the warehouse is unchanged: {first_line}") from error
    except OSError as error:
        raise LoadError(
            f"the load stopped, the warehouse is unchanged: {error}; check space and permissions"
        ) from error
