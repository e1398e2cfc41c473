import pytest

from strata.charts.palette import LIGHT
from strata.charts.timing import timing_alt, timing_curves
from strata.model.timing import Timing, TimingCurve, TimingStep
from tests.charts.conftest import SOURCE


def curve(name, *steps, median=None):
    low, high = (None, None) if median is None else (median - 1, median + 2)
    return TimingCurve(name, 40, 9, 50.0, median, low, high, None, 6.5, 12, steps)


@pytest.fixture
def found() -> Timing:
    curves = (
        curve("Hygienists", TimingStep(2, 25.0, 15.0, 40.0, 40), TimingStep(9, 50.0, 33.0, 68.0, 20), median=9),
        curve("A & <b>", TimingStep(0, 10.0, None, None, 40), TimingStep(12, 10.0, None, None, 4)),
        curve("Nobody"),
    )
    return Timing(SOURCE, "first:export", "Days to first export", "", curves, ())


def named(figure, name):
    return next(trace for trace in figure.data if trace.name and trace.name.startswith(name))


def test_timing_curves_are_steps_from_day_0(found):
    line = named(timing_curves(found, {"Hygienists": 3}, LIGHT), "Hygienists")
    assert list(zip(line.x, line.y, strict=True)) == [(0, 0), (2, 25), (9, 50)]
    assert (line.line.shape, line.line.color, line.line.dash) == ("hv", LIGHT.series[3], "solid")


def test_timing_curves_draw_a_baseline_muted_and_dashed(found):
    line = named(timing_curves(found, {"Hygienists": 3}, LIGHT), "A &amp; &lt;b>")
    assert (line.line.color, line.line.dash) == (LIGHT.muted, "dash")
    assert line.x[0] == 0
    assert line.y[0] == 10


def test_timing_curves_have_a_band_where_the_interval_is_known(found):
    (band,) = (trace for trace in timing_curves(found, {}, LIGHT).data if trace.fill)
    corners = list(zip(band.x, band.y, strict=True))
    assert corners == [
        *((0, 0), (2, 0), (2, 40), (9, 40), (9, 68), (9, 68)),
        *((9, 33), (9, 33), (9, 15), (2, 15), (2, 0), (0, 0)),
    ]


def test_timing_curves_write_how_many_have_not_done_it_yet(found):
    numbers = [trace for trace in timing_curves(found, {}, LIGHT).data if trace.mode == "text"]
    assert [list(trace.x) for trace in numbers] == [[0, 2, 4, 6, 8, 10, 12]] * 2
    assert list(numbers[0].text) == ["40", "40", "20", "20", "20", "0", "0"]
    assert list(numbers[1].text) == ["40", "4", "4", "4", "4", "4", "4"]


def test_timing_curves_of_nobody_are_empty(found):
    assert not timing_curves(Timing(SOURCE, "x", "X", "", (curve("Nobody"),), ()), {}, LIGHT).data


def test_timing_alt_says_shares_and_medians(found):
    assert timing_alt(found) == (
        "Days to first export, the share of users who have done it by the days since they joined: "
        "Hygienists 50.0 %, half by day 9 (95 % interval 8 to 11), n = 40; A & <b> 10.0 %, no median yet, n = 40."
    )
