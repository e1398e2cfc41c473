import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from strata.analysis.calibrate import Plan, calibrate
from strata.analysis.groups import Asked, Groups
from strata.analysis.random_segments import Lots
from strata.build import load, read_project
from strata.errors import MetricError, StrataError
from strata.model.metrics import computable, metric
from strata.model.segment import EVER
from strata.warehouse import Warehouse

TINY = Path(__file__).parents[1] / "tiny"
FEW = ("nps", "csat", "active_days", "mrr")


def plan(warehouse, *names, **options):
    return Plan(tuple(metric(name, warehouse.catalog) for name in names), **options)


def last(steps):
    return list(steps)[-1]


@pytest.fixture(scope="module")
def of_sample(sample):
    return last(calibrate(sample, plan(sample, *FEW, rounds=60)))


def test_calibrate_tiny_data_are_withheld(tiny):
    found = last(calibrate(tiny, Plan(computable(tiny.catalog), rounds=10, people=(2,))))
    assert {(check.rounds, check.withheld, check.alarms.percent) for check in found.alarms} == {(10, 10, None)}
    assert {(check.withheld, check.found.hits) for check in found.power} == {(10, 0)}
    assert found.sentences == ("No comparison had enough data for a verdict: draw a larger share, or load more data.",)


def test_calibrate_false_alarms_are_as_rare_as_they_should_be(of_sample):
    assert of_sample.alarms
    for check in of_sample.alarms:
        error = math.sqrt(0.05 * 0.95 / check.alarms.of)
        assert abs(check.alarms.percent / 100 - 0.05) < 3 * error, check


def test_calibrate_counts_every_round(of_sample):
    for check in of_sample.alarms:
        judged = check.rounds - check.withheld
        assert check.rounds == of_sample.rounds == 60
        assert check.alarms.of == check.shown.of == sum(use.times for use in check.methods) == judged
        assert check.shown.hits <= check.alarms.hits or check.metric == "nps"


def test_calibrate_draws_no_users_for_metrics_of_accounts(of_sample):
    ways = {(check.metric, check.way) for check in of_sample.alarms}
    assert ways == {(name, way) for name in FEW for way in ("user", "account")} - {("mrr", "user")}


def test_calibrate_same_seed_same_numbers(sample):
    steps = list(calibrate(sample, plan(sample, "nps", "csat", rounds=12)))
    again = last(calibrate(sample, plan(sample, "nps", "csat", rounds=8)))
    other = last(calibrate(sample, plan(sample, "nps", "csat", rounds=8, seed=2)))
    assert [found.rounds for found in steps] == [4, 8, 12]
    assert steps[1] == again
    assert replace(other, seed=1) != again


def test_calibrate_leaves_what_is_remembered_alone(tiny_folder):
    warehouse = Warehouse.open(tiny_folder)
    groups, asked = Groups(warehouse), Asked.of(warehouse, metric("nps", warehouse.catalog), EVER)
    groups.arm(asked, groups.crew(0b111))
    before = dict(warehouse.digests._recent.answers)
    last(calibrate(warehouse, plan(warehouse, "nps", "active_days", rounds=10, people=(2,))))
    assert warehouse.digests._recent.answers == before
    warehouse.close()


def test_calibrate_finds_large_planted_gaps_and_few_small_ones(sample):
    found = last(calibrate(sample, plan(sample, "nps", "churn", rounds=4, people=(50, 1_000))))
    rates = {(check.metric, check.way, check.people, check.size): check.found.percent for check in found.power}
    assert rates["nps", "user", 1_000, 20] == 100
    assert rates["nps", "user", 50, 5] <= 25
    assert {check.unit for check in found.power if check.metric == "churn"} == {"pp"}
    assert {way for name, way, *_ in rates if name == "churn"} == {"account"}
    assert found.power_rounds == 4


def test_calibrate_plants_nothing_in_times(sample):
    found = last(calibrate(sample, plan(sample, "first:report_exported", rounds=1, people=(100,))))
    assert [use.name for check in found.alarms for use in check.methods] == ["log_rank_cr2"] * 2
    assert (found.power_rounds, found.power) == (1, ())


def test_calibrate_plants_the_same_gaps_again(sample):
    one, other = (
        last(calibrate(sample, plan(sample, "csat", *more, rounds=2, people=(100,)))) for more in ((), ("nps",))
    )
    assert one.power == tuple(check for check in other.power if check.metric == "csat")


def test_calibrate_leaves_someone_to_compare_with(tiny):
    assert not last(calibrate(tiny, plan(tiny, "nps", rounds=1, people=(5, 50)))).power


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"share": 1.0}, "A share of 1 leaves nobody to compare"),
        ({"share": 0.0}, "A share of 0 leaves nobody"),
        ({"share": math.nan}, "A share of nan"),
        ({"rounds": 0}, "0 rounds draw no segment"),
        ({"seed": -1}, "The seed -1 is negative"),
    ],
)
def test_plan_refuses_what_cannot_be_drawn(tiny, options, sentence):
    with pytest.raises(StrataError, match=sentence):
        plan(tiny, "nps", **options)


def test_plan_refuses_no_metrics():
    with pytest.raises(MetricError, match="There is no metric to calibrate"):
        Plan(())


def test_calibrate_refuses_data_without_users(tmp_path):
    for file in TINY.iterdir():
        text = file.read_text()
        (tmp_path / file.name).write_text(text.replace(",no,", ",yes,") if file.name == "users.csv" else text)
    load(read_project(tmp_path / "strata.toml"), tmp_path / "out", now=datetime(2026, 10, 1, tzinfo=UTC))
    warehouse = Warehouse.open(tmp_path / "out")
    with pytest.raises(StrataError, match="Nobody is counted"):
        calibrate(warehouse, plan(warehouse, "nps"))
    warehouse.close()


def test_lots_of_accounts_take_whole_accounts_and_single_users(tiny):
    accounts = Lots.of("account", tiny)
    assert sorted(accounts.sizes[accounts.sizes > 0]) == [1, 2, 3, 3]
    assert accounts.sizes.sum() == tiny.population.bit_count() == 9
