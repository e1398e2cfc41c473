"""What came after the charting fix of the sample company, and what cannot be said."""

import json
from datetime import date
from typing import Any

import pytest

from data.sample import read_effects
from strata.analysis.exhibits import make
from strata.analysis.impact import Ask, impact
from strata.errors import MetricError, SegmentError
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, Segment, read_segment

SHIPPED = read_effects().fix.shipped_on
FULL = date(2026, 8, 1)


def planted(place):
    """The segment and its comparison in the West or elsewhere, and by how much their gap closes."""
    expected = {each.name: each for each in read_effects().expected}
    before = expected[f"hygienists {place}, before the fix"]
    after = expected[f"hygienists {place}, four to six months after the fix"]
    return read_segment(before.segment), read_segment(before.baseline), after.value - before.value


def asked(warehouse: Any, place: str = "in the West", **options: Any) -> Ask:
    segment, against, _ = planted(place)
    chosen: dict[str, Any] = {"day": SHIPPED, "metric": metric("nps", warehouse.catalog), "against": against, **options}
    return Ask(segment, **chosen)


def effect(found, question):
    """The effect of a question, as whatever it is."""
    return found.effect(question)


def drawn(exhibit):
    return exhibit.plot


@pytest.fixture(scope="module")
def west(sample):
    return impact(sample, asked(sample, settle=(FULL - SHIPPED).days, goal=10.0))


def test_impact_shows_the_recovery_where_the_fix_shipped(west):
    found = effect(west, "difference")
    assert found.verdict == "higher"
    assert found.low < planted("in the West")[2] < found.high
    assert effect(west, "same_people").verdict == "higher"
    assert effect(west, "same_people").n < effect(west, "change").n


def test_impact_shows_none_where_it_did_not(sample):
    found = effect(impact(sample, asked(sample, "elsewhere", settle=(FULL - SHIPPED).days)), "difference")
    assert found.verdict == "no_clear_difference"
    assert found.low < 0 < found.high


def test_impact_judges_what_was_before(west):
    before = effect(west, "before")
    assert before.verdict == "no_clear_difference"
    assert "did not clearly move apart" in before.sentence


def test_an_open_period_has_a_wider_interval_at_any_look(sample, west):
    found = effect(west, "difference")
    assert west.is_open
    assert found.any_time_low < found.low
    assert found.high < found.any_time_high
    assert "Still collecting" in found.sentence
    closed = impact(sample, asked(sample, until=date(2026, 8, 31)))
    assert not closed.is_open
    assert effect(closed, "difference").any_time_low is None


def test_value_is_the_difference_of_the_differences(west):
    value = {(each.group, each.period): each.value for each in west.levels}
    mine, theirs = (value[name, "after"] - value[name, "before"] for name in (west.segment, west.against))
    assert effect(west, "difference").value == pytest.approx(mine - theirs)
    assert effect(west, "change").value == pytest.approx(mine)


def test_goal_says_where_the_segment_stands(west):
    assert west.goal.needed
    assert "goal of 10" in west.goal.sentence


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_day_outside_the_data_is_a_sentence(sample, day):
    with pytest.raises(SegmentError, match="is outside the data, which run from 2024-10-"):
        impact(sample, asked(sample, day=day))


def test_one_wave_only_is_a_sentence(tiny):
    dentists = Segment("dentists", AttributeCondition("role", "is", ("dentist",)))
    ask = Ask(dentists, date(2026, 3, 16), metric("nps", tiny.catalog), since=date(2026, 3, 1))
    with pytest.raises(MetricError, match="one wave of answers shows no change"):
        impact(tiny, ask)


def test_a_metric_without_dates_is_a_sentence(sample):
    with pytest.raises(MetricError, match="follow a change in nps"):
        impact(sample, asked(sample, metric=metric("share:converted=true", sample.catalog)))


def test_no_days_left_is_a_sentence(sample):
    with pytest.raises(SegmentError, match="choose fewer days to settle"):
        impact(sample, asked(sample, settle=700))
    with pytest.raises(SegmentError, match="begin earlier"):
        impact(sample, asked(sample, since=SHIPPED))


def test_hardly_anybody_gets_no_verdict(tiny):
    dentists = Segment("dentists", AttributeCondition("role", "is", ("dentist",)))
    found = impact(tiny, Ask(dentists, date(2026, 2, 15), metric("nps", tiny.catalog)))
    assert {each.verdict for each in found.effects} == {"not_enough_data"}
    assert all(each.value is None and each.sentence for each in found.effects)


def test_impact_is_made_again_from_its_recipe(sample, west):
    segment, against, _ = planted("in the West")
    options = (("day", str(SHIPPED)), ("settle", (FULL - SHIPPED).days), ("goal", 10.0), ("what", "Charting fix"))
    answer, levels, course = make(sample, Recipe("impact", (segment,), against, options=options))
    assert answer.findings[0] == west.effects[0].sentence
    assert len(drawn(levels).series) == len(drawn(course).series) == 2
    assert drawn(course).annotations == (("Apr 2026", "Charting fix"),)
    json.dumps(answer.as_json(), default=str)


def test_recipe_without_a_day_says_so(sample):
    segment, against, _ = planted("in the West")
    with pytest.raises(SegmentError, match="on which day"):
        make(sample, Recipe("impact", (segment,), against))
    with pytest.raises(SegmentError, match="is no change day"):
        make(sample, Recipe("impact", (segment,), against, options=(("day", "soon"),)))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"settle": -3}, "-3 days to settle: write a whole number from 0 to 730"),
        ({"settle": 10**12}, "write a whole number"),
        ({"goal": float("nan")}, "The goal is nan: NPS goes from -100 to 100"),
        ({"goal": 500.0}, "The goal is 500: NPS goes from -100 to 100, write a number in between"),
    ],
)
def test_ask_beyond_reason_says_what_to_write(tiny, asked, says):
    with pytest.raises(SegmentError, match=says):
        Ask(
            Segment("Red", AttributeCondition("role", "is", ("red",))),
            date(2026, 3, 1),
            metric("nps", tiny.catalog),
            **asked,
        )
