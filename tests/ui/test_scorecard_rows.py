from dataclasses import replace

import pytest

from strata.model.results import Caution, Comparison
from strata.ui import scorecard_rows
from tests.ui.comparisons import comparison, contrast


@pytest.fixture
def mixed() -> Comparison:
    """Three metrics of two segments: NPS clearly apart, CSAT a little, tickets not at all."""
    clear = contrast("hygienist", difference=-43.0, ends=(-46.0, -40.0))
    slight = contrast("hygienist", "csat", "CSAT", difference=2.0, ends=(0.5, 3.5), verdict="higher")
    none = contrast("hygienist", "apples", "Apples", difference=0.1, ends=(-1, 1.2), verdict="no_clear_difference")
    return comparison(none, replace(none, segment="dentist"), slight, replace(slight, segment="dentist"), clear)


def test_rows_stand_as_chosen_with_the_segments_of_each_metric(mixed):
    found = scorecard_rows.rows(mixed)
    assert [row.first.metric for row in found] == ["apples", "csat", "nps"]
    assert [each.segment for each in found[0].contrasts] == ["hygienist", "dentist"]


def test_rows_by_size_put_the_largest_standardised_difference_first(mixed):
    assert [row.first.metric for row in scorecard_rows.rows(mixed, sort="size")] == ["nps", "csat", "apples"]


def test_rows_by_name_take_the_label_in_any_case(mixed):
    assert [row.first.label for row in scorecard_rows.rows(mixed, sort="name")] == ["Apples", "CSAT", "NPS"]


def test_rows_of_clear_differences_leave_out_the_others(mixed):
    assert [row.first.metric for row in scorecard_rows.rows(mixed, which="clear")] == ["csat", "nps"]


def test_baseline_of_a_row_is_told_once_only_where_all_share_it(mixed):
    row = scorecard_rows.rows(mixed)[0]
    assert row.baseline is row.first
    apart = replace(row, contrasts=(row.first, replace(row.contrasts[1], baseline_value=3.0)))
    assert apart.baseline is None


def test_size_does_not_depend_on_the_unit():
    points = contrast("a", difference=-43.0, ends=(-46.0, -40.0))
    parts = contrast("a", difference=-0.43, ends=(-0.46, -0.40))
    assert scorecard_rows.size(points) == pytest.approx(scorecard_rows.size(parts))


def test_size_is_the_difference_in_standard_deviations():
    errors = 1.96
    found = contrast("a", difference=10.0, ends=(10 - errors, 10 + errors), n=200, baseline_n=200)
    assert scorecard_rows.size(replace(found, design_effect=1.0)) == pytest.approx(10 * (2 / 200) ** 0.5, rel=1e-3)


def test_size_of_a_wider_interval_for_findings_stays_the_same():
    usual = contrast("a", difference=10.0, ends=(8.04, 11.96))
    wider = replace(usual, level=0.99, ci_low=10 - 2.5758, ci_high=10 + 2.5758)
    assert scorecard_rows.size(usual) == pytest.approx(scorecard_rows.size(wider), rel=1e-3)


@pytest.mark.parametrize("scale", ["ratio", "pace"])
def test_size_of_ratios_goes_by_their_logarithms(scale):
    twice = contrast("a", difference=100.0, ends=(50.0, 166.67), scale=scale)
    half = contrast("a", difference=-50.0, ends=(-62.5, -33.33), scale=scale)
    assert scorecard_rows.size(twice) == pytest.approx(scorecard_rows.size(half), rel=1e-3)


@pytest.mark.parametrize("ends", [None, (3.0, 3.0)])
def test_size_of_what_is_not_known_is_zero(ends):
    assert scorecard_rows.size(contrast("a", difference=3.0, ends=ends)) == 0.0


def test_findings_are_the_clear_ones_the_largest_first(mixed):
    assert [each.metric for each in scorecard_rows.findings(mixed)] == ["nps", "csat", "csat"]


def test_finding_that_the_rule_makes_comes_last(mixed):
    made = replace(mixed.results[-1], cautions=(Caution("leak", "Its rule is made of NPS."),))
    found = scorecard_rows.findings(comparison(*mixed.results[:-1], made))
    assert [each.metric for each in found] == ["csat", "csat", "nps"]


def test_luck_says_how_many_were_made_and_how_many_chance_would_find(mixed):
    said = scorecard_rows.luck(mixed)
    assert said.startswith("5 comparisons were made.")
    assert "about 0.2 of them would look clear by luck alone (5 %)" in said
    assert "(Holm, among 2 segments)" in said


def test_luck_counts_what_it_held_back(mixed):
    found = replace(mixed.results[0], verdict="expected_by_luck")
    assert "1 that could be luck is marked so." in scorecard_rows.luck(comparison(found, *mixed.results))


def test_luck_of_one_comparison_is_one_in_twenty(mixed):
    assert "once in twenty times" in scorecard_rows.luck(comparison(mixed.results[0]))


def test_luck_without_data_says_so(mixed):
    withheld = comparison(replace(mixed.results[0], verdict="not_enough_data"))
    assert scorecard_rows.luck(withheld) == "No comparison could be made."
    assert "Not enough data" in scorecard_rows.nothing_clear(withheld)


def test_nothing_clear_is_not_the_same_as_nothing_known(mixed):
    assert "No clear difference" in scorecard_rows.nothing_clear(comparison(mixed.results[0]))
