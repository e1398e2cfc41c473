"""The methods' promises on a small grid, through the gates and verdicts people get; seeded, so it never changes."""

import pytest

from strata.bench import grid
from strata.bench.methods import CellRate, markdown, run
from strata.bench.worlds import World

NULL = (
    *(World(key, key, 20, 20, 0, 0, 0.0, "independent") for key in ("NPS +40", "50 %", "CSAT 4.0", "events")),
    *(World(key, key, 50, 50, 15, 15, 0.2, "nested") for key in ("NPS +40", "50 %", "CSAT 4.0", "MRR")),
    World("10 %", "10 %", 30, 300, 10, 60, 0.2, "nested"),
    World("NPS -25", "NPS -25", 50, 50, 15, 15, 0.2, "crossed"),
    World("events per session", "events per session", 50, 50, 15, 15, 0.1, "nested"),
    World("50 %", "50 %", 50, 50, 15, 15, 0.2, "overlapping"),
)
TIMES = 150


@pytest.fixture(scope="module")
def rates():
    return run(NULL, worlds=TIMES, seed=3)


def test_run_false_alarms_are_as_rare_as_promised(rates):
    assert [rate.world for rate in rates if rate.found > 0.065 + 3 * rate.error] == []
    assert 0.025 < sum(rate.found for rate in rates) / len(rates) < 0.065


def test_run_intervals_hold_the_truth_as_often_as_promised(rates):
    assert [rate.world for rate in rates if rate.covered < 0.935 - 3 * rate.error] == []


def test_run_finds_a_large_planted_gap():
    (rate,) = run([World("NPS +60", "NPS -25", 100, 100, 40, 40, 0.1, "nested")], worlds=40, seed=1)
    assert rate.found > 0.9
    assert rate.judged == 1


def test_run_two_accounts_are_never_judged():
    (rate,) = run([World("50 %", "50 %", 20, 20, 2, 2, 0.1, "nested")], worlds=20, seed=1)
    assert (rate.judged, rate.found, rate.covered) == (0, 0, 0)
    assert "withheld" in markdown([rate])


def test_run_tells_each_rate_and_does_not_depend_on_the_rest_of_the_grid():
    told: list[CellRate] = []
    alone = run(NULL[:1], worlds=10, seed=3, report=told.append)
    assert run(NULL[:2], worlds=10, seed=3)[:1] == alone == tuple(told)


def test_error_is_never_smaller_than_that_of_five_percent():
    assert CellRate(NULL[0], "newcombe", 1900, 1.0, 0.0, 1.0).error == pytest.approx(0.005)


def test_markdown_is_one_table_for_each_kind_and_layout():
    rates = [CellRate(world, "m", 100, 1.0, 0.05, 0.95) for world in NULL]
    assert markdown(rates).count("| users (accounts) |") == len({(world.kind, world.layout) for world in NULL})


def test_markdown_planted_gaps_show_their_coverage():
    gap = CellRate(World("10 %", "25 %", 50, 50, 0, 0, 0.0, "independent"), "newcombe", 100, 1.0, 0.5, 0.95)
    assert "10 % against 25 %" in markdown([gap])
    assert "50 (95.0)" in markdown([gap])


def test_grid_has_worlds_without_and_with_a_difference():
    assert {world.difference for world in grid.null(["nested"])} == {0.0}
    assert all(world.difference for world in grid.planted(["nested"]))
