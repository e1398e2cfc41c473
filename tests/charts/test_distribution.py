from dataclasses import replace

import pytest

from strata.charts.distribution import boxes, boxes_alt, cumulative, cumulative_alt, histogram, histogram_alt
from strata.charts.palette import DARK, LIGHT
from strata.model.distribution import Bar, Distribution, Point, Spread, Summary
from tests.charts.conftest import SOURCE

PLACES = {"hygienist": 0, "dentist": 1}
POINTS = tuple(Point(value, share) for value, share in ((1, 10.0), (2, 20.0), (3, 40.0), (4, 80.0), (5, 100.0)))


def group(name, counts, **changes):
    found = Spread(name, 130, sum(counts), 12, counts, POINTS, Summary(1, 1, 3, 4, 4, 5, 5), None)
    return replace(found, **changes)


HYGIENISTS, DENTISTS = group("hygienist", (10, 10, 20, 40, 20)), group("dentist", (1, 2, 3, 6, 8))
OTHERS = group("everyone else", (100, 100, 200, 400, 200))
FEW = Spread("owner", 9, 3, 2, (), (), None, "owner has only 3 answers: too few to show how they are spread.")


def found(*groups, bars=None):
    points = tuple(Bar(str(point), point, point) for point in range(1, 6))
    return Distribution(SOURCE, "csat", "CSAT answer (1 to 5)", "", "answers", bars or points, groups, (), ())


def test_histogram_shows_shares_so_that_sizes_do_not_matter():
    figure = histogram(found(HYGIENISTS, OTHERS), PLACES, LIGHT)
    assert [list(trace.y) for trace in figure.data] == [[10, 10, 20, 40, 20]] * 2
    assert [trace.customdata[3][1] for trace in figure.data] == [40, 400]


def test_histogram_says_n_beside_each_name():
    assert "n = 100" in histogram(found(HYGIENISTS), PLACES, LIGHT).data[0].name


def test_histogram_of_many_groups_gives_each_a_row_on_one_scale():
    figure = histogram(found(HYGIENISTS, DENTISTS, OTHERS, group("assistant", (5, 5, 5, 5, 5))), PLACES, LIGHT)
    assert len({trace.yaxis for trace in figure.data}) == 4
    assert len({figure.layout[axis].range for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4")}) == 1
    assert "dentist" in figure.layout.annotations[1].text


def test_histogram_of_wide_bars_marks_where_they_begin():
    bars = (*(Bar(f"{low} to {low + 9}", low, low + 10) for low in range(0, 200, 10)), Bar("200 or more", 200, None))
    figure = histogram(found(group("hygienist", (5,) * 21), bars=bars), PLACES, LIGHT)
    assert figure.layout.xaxis.ticktext[:2] == ("0", "30")
    assert figure.layout.xaxis.tickvals[0] == -0.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_group_has_its_colour_and_a_shape_in_both_modes(palette):
    shown = found(HYGIENISTS, DENTISTS, OTHERS)
    bars, lines = histogram(shown, PLACES, palette).data, cumulative(shown, PLACES, palette).data
    colours = [palette.series[0], palette.series[1], palette.muted]
    assert [trace.marker.color for trace in bars] == [trace.line.color for trace in lines] == colours
    assert len({trace.marker.pattern.shape for trace in bars}) == len({trace.line.dash for trace in lines}) == 3


def test_cumulative_starts_at_none_and_ends_at_all():
    line = cumulative(found(HYGIENISTS), PLACES, LIGHT).data[0]
    assert (line.x[0], line.y[0], line.x[-1], line.y[-1]) == (1, 0, 5, 100)


def test_cumulative_cuts_what_lies_far_out():
    bars = (Bar("under 0", None, 0.0), Bar("0 to 10", 0.0, 10.0), Bar("10 or more", 10.0, None))
    figure = cumulative(found(group("hygienist", (1, 8, 1)), bars=bars), PLACES, LIGHT)
    assert figure.layout.xaxis.range == pytest.approx((-0.1, 10.1))


def test_boxes_draw_the_quantiles_of_the_result():
    box = boxes(found(HYGIENISTS), PLACES, LIGHT).data[0]
    assert [side[0] for side in (box.lowerfence, box.q1, box.median, box.q3, box.upperfence)] == [1, 3, 4, 4, 5]


def test_withheld_groups_are_left_out_of_the_pictures_and_said():
    shown = found(HYGIENISTS, FEW)
    assert [len(draw(shown, PLACES, LIGHT).data) for draw in (histogram, cumulative, boxes)] == [1, 1, 1]
    assert all("only 3 answers" in alt(shown) for alt in (histogram_alt, cumulative_alt, boxes_alt))


@pytest.mark.parametrize("draw", [histogram, cumulative, boxes])
def test_pictures_of_nothing_are_empty(draw):
    assert not [trace for trace in draw(found(bars=()), {}, LIGHT).data if trace.y]


@pytest.mark.parametrize("draw", [histogram, cumulative, boxes])
def test_names_are_escaped(draw):
    shown = found(group("<script>", (10, 10, 20, 40, 20)))
    assert "<script>" not in draw(shown, {}, LIGHT).to_json()


def test_yes_and_no_have_no_boxes():
    bars = (Bar("no", 0, 0), Bar("yes", 1, 1))
    shown = found(group("hygienist", (60, 40), points=(), summary=None), bars=bars)
    assert not boxes(shown, PLACES, LIGHT).data
    assert [trace.customdata[1][0] for trace in histogram(shown, PLACES, LIGHT).data] == ["yes"]


def test_alts_say_what_is_seen():
    shown = found(HYGIENISTS)
    assert histogram_alt(shown) == (
        "Percent of each group per value of CSAT answer (1 to 5). hygienist (n = 100): most often 4 (40 %)."
    )
    assert "half at or under 4" in cumulative_alt(shown)
    assert "median 4, middle half 3 to 4, middle 90 % 1 to 5" in boxes_alt(shown)
    assert histogram_alt(found()).endswith("No values.")
