"""What the blocks of a project read: raw tables become staging tables, and every row is accounted for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from strata.build.plan import Planned, check_persona, planned_attributes
from strata.build.project import Project
from strata.build.raw import Raw
from strata.build.sources import aliases_of, parts_of
from strata.build.sql import quoted, statement
from strata.build.stage import Fed, check, pick, type_columns
from strata.build.tables import TABLES, Table
from strata.errors import LoadError
from strata.model.attributes import AttributeType
from strata.model.results import LoadedFile


def fed_blocks(connection: duckdb.DuckDBPyConnection, project: Project, raws: dict[Path, Raw]) -> list[Fed]:
    """Returns the blocks with what feeds them; users come first here, because their attributes keep their names."""
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


def pick_tables(connection: duckdb.DuckDBPyConnection, feds: list[Fed]) -> dict[str, AttributeType]:
    """Picks every table's columns and returns the types of all attributes."""
    types: dict[str, AttributeType] = {}
    for table in TABLES:
        own = of_table(table, feds)
        pick(connection, table, own)
        found = type_columns(connection, table, own)
        types |= found if table.has_attributes else {}
    if not any(fed.block.table == "accounts" for fed in feds):
        connection.execute(statement("staging/accounts_from_users"))
    drop_raws(connection, feds)
    return types


def drop_raws(connection: duckdb.DuckDBPyConnection, feds: list[Fed]) -> None:
    """Lets go of the raw tables, which were picked from."""
    for raw in {part.raw.table for fed in feds for part in fed.parts}:
        connection.execute(statement("staging/drop", table=quoted(raw)))


def checked(
    connection: duckdb.DuckDBPyConnection, table: Table, feds: list[Fed], now: datetime, *, known: str = "staging"
) -> Iterator[LoadedFile]:
    """Checks a table and yields what became of the rows of each of its files; `known` says who gives ids."""
    counts = {file: (n, kept) for file, n, kept in check(connection, table, now=now)}
    if table.has_attributes:
        connection.execute(statement(f"{known}/known_{table.name}"))
    parts = [part for fed in of_table(table, feds) for part in fed.parts]
    faults: Counter[str] = Counter()
    for part in parts:
        _remark(connection, table.name, part.file, part.raw)
        faults[part.file] += len(part.raw.faults)
    for file in dict.fromkeys(part.file for part in parts):
        n, kept = counts.get(file, (0, 0))
        yield LoadedFile(table.name, file, n + faults[file], kept, n - kept + faults[file])
    if table.name == "users" and not any(kept for _, kept in counts.values()):
        raise LoadError("no user is left to load: [users] needs rows whose id is filled in; see the file it names")


def alias_counts(
    connection: duckdb.DuckDBPyConnection, project: Project, raws: dict[Path, Raw]
) -> Iterator[LoadedFile]:
    """Yields what became of the rows of the files that queries read."""
    for alias, paths in project.files:
        for path in paths:
            raw = raws[path]
            _remark(connection, alias, path.name, raw)
            yield LoadedFile(alias, path.name, raw.n_rows + len(raw.faults), raw.n_rows, len(raw.faults))


def of_table(table: Table, feds: list[Fed]) -> list[Fed]:
    """Returns what feeds a table."""
    return [fed for fed in feds if fed.block.table == table.name]


def attributes_of(feds: list[Fed]) -> Iterator[Planned]:
    """Returns all attributes."""
    return (one for fed in feds for one in fed.attributes)


def _remark(connection: duckdb.DuckDBPyConnection, table: str, file: str, raw: Raw) -> None:
    """Collects what a reader rejected or noted; at once, since a broken file may have a remark on every row."""
    for severity, remarks in (("rejected", raw.faults), ("kept", raw.notes)):
        if remarks:
            connection.register("strata_batch", pa.Table.from_pylist([remark._asdict() for remark in remarks]))
            values = {"table": table, "file": file, "severity": severity}
            connection.execute(statement("staging/read_findings", batch="strata_batch"), values)
            connection.unregister("strata_batch")
