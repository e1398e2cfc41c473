"""The screens that were there before exhibits, made again from a recipe."""

import pytest

from strata.analysis.exhibits import make
from strata.errors import MetricError, SegmentError
from strata.export import FORMATS
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, ResponseCondition, Segment

HYGIENISTS = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
UNHAPPY = Segment("Unhappy", ResponseCondition("nps", "detractor"))
RECIPES = {
    "overlap": Recipe("overlap", (HYGIENISTS, DENTISTS, UNHAPPY)),
    "trend": Recipe("trend", (HYGIENISTS,), options=(("metric", "nps"), ("by", "month"))),
    "distribution": Recipe("distribution", (HYGIENISTS, DENTISTS), options=(("metric", "csat"),)),
    "mix": Recipe("mix", (HYGIENISTS,), options=(("metric", "nps"),)),
    "timing": Recipe("timing", (HYGIENISTS, DENTISTS), options=(("metric", "first:report_exported"),)),
    "size": Recipe("size", (HYGIENISTS,)),
    "loaded": Recipe("loaded"),
}


@pytest.mark.parametrize("kind", list(RECIPES))
def test_exhibits_of_a_screen_say_where_they_come_from(sample, kind):
    found = make(sample, RECIPES[kind])
    assert found
    for each in found:
        assert each.stamp.source.version == sample.catalog.version
        assert {size.name for size in each.stamp.segments} >= {segment.name for segment in RECIPES[kind].segments}
        assert each.rows.rows


@pytest.mark.parametrize("kind", list(RECIPES))
@pytest.mark.parametrize("name", ["pptx", "xlsx", "html", "csv", "json"])
def test_exhibits_of_a_screen_leave_in_every_format(sample, kind, name):
    assert FORMATS[name].write(make(sample, RECIPES[kind]))


def test_pair_of_an_overlap_holds_share_and_number(tiny):
    pairs, cells = make(tiny, Recipe("overlap", (HYGIENISTS, UNHAPPY)))
    assert pairs.plot is not None
    assert pairs.plot.series[0].marks[0].value == 100.0
    assert pairs.plot.series[0].marks[0].n == 3
    assert cells.rows.columns[-1].name == "accounts"
    assert [row[-2] for row in cells.rows.rows if row[0] == "yes"] == [2, 1]


def test_small_group_is_withheld_from_a_distribution(tiny):
    (found,) = make(tiny, Recipe("distribution", (HYGIENISTS,), options=(("metric", "nps"),)))
    assert found.plot is not None
    assert found.plot.is_empty
    assert not found.rows.rows


def test_mix_of_two_segments_is_refused(tiny):
    with pytest.raises(SegmentError, match="one segment"):
        make(tiny, Recipe("mix", (HYGIENISTS, DENTISTS), options=(("metric", "nps"),)))


def test_trend_without_a_metric_is_refused(tiny):
    with pytest.raises(MetricError, match="names no metric"):
        make(tiny, Recipe("trend", (HYGIENISTS,)))
