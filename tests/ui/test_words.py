from datetime import UTC, datetime

from strata.model.segment import AttributeCondition, Segment
from strata.state import SavedSegment, Use
from strata.ui.holdings import Holdings
from strata.ui.words import changed, day, moment, uses

WHEN = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def test_day_and_moment_read_the_same_everywhere():
    assert day(WHEN) == "21 Nov 2026"
    assert moment(WHEN) == "21 Nov 2026, 09:05 UTC"


def test_changed_tells_of_conditions_tags_description_and_freezing(tiny):
    before = saved("dentist")
    after = saved("hygienist", tags=("new",), description="Said", is_frozen=True)
    assert changed(before, after, tiny.catalog) == [
        "changed: role is dentist -> role is hygienist",
        "description: none -> Said",
        "tags: none -> new",
        "members: follow the data -> frozen",
    ]


def test_changed_says_when_nothing_did(tiny):
    assert changed(saved("dentist"), saved("dentist"), tiny.catalog) == ["saved again without a change"]


def test_changed_names_what_the_data_no_longer_has(tiny):
    gone = saved("dentist", segment=Segment("S", AttributeCondition("shoe_size", "is", ("9",))))
    assert "removed: shoe_size (unknown) is 9" in changed(gone, saved("dentist"), tiny.catalog)


def test_uses_counts_what_the_reader_may_not_see():
    seen, hidden = Use("segment", "a", "A"), Use("segment", "b", "B")
    holdings = Holdings({"a": saved("dentist")}, {}, {}, {}, {}, {"s": (seen, hidden)}, ())
    assert uses(holdings, "s") == "A and 1 private segment of others"
    assert uses(holdings, "other") == ""


def saved(role, *, segment=None, tags=(), description="", is_frozen=False):
    asked = segment or Segment("S", AttributeCondition("role", "is", (role,)))
    return SavedSegment(
        "s", 1, asked, description, "ann", tags, "private", False, False, is_frozen, "", WHEN, "ann", frozenset()
    )
