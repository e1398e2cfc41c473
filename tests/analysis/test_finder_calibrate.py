"""How often the search for gaps is wrong, in few rounds; the whole count is in docs/calibration.md."""

import numpy as np
import pytest

from strata.analysis.finder import Ask, prepare
from strata.analysis.finder_calibrate import Plant, check_finder, found_plants, planted
from strata.errors import MetricError
from strata.model.metrics import metric


@pytest.fixture(scope="module")
def prepared(sample):
    return prepare(sample, Ask(metric("nps", sample.catalog)))


def test_shuffled_answers_hardly_ever_name_anything(sample):
    *_, found = check_finder(sample, Ask(metric("nps", sample.catalog)), rounds=40, power_rounds=0)
    assert found.alarms.of == 40
    assert found.alarms.hits <= 6  # of 40 at 5 %, more come once in two hundred times


def test_planted_gaps_are_as_large_as_they_say(prepared):
    answers, _ = prepared
    gaps = []
    for seed in range(20):
        changed, placed = planted(answers, Plant(), np.random.default_rng(seed))
        inside = placed.place == 0
        gaps.append(100 * (changed.x[inside].mean() - answers.x[inside].mean()))
        assert inside.sum() == 300
    assert np.mean(gaps) == pytest.approx(-15, abs=1.5)


def test_large_planted_gaps_are_found(prepared):
    answers, placed = prepared
    found = found_plants(answers, placed, Plant(points=40.0), np.random.default_rng(1), smallest=50)
    assert found == 4


def test_gaps_can_be_planted_in_nps_only(sample):
    with pytest.raises(MetricError, match="give --metric nps"):
        next(check_finder(sample, Ask(metric("csat", sample.catalog)), rounds=1, power_rounds=0))


@pytest.mark.parametrize(("rounds", "seed", "says"), [(0, 1, "give 1 or more"), (1, -1, "give 0 or more")])
def test_rounds_and_seeds_beyond_reason_say_what_to_give(tiny, rounds, seed, says):
    ask = Ask(metric("nps", tiny.catalog))
    with pytest.raises(MetricError, match=says):
        next(check_finder(tiny, ask, rounds=rounds, power_rounds=0, seed=seed))
