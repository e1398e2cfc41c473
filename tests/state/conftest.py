"""Real databases for saved work: SQLite files, and a PostgreSQL of the tests' own."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from strata.state import State, open_state

REMEDY = "PostgreSQL's initdb and postgres are not here: install your distribution's package `postgresql`"
SECONDS = 60
Command = list[str | Path]
NEEDED = ("initdb", "postgres", "createdb")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL on the loopback interface that keeps everything in one folder."""

    programs: Path
    folder: Path
    port: int
    numbers: Iterator[int]

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"strata_{next(self.numbers)}"
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "tester"]
        subprocess.run([self.programs / "createdb", *where, name], check=True, capture_output=True)
        return f"postgresql+psycopg://tester@127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Started once, stopped through its own process."""
    programs = find_programs()
    if programs is None and os.environ.get("CI") == "true":
        pytest.fail(REMEDY)
    if programs is None:
        pytest.skip(REMEDY)
    folder = Path(tempfile.mkdtemp(prefix="strata-postgres-"))
    try:
        yield from serve(Server(programs, folder, free_port(), itertools.count(1)))
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the URL of one empty database after another, of each product."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        return server.new_database
    numbers = itertools.count(1)
    return lambda: f"sqlite:///{tmp_path}/var/state{next(numbers)}.db"


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def state(url: str) -> Iterator[State]:
    opened = open_state(url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 10, 1, 12, tzinfo=UTC)


def find_programs() -> Path | None:
    """The folder with the programs of the newest PostgreSQL, on the path or where distributions put it."""
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return next((folder for folder in found + packaged[::-1] if all((folder / name).exists() for name in NEEDED)), None)


def serve(server: Server) -> Iterator[Server]:
    # PostgreSQL refuses to run as root; its packages bring a user for it.
    account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if account:
        shutil.chown(server.folder, "postgres", "postgres")
    data = server.folder / "data"
    make: Command = [
        server.programs / "initdb",
        "-D",
        data,
        "-U",
        "tester",
        "-E",
        "UTF8",
        "--no-locale",
        "-A",
        "trust",
        "-N",
    ]
    subprocess.run(make, check=True, capture_output=True, cwd=server.folder, **account)
    settings: Command = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", server.folder]
    start: Command = [server.programs / "postgres", "-D", data, "-p", str(server.port), *settings]
    with subprocess.Popen(start, cwd=server.folder, stderr=subprocess.PIPE, text=True, **account) as process:
        reader = wait_until_ready(process)
        yield server
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS)
        reader.join(SECONDS)


def wait_until_ready(process: subprocess.Popen[str]) -> threading.Thread:
    """Returns once the server takes connections; the thread goes on reading its log."""
    ready, log = threading.Event(), []

    def read() -> None:
        for line in process.stderr or ():
            log.append(line)
            if "ready to accept connections" in line:
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    if not ready.wait(SECONDS):
        process.kill()
        pytest.fail("PostgreSQL did not start:\n" + "".join(log))
    return reader


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
