"""A load makes a new version current, or changes nothing."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from strata.build import Progress, load, read_project
from strata.build.folder import building, locked, new_version
from strata.errors import LoadError

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
USERS = '[users]\nfile = "users.csv"\nid = "id"\n'
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from strata.build import load, read_project

def kill(progress):
    if progress.step == "wrote users":
        os.kill(os.getpid(), signal.SIGKILL)

load(read_project(Path(sys.argv[1])), Path(sys.argv[2]), now=datetime.now(UTC), report=kill)
"""


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if not file.name.startswith(".")}


def test_load_points_to_the_new_version_and_keeps_the_one_before(written, tmp_path):
    project, folder = read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse"
    first, second, third = (load(project, folder, now=NOW) for _ in range(3))
    assert len({first.version, second.version, third.version}) == 3
    assert (folder / "CURRENT").read_text().strip() == third.warehouse.name
    assert files(folder) == {"CURRENT", second.warehouse.name, third.warehouse.name}


@pytest.mark.parametrize("break_", [Path.mkdir, lambda path: path.write_bytes(b"\xff\xfe\0")])
def test_load_mends_a_pointer_that_is_none_and_keeps_the_version_before(written, tmp_path, break_):
    project, folder = read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse"
    before = load(project, folder, now=NOW)
    (folder / "CURRENT").unlink()
    break_(folder / "CURRENT")
    after = load(project, folder, now=NOW)
    assert (folder / "CURRENT").read_text().strip() == after.warehouse.name
    assert {before.warehouse.name, after.warehouse.name} <= files(folder)


def test_load_that_fails_changes_nothing(written, tmp_path):
    folder = tmp_path / "warehouse"
    report = load(read_project(written(USERS, users_csv="id\n1\n")), folder, now=NOW)
    with pytest.raises(LoadError):
        load(read_project(written(USERS, users_csv="id\n")), folder, now=NOW)
    assert files(folder) == {"CURRENT", report.warehouse.name}
    assert (folder / "CURRENT").read_text().strip() == report.warehouse.name


def test_load_that_is_killed_changes_nothing_and_the_next_one_tidies_up(written, tmp_path):
    path, folder = written(USERS, users_csv="id\n1\n"), tmp_path / "warehouse"
    before = load(read_project(path), folder, now=NOW)
    killed = subprocess.run([sys.executable, "-c", KILLED, path, folder], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (folder / "CURRENT").read_text().strip() == before.warehouse.name
    assert any(name.endswith(".building") for name in files(folder))
    with duckdb.connect(str(before.warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from users").fetchall() == [(1,)]
    after = load(read_project(path), folder, now=NOW)
    assert files(folder) == {"CURRENT", before.warehouse.name, after.warehouse.name}


def test_load_refuses_to_run_beside_another(written, tmp_path):
    project, folder = read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse"
    with locked(folder), pytest.raises(LoadError, match=r"another load into .* is running"):
        load(project, folder, now=NOW)
    assert load(project, folder, now=NOW).tables[0].rows_kept == 1


def test_load_tidies_up_what_spilled(tmp_path):
    spilled = building(tmp_path, new_version(NOW)).with_name("warehouse-x.duckdb.building.spill")
    spilled.mkdir()
    (spilled / "part.tmp").write_text("x")
    with locked(tmp_path):
        assert files(tmp_path) == set()


def test_load_into_a_folder_that_cannot_be_made(written, tmp_path):
    (tmp_path / "warehouse").write_text("a file")
    with pytest.raises(LoadError, match="the warehouse is unchanged"):
        load(read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse", now=NOW)


def test_load_reports_every_step_once(written, tmp_path):
    seen: list[Progress] = []
    load(read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse", now=NOW, report=seen.append)
    assert [step.done for step in seen] == list(range(1, seen[0].total + 1))
    assert seen[0].step == "read users.csv"


def test_warehouse_is_written_for_older_readers_too(written, tmp_path):
    report = load(read_project(written(USERS, users_csv="id\n1\n")), tmp_path / "warehouse", now=NOW)
    # The version of the storage is the little-endian number behind the magic bytes; 1.5 wrote less than 100.
    assert int.from_bytes(report.warehouse.read_bytes()[12:20], "little") < 100
