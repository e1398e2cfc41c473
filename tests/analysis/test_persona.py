from dataclasses import replace
from datetime import date

import pytest

from strata.analysis.loaded import loaded
from strata.analysis.overview import overview
from strata.analysis.persona import NOT_RECORDED, nps_by
from strata.errors import MetricError, SegmentError
from strata.model.metrics import available, metric
from strata.model.segment import Between


def test_nps_by_counts_every_group(tiny):
    split = nps_by(tiny, "role")
    groups = {group.name: group for group in split.groups}
    hygienists = groups["hygienist"]
    assert (hygienists.promoters, hygienists.passives, hygienists.detractors) == (0, 1, 2)
    assert (hygienists.n, hygienists.users, hygienists.accounts) == (3, 3, 2)
    assert groups[NOT_RECORDED].withheld == "No answers."
    assert split.total.n == sum(group.n for group in split.groups) == 7
    assert split.total.score == pytest.approx(100 * (2 - 3) / 7)


def test_nps_by_greys_small_groups_and_says_why(tiny):
    assert {group.withheld for group in nps_by(tiny, "role").groups if group.n} == {
        "Too few answers to judge (n=3).",
        "Too few answers to judge (n=1).",
    }


def test_nps_by_an_account_attribute_reads_the_account(tiny):
    groups = {group.name: group.n for group in nps_by(tiny, "region").groups}
    assert groups == {"West": 3, "East": 2, NOT_RECORDED: 2}


def test_nps_by_yes_and_no(tiny):
    assert {group.name for group in nps_by(tiny, "newsletter").groups} == {"yes", "no", NOT_RECORDED}


def test_nps_by_orders_the_unhappiest_first(sample):
    split = nps_by(sample, "role")
    scores = [group.score for group in split.groups if group.score is not None and not group.withheld]
    assert split.groups[0].name == "hygienist"
    assert scores == sorted(scores)


@pytest.mark.parametrize("name", ["email", "team_size", "joined_at"])
def test_nps_by_refuses_what_cannot_split(tiny, name):
    with pytest.raises(SegmentError, match="cannot split people"):
        nps_by(tiny, name)


def test_nps_by_of_a_window_without_answers_is_empty(tiny):
    split = nps_by(tiny, "role", window=Between(date(2020, 1, 1), date(2020, 1, 2)))
    assert split.total.n == 0
    assert {result.verdict for result in split.results} == {"not_enough_data"}


def test_overview_finds_the_planted_gap_first(sample):
    found = overview(sample)
    assert (found.findings[0].attribute, found.findings[0].value) == ("role", "hygienist")
    low, high = found.findings[0].contrast.ci_low, found.findings[0].contrast.ci_high
    assert low is not None
    assert high is not None
    assert low < -43 < high
    assert all("over" in finding.contrast.correction for finding in found.findings)


def test_overview_of_data_without_clear_gaps_has_none(tiny):
    found = overview(tiny)
    assert found.findings == ()
    assert (found.users, found.internal, found.accounts, found.events) == (9, 1, 4, 10)


def test_loaded_tells_what_became_of_every_file(tiny):
    found = loaded(tiny)
    users = next(file for file in found.files if file.table == "users")
    assert (users.file, users.rows_read, users.rows_kept, users.rows_rejected) == ("users.csv", 10, 10, 0)
    assert found.as_json()["source"]["project"] == "Tiny"


def test_metric_that_was_never_answered_says_so(tiny):
    mute = replace(tiny.catalog, surveys=(), events=())
    assert available(mute) == ()
    with pytest.raises(MetricError, match=r"no nps answers are loaded"):
        metric("nps", mute)


def test_nps_by_says_where_answers_may_not_represent_everyone(sample):
    said = {
        result.segment: " ".join(each.sentence for each in result.cautions) for result in nps_by(sample, "role").results
    }
    assert "Answers may not represent everyone" in said["assistant"]
