import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.analysis.bars import MOST_BARS, Values, bar_counts, points_bars, value_bars
from strata.analysis.distribution import NONE_OF_THEM, distribution
from strata.errors import MetricError, SegmentError
from strata.model.metrics import metric
from strata.model.results import REST
from strata.model.segment import Segment, SinceJoined, parse


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


def roles(name, *values):
    return segment(name, attribute="role", op="is", value=list(values))


HYGIENISTS, DENTISTS = roles("Hygienists", "hygienist"), roles("Dentists", "dentist")
NOBODY = roles("Nobody", "astronaut")
EVERYONE = segment("All", all=[])


def spread(warehouse, name, *segments, **options):
    return distribution(warehouse, segments, metric(name, warehouse.catalog), **options)


def values(*numbers):
    points, n = np.unique(np.array(numbers, dtype=float), return_counts=True)
    return Values(points, points, n.astype(float))


def test_distribution_of_nps_counts_the_answers_themselves(tiny):
    found = spread(tiny, "nps", EVERYONE)
    everyone = found.groups[0]
    assert (found.label, found.unit, found.rankings) == ("NPS answer (0 to 10)", "", ())
    assert [bar.label for bar in found.bars] == [str(score) for score in range(11)]
    # The latest of u1 3, u2 6, u3 9, u4 10, u5 7, u7 8, u9 0; u10 is internal, u6 and u8 never answered.
    assert everyone.counts == (1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1)
    assert (everyone.size, everyone.n, everyone.missing, everyone.accounts) == (9, 7, 2, 3)
    assert everyone.shares[0] == pytest.approx(100 / 7)
    assert (everyone.summary.lowest, everyone.summary.median, everyone.summary.highest) == (0, 7, 10)
    assert [point.value for point in everyone.points] == [0, 3, 6, 7, 8, 9, 10]
    assert everyone.points[-1].share == 100


def test_distribution_of_users_values_has_a_bar_for_each_number(tiny):
    found = spread(tiny, "events:login", EVERYONE)
    assert [bar.label for bar in found.bars] == ["0", "1", "2", "3"]
    assert found.groups[0].counts == (5, 3, 0, 1)  # u1 three times; u2, u3 and u9 once; u10 is internal


def test_distribution_of_a_share_has_two_bars_and_no_quantiles(tiny):
    found = spread(tiny, "did:login", EVERYONE)
    everyone = found.groups[0]
    assert [bar.label for bar in found.bars] == ["no", "yes"]
    assert (everyone.counts, everyone.summary, everyone.points) == ((5, 4), None, ())


def test_distribution_of_too_few_people_is_withheld_with_a_sentence(tiny):
    found = spread(tiny, "nps", HYGIENISTS, NOBODY)
    few, nobody, others = found.groups
    assert few.withheld == "Hygienists has only 3 answers: too few to show how they are spread."
    assert nobody.withheld == "Nobody has no answers."
    assert (few.n, few.counts, few.points, few.summary) == (3, (), (), None)
    assert (others.name, others.n, others.withheld) == (NONE_OF_THEM, 4, others.withheld)
    assert list(found.shown) == []


def test_distribution_shows_everyone_else_or_the_baseline(tiny):
    assert [group.name for group in spread(tiny, "active_days", HYGIENISTS).groups] == ["Hygienists", REST]
    found = spread(tiny, "active_days", HYGIENISTS, baseline=DENTISTS)
    assert [(group.name, group.size) for group in found.groups] == [("Hygienists", 3), ("Dentists", 3)]


def test_distribution_asks_for_the_dates_of_its_window(tiny):
    with pytest.raises(SegmentError, match="same dates for everyone"):
        spread(tiny, "nps", EVERYONE, window=SinceJoined(14))


def test_distribution_refuses_with_the_remedy(tiny):
    with pytest.raises(MetricError, match="look at it as a curve over time"):
        spread(tiny, "first:login", EVERYONE)
    with pytest.raises(SegmentError, match="choose a segment"):
        spread(tiny, "nps")


def test_distribution_is_json(tiny):
    document = json.loads(json.dumps(spread(tiny, "csat_mean", EVERYONE).as_json(), allow_nan=False))
    assert document["rankings"][0]["verdict"] == "not_enough_data"


def test_groups_of_a_partition_add_up_to_everyone(sample):
    found = spread(sample, "active_days", HYGIENISTS)
    everyone = spread(sample, "active_days", EVERYONE).groups[0]
    assert sum(group.n for group in found.groups) == everyone.n
    assert sum(sum(group.counts) for group in found.groups) == everyone.n
    assert found.bars[-1].high is None  # a heavy tail ends in an open bar
    assert "far out" in found.notes[0]


@pytest.mark.parametrize("name", ["events_per_session", "stickiness", "mrr", "tickets", "churn", "nps", "csat"])
def test_every_kind_of_metric_is_spread_over_few_bars(sample, name):
    found = spread(sample, name, HYGIENISTS, DENTISTS)
    assert 2 <= len(found.bars) <= MOST_BARS
    assert all(sum(group.counts) == group.n <= group.size for group in found.groups)
    assert all(len(group.points) <= 203 for group in found.groups)


def test_an_account_counts_once_in_every_group_of_its_people(sample):
    found = spread(sample, "mrr", HYGIENISTS)
    ours, theirs = found.groups
    assert ours.n + theirs.n > spread(sample, "mrr", EVERYONE).groups[0].n > max(ours.n, theirs.n)
    assert ours.accounts == ours.n
    assert "An account counts once" in found.notes[0]


def test_quantiles_are_those_of_the_rows(sample):
    group = spread(sample, "active_days", HYGIENISTS).groups[0]
    shares = {point.value: point.share for point in group.points}
    assert shares[group.summary.median] >= 50
    assert max(share for value, share in shares.items() if value < group.summary.median) < 50


def test_csat_is_ranked_against_everyone_else(sample):
    found = spread(sample, "csat_mean", HYGIENISTS)
    ranking = found.rankings[0]
    assert (ranking.segment, ranking.baseline, ranking.verdict) == ("Hygienists", REST, "lower")
    assert ranking.low < ranking.value < ranking.high < 50
    assert (ranking.n, ranking.baseline_n) == tuple(group.n for group in found.groups)
    assert ranking.method == "placements_cr2"
    assert ranking.reasons[0].startswith(f"In {ranking.value:.0f} of 100 random pairs the answer from Hygienists")
    assert ranking.effect.name == "Cliff's delta"


def test_groups_alike_are_not_ranked(sample):
    one, two = (segment(letter, attribute="cohort_letter", op="is", value=[letter]) for letter in "AB")
    ranking = spread(sample, "csat", one, baseline=two).rankings[0]
    assert ranking.verdict == "practically_the_same"
    assert ranking.low < 50 < ranking.high


def test_rankings_are_corrected_among_the_segments(sample):
    found = spread(sample, "csat", HYGIENISTS, DENTISTS)
    assert all(ranking.correction == "Holm, among 2 segments" for ranking in found.rankings)
    assert all(ranking.p_adjusted >= ranking.p for ranking in found.rankings)


def test_value_bars_of_few_odd_values_are_one_each():
    assert [bar.label for bar in value_bars(values(0.5, 2.25, 7, 7))] == ["0.5", "2.25", "7"]


def test_value_bars_keep_a_common_step():
    thirds = [100 * days / 30 for days in (1, 1, 2, 4, 9)]
    assert [bar.label for bar in value_bars(values(*thirds))][:4] == ["3.33", "6.67", "10", "13.33"]


def test_value_bars_of_whole_numbers_name_the_last_one_in():
    bars = value_bars(values(*range(400)))
    assert bars[0].label == "0 to 49"
    assert bars[-1].label == "350 to 399"


def test_value_bars_open_the_end_where_a_few_lie_far_out():
    bars = value_bars(values(-5000, *np.linspace(0.13, 99.7, 2000), 90_000))
    assert (bars[0].low, bars[-1].high) == (None, None)
    assert bars[0].label.startswith("under ")
    assert bars[-1].label.endswith(" or more")


def test_value_bars_of_nothing_are_none():
    assert value_bars(values()) == ()


def test_bar_counts_survive_rounding():
    bars = points_bars(np.array([0.1, 0.2, 0.1 * 3]))
    assert bar_counts(bars, values(0.1, 0.2, 0.3)) == (1, 1, 1)


numbers = st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)), min_size=1, max_size=300)


@given(st.one_of(numbers, st.lists(st.integers(-50, 100_000), min_size=1, max_size=300)))
def test_every_value_is_in_one_bar(drawn):
    found = values(*drawn)
    bars = value_bars(found)
    assert 1 <= len(bars) <= MOST_BARS
    assert sum(bar_counts(bars, found)) == len(drawn)
    assert len({bar.label for bar in bars}) == len(bars)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60), st.sampled_from([0.05, 0.25, 0.5, 0.75, 0.95]))
def test_values_at_is_the_inverse_of_the_empirical_distribution(drawn, share):
    expected = np.quantile(drawn, share, method="inverted_cdf")
    assert values(*drawn).at(share) == expected
