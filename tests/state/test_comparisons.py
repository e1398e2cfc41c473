from datetime import date

import pytest

from strata.errors import StateError
from strata.model.segment import EVER, All, Between, Last, Segment
from strata.state import Comparison, Pinned, SavedComparison


@pytest.fixture
def base(state, now):
    return state.save(Segment("Base", All(())), by="ann", now=now)


@pytest.mark.parametrize("window", [EVER, Last(30), Last(2, "week"), Between(date(2026, 1, 1), None)])
def test_save_comparison_round_trip(state, base, now, window):
    asked = Comparison("Review Q3", (Pinned(base.id, 1),), ("nps", "did:login"), baseline=base.id, window=window)
    saved = state.save_comparison(asked, by="bob", now=now)
    assert saved == SavedComparison("review-q3", asked, now, "bob")
    assert state.comparison("review-q3") == saved
    assert state.comparisons() == (saved,)
    assert saved.name == "Review Q3"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Comparison("A", (Pinned("x", 1),), ("nps",)), "no saved segment 'x'"),
        (Comparison("A", (Pinned("base", 2),), ("nps",)), "no version 2"),
        (Comparison("A", (), ("nps",), baseline="x"), "no saved segment 'x'"),
        (Comparison(" ", (), ("nps",)), "cannot name a comparison"),
    ],
)
def test_save_comparison_of_what_is_not_there_is_refused(state, base, now, asked, message):
    with pytest.raises(StateError, match=message):
        state.save_comparison(asked, by="bob", now=now)
    assert state.comparisons() == ()


def test_save_comparison_taken_name_is_refused(state, now):
    state.save_comparison(Comparison("A", (), ("nps",)), by="bob", now=now)
    with pytest.raises(StateError, match="already a comparison 'A', saved by bob"):
        state.save_comparison(Comparison("A ", (), ("nps",)), by="ann", now=now)


def test_delete_comparison_frees_its_segments(state, base, now):
    saved = state.save_comparison(Comparison("A", (Pinned(base.id, 1),), ("nps",)), by="bob", now=now)
    state.delete_comparison(saved.id, by="bob", now=now)
    assert state.used_by(base.id) == ()
    with pytest.raises(StateError, match="no comparison 'a'"):
        state.delete_comparison(saved.id, by="bob", now=now)
    assert [change.action for change in state.changes("a")] == ["deleted comparison", "saved comparison"]
