from dataclasses import replace

import pytest

from strata.analysis.loaded import loaded
from strata.analysis.overview import overview
from strata.analysis.persona import split_nps
from strata.analysis.splits import NOT_RECORDED
from strata.errors import MetricError, SegmentError
from strata.model.metrics import available, metric


def test_split_nps_holds_every_value_beside_everyone_else(tiny):
    pairs = {pair.segment: pair for pair in split_nps(tiny, "role").pairs}
    assert (pairs["hygienist"].a.n, pairs["hygienist"].users) == (3, (3, 6))
    assert pairs["hygienist"].a.value == pytest.approx(-2 / 3)
    assert pairs[NOT_RECORDED].a.n == 0


def test_split_nps_by_an_account_attribute_reads_the_account(tiny):
    found = {pair.segment: pair.a.n for pair in split_nps(tiny, "region").pairs}
    assert found == {"West": 3, "East": 2, NOT_RECORDED: 2}


def test_split_nps_by_yes_and_no(tiny):
    assert {pair.segment for pair in split_nps(tiny, "newsletter").pairs} == {"yes", "no", NOT_RECORDED}


@pytest.mark.parametrize("name", ["email", "team_size", "joined_at"])
def test_split_nps_refuses_what_cannot_split(tiny, name):
    with pytest.raises(SegmentError, match="cannot split people"):
        split_nps(tiny, name)


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
