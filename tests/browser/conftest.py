"""A real server on the sample warehouse and a real Chromium, for the journeys that need both."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "strata.ui.server")
STARTUP_SECONDS = 60
PATIENCE_MS = 60_000
"""The first question of a server, and of a busy machine, takes a while; only what fails waits so long."""
WIDE: ViewportSize = {"width": 1400, "height": 1000}
Scheme = Literal["light", "dark"]
REMEDY = "There is no Chromium for the browser tests: install one (make browser tries to), or set BROWSER_PATH to one."
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page would fetch from elsewhere fails here as it would on a machine without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        expect.set_options(timeout=PATIENCE_MS)
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> str:
    """The Chromium to drive; without one the test is skipped, or fails where CI=true says that all must run."""
    named = os.environ.get("BROWSER_PATH", "")
    candidates = map(shutil.which, (named, *CHROMIUM_NAMES, playwright.chromium.executable_path))
    executable = next((path for path in candidates if path and _runs(path)), None)
    if executable is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(REMEDY)
    return executable


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def server(chromium: str, sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served on a free loopback port from the sample warehouse, where a browser can visit."""
    with serving(sample_warehouse, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(warehouse: Path, folder: Path) -> Iterator[str]:
    """The address of a server of its own, which stops at the end; its log lies in the folder."""
    with running(COMMAND, warehouse, folder) as (address, _):
        yield address


@contextmanager
def running(command: Sequence[str], warehouse: Path, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a server that a command starts; it stops at the end."""
    port, log = _free_port(), folder / "server.log"
    settings = {
        "STRATA_WAREHOUSE": str(warehouse),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output) as process,
    ):
        try:
            _wait_until_healthy(process, port, log)
            yield f"http://127.0.0.1:{port}", process
        finally:
            _stop(process)


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A fresh tab; `page.goto("/")` opens the app."""
    with visitor(browser, server) as tab:
        yield tab


@pytest.fixture
def second(browser: Browser, server: str) -> Iterator[Page]:
    """Another browser: no cookie, no session of the first."""
    with visitor(browser, server) as tab:
        yield tab


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """A fresh tab in the light and in the dark."""
    with visitor(browser, server, request.param) as tab:
        yield tab


@contextmanager
def visitor(browser: Browser, address: str, scheme: Scheme = "light") -> Iterator[Page]:
    """A tab of a browser that has never been here."""
    context = browser.new_context(base_url=address, viewport=WIDE, color_scheme=scheme, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def _runs(executable: str) -> bool:
    """Whether it is more than a placeholder that asks for a snap."""
    return subprocess.run([executable, "--version"], capture_output=True, check=False).returncode == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _is_healthy(port):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    pytest.fail(f"The server did not start within {STARTUP_SECONDS} seconds:\n{log.read_text(errors='replace')}")


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
