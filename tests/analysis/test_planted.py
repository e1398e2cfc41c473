"""The effects planted in the sample company, found by the tool that never heard of them."""

from datetime import date

import pytest

from data.sample import read_effects
from strata.analysis.compare import compare
from strata.model.metrics import metric
from strata.model.segment import Between, read_segment

EXPECTED = read_effects().expected


def day(text):
    return date.fromisoformat(str(text)) if text else None


@pytest.mark.parametrize("effect", EXPECTED, ids=lambda effect: effect.name)
def test_planted_effect_is_inside_its_interval(sample, effect):
    baseline = None if effect.baseline == "rest" else read_segment(effect.baseline)
    found = compare(
        sample,
        [read_segment(effect.segment)],
        [metric(effect.metric, sample.catalog)],
        baseline=baseline,
        window=Between(day(effect.since), day(effect.until)),
    )
    result = found.results[0]
    assert result.ci_low < effect.value < result.ci_high
