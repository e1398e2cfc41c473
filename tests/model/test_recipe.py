import json
from datetime import date

import pytest

from strata.errors import SegmentError
from strata.model.recipe import Recipe, parse_recipe
from strata.model.segment import EVERYONE, AttributeCondition, Between, Last, Segment

DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe("retention"),
        Recipe("retention", (DENTISTS, EVERYONE), DENTISTS, Last(90), (("grain", "week"), ("steps", ("a", "b")))),
        Recipe("activity", (DENTISTS,), "previous", Between(date(2026, 1, 1), date(2026, 2, 1)), (("n", 3),)),
    ],
)
def test_parse_recipe_reads_back_what_was_written(recipe):
    assert parse_recipe(json.loads(json.dumps(recipe.as_json()))) == recipe


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"kind": 3}, "damaged"),
        ({"segments": []}, "kind"),
        ({"kind": "x", "segments": [3]}, "segment 1"),
        ({"kind": "x", "options": {"a": {}}}, "options|a is"),
    ],
)
def test_parse_recipe_says_what_is_wrong(document, says):
    with pytest.raises(SegmentError, match=says):
        parse_recipe(document)


@pytest.mark.parametrize(
    ("name", "chosen", "says"),
    [
        ("steps", "a", "a list of texts"),
        ("then", 3, "a list of texts"),
        ("days", 1.5, "a whole number"),
        ("settle", True, "a whole number"),
        ("goal", float("nan"), "a number"),
        ("least", "\ud800", "a number"),
        ("by", ("a", "b"), "a text"),
        ("find", "\ud800", "a text"),
    ],
)
def test_check_names_what_is_of_another_kind(name, chosen, says):
    with pytest.raises(SegmentError, match=f"{name}.*write {says}"):
        Recipe("x", options=((name, chosen),)).check()


def test_one_of_names_what_can_be_chosen():
    with pytest.raises(SegmentError, match="rule is 'each': choose one of latest and wave"):
        Recipe("nps", options=(("rule", "each"),)).one_of("rule", ("latest", "wave"), "latest")


def test_option_that_is_nothing_is_the_usual_one():
    recipe = Recipe("impact", options=(("settle", None), ("goal", None)))
    recipe.check()
    assert recipe.option("settle", 7) == 7


@pytest.mark.parametrize("recipe", [Recipe("x", (DENTISTS, DENTISTS)), Recipe("x", (DENTISTS,), DENTISTS)])
def test_check_asks_for_names_that_tell_segments_apart(recipe):
    with pytest.raises(SegmentError, match="Two segments are called 'Dentists': give one of them another name"):
        recipe.check()
