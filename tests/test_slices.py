"""Above a million users joins go in slices, and answers stay the same."""

import re
from pathlib import Path

import duckdb
import pytest

from strata.analysis.compare import compare
from strata.membership import Library
from strata.model.metrics import metric
from strata.model.segment import EVER, AttributeCondition, Segment
from strata.warehouse import Members, Query, Warehouse, slices

QUERIES = Path(__file__).parents[1] / "queries"
JOINING = sorted(file for file in QUERIES.rglob("*.sql") if "inner join member on" in file.read_text())
SUBQUERY = re.compile(r"\(\{\{ \w+ \}\}\)")
FILLED = re.compile(r"\{\{ \w+ \}\}")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch, tiny: Warehouse) -> Warehouse:
    """Slices of three users."""
    monkeypatch.setattr(slices, "SLICE", 3)
    tiny.forget()
    return tiny


@pytest.mark.parametrize("file", JOINING, ids=lambda file: file.stem)
def test_statement_in_slices_is_still_one(narrow, file):
    text = FILLED.sub("some_name", SUBQUERY.sub("(select 1 as user_id)", file.read_text()))
    assert len(duckdb.extract_statements(slices.sliced(text, narrow.n_users))) == 1


@pytest.mark.parametrize("name", ["nps", "active_days", "events:login"])
def test_comparison_in_slices_is_the_same(tiny, monkeypatch, name):
    segments = (Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",))),)

    def asked() -> str:
        tiny.forget()
        asked = (metric(name, tiny.catalog),)
        return repr(compare(tiny, segments, asked, baseline=None, window=EVER, library=Library({})))

    whole = asked()
    monkeypatch.setattr(slices, "SLICE", 3)
    assert asked() == whole


def test_cells_in_slices_are_the_same(narrow, monkeypatch):
    cells = Query(
        "reports/cell_sums", names=(("cell", ("member", "mask")),), parts=(("metric", Query("metrics/everyone")),)
    )
    members = Members(narrow.population, (narrow.population & 0b1010101010,))
    found = narrow.run(cells, members)
    monkeypatch.undo()
    narrow.forget()
    assert found.equals(narrow.run(cells, members))


def test_join_of_another_kind_stays():
    text = "select 1 from a inner join b on b.x = a.x inner join member on member.user_id = b.user_id"
    assert slices.sliced(text, 3_000_000) == text


def test_million_users_are_one_slice():
    text = "select mask from kept inner join member on member.user_id = kept.user_id"
    assert slices.sliced(text, 1_000_000) == text
    assert slices.sliced(text, 1_000_001).count("union all") == 1
