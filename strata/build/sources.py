"""All sources of a project -> raw tables, each file read once, queries run with the files closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from strata.build.project import Block, Project
from strata.build.raw import ROW, Raw, Sink
from strata.build.readers import reader_of
from strata.build.sql import quoted, statement
from strata.errors import ProjectError

QUERY = "query"
"""What stands for the file where rows come from a query."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows one file, or a query, gives to a block."""

    file: str
    raw: Raw


def files_of(project: Project) -> tuple[Path, ...]:
    """Returns every file the project names, once."""
    paths = [path for _, paths in project.files for path in paths]
    paths += [path for block in project.blocks for path in block.source.paths]
    return tuple(dict.fromkeys(paths))


def read_files(connection: duckdb.DuckDBPyConnection, project: Project) -> Iterator[tuple[Path, Raw]]:
    """Yields every file the project names with its raw table, each file once.

    Raises:
        LoadError: a file cannot be read as what its suffix says.
    """
    for number, path in enumerate(files_of(project)):
        yield path, reader_of(path).read(Sink(connection, f"raw_{number}"), path)


def aliases_of(project: Project, raws: dict[Path, Raw]) -> str:
    """Returns the project's `[files]` under their aliases as a WITH list, for its queries.

    What a WITH names comes before every table, and is seen by its own query alone: an alias may be called what a
    table of ours is.
    """
    return ", ".join(_alias(name, [raws[path] for path in paths]) for name, paths in project.files)


def _alias(name: str, raws: list[Raw]) -> str:
    selects = (f"select * exclude ({ROW}) from temp.{quoted(raw.table)}" for raw in raws)
    return f"{quoted(name)} as not materialized ({' union all by name '.join(selects)})"


def parts_of(
    connection: duckdb.DuckDBPyConnection, block: Block, number: int, raws: dict[Path, Raw], *, aliases: str
) -> tuple[Part, ...]:
    """Returns what feeds a block, running its query over `aliases` (a WITH list) if it has one.

    Raises:
        ProjectError: the query is no single select, or fails.
    """
    if block.source.query is None:
        return tuple(Part(path.name, raws[path]) for path in block.source.paths)
    with _said_of(block):
        _check_select(block.source.query, block)
        table = f"raw_query_{number}"
        query = f"{block.source.query.strip().rstrip(';')}\n"  # it may end in a comment
        fills = {"raw": quoted(table), "query": f"with {aliases} from ({query})"}
        cursor = connection.execute(statement("staging/raw_query", **fills))
        names = [str(name) for name, *_ in cursor.execute(f"from {quoted(table)} limit 0").description or ()]
        raw = Raw(table, tuple(names[1:]), Sink(connection, table).count())
    return (Part(QUERY, raw),)


def _check_select(query: str, block: Block) -> None:
    statements = duckdb.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ProjectError(f"query in {block.where} must be one select statement: split it, or use a file")


@contextmanager
def _said_of(block: Block) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise ProjectError(
            f"query in {block.where} does not run: {first_line}; correct it in the project file"
        ) from error
