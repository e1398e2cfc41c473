"""The scorecard's sums against the plain way: one query, one metric, rows selected in memory."""

from datetime import date
from math import nan

import pytest

from strata import stats
from strata.analysis import sums
from strata.analysis.baselines import period_before
from strata.analysis.compare import compare
from strata.analysis.groups import Asked, Groups
from strata.errors import SegmentError
from strata.membership import in_play
from strata.model.metrics import computable, metric
from strata.model.segment import EVER, Between, Last, parse_segment

WINDOW = Last(90)


def segment(name, *conditions):
    return parse_segment({"name": name, "of": "users", "where": {"all": list(conditions)}}, origin=name)


HYGIENISTS = segment("Hygienists", {"attribute": "role", "op": "is", "value": ["hygienist"]})
LARGE = segment("Large", {"attribute": "size_band", "op": "is", "value": ["large chain", "medium"]})
ACTIVE = segment("Active", {"event": "login", "did": True, "within": {"last": 60, "unit": "day"}})


def of_users(catalog):
    """Every metric of users that sums answer."""
    named = ("did:login", "events:report_exported", "mean:years_in_practice", "share:plan=Growth", "retention:4")
    every = [*computable(catalog), *(metric(name, catalog) for name in named)]
    return [each for each in every if each.per == "user" and each.kind != "time"]


def numbers(found):
    """What is compared of a difference; NaN where it is withheld."""
    return [nan if each is None else each for each in (found.value, found.low, found.high, found.p)]


def test_groups_equal_one_query_per_metric(sample):
    members = in_play(sample, (HYGIENISTS, LARGE, ACTIVE))
    counted = [users & members.population for users in members.segments]
    groups, metrics = Groups(sample), of_users(sample.catalog)
    asked = [Asked.of(sample, each, WINDOW) for each in metrics]
    for each, question in zip(metrics, asked, strict=True):
        plain = sums.by_segment(sample, each, members, WINDOW)
        for i, users in enumerate(counted):
            crew = groups.crew(users)
            found = stats.differ(groups.arms(question, crew, crew.rest))
            inside = plain.inside(i)
            expected = stats.compare(each.kind, plain.cells, inside, ~inside)
            assert found.method == expected.method, each.name
            assert numbers(found) == pytest.approx(numbers(expected), rel=1e-6, nan_ok=True), each.name


def test_groups_that_overlap_equal_one_query_per_metric(sample):
    members = in_play(sample, (HYGIENISTS, ACTIVE))
    one, other = (users & members.population for users in members.segments)
    for each in of_users(sample.catalog):
        plain = sums.by_segment(sample, each, members, WINDOW)
        groups = Groups(sample)
        found = stats.differ(groups.arms(Asked.of(sample, each, WINDOW), groups.crew(one), groups.crew(other)))
        expected = stats.compare(each.kind, plain.cells, plain.inside(0), plain.inside(1))
        assert found.method == expected.method, each.name
        assert numbers(found) == pytest.approx(numbers(expected), rel=1e-6, nan_ok=True), each.name


def test_an_account_counts_once_however_many_of_its_users_are_in_the_segment(sample):
    mrr = metric("mrr", sample.catalog)
    (result,) = compare(sample, [LARGE], [mrr]).results
    accounts = sample.arrays(sums.metric_query(mrr, EVER, sample.catalog))
    account_of = sample.account_of_user[accounts["user_id"]]
    is_large = sample.user_flags(in_play(sample, (LARGE,)).segments[0] & sample.population)[accounts["user_id"]]
    values = dict(zip(account_of[is_large], accounts["num"][is_large], strict=True))
    assert result.n == len(values)
    assert result.value == pytest.approx(sum(values.values()) / len(values))
    assert (result.counted, result.unit) == ("accounts", "a month")


def test_an_edit_reads_nothing_again_but_the_edited_segment(sample):
    metrics = of_users(sample.catalog)
    compare(sample, [HYGIENISTS, LARGE], metrics, window=WINDOW)
    groups = Groups(sample)
    crew = groups.crew(in_play(sample, (HYGIENISTS,)).segments[0] & sample.population)
    asked = [Asked.of(sample, each, WINDOW) for each in metrics]
    known = [groups.arm(each, crew) for each in asked]
    before = sample.asked
    compare(sample, [HYGIENISTS, segment("New", {"attribute": "seniority", "op": "is_known"})], metrics, window=WINDOW)
    assert all(groups.arm(each, crew) is arm for each, arm in zip(asked, known, strict=True))
    assert sample.asked <= before + 1


def test_a_column_holds_every_value_at_its_users_place(sample):
    nps = metric("nps", sample.catalog)
    groups, asked = Groups(sample), Asked.of(sample, nps, WINDOW)
    rows = sample.arrays(sums.metric_query(nps, WINDOW, sample.catalog))
    someone = int(rows["user_id"][len(rows["user_id"]) // 2])
    flags = sample.user_flags(0)
    flags[someone] = True
    arm = groups.arm(asked, groups.crew(sample.user_set(flags)))
    assert (arm.n, arm.total) == (1, rows["num"][list(rows["user_id"]).index(someone)])


def test_the_period_before_is_the_segment_itself_earlier(sample):
    nps = metric("nps", sample.catalog)
    window = Between(date(2026, 4, 1), sample.catalog.as_of)
    (result,) = compare(sample, [HYGIENISTS], [nps], baseline="previous", window=window).results
    (now,) = compare(sample, [HYGIENISTS], [nps], window=window).results
    (before,) = compare(sample, [HYGIENISTS], [nps], window=period_before(window, sample.catalog.as_of)).results
    assert (result.value, result.n) == (now.value, now.n)
    assert (result.baseline_value, result.baseline_n) == (before.value, before.n)
    assert result.baseline == "the period before"


@pytest.mark.parametrize(
    ("window", "before"),
    [
        (Last(30), Last(30, "day", 30)),
        (Last(2, "week", 1), Last(2, "week", 3)),
    ],
)
def test_period_before_is_as_long(window, before, sample):
    assert period_before(window, sample.catalog.as_of) == before


def test_period_before_all_dates_is_refused(sample):
    with pytest.raises(SegmentError, match="All dates have no period before them"):
        period_before(EVER, sample.catalog.as_of)
