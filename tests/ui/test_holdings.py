from datetime import UTC, datetime

import pytest

from strata.model.segment import AttributeCondition, Segment, SegmentCondition, UsersCondition
from strata.state import open_state
from strata.ui.holdings import Holdings

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))


@pytest.fixture
def work(tmp_path):
    opened = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    yield opened
    opened.close()


def test_own_segment_goes_by_its_name_and_everyones_says_so(work):
    work.save(DENTISTS, by="bob", now=NOW, visibility="everyone")
    own = work.save(DENTISTS, by="ann", now=NOW)
    seen = Holdings.of(work, "ann").by_name
    assert list(seen) == ["Dentists", "Dentists (everyone's)"]
    assert seen["Dentists"] == own


def test_private_segments_of_others_are_not_held(work):
    work.save(DENTISTS, by="bob", now=NOW)
    seen = Holdings.of(work, "ann")
    assert (seen.by_id, seen.references) == ({}, {})


def test_frozen_segment_is_counted_by_its_users_also_where_others_refer_to_it(work):
    work.save(DENTISTS, by="ann", now=NOW, members=("u2", "u1"))
    seen = Holdings.of(work, "ann")
    assert seen.named["Dentists"].where == UsersCondition(("u1", "u2"))
    assert seen.references["Dentists"] == seen.references["dentists"] == seen.named["Dentists"]


def test_archived_segment_keeps_its_id_and_is_no_longer_chosen_by_name(work):
    work.save(DENTISTS, by="ann", now=NOW)
    work.archive("dentists", by="ann", now=NOW)
    seen = Holdings.of(work, "ann")
    assert list(seen.by_id) == ["dentists"]
    assert seen.by_name == {}
    assert seen.references["dentists"] == DENTISTS


def test_uses_and_tags_come_along(work):
    work.save(DENTISTS, by="ann", now=NOW, tags=("b", "a"))
    work.save(Segment("User", SegmentCondition("Dentists")), by="ann", now=NOW)
    seen = Holdings.of(work, "ann")
    assert [use.name for use in seen.uses["dentists"]] == ["User"]
    assert (seen.tags, seen.owners) == (("a", "b"), ("ann",))
