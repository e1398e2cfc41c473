from dataclasses import replace

import pytest

from strata.charts.palette import DARK, LIGHT
from strata.charts.trend import trend_alt, trend_lines
from strata.model.trend import Line, Point, Trend
from tests.charts.conftest import SOURCE

COLOURS = {"Hygienists": 2, "Dentists": 5}


def point(month, value, **changes):
    plain = Point(
        start=f"2026-{month:02}-01",
        end=f"2026-{month:02}-28",
        label=f"{month:02}/26",
        value=value,
        low=None if value is None else value - 9,
        high=None if value is None else value + 9,
        n=40,
        accounts=20,
        withheld=None if value is not None else "Too few answers to show a value (n=3).",
        partial=None,
        previous=None,
        usual_low=None if value is None else -12.0,
        usual_high=None if value is None else 12.0,
    )
    return replace(plain, **changes)


def line(name, *points, is_baseline=False):
    return Line(name, is_baseline, points, "rises", 2.0, 1.0, 3.0, 0.01, 0.02, 0.0, 12.0, (f"{name}: NPS rose.",))


@pytest.fixture
def found() -> Trend:
    hygienists = line("Hygienists", point(1, 3.0), point(2, 20.0), point(3, None), point(4, 5.0, partial="so far"))
    rest = line("everyone else", *(point(month, 14.0) for month in range(1, 5)), is_baseline=True)
    return Trend(SOURCE, "nps", "NPS", "points", "answers", "month", (), (hygienists, rest), ())


def values(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_trend_lines_are_the_values_with_gaps_where_there_are_none(found, palette):
    drawn = values(trend_lines(found, COLOURS, palette), "Hygienists")
    assert drawn.y == (3, 20, None, 5)
    assert not drawn.connectgaps
    assert drawn.line.color == palette.series[2]


def test_trend_lines_mark_what_is_not_whole_and_what_is_unusual(found):
    drawn = values(trend_lines(found, COLOURS, LIGHT), "Hygienists")
    assert drawn.marker.symbol == ("diamond", "diamond", "diamond", "diamond-open")
    assert drawn.marker.size[1] > drawn.marker.size[0]
    assert "more than chance would do" in drawn.customdata[1]
    assert "n=3" in drawn.customdata[2]
    assert "so far" in drawn.customdata[3]


def test_trend_lines_have_an_area_per_stretch_and_a_bar_where_a_point_is_alone(found):
    figure = trend_lines(found, COLOURS, LIGHT)
    drawn = values(figure, "Hygienists")
    assert drawn.error_y.array == (0, 0, 0, 9)
    areas = [trace for trace in figure.data if trace.fill == "toself"]
    assert [len(area.x) for area in areas] == [4, 2, 4, 2, 8]  # normal, normal, intervals of both, of the baseline


def test_trend_lines_of_several_segments_leave_the_normal_wiggle_out(found):
    dentists = line("Dentists", point(1, 30.0), point(2, 31.0))
    both = replace(found, lines=(*found.lines, dentists))
    areas = [trace for trace in trend_lines(both, COLOURS, LIGHT).data if trace.fill == "toself"]
    assert len(areas) == 4


def test_trend_lines_show_the_window_before_where_it_is_known(found):
    before = tuple(replace(each, previous=1.0) for each in found.lines[0].points)
    earlier = replace(found, lines=(replace(found.lines[0], points=before),))
    assert values(trend_lines(earlier, COLOURS, LIGHT), "Hygienists, 4 months before").y == (1, 1, 1, 1)


def test_more_than_five_lines_become_small_charts_of_one_scale(found):
    many = replace(found, lines=tuple(line(f"S<{i}>", point(1, float(i)), point(2, 2.0)) for i in range(7)))
    figure = trend_lines(many, {f"S<{i}>": i for i in range(7)}, LIGHT)
    assert len({trace.yaxis for trace in figure.data}) == 7
    assert figure.layout.yaxis3.matches == figure.layout.yaxis4.matches
    assert figure.layout.annotations[0].text == "S&lt;0>"


def test_trend_lines_leave_out_who_has_no_values(found):
    empty = replace(found, lines=(line("Nobody", point(1, None)),))
    assert not trend_lines(empty, COLOURS, LIGHT).data
    assert "No values to show" in trend_alt(empty)


def test_trend_alt_says_what_can_be_said_and_the_ends(found):
    said = trend_alt(found)
    assert said.startswith("NPS by month. Hygienists: NPS rose. 01/26: 3 (95 % interval -6 to 12), 40 answers")
    assert "04/26 so far: 5" in said
