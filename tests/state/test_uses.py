import pytest

from strata.errors import StateError
from strata.model.segment import AccountCondition, All, Not, Segment, SegmentCondition
from strata.state import Comparison, Pinned, Use

BASE = Segment("Base", All(()))


def test_used_by_finds_references_wherever_they_stand(state, now):
    base = state.save(BASE, by="ann", now=now, visibility="everyone")
    state.save(Segment("By id", Not(SegmentCondition(base.id))), by="bob", now=now)
    state.save(
        Segment("By name", AccountCondition(users_at_least=2, where=All((SegmentCondition("Base"),)))),
        by="bob",
        now=now,
    )
    state.save(Segment("Not at all", SegmentCondition("Bas")), by="bob", now=now)
    pinned = Comparison("Pinned", (Pinned(base.id, 1),), ("nps",))
    baseline = Comparison("Baseline", (), ("nps",), baseline=base.id)
    for comparison in (pinned, baseline):
        state.save_comparison(comparison, by="bob", now=now)
    assert state.used_by(base.id) == (
        Use("comparison", "baseline", "Baseline"),
        Use("segment", "by-id", "By id"),
        Use("segment", "by-name", "By name"),
        Use("comparison", "pinned", "Pinned"),
    )


def test_used_by_newest_versions_alone(state, now):
    base = state.save(BASE, by="ann", now=now)
    state.save(Segment("User", SegmentCondition(base.id)), by="ann", now=now)
    state.save(Segment("User", All(())), by="ann", now=now, segment_id="user", base_version=1)
    assert state.used_by(base.id) == ()


def test_used_by_name_needs_to_be_seen(state, now):
    mine = state.save(BASE, by="ann", now=now)
    state.save(Segment("Theirs", SegmentCondition("Base")), by="bob", now=now)
    state.save(Segment("Mine", SegmentCondition("Base")), by="ann", now=now)
    assert [use.name for use in state.used_by(mine.id)] == ["Mine"]


def test_used_by_unknown_segment_is_refused(state):
    with pytest.raises(StateError, match="no saved segment"):
        state.used_by("x")


def test_references_are_by_id_and_name_and_ones_own_first(state, now):
    shared = state.save(BASE, by="ann", now=now, visibility="everyone")
    own = state.save(Segment("Base", Not(All(()))), by="bob", now=now)
    away = state.save(Segment("Away", All(())), by="ann", now=now, visibility="everyone")
    state.archive(away.id, by="ann", now=now)
    assert state.references(for_user="ann") == {
        shared.id: shared.segment,
        "Base": shared.segment,
        away.id: away.segment,
        "Away": away.segment,
    }
    assert state.references(for_user="bob")["Base"] == state.references(for_user="bob")[own.id] == own.segment


def test_references_by_the_name_of_an_archived_segment_last_until_another_takes_it(state, now):
    old = state.save(BASE, by="ann", now=now, visibility="everyone")
    state.archive(old.id, by="ann", now=now)
    assert state.references(for_user="bob")["Base"] == old.segment
    new = state.save(Segment("Base", Not(All(()))), by="ann", now=now, visibility="everyone")
    assert state.references(for_user="bob")["Base"] == new.segment


def test_uses_says_of_every_segment_what_used_by_says_of_one(state, now):
    base = state.save(BASE, by="ann", now=now, visibility="everyone")
    user = state.save(Segment("By name", SegmentCondition("Base")), by="bob", now=now)
    state.save_comparison(Comparison("Pinned", (Pinned(base.id, 1),), ("nps",)), by="bob", now=now)
    assert state.uses() == {saved.id: state.used_by(saved.id) for saved in (base, user)}
    assert len(state.uses()[base.id]) == 2
