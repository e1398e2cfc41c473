"""The app without a browser, on the tiny warehouse."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from strata.state import State, open_state
from tests.pages.reading import APP, SECONDS

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
OpenPage = Callable[..., AppTest]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """The saved segments of one test, in which ann works."""
    url = f"sqlite:///{tmp_path / 'state.db'}"
    monkeypatch.setenv("STRATA_STATE", url)
    monkeypatch.setenv("USER", "ann")
    opened = open_state(url)
    yield opened
    opened.close()


@pytest.fixture
def open_page(tiny_folder: Path, work: State, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page of the app by its path, with the query of a link."""
    monkeypatch.setenv("STRATA_WAREHOUSE", str(tiny_folder))

    def open_(path: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(path).run() if path else app

    return open_


@pytest.fixture
def now() -> datetime:
    return NOW
