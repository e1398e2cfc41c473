"""Rows that are added later give the tables that a load of all files gives."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from strata.build import LoadReport, append, load, read_project
from strata.errors import LoadError
from strata.warehouse import Leaf, Warehouse, current_file
from tests.build.conftest import NOW

TOML = """[project]
name = "Growing"
timezone = "Europe/Berlin"
[users]
file = "users.csv"
id = "id"
account = "firm"
joined_at = "joined"
[[events]]
file = "events-*.csv"
user = "user"
name = "event"
at = "at"
session = "session"
properties = ["n", "kind"]
[[responses]]
file = "answers-*.csv"
user = "user"
survey = "nps"
score = "score"
at = "at"
"""
USERS = "id,firm,joined,role\na,X,2026-01-01,dentist\nb,X,2026-01-02,hygienist\nc,Y,2026-01-03,dentist\n"
MORE_USERS = USERS + "d,Z,2026-09-01,owner\ne,A,2026-09-02,owner\n"
HEAD = "user,event,at,session,n,kind\n"
FIRST = (
    HEAD + "a,login,2026-09-01T09:00:00Z,s1,1,x\na,save,2026-09-01T21:50:00Z,s2,2,y\na,save,2026-09-01T22:10:00Z,s2,,\n"
    "b,login,2026-09-07T10:00:00Z,t1,,x\nb,login,2026-09-08T10:00:00Z,t2,3,x\nzz,login,2026-09-08,t9,1,x\n"
)
SECOND = (
    HEAD + "a,save,2026-09-09T10:00:00Z,s3,4,y\na,save,2026-09-09T11:00:00Z,s3,4,y\nc,login,2026-09-10,,,\n"
    "b,login,2026-08-31T10:00:00Z,t1,1,x\n"  # late, and its session began earlier than was known
    "b,save,2026-09-08T11:00:00Z,t2,1,x\nyy,login,2026-09-09,,,\na,login,2026-12-01,s9,1,x\n"
)
ANSWERS = "user,score,at\na,9,2026-09-01\nb,3,2026-09-02\nb,11,2026-09-03\n"
MORE_ANSWERS = "user,score,at\nc,10,2026-09-05\na,2,2026-09-06\nq,1,2026-09-06\n"
TABLES = (
    "accounts users events user_day user_week responses tickets subscriptions subscription_changes assignments "
    "attributes attribute_values load_files load_issues load_rejects load_dates "
    "user_ever user_last_7 user_last_30 user_last_90 user_last_180 user_last_365 user_returns"
).split()


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(text)


def rows(file: Path, table: str) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return sorted(map(repr, connection.execute(f"from {table}").fetchall()))


def value(file: Path, sql: str) -> object:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()[0][0]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "strata.toml").write_text(TOML)
    write(folder, users=USERS, events_1=FIRST, answers_1=ANSWERS)
    return folder


@pytest.fixture
def first(source: Path, tmp_path: Path) -> Path:
    """The warehouse of the first files."""
    load(read_project(source / "strata.toml"), tmp_path / "growing", now=NOW)
    return tmp_path / "growing"


@pytest.fixture
def add(source: Path, first: Path) -> Callable[[], LoadReport]:
    return lambda: append(read_project(source / "strata.toml"), first, now=NOW)


@pytest.fixture
def agrees(source: Path, first: Path, tmp_path: Path) -> Callable[[], None]:
    """Fails where the tables differ from those of a load of all files."""

    def compare() -> None:
        whole = load(read_project(source / "strata.toml"), tmp_path / "whole", now=NOW).warehouse
        for table in TABLES:
            assert rows(current_file(first), table) == rows(whole, table), table

    return compare


def test_append_of_late_and_unknown_and_future_rows_equals_a_load_of_all(source, add, agrees, first):
    before = current_file(first)
    write(source, events_2=SECOND, answers_2=MORE_ANSWERS)
    report = add()
    assert report.note == "New rows were added."
    assert report.warehouse == current_file(first) != before
    assert [(file.file, file.rows_kept, file.rows_rejected) for file in report.tables] == [
        ("events-2.csv", 6, 1),
        ("answers-2.csv", 2, 1),
    ]
    agrees()
    assert value(report.warehouse, "select value from meta where key = 'as_of'") == "2026-09-10"


def test_append_of_new_people_equals_a_load_of_all(source, add, agrees):
    write(source, users=MORE_USERS.replace("e,A,", "e,ZZ,"), events_2=HEAD + "d,login,2026-09-03,,,\n")
    assert add().note == "New rows were added."
    agrees()


def test_append_puts_people_who_joined_earlier_at_the_end(source, add, first):
    write(source, users=USERS + "early,B,2020-01-01,owner\n", events_2=SECOND)
    add()
    assert rows(current_file(first), "(select user_id, user_key, account_id from users)") == [
        "(0, 'a', 0)",
        "(1, 'b', 0)",
        "(2, 'c', 1)",
        "(3, 'early', 2)",
    ]


def test_append_twice_changes_nothing(source, add, first):
    write(source, events_2=SECOND)
    version = add().version
    report = add()
    assert (report.version, report.tables) == (version, ())
    assert report.note.startswith("Nothing is new")
    (source / "events-2.csv").touch()
    assert add().version == version
    assert current_file(first).name == f"warehouse-{version}.duckdb"


def test_append_day_after_day_equals_a_load_of_all_and_puts_events_in_order(source, add, agrees, first):
    for day in range(1, 9):
        lines = [f"{user},login,2026-09-{day + 10}T10:0{i}:00Z,d{day},1,x\n" for i, user in enumerate("abcab")]
        write(source, **{f"events_{day + 1}": HEAD + "".join(lines)})
        add()
    agrees()
    behind = value(current_file(first), "select value::int from meta where key = 'n_events_behind'")
    assert behind == 10  # of 45: put in order whenever more than a quarter stood behind
    assert value(current_file(first), "select count(*) from events") == 45


def test_append_loads_all_again_where_adding_would_be_wrong(source, add, agrees):
    write(source, users=USERS + "zz,X,2026-01-05,owner\n")
    assert add().note == "All was loaded again, because rows of zz were rejected before that are known now."
    agrees()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"events_2": HEAD + "a,login,2026-09-02,,many,x\n"}, "n of events was number and is text in the new rows"),
        ({"events_1": FIRST + "a,login,2026-09-20,,,\n"}, "events-1.csv goes on after the rows that were loaded"),
        ({"users": USERS.replace("b,X", "b,Y")}, "1 users belong to another account now"),
        ({"users": USERS.replace("c,Y,2026-01-03,dentist\n", "")}, "1 users that were loaded are not in their file"),
    ],
)
def test_append_says_why_all_was_loaded_again(source, add, agrees, files, said):
    write(source, **files)
    assert said in add().note
    agrees()


def test_append_takes_dates_as_those_before(source, tmp_path):
    write(source, events_1=HEAD + "a,login,25/09/2026,,,\n")
    project = source / "strata.toml"
    load(read_project(project), tmp_path / "slashes", now=NOW)
    write(source, events_2=HEAD + "a,login,03/09/2026,,,\n")
    assert append(read_project(project), tmp_path / "slashes", now=NOW).note == "New rows were added."
    file = current_file(tmp_path / "slashes")
    assert value(file, "select min(ts)::varchar from events") == "2026-09-03 00:00:00"


def test_append_keeps_rows_of_files_that_are_gone(source, add, first):
    (source / "events-1.csv").unlink()
    write(source, events_2=SECOND)
    add()
    assert value(current_file(first), "select count(*) from events") == 11


def test_append_never_loses_rows_of_files_that_are_gone(source, add, first):
    before = current_file(first)
    (source / "events-1.csv").unlink()
    write(source, events_2=HEAD + "a,login,2026-09-02,,many,x\n")
    with pytest.raises(LoadError, match=r"events-1\.csv is not there any more: bring it back"):
        add()
    assert current_file(first) == before


def test_append_refuses_a_file_with_other_rows(source, add):
    write(source, events_1=SECOND)
    with pytest.raises(LoadError, match=r"events-1\.csv was loaded before and has other rows now"):
        add()


def test_append_leaves_readers_what_they_have(source, add, first):
    reader = Warehouse.open(first)
    write(source, events_2=SECOND)
    add()
    everyone = Leaf("select user_id from events")
    assert reader.members(everyone).bit_count() == 2
    reader.close()
    fresh = Warehouse.open(first)
    assert fresh.members(everyone).bit_count() == 3
    fresh.close()
