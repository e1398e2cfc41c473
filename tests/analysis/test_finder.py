"""The search for gaps, on the sample company and on answers made up for it."""

import json

import numpy as np
import pytest

from strata.analysis.compare import compare
from strata.analysis.finder import Ask, found_in, search
from strata.analysis.finder_behind import explain
from strata.analysis.finder_groups import Divide, Group, Placed, divides
from strata.analysis.finder_sums import Answers
from strata.analysis.finder_words import head
from strata.errors import MetricError
from strata.membership import members
from strata.model.metrics import METRICS, metric
from strata.model.segment import All, Between


def asked(warehouse, name="nps", **options):
    return Ask(metric(name, warehouse.catalog), **options)


@pytest.fixture(scope="module")
def found(sample):
    return search(sample, asked(sample))


def answers_of(x, account, size):
    return Answers(METRICS["nps"], np.arange(len(x)), account, np.asarray(x, dtype=float), size)


def divide(name, place):
    groups = tuple(Group(f"{name} {i}", All(())) for i in range(int(place.max()) + 1))
    return Placed(Divide(name, name, "attribute", groups), place.astype(np.int16))


def drawn(rng, points):
    """NPS answers that are on average so many points, a quarter of them passive."""
    u, promoters = rng.random(len(points)), 0.375 + points / 200
    return np.where(u < promoters, 1, np.where(u < promoters + 0.25, 0, -1))


def test_search_puts_the_hygienists_first_without_being_told(found):
    singles = [each for each in found.singles if each.sort == "attribute"]
    assert singles[0].segment.name == "hygienist"
    assert found.finds[0].segment.name == "hygienist"
    assert singles[0].contrast.ci_low < -43 < singles[0].contrast.ci_high


def test_search_names_charting_first_among_reasons(sample, found):
    explained = explain(sample, asked(sample), found.finds[0].segment)
    assert explained.reasons[0].event == "charting_opened"
    assert explained.reasons[0].contrast.verdict == "lower"
    assert explained.reasons[0].used > explained.reasons[0].used_elsewhere
    assert "held equal" in explained.mix[0]


def test_every_find_is_what_a_comparison_of_its_segment_says(sample, found):
    for find in found.finds[:12]:
        result = compare(sample, [find.segment], [metric("nps", sample.catalog)]).results[0]
        assert (result.difference, result.n, result.p) == pytest.approx(
            (find.contrast.difference, find.contrast.n, find.contrast.p), rel=1e-9
        )


def test_groups_by_times_done_are_those_of_their_rules(sample):
    nps, window = metric("nps", sample.catalog), Between(None, sample.catalog.as_of)
    everyone = np.arange(sample.n_users)
    for each in [each for each in divides(sample, nps, window) if each.sort == "behaviour"][:2]:
        placed = Placed.of(sample, each, everyone, window)
        sets = [members(sample, group.where) for group in each.groups]
        assert [sample.user_set(placed.place == place) for place in range(len(sets))] == sets
        assert placed.users == tuple((users & sample.population).bit_count() for users in sets)


def test_lift_is_the_share_times_the_gap_to_the_total(sample, found):
    find = found.finds[0]
    assert find.lift == pytest.approx(find.share / 100 * (found.total - find.contrast.value))
    assert find.lift_low < find.lift < find.lift_high


def test_nearly_the_same_people_are_folded(sample, found):
    flags = [sample.user_flags(members(sample, find.segment.where)) for find in found.singles]
    assert any(find.like for find in found.singles)
    assert len({find.segment.name for find in found.singles}) == len(flags)


def test_search_leaves_out_what_the_metric_is_made_of(sample):
    churn = search(sample, asked(sample, "churn"))
    assert churn.finds[0].segment.name == "Account owner: Dana Whitlock"
    assert not [find for find in churn.finds if "status" in find.segment.name]
    assert "Account status: churned is left out" in churn.notes[0]
    converted = search(sample, asked(sample, "share:converted=true"))
    assert not [find for find in converted.finds if "Trial became paid" in find.about]


def test_search_with_a_large_least_gap_reports_only_such(sample):
    finds = search(sample, asked(sample, least=30.0)).finds
    assert finds
    assert all(abs(find.contrast.difference or 0) >= 30 for find in finds)


def test_search_of_a_heavy_tailed_metric_says_what_to_search_instead(sample):
    with pytest.raises(MetricError, match="search NPS, CSAT, churn or a share"):
        search(sample, asked(sample, "mrr"))


def test_search_without_answers_in_the_dates_says_so(sample):
    with pytest.raises(MetricError, match="choose other dates"):
        search(sample, asked(sample, window=Between(None, sample.catalog.as_of.replace(year=2020))))


def test_search_of_too_small_groups_is_refused():
    with pytest.raises(MetricError, match="Groups of 2 are too few"):
        Ask(METRICS["nps"], smallest=2)


def test_search_in_a_tiny_company_finds_nothing_and_says_so(tiny):
    found = search(tiny, asked(tiny))
    assert not found.finds
    assert head(found).startswith("No group clearly differs")
    json.dumps([find.as_json() for find in found.finds])


def test_progress_is_told_and_can_stop_the_search(sample):
    class StoppedError(Exception):
        pass

    def stop(what, done):
        if done > 0.3:
            raise StoppedError

    with pytest.raises(StoppedError):
        search(sample, asked(sample, smallest=61), stop)


def test_found_in_names_a_pair_that_goes_beyond_both_values():
    rng = np.random.default_rng(3)
    one, other = rng.integers(0, 2, 8000), rng.integers(0, 3, 8000)
    points = 20 - 20 * (one == 0) - 60 * ((one == 0) & (other == 2))
    answers = answers_of(drawn(rng, points), np.full(8000, -1), 0)
    hits = found_in(answers, (divide("one", one), divide("other", other)), smallest=50)
    pairs = [hit for hit in hits if hit.trial.within]
    assert any(hit.trial.key == {("one", 0), ("other", 2)} for hit in pairs)
    assert all(hit.beyond and hit.beyond.value * (hit.pair.difference.value or 0) > 0 for hit in pairs)


def test_found_in_names_no_pair_where_two_values_only_add_up():
    rng = np.random.default_rng(4)
    one, other = rng.integers(0, 2, 8000), rng.integers(0, 3, 8000)
    answers = answers_of(drawn(rng, 20 - 40 * (one == 0) - 40 * (other == 2)), np.full(8000, -1), 0)
    hits = found_in(answers, (divide("one", one), divide("other", other)), smallest=50)
    assert len(hits) >= 2
    assert not [hit for hit in hits if hit.trial.within]


def test_shuffled_answers_keep_accounts_together_and_lose_what_they_go_with():
    rng = np.random.default_rng(5)
    account = np.repeat(np.arange(200), 10)
    answers = answers_of(np.repeat(rng.choice([-1, 1], 200), 10), account, 200)
    shuffled = answers.shuffled(rng)
    assert sorted(shuffled.x) == sorted(answers.x)
    means = np.bincount(account, shuffled.x) / 10
    assert (abs(means) == 1).all()
    assert abs(np.corrcoef(shuffled.x, answers.x)[0, 1]) < 0.3


@pytest.mark.parametrize("least", [float("nan"), float("inf"), -1.0])
def test_ask_for_gaps_beyond_reason_says_what_to_write(tiny, least):
    with pytest.raises(MetricError, match="write a number from 0"):
        Ask(metric("nps", tiny.catalog), least=least)
