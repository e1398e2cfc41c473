from datetime import date

import pytest

from strata.analysis.splits import NONE_OF_THEM, NOT_RECORDED, check_split, split
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, Between, Segment

DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
WEST = Segment("West", AttributeCondition("region", "is", ("West",)))


def sides(warehouse, *segments, **options):
    found = split(warehouse, Recipe("nps", segments, options=tuple(options.items())), NO_LIBRARY)
    return found, {side.name: side.users.bit_count() for side in found.sides}


@pytest.mark.parametrize("by", ["role", "region", "newsletter", "team_size", "joined_at", "trial_end", "did:login"])
def test_split_leaves_nobody_out_and_counts_nobody_twice(tiny, by):
    found, users = sides(tiny, by=by)
    assert found.is_whole
    assert sum(users.values()) == tiny.population.bit_count() == 9


@pytest.mark.parametrize("by", ["role", "years_in_practice", "customer_since", "chairs"])
def test_split_of_the_sample_is_whole(sample, by):
    found, users = sides(sample, by=by, across="region")
    assert found.is_whole
    assert sum(users.values()) == sample.population.bit_count()


def test_split_by_a_number_makes_quarters(tiny):
    _, users = sides(tiny, by="team_size")
    assert users == {"under 3": 3, "4 to under 9": 3, "9 or more": 2, NOT_RECORDED: 1}


def test_split_by_segments_adds_those_in_none(tiny):
    found, users = sides(tiny, DENTISTS, by="segments")
    assert users == {"Dentists": 3, NONE_OF_THEM: 6}
    assert found.is_whole


def test_split_by_segments_that_share_people_is_not_whole(tiny):
    found, _ = sides(tiny, DENTISTS, WEST)
    assert not found.is_whole
    assert found.notes == ("1 people are in several of these segments, so their pulls do not add up.",)


def test_split_by_an_event_counts_how_often_and_when(tiny):
    assert sides(tiny, by="did:login", at_least=2)[1] == {
        "did login at least 2 times": 1,
        "did not login at least 2 times": 8,
    }
    assert sides(tiny, by="did:export", days=20)[1]["did export in the last 20 days"] == 1


def test_split_by_an_event_uses_the_dates_of_the_recipe(tiny):
    recipe = Recipe("nps", window=Between(date(2026, 1, 1), date(2026, 1, 31)), options=(("by", "did:export"),))
    assert split(tiny, recipe, NO_LIBRARY).sides[0].users.bit_count() == 1


def test_split_of_two_attributes_names_both(tiny):
    found, users = sides(tiny, by="role", across="region")
    assert found.crossed == ("role", "region")
    assert users["dentist, West"] == 1
    assert all(len(side.place) == 2 for side in found.sides)


def test_split_by_default_is_by_the_persona(tiny):
    assert split(tiny, Recipe("nps"), NO_LIBRARY).title == "role"


@pytest.mark.parametrize(("by", "why"), [("email", "cannot split people"), ("rle", "did you mean 'role'")])
def test_split_refuses_what_cannot_split(tiny, by, why):
    with pytest.raises(SegmentError, match=why):
        sides(tiny, by=by)


def test_split_by_segments_without_any_says_what_to_do(tiny):
    with pytest.raises(SegmentError, match="put one in play"):
        sides(tiny, by="segments")


@pytest.mark.parametrize("by", ["did:nothing", "nothing"])
def test_check_split_refuses_unknown_names(tiny, by):
    with pytest.raises(SegmentError, match="There is no"):
        check_split(tiny.catalog, by)
