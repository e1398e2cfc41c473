from datetime import date

import pytest

from strata.errors import StateError
from strata.state import Annotation

DAY = date(2026, 3, 1)


def test_annotate_round_trip(state, now):
    made = state.annotate(DAY, " Release 4.2 \N{TOOTH} ", by="ann", now=now)
    assert made == Annotation("2026-03-01-release-4-2", DAY, "Release 4.2 \N{TOOTH}", now, "ann")
    assert state.annotations() == (made,)


def test_annotations_come_by_day_then_text(state, now):
    for day, text in ((date(2026, 5, 1), "May"), (DAY, "B"), (DAY, "A")):
        state.annotate(day, text, by="ann", now=now)
    assert [note.text for note in state.annotations()] == ["A", "B", "May"]


def test_annotations_of_nothing_are_none(state):
    assert state.annotations() == ()


@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "x" * 201])
def test_annotate_text_that_is_no_line_is_refused(state, now, text):
    with pytest.raises(StateError, match="cannot name a note on a day"):
        state.annotate(DAY, text, by="ann", now=now)
    assert state.annotations() == ()


def test_annotate_twice_is_refused(state, now):
    state.annotate(DAY, "Outage", by="ann", now=now)
    with pytest.raises(StateError, match="ann has noted 'Outage' on 2026-03-01 already"):
        state.annotate(DAY, "Outage ", by="bob", now=now)


def test_delete_annotation_is_kept_in_the_audit(state, now):
    made = state.annotate(DAY, "Outage", by="ann", now=now)
    state.delete_annotation(made.id, by="bob", now=now)
    assert state.annotations() == ()
    assert [(change.by, change.action) for change in state.changes(made.id)] == [
        ("bob", "deleted note"),
        ("ann", "noted on a day"),
    ]
    assert state.annotate(DAY, "Outage", by="ann", now=now).id != made.id


def test_delete_annotation_that_is_not_there_is_refused(state, now):
    with pytest.raises(StateError, match="There is no note 'x'"):
        state.delete_annotation("x", by="ann", now=now)
