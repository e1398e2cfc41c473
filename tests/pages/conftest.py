"""The app without a browser, on the tiny warehouse."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from strata.state import State, open_state
from tests.pages.reading import opened

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
OpenPage = Callable[..., AppTest]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """The saved segments of one test, in which ann works."""
    url = f"sqlite:///{tmp_path / 'state.db'}"
    monkeypatch.setenv("STRATA_STATE", url)
    monkeypatch.setenv("USER", "ann")
    saved = open_state(url)
    yield saved
    saved.close()


@pytest.fixture
def open_page(tiny_folder: Path, work: State, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page of the app by its path, with the query of a link."""
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tiny_folder))
    return opened


@pytest.fixture
def now() -> datetime:
    return NOW
