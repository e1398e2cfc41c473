"""Warehouses to test against: a tiny one from hand-written rows, and the whole sample company."""

import fcntl
import gc
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from strata.build import load, read_project
from strata.cli.command import SAMPLE
from strata.cli.demo import ensure_sample
from strata.warehouse import Warehouse

TINY = Path(__file__).parent / "tiny"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 1, 12, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """What is imported stays: the collector, which statsmodels calls at every turn, need not look through it."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end all of it may go."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where saved segments go while tests run: never to the file that people use, whatever a test starts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('state') / 'state.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATA_STATE", url)
        yield url


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse of ten users, loaded from the rows in tests/tiny."""
    folder = tmp_path_factory.mktemp("tiny")
    load(read_project(TINY / "strata.toml"), folder, now=NOW)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse.open(tiny_folder)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def later_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a later load: whoever gave a 10 gives a 2, and the attribute region has another name."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(TINY, folder / "rows")
    for name, old, new in (("answers.csv", ",nps,10,", ",nps,2,"), ("strata.toml", "butes.region]", "butes.area]")):
        text = (folder / "rows" / name).read_text()
        (folder / "rows" / name).write_text(text.replace(old, new))
    load(read_project(folder / "rows" / "strata.toml"), folder / "warehouse", now=LATER)
    return folder / "warehouse"


@pytest.fixture(scope="session")
def later(later_folder: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse.open(later_folder)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="session")
def sample_warehouse() -> Path:
    """The folder of the sample company's warehouse; whichever test process comes first builds it."""
    SAMPLE.mkdir(parents=True, exist_ok=True)
    with (SAMPLE / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return ensure_sample()


@pytest.fixture(scope="session")
def sample(sample_warehouse: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse.open(sample_warehouse)
    yield warehouse
    warehouse.close()
