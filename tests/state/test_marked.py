from datetime import date

import pytest

from strata.errors import StateError
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, Segment
from strata.state import MarkedChange

DAY = date(2026, 4, 1)
WEST = Segment("West", AttributeCondition("region", "is", ("West",)))
ASKED = Recipe("impact", (WEST,), options=(("day", "2026-04-01"), ("metric", "nps")))


def test_mark_change_round_trip(state, now):
    made = state.mark_change(" Charting fix ", DAY, ASKED, by="ann", now=now)
    assert made == MarkedChange("charting-fix", "Charting fix", DAY, ASKED, now, "ann")
    assert state.marked_changes() == (made,)


def test_marked_changes_come_latest_first(state, now):
    for day, name in ((DAY, "A"), (date(2026, 6, 1), "B")):
        state.mark_change(name, day, ASKED, by="ann", now=now)
    assert [each.name for each in state.marked_changes()] == ["B", "A"]


def test_mark_change_refuses_a_name_twice_and_nobody(state, now):
    state.mark_change("Fix", DAY, ASKED, by="ann", now=now)
    with pytest.raises(StateError, match="ann follows a change 'Fix' already"):
        state.mark_change("Fix", DAY, ASKED, by="bob", now=now)
    with pytest.raises(StateError, match="choose a segment"):
        state.mark_change("Other", DAY, Recipe("impact"), by="bob", now=now)
    with pytest.raises(StateError, match="cannot name a change"):
        state.mark_change("two\nlines", DAY, ASKED, by="bob", now=now)


def test_delete_marked_change(state, now):
    state.mark_change("Fix", DAY, ASKED, by="ann", now=now)
    state.delete_marked_change("fix", by="bob", now=now)
    assert state.marked_changes() == ()
    with pytest.raises(StateError, match="marked change"):
        state.delete_marked_change("fix", by="bob", now=now)
