import json
from itertools import pairwise

import pytest

from strata.cli import main

SMALL = ("--users", "300", "--events", "9_000", "--runs", "2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture
def bench(capsys, folder):
    """One measurement on the warehouse that the first of them draws: exit code, what it printed, what it said."""

    def run(*words):
        return main(["bench", "segments", "--warehouse", str(folder), *SMALL, *words]), *capsys.readouterr()

    return run


def test_bench_measures_every_question(bench):
    code, out, _ = bench("--json")
    document = json.loads(out)
    timings = {timing["question"]: timing for timing in document["timings"]}
    assert code == 0
    assert (document["users"], document["events"], document["runs"]) == (300, 9_000, 2)
    assert {timing["agrees"] for timing in document["timings"]} == {True}
    assert {timing["ms"] > 0 and timing["plain_ms"] > 0 for timing in document["timings"]} == {True}
    asked = [timings[f"ten conditions, {what}"]["asked"] for what in ("nothing known", "one edited", "nothing changed")]
    assert asked == [10, 1, 0]
    assert document["machine"]["cores"] >= 1


def test_bench_prints_a_table(bench):
    code, out, _ = bench()
    assert code == 0
    assert "300 users, 9,000 events" in out
    assert "ten conditions, one edited" in out
    assert "other users" not in out
    table = out.splitlines()[2:]
    assert all(len(above) == len(below) for above, below in pairwise(table))


def test_bench_uses_the_warehouse_it_finds(bench, folder):
    bench()
    before = (folder / "CURRENT").read_text()
    assert "Drawing" not in bench()[2]
    assert (folder / "CURRENT").read_text() == before


def test_bench_refuses_a_warehouse_of_real_data(capsys, tiny_folder):
    before = (tiny_folder / "CURRENT").read_text()
    assert main(["bench", "segments", "--warehouse", str(tiny_folder)]) == 2
    assert "is no synthetic warehouse" in capsys.readouterr().err
    assert (tiny_folder / "CURRENT").read_text() == before


def test_bench_keeps_nothing_unasked(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["bench", "segments", *SMALL]) == 0
    assert "Drawing 300 users" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [("--runs", "0"), ("--users", "many"), ("--events", "-1")])
def test_bench_takes_whole_numbers(bench, capsys, words):
    with pytest.raises(SystemExit):
        bench(*words)
    assert "write a whole number from 1" in capsys.readouterr().err


def test_bench_compare_asks_the_same_both_ways(capsys, folder):
    assert main(["bench", "compare", "--warehouse", str(folder), *SMALL, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["segments"], document["metrics"], document["runs"]) == (4, 12, 2)
    assert [each["name"] for each in document["situations"]] == [
        "nothing known",
        "four new segments, the dates known",
        "one segment edited",
        "another baseline",
        "everyone else again",
        "nothing known, unusual dates",
    ]
    assert {each["agrees"] for each in document["situations"]} == {True}
    assert {each["ms"] > 0 and each["plain_ms"] > 0 for each in document["situations"]} == {True}


def test_bench_compare_prints_a_table(capsys, folder):
    assert main(["bench", "compare", "--warehouse", str(folder), *SMALL]) == 0
    out = capsys.readouterr().out
    assert "4 segments in 12 metrics" in out
    assert "one segment edited" in out
    assert "other intervals" not in out
