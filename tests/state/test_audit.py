from datetime import timedelta

from strata.model.segment import All, Segment
from strata.state import Change


def test_changes_newest_first_and_of_one_subject(state, now):
    state.save(Segment("A", All(())), by="ann", now=now, visibility="everyone")
    state.save(Segment("B", All(())), by="bob", now=now)
    later = now + timedelta(minutes=5)
    state.archive("a", by="eve", now=later)
    first, second = Change(later, "eve", "archived", "a"), Change(now, "ann", "saved version 1", "a")
    assert state.changes("a") == (first, second)
    assert len(state.changes()) == 3
    assert state.changes(most=1) == (first,)


def test_last_change_counts_up_with_every_change(state, now):
    assert state.last_change() == 0
    saved = state.save(Segment("A", All(())), by="ann", now=now, visibility="everyone")
    first = state.last_change()
    state.favourite(saved.id, by="bob", now=now)
    assert state.last_change() > first > 0
