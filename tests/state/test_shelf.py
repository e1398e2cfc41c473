import pytest

from strata.errors import StateError
from strata.model.segment import All, AttributeCondition, Segment, SegmentCondition
from strata.state import Comparison, Pinned

HYGIENISTS = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))


@pytest.fixture
def saved(state, now):
    return state.save(HYGIENISTS, by="ann", now=now, visibility="everyone")


def test_archive_hides_and_keeps(state, saved, now):
    archived = state.archive(saved.id, by="bob", now=now)
    assert archived.is_archived
    assert state.list() == ()
    assert state.get(saved.id) == archived


def test_archive_stops_saving(state, saved, now):
    state.archive(saved.id, by="bob", now=now)
    with pytest.raises(StateError, match="is archived: take it out of the archive"):
        state.save(HYGIENISTS, by="ann", now=now, segment_id=saved.id, base_version=1)
    with pytest.raises(StateError, match="is archived"):
        state.restore(saved.id, 1, by="ann", now=now)


def test_unarchive_brings_back(state, saved, now):
    state.archive(saved.id, by="bob", now=now)
    assert state.unarchive(saved.id, by="bob", now=now) == saved


def test_unarchive_taken_name_is_refused(state, saved, now):
    state.archive(saved.id, by="bob", now=now)
    state.save(HYGIENISTS, by="eve", now=now, visibility="everyone")
    with pytest.raises(StateError, match="last saved by eve"):
        state.unarchive(saved.id, by="bob", now=now)


def test_verify_holds_for_this_definition_alone(state, saved, now):
    assert state.verify(saved.id, by="bob", now=now).is_verified
    key = {"by": "ann", "now": now, "segment_id": saved.id}
    assert state.save(HYGIENISTS, base_version=1, description="Said better", **key).is_verified
    assert not state.save(Segment("Hygienists", All(())), base_version=2, **key).is_verified
    assert state.restore(saved.id, 1, by="ann", now=now).is_verified
    assert not state.unverify(saved.id, by="bob", now=now).is_verified


def test_favourite_is_each_persons_own(state, saved, now):
    state.favourite(saved.id, by="bob", now=now)
    state.favourite(saved.id, by="bob", now=now)
    assert state.favourite(saved.id, by="eve", now=now).favourite_of == {"bob", "eve"}
    assert state.unfavourite(saved.id, by="bob", now=now).favourite_of == {"eve"}
    assert state.unfavourite(saved.id, by="bob", now=now).favourite_of == {"eve"}
    assert state.list()[0].favourite_of == {"eve"}
    assert [change.action for change in state.changes(saved.id)] == [
        "no longer a favourite",
        "marked as favourite",
        "marked as favourite",
        "saved version 1",
    ]


def test_delete_takes_everything_but_the_audit(state, saved, now):
    state.save(HYGIENISTS, by="ann", now=now, segment_id=saved.id, base_version=1, members=["u1"])
    state.record_size(saved.id, 1, "w1", users=3, accounts=1, at=now)
    state.favourite(saved.id, by="bob", now=now)
    state.archive(saved.id, by="ann", now=now)
    state.delete(saved.id, by="ann", now=now)
    assert state.list(include_archived=True) == ()
    assert state.members(saved.id, 2) == state.sizes(saved.id) == ()
    assert [change.action for change in state.changes(saved.id)][:2] == ["deleted", "archived"]
    assert state.save(HYGIENISTS, by="ann", now=now).id == "hygienists-2"


def test_delete_before_archive_is_refused(state, saved, now):
    with pytest.raises(StateError, match="archive it first"):
        state.delete(saved.id, by="ann", now=now)


def test_delete_what_is_used_is_refused(state, saved, now):
    state.save(Segment("User", SegmentCondition(saved.id)), by="bob", now=now)
    state.save_comparison(Comparison("Review", (Pinned(saved.id, 1),), ("nps",)), by="bob", now=now)
    state.archive(saved.id, by="ann", now=now)
    with pytest.raises(StateError, match="used by Review and User: take it out there first"):
        state.delete(saved.id, by="ann", now=now)


@pytest.mark.parametrize("action", ["archive", "unarchive", "verify", "unverify", "favourite", "unfavourite", "delete"])
def test_unknown_segment_is_refused(state, now, action):
    with pytest.raises(StateError, match="no saved segment 'x'"):
        getattr(state, action)("x", by="ann", now=now)
