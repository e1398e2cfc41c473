import pytest

from strata.charts.nps import nps_alt, nps_bars
from strata.charts.palette import LIGHT


def test_nps_bars_stacks_the_shares_of_each_group(split):
    bars = [trace for trace in nps_bars(split, LIGHT).data if trace.type == "bar"]
    assert [tuple(bar.customdata) for bar in bars] == [(54, 0), (22, 1), (24, 1)]
    assert [sum(bar.x[i] for bar in bars) for i in range(2)] == pytest.approx([100, 100])


def test_nps_bars_shows_score_and_interval_of_groups_large_enough(split):
    (scores,) = [trace for trace in nps_bars(split, LIGHT).data if trace.type == "scatter"]
    assert tuple(scores.x) == (-30.0,)
    assert tuple(scores.error_x.array) == pytest.approx((14.0,))
    assert tuple(scores.error_x.arrayminus) == pytest.approx((14.0,))


def test_nps_bars_pales_groups_too_small(split):
    bar = nps_bars(split, LIGHT).data[0]
    assert bar.marker.opacity[1] < bar.marker.opacity[0] == 1.0


def test_nps_alt_withholds_the_score_of_a_small_group(split):
    assert nps_alt(split) == (
        "NPS by role: hygienist: -30 (95 % interval -44 to -16), 100 answers from 9 accounts; "
        "owner: Too few answers to judge (n=2)."
    )
