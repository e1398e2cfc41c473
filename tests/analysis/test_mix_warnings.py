import pytest

from strata.analysis.mix import mix
from strata.analysis.mix_warnings import mix_warnings
from strata.model.metrics import metric
from strata.model.segment import Segment, parse


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


ENTERPRISE = segment("Enterprise", attribute="plan", op="is", value=["Enterprise"])
HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
LARGE = segment("Large", attribute="size_band", op="is", value=["large chain"])
NEW = segment("New", lifecycle="new")
NAMES = ("nps", "csat", "active_days", "events_per_session", "mrr", "churn", "tickets", "first:login")


@pytest.mark.parametrize("baseline", [None, HYGIENISTS])
def test_mix_warnings_are_those_of_mix(sample, baseline):
    metrics = [metric(name, sample.catalog) for name in NAMES]
    chosen = [ENTERPRISE, LARGE, NEW]
    found = mix_warnings(sample, chosen, metrics, baseline=baseline)
    expected = {
        (each.name, asked.name): mix(sample, each, asked, baseline=baseline).warnings
        for each in chosen
        for asked in metrics
    }
    assert found == {key: said for key, said in expected.items() if said}
    assert ("Enterprise", "mrr") in found
    assert (("Enterprise", "nps") in found) is (baseline is None)


def test_mix_warnings_of_no_metrics_and_of_nobody_are_none(tiny):
    nobody = segment("Nobody", any=[])
    assert mix_warnings(tiny, [nobody], []) == {}
    assert mix_warnings(tiny, [nobody], [metric("nps", tiny.catalog)]) == {}
