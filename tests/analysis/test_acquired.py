import pytest

from strata.analysis.acquired import cohorts, offered
from strata.errors import SegmentError
from strata.membership import in_play
from strata.model.segment import AttributeCondition


def sizes(warehouse, key):
    segments = cohorts(warehouse, key)
    members = in_play(warehouse, segments)
    inside = [(users & members.population).bit_count() for users in members.segments]
    return dict(zip([segment.name for segment in segments], inside, strict=True))


def test_offered_begins_with_dates_and_leaves_out_what_is_personal(tiny):
    keys = [each.key for each in offered(tiny.catalog)]
    assert {"trial_end:month", "joined_at:quarter", "role", "newsletter"} <= set(keys)
    assert "email" not in keys
    assert keys.index("joined_at:year") < keys.index("role")


def test_cohorts_of_what_people_answered_are_the_groups_of_nps(tiny):
    assert offered(tiny.catalog)[0].key == ":nps"
    assert [each.name for each in cohorts(tiny, ":nps")] == ["Promoters", "Passives", "Detractors"]


def test_cohorts_of_a_date_are_its_latest_periods_with_people_in_order_of_time(tiny):
    assert sizes(tiny, "joined_at:month") == {"Joined: Jan 2026": 3, "Joined: Feb 2026": 3, "Joined: Mar 2026": 3}
    assert sizes(tiny, "joined_at:quarter") == {"Joined: Q1 2026": 9}
    assert sizes(tiny, "joined_at:year") == {"Joined: 2026": 9}


def test_cohorts_of_a_value_are_the_most_frequent_ones(tiny):
    east, west = cohorts(tiny, "region")
    assert east.where == AttributeCondition("region", "is", ("East",))
    assert (east.name, west.name) == ("region: East", "region: West")


def test_cohorts_are_eight_at_most(sample):
    quarters = cohorts(sample, "joined_at:quarter")
    assert len(quarters) == 8
    assert quarters[-1].name == "Joined: Q3 2026"


def test_cohorts_of_the_unknown_are_refused(tiny):
    with pytest.raises(SegmentError, match="divided by 'shoe'"):
        cohorts(tiny, "shoe")
