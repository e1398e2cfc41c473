"""The nasty little warehouse, its rows, and a plain connection to its file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from strata.build import load, read_project
from strata.warehouse import Warehouse
from tests.segments.rows import World, read_world
from tests.segments.town import write_town

LOADED = datetime(2026, 10, 1, 12, tzinfo=UTC)


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
