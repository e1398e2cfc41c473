from dataclasses import replace

import pytest

from strata.charts.mix import PALE, mix_alt, mix_strata
from strata.charts.palette import DARK, LIGHT
from strata.model.results import Source
from strata.model.warnings import HeldEqual, Mix, Side, Stratum

SOURCE = Source("Tiny", "v1", "2026-04-01T00:00:00", "2026-03-31", "UTC", "all dates", "all users")


def side(value, n):
    return Side(value, value - 5, value + 5, n, n // 2)


def stratum(name, weight, one, two, n=(100, 50)):
    return Stratum(name, weight, side(one, n[0]), side(two, n[1]), one - two, one - two - 8, one - two + 8)


@pytest.fixture
def check():
    return HeldEqual(
        attribute="size",
        label="Practice size",
        crude=-12.0,
        crude_low=-19.0,
        crude_high=-5.0,
        adjusted=13.0,
        low=5.0,
        high=21.0,
        p=0.001,
        remains=-108.0,
        unit="points",
        effect="turns",
        sentence="It turns round.",
        overall=stratum("Overall", 100, -4, 8, (107, 53)),
        strata=(stratum("large", 70, -10, -24), stratum("<b>solo", 30, 47, 40), stratum("few", 0, 0, 50, (4, 3))),
        n_left_out=4,
        baseline_n_left_out=3,
        shares=None,
        reason=None,
    )


@pytest.fixture
def mix(check):
    return Mix(SOURCE, "Enterprise", "everyone else", "nps", "NPS", "points", "answers", (check,))


def traces(mix, check, palette=LIGHT):
    return mix_strata(mix, check, palette).data


def test_mix_strata_draws_both_groups_in_each_row(mix, check):
    _, baseline, segment, *_ = traces(mix, check)
    assert (baseline.name, segment.name) == ("everyone else", "Enterprise")
    assert tuple(segment.x) == (-4, -10, 47, 0)
    assert tuple(baseline.x) == (8, -24, 40, 50)
    assert tuple(segment.error_x.array) == (5, 5, 5, 5)
    assert baseline.marker.symbol != segment.marker.symbol


def test_mix_strata_draws_the_gap_overall_and_held_equal(mix, check):
    *_, gaps, adjusted = traces(mix, check)
    assert tuple(gaps.x) == (-12, 14, 7, -50)
    assert (tuple(adjusted.x), tuple(adjusted.y), tuple(adjusted.text)) == ((13.0,), (1,), ("+13",))
    assert (adjusted.error_x.arrayminus[0], adjusted.error_x.array[0]) == (8.0, 8.0)
    assert gaps.marker.symbol != adjusted.marker.symbol


def test_mix_strata_pales_what_is_left_out(mix, check):
    _, _, segment, gaps, _ = traces(mix, check)
    assert segment.marker.opacity[-1] == gaps.marker.opacity[-1] == PALE
    assert set(segment.marker.opacity[:-1]) == {1.0}


def test_mix_strata_names_rows_with_both_n_and_escapes_them(mix, check):
    labels = mix_strata(mix, check, DARK).layout.yaxis.ticktext
    assert labels[1] == "<b>At equal practice size</b>"
    assert "n = 100 and 50" in labels[2]
    assert labels[3].startswith("&lt;b>solo")


def test_mix_strata_without_an_adjusted_gap_has_none_to_draw(mix, check):
    *_, adjusted = traces(mix, replace(check, adjusted=None, low=None, high=None))
    assert not adjusted.x


def test_mix_alt_says_the_finding_and_each_stratum(mix, check):
    assert mix_alt(mix, check) == (
        "It turns round. large: Enterprise -10 (n = 100), everyone else -24 (n = 50); "
        "<b>solo: Enterprise 47 (n = 100), everyone else 40 (n = 50); few: too few to compare."
    )
