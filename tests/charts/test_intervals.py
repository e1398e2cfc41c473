import pytest

from strata.charts.intervals import intervals, intervals_alt
from strata.charts.palette import DARK, LIGHT


def test_intervals_draws_the_numbers_of_the_result(lower, higher):
    figure = intervals([lower, higher], {"hygienist": 0, "dentist": 1}, LIGHT)
    assert [trace.x[0] for trace in figure.data] == [-29.0, 12.0]
    assert [trace.error_x.array[0] for trace in figure.data] == pytest.approx([5.0, 5.0])
    assert [trace.error_x.arrayminus[0] for trace in figure.data] == pytest.approx([5.0, 4.0])


def test_intervals_names_each_row_with_its_n(lower):
    figure = intervals([lower], {"hygienist": 0}, LIGHT)
    assert "hygienist" in figure.data[0].y[0]
    assert "n = 3,499" in figure.data[0].y[0]


def test_intervals_leaves_out_what_has_no_value(lower, unknown):
    assert [trace.name for trace in intervals([lower, unknown], {}, LIGHT).data] == ["hygienist"]


def test_intervals_gives_each_segment_its_colour_and_shape_in_both_modes(lower, higher):
    places = {"hygienist": 2, "dentist": 1}
    for palette in (LIGHT, DARK):
        markers = [trace.marker for trace in intervals([lower, higher], places, palette).data]
        assert [marker.color for marker in markers] == [palette.series[2], palette.series[1]]
        assert markers[0].symbol != markers[1].symbol


def test_intervals_escapes_names(lower):
    figure = intervals([lower], {}, LIGHT)
    assert "<script" not in figure.to_json()


def test_intervals_of_nothing_is_an_empty_figure():
    assert not intervals([], {}, LIGHT).data


def test_intervals_alt_says_value_interval_and_n(lower):
    assert intervals_alt([lower]) == ("NPS with 95 % intervals: hygienist -29 (95 % interval -34 to -24), n = 3,499.")
