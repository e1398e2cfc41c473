"""Public data sets that lie beside the repository, loaded and held against figures known from outside."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from strata.build import LoadReport, load, read_project
from strata.build.raw import Raw, Sink
from strata.build.read_csv import read_csv
from strata.build.readers import reader_of
from strata.errors import StrataError

ROOT = Path(__file__).parents[2]
DATASETS = ROOT.parent / "shared" / "datasets"
NASTY = DATASETS / "nasty_csv"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
TEXTS = {".csv", ".tsv", ".psv", ".ssv", ".unknown"}

UNREADABLE = {".bz2", ".gz", ".xls", ".zip"}
EMPTY = {"csvkit/empty.csv", "messytables/simple.unknown", "csvkit/sheets.xlsx", "messytables/libreoffice.xlsx"}
CARRIAGE_RETURNS = {"mac_newlines.csv": "3", "mixedGLB.csv": "137"}
"""Records of the files written with carriage returns alone, which the reader behind the manifest could not count."""

pytestmark = [
    pytest.mark.dataset,
    pytest.mark.skipif(not DATASETS.is_dir(), reason="the data sets are not in ../shared/datasets"),
]


def manifest() -> list[dict[str, str]]:
    if not NASTY.is_dir():
        return []
    with (NASTY / "MANIFEST.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read(path: Path) -> Raw:
    reads = read_csv if path.suffix in TEXTS else reader_of(path).read
    with duckdb.connect() as connection:
        return reads(Sink(connection, "raw"), path)


@pytest.mark.parametrize("entry", manifest(), ids=lambda entry: entry["file"])
def test_nasty_file_is_read_whole_or_refused_in_a_sentence(entry):
    path = NASTY / entry["file"]
    if path.suffix in UNREADABLE or entry["file"] in EMPTY:
        with pytest.raises(StrataError, match=re.escape(path.name)):
            read(path)
        return
    raw = read(path)
    n_blank = sum(int(note.value) for note in raw.notes if note.reason == "blank lines skipped")
    known = CARRIAGE_RETURNS.get(path.name, entry["records_python_csv"])
    if known:
        assert 1 + raw.n_rows + len(raw.faults) + n_blank == int(known)


@pytest.mark.parametrize("path", sorted((NASTY / "csv-spectrum" / "csvs").glob("*.csv")), ids=lambda path: path.stem)
def test_spectrum_file_has_the_values_it_should(path):
    expected = json_rows(path.parents[1] / "json" / f"{path.stem}.json")
    with duckdb.connect() as connection:
        read_csv(Sink(connection, "raw"), path)
        rows = connection.execute("from raw order by strata_row").fetchall()
    assert [[cell or "" for cell in row[1:]] for row in rows] == expected


def json_rows(path: Path) -> list[list[str]]:
    """The expected rows; the files hold LF even where these were made from CRLF."""
    return [[cell.replace("\r\n", "\n") for cell in row.values()] for row in json.loads(path.read_text("utf-8"))]


@pytest.fixture(scope="module", params=["sfo_2018", "telco", "ravenstack"])
def example(request, tmp_path_factory) -> Iterator[tuple[str, LoadReport, duckdb.DuckDBPyConnection]]:
    name = request.param
    project = read_project(ROOT / "data" / "examples" / f"{name}.toml", files=DATASETS / name)
    report = load(project, tmp_path_factory.mktemp(name), now=NOW)
    with duckdb.connect(str(report.warehouse), read_only=True) as connection:
        yield name, report, connection


FIGURES: dict[str, dict[str, object]] = {
    "sfo_2018": {
        "select count(*) from users": 2809,
        "select count(*) from responses where survey = 'nps'": 2809 - 159,
        "select n_rows from load_issues where reason = 'blank NPS score'": 159,
        "select count(*) from users where gender = 'male'": 1217,
        "select count(*) from users where age is null": 175,
        "select count(*) from responses where survey = 'csat' and score > 3": 1428 + 631,
        "select sum(rows_rejected) from load_files": 0,
    },
    "telco": {
        "select count(*) from users": 7043,
        "select count(*) from users where churn = 'Yes'": 1869,
        "select round(100 * avg((churn = 'Yes')::int), 2) from users where contract = 'Month-to-month'": 42.71,
        "select count(*) from users where total_charges is null": 11,
        "select sum(senior_citizen) from users": 1142,
        "select type from attributes where name = 'partner'": "boolean",
        "select count(*) from load_issues": 0,
    },
    "ravenstack": {
        "select count(*) from users": 500,
        "select count(*) from accounts": 500,
        "select count(*) from subscriptions": 5000,
        "select count(*) from events": 25000,
        "select count(*) from tickets": 2000,
        "select count(*) from subscription_changes": 600,
        "select n_rows from load_issues where reason = 'repeated id'": 21,
        "select n_rows from load_issues where reason = 'blank CSAT score'": 825,
        "select count(*) from responses": 2000 - 825,
        "select count(*) from load_issues where reason = 'date before the user joined'": 2,
        "select sum(rows_rejected) from load_files": 0,
    },
}


def test_example_has_the_figures_known_from_outside(example):
    name, _, connection = example
    found = {query: connection.execute(query).fetchall()[0][0] for query in FIGURES[name]}
    assert found == FIGURES[name]


def test_example_report_adds_up(example):
    _, report, _ = example
    assert all(file.rows_read == file.rows_kept + file.rows_rejected for file in report.tables)
