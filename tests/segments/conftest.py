"""The nasty little warehouse, its rows, and a plain connection to its file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from strata.build import load, read_project
from strata.membership import Library, members, plain_sql
from strata.model.segment import Segment, parse
from strata.warehouse import Warehouse
from tests.segments.rows import World, read_world
from tests.segments.town import write_town

LOADED = datetime(2026, 10, 1, 12, tzinfo=UTC)


def named(name, of, document):
    return Segment(name, parse(document, at=name), of)


SEGMENTS = {
    segment.name: segment
    for segment in (
        named("Newcomers", "users", {"lifecycle": "new"}),
        named("Whole accounts", "accounts", {"not": {"event": "export", "within": {"last": 30}}}),
        named("O'Hara's; --", "users", {"attribute": "role", "op": "contains", "value": "o'h"}),
        named("Nested", "users", {"any": [{"segment": "Whole accounts"}, {"segment": "O'Hara's; --"}]}),
    )
}


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    project = read_project(write_town(folder / "sources"))
    return load(project, folder / "warehouse", now=LOADED).warehouse


@pytest.fixture(scope="session")
def town(town_file: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(town_file)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def world(town_file: Path) -> World:
    return read_world(town_file)


@pytest.fixture(scope="session")
def plain(town_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same file as anyone would open it, to run copied statements on."""
    with duckdb.connect(str(town_file), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def who(town):
    """The users the compiler finds."""

    def ask(document, of="users", segments=SEGMENTS):
        node = parse(document, at="it")
        flags = town.user_flags(members(town, node, Library(segments), of=of))
        return set(flags.nonzero()[0].tolist())

    return ask


@pytest.fixture(scope="session")
def who_by_sql(town, plain):
    """The users the copied statement finds, run by DuckDB alone."""

    def ask(document, of="users", segments=SEGMENTS):
        statement = plain_sql(parse(document, at="it"), town.catalog, Library(segments), of=of)
        rows = plain.execute(statement).fetchall()
        assert len(rows) == len(set(rows))
        return {row[0] for row in rows}

    return ask
