import pytest

from strata.analysis.compare import compare
from strata.analysis.compare_exhibits import key_of, recipe
from strata.analysis.exhibits import make
from strata.errors import MetricError, SegmentError
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, Last, Segment

DENTISTS, HYGIENISTS = (
    Segment(f"{role}s", AttributeCondition("role", "is", (role,))) for role in ("dentist", "hygienist")
)
ASKED = Recipe("compare", (DENTISTS, HYGIENISTS), options=(("metrics", ("nps", "csat")),))


def test_exhibits_are_a_scorecard_and_a_chart_per_metric_of_one_comparison(tiny):
    made = make(tiny, ASKED)
    assert [each.key for each in made] == ["scorecard", key_of("nps"), key_of("csat")]
    found = compare(tiny, (DENTISTS, HYGIENISTS), [metric(name, tiny.catalog) for name in ("nps", "csat")])
    assert made[0].contrasts == found.results
    assert made[1].contrasts == found.results[:2]
    assert made[0].result() == found.as_json()


def test_every_number_of_the_scorecard_and_of_a_chart_is_the_comparisons(tiny):
    scorecard, nps, _ = make(tiny, ASKED)
    first, second = nps.contrasts
    assert scorecard.rows.rows[0] == ("NPS", "points", first.value, first.n, second.value, second.n)
    assert nps.plot is not None
    own, against = nps.plot.series
    assert [(mark.value, mark.n) for mark in own.marks] == [(each.value, each.n) for each in nps.contrasts]
    assert [mark.value for mark in against.marks] == [each.baseline_value for each in nps.contrasts]
    assert [mark.people for mark in own.marks] == [DENTISTS, HYGIENISTS]
    assert (against.name, against.role, nps.plot.counted) == ("Everyone else", "baseline", "answers")


def test_stamp_says_who_against_whom_and_which_dates(tiny):
    lines = " ".join(make(tiny, Recipe("compare", (DENTISTS,), HYGIENISTS, Last(90), ASKED.options))[0].stamp.lines)
    for part in ("dentists: ", "hygienists: ", "Held against hygienists", "before 2026-04-01"):
        assert part in lines


def test_recipe_holds_metrics_and_margins(tiny):
    asked = recipe(Recipe("compare", (DENTISTS,)), [metric("nps", tiny.catalog)], {"nps": 12.5, "share:role=a=b": 3.0})
    assert asked.options == (("metrics", ("nps",)), ("margins", ("nps=12.5", "share:role=a=b=3.0")))
    assert make(tiny, asked)[1].contrasts[0].margin == 12.5


def test_metric_the_data_cannot_answer_is_left_out_and_named(tiny):
    made = make(tiny, Recipe("compare", (DENTISTS,), options=(("metrics", ("share:colour=red", "nps")),)))
    assert [each.key for each in made] == ["scorecard", key_of("nps")]
    assert "colour" in made[0].notes[0]


@pytest.mark.parametrize("names", [("share:colour=red",), ("no such",)])
def test_no_metric_at_all_is_a_sentence(tiny, names):
    with pytest.raises(MetricError, match="Left out"):
        make(tiny, Recipe("compare", (DENTISTS,), options=(("metrics", names),)))


@pytest.mark.parametrize("margins", [("nps",), ("nps=many",), "nps=3", 3])
def test_damaged_margins_are_a_sentence(tiny, margins):
    with pytest.raises(SegmentError, match="margins"):
        make(tiny, Recipe("compare", (DENTISTS,), options=(("metrics", ("nps",)), ("margins", margins))))


def test_no_two_metrics_have_one_key():
    assert key_of("share:plan=A+") != key_of("share:plan=A")
    assert set(key_of("share:plan=ж 🦷")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_the_largest_clear_difference_is_said_first(sample):
    segments = tuple(Segment(role, AttributeCondition("role", "is", (role,))) for role in ("dentist", "hygienist"))
    scorecard, _ = make(sample, Recipe("compare", segments, options=(("metrics", ("nps",)),)))
    assert scorecard.findings[0].startswith("hygienist: NPS is 43 points lower than everyone else")
    assert scorecard.findings[1].startswith("dentist: NPS is")
