import pytest

from strata.analysis.leak import leaks
from strata.membership import Library
from strata.model.metrics import metric
from strata.model.segment import Segment, parse

PROMOTERS = {"response": "nps", "is": "promoter"}
EXPORTED = {"event": "report_exported"}
PLAN = {"attribute": "plan", "op": "is", "value": ["Enterprise"]}


def segment(document, name="It"):
    return Segment(name, parse(document, at="it"))


def strength(sample, document, name, library=None):
    found = leaks(segment(document), metric(name, sample.catalog), *([library] if library else []))
    return found.strength if found else None


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (PROMOTERS, "nps"),
        ({"response": "nps", "op": "<=", "value": 6}, "nps"),
        ({"not": {"response": "csat", "op": "<=", "value": 2}}, "csat"),
        ({"response": "csat", "op": "<=", "value": 2}, "csat_mean"),
        ({"response": "nps", "comment_contains": "slow"}, "nps"),
        (EXPORTED, "did:report_exported"),
        (EXPORTED | {"did": False}, "events:report_exported"),
        (EXPORTED, "first:report_exported"),
        (EXPORTED, "converted:report_exported"),
        (EXPORTED, "per_event:report_exported.minutes"),
        ({"first": "login", "then": "report_exported"}, "did:report_exported"),
        ({"dropping_off": "login"}, "events:login"),
        ({"event": "*"}, "active_days"),
        ({"lifecycle": "dormant"}, "sessions"),
        ({"attribute": "last_seen", "op": "in_the_last", "value": 7}, "active_days"),
        (PLAN, "share:plan=Enterprise"),
        ({"attribute": "chairs", "op": ">", "value": 5}, "mean:chairs"),
        ({"ticket": "opened"}, "tickets"),
        ({"plan": ["Growth"]}, "mrr"),
        ({"renewal": 30}, "churn"),
        ({"change": "downgrade"}, "downgrade"),
        ({"account": {"users_at_least": 2, "where": EXPORTED}}, "did:report_exported"),
        ({"all": [PLAN, {"any": [PROMOTERS]}]}, "nps"),
    ],
)
def test_leaks_when_the_rule_uses_what_the_metric_is_made_of(sample, document, name):
    assert strength(sample, document, name) == "strong"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (EXPORTED, "active_days"),
        (EXPORTED, "events_per_session"),
        (EXPORTED, "retention:4"),
        ({"event": "*"}, "did:report_exported"),
        ({"lifecycle": "active"}, "did:report_exported"),
        ({"response": "nps", "answered": True}, "nps"),
        ({"change": "upgrade"}, "mrr"),
        ({"change": "upgrade"}, "churn"),
    ],
)
def test_leaks_is_a_note_where_rule_and_metric_are_related(sample, document, name):
    assert strength(sample, document, name) == "note"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (PLAN, "nps"),
        (PROMOTERS, "csat"),
        (EXPORTED, "nps"),
        (EXPORTED, "did:login"),
        ({"attribute": "minutes", "op": "is_known"}, "per_event:report_exported.minutes"),
        ({"users": ["u1"]}, "nps"),
        ({"all": []}, "nps"),
        ({"segment": "unknown"}, "nps"),
    ],
)
def test_leaks_nothing_where_they_have_nothing_in_common(sample, document, name):
    assert strength(sample, document, name) is None


def test_leaks_looks_through_the_segments_a_rule_names(sample):
    library = Library({"Fans": segment(PROMOTERS, "Fans"), "Close": segment({"segment": "Fans"}, "Close")})
    found = leaks(segment({"all": [PLAN, {"segment": "Close"}]}, "Large fans"), metric("nps", sample.catalog), library)
    assert found is not None
    assert found.sentence == (
        "Large fans asks through the segment Fans for NPS answers, and NPS is made of the same: "
        "the difference shows the rule, not the people."
    )
    assert (found.code, found.about) == ("leak", "NPS answers")


def test_leaks_says_the_stronger_of_two(sample):
    found = leaks(segment({"all": [{"event": "login"}, {"event": "*"}]}), metric("active_days", sample.catalog))
    assert found is not None
    assert (found.strength, found.about) == ("strong", "any activity")
