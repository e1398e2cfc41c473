"""The questions about behaviour, asked of a small made-up warehouse: every way gives the same numbers."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime

import pytest

from strata.bench.behaviour import ASKED_ELSEWHERE, QUESTIONS
from strata.bench.frames import check_installed, framed
from strata.bench.machine import this_machine
from strata.bench.sizes import Row, Size, Sizes
from strata.bench.ways import Way, agree, peak_mb, plainly, screens
from strata.build.synthetic import synthesise
from strata.cli.bench import _tools
from strata.errors import WarehouseError

NAMES = [question.name for question in QUESTIONS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("ways")
    synthesise(made, users=600, events=18_000, seed=7, now=datetime(2026, 10, 1, 12, tzinfo=UTC))
    return made


@pytest.fixture(scope="module")
def asked(folder):
    return screens(folder, 1)


@pytest.fixture(scope="module", params=["plain SQL", "pandas", "polars"])
def other(request, folder) -> Way:
    return plainly(folder, 1) if request.param == "plain SQL" else framed(request.param, folder, 1)


def test_every_way_gives_the_same_numbers(asked, other):
    assert list(other.taken) == [question.name for question in ASKED_ELSEWHERE]
    for name in other.taken:
        assert agree(asked.cold.taken[name].figures, other.taken[name].figures), name


def test_screens_are_timed_in_every_situation(asked):
    for way in (asked.cold, asked.edited, asked.redrawn, asked.scanned):
        assert list(way.taken) == NAMES
        assert all(taken.ms > 0 for taken in way.taken.values())
    assert peak_mb() > 0


def test_numbers_that_differ_do_not_agree():
    assert agree({("a", ""): 1.0}, {("a", ""): 1.0, ("b", ""): 2.0})
    assert not agree({("a", ""): 1.0}, {("a", ""): 1.1})
    assert not agree({}, {})


def test_growth_is_the_power_of_the_events():
    def size(events, ms):
        return Size(1, events, 1.0, {}, (Row("q", ms, ms, ms, ms, ms, ms, {}, agrees=True),))

    machine = this_machine()
    assert Sizes(machine, 1, (size(100, 2.0), size(10_000, 20.0))).growth == {"q": pytest.approx(0.5)}
    assert Sizes(machine, 1, (size(100, 2.0),)).growth == {}


def test_tool_that_is_missing_says_how_to_get_it():
    with pytest.raises(WarehouseError, match="make test"):
        check_installed("no_such_tool")


def test_unknown_tool_is_refused():
    assert _tools("pandas, polars") == ("pandas", "polars")
    with pytest.raises(ArgumentTypeError, match="pandas or polars"):
        _tools("excel")
