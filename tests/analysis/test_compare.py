import json
from datetime import date

import pytest

from strata.analysis.compare import compare
from strata.errors import MetricError, SegmentError
from strata.model.metrics import available, metric
from strata.model.segment import Between, Segment, SinceJoined, parse


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
STARTER = {"attribute": "plan", "op": "is", "value": ["Starter"]}
NOBODY = segment("Nobody", attribute="role", op="is", value=["astronaut"])


def only(warehouse, name, *segments, **options):
    found = compare(warehouse, segments, [metric(name, warehouse.catalog)], **options)
    return found.results[0]


def test_compare_takes_the_latest_answer_of_everyone_counted(tiny):
    result = only(tiny, "nps", HYGIENISTS)
    assert (result.n, result.value) == (3, pytest.approx(-200 / 3))  # u1 3, u2 6, u5 7
    assert (result.baseline_n, result.baseline_value) == (4, pytest.approx(25))  # u3 9, u4 10, u7 8, u9 0; u10 internal
    assert result.difference == pytest.approx(-200 / 3 - 25)
    assert result.verdict == "not_enough_data"
    assert result.reasons[0] == "Too few answers to compare (n=3)."


def test_compare_counts_answers_inside_the_window_only(tiny):
    result = only(tiny, "nps", HYGIENISTS, window=Between(None, None))
    assert result.baseline_n == 4
    early = only(tiny, "nps", HYGIENISTS, window=Between(date(2026, 1, 1), date(2026, 2, 28)))
    assert (early.n, early.value, early.baseline_n) == (1, 100, 1)  # u1's first answer; u9


def test_compare_with_another_segment(tiny):
    result = only(tiny, "csat", HYGIENISTS, baseline=DENTISTS)
    assert (result.baseline, result.n, result.baseline_n) == ("Dentists", 1, 2)
    assert (result.value, result.baseline_value) == (100, 50)


def test_compare_of_an_empty_segment_is_withheld(tiny):
    result = only(tiny, "nps", NOBODY)
    assert (result.value, result.difference, result.ci_low, result.p) == (None, None, None, None)
    assert result.verdict == "not_enough_data"
    assert "no answers" in result.sentence


def test_compare_of_everyone_has_no_rest(tiny):
    result = only(tiny, "nps", segment("All", all=[]))
    assert (result.n, result.baseline_n, result.verdict) == (7, 0, "not_enough_data")


def test_compare_refuses_two_segments_of_one_name(tiny):
    with pytest.raises(SegmentError, match="Two segments are called 'Hygienists'"):
        only(tiny, "nps", HYGIENISTS, HYGIENISTS)


@pytest.mark.parametrize(
    ("name", "value", "n", "baseline_value"),
    [
        ("csat_mean", 5, 1, 3),
        ("mean:team_size", 4, 2, (9 + 2.5 + 7 + 1 + 0 + 12) / 6),
        ("mean:seats", (20 + 20 + 5) / 3, 3, (20 + 5 + 5 + 11 + 11) / 5),
        ("share:newsletter=true", 50, 2, 400 / 6),
        ("share:region=West", 200 / 3, 3, 100 / 3),
        ("did:login", 200 / 3, 3, 100 / 3),
        ("events:login", 4 / 3, 3, 2 / 6),
        ("active_days", 4 / 3, 3, 4 / 6),
    ],
)
def test_every_kind_of_metric_has_the_right_value(tiny, name, value, n, baseline_value):
    result = only(tiny, name, HYGIENISTS)
    assert (result.value, result.n) == (pytest.approx(value), n)
    assert result.baseline_value == pytest.approx(baseline_value)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("npss", "did you mean 'nps'"),
        ("mean:role", "a mean needs numbers"),
        ("share:role", "write share:role=VALUE"),
        ("share:team_size=big", "holds numbers"),
        ("share:newsletter=maybe", "write true or false"),
        ("share:trial_end=2026-01-01", "holds dates"),
    ],
)
def test_metric_refuses_with_the_remedy(tiny, name, says):
    with pytest.raises(MetricError, match=says):
        metric(name, tiny.catalog)


def test_compare_as_json_is_json(tiny):
    found = compare(tiny, [HYGIENISTS, DENTISTS], available(tiny.catalog))
    document = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert [row["segment"] for row in document["results"][:2]] == ["Hygienists", "Dentists"]
    assert document["overlaps"] == [[3, 0], [0, 3]]
    assert document["source"]["population"] == "all users but 1 internal and test users"


def test_planted_gap_is_inside_its_interval(sample):
    result = only(sample, "nps", HYGIENISTS)
    assert result.verdict == "lower"
    assert result.ci_low < -43 < result.ci_high


def test_groups_without_a_difference_are_called_so(sample):
    one, two = (segment(letter, attribute="cohort_letter", op="is", value=[letter]) for letter in "AB")
    found = compare(sample, [one], available(sample.catalog), baseline=two)
    assert {result.verdict for result in found.results} <= {"no_clear_difference", "practically_the_same"}


def test_rating_of_a_small_group_is_compared_on_its_own_scale(sample):
    few = segment("Few", all=[{"attribute": "role", "op": "is", "value": ["practice owner"]}, STARTER])
    result = only(sample, "csat_mean", few)
    assert result.n < 100 < result.baseline_n
    assert (result.scale, result.method) == ("difference", "score_accounts")


def test_unequal_response_is_said(sample):
    assistants = segment("Assistants", attribute="role", op="is", value=["assistant"])
    assert "Answers may not represent everyone" in " ".join(
        each.sentence for each in only(sample, "nps", assistants).cautions
    )


def test_response_of_an_empty_segment_is_not_judged(tiny):
    assert not [each for each in only(tiny, "nps", NOBODY).cautions if each.code == "response"]


def test_window_that_differs_by_user_is_refused(tiny):
    with pytest.raises(SegmentError, match="same dates for everyone"):
        only(tiny, "nps", HYGIENISTS, window=SinceJoined(14))
