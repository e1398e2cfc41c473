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
