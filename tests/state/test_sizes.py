from datetime import timedelta

import pytest

from strata.errors import StateError
from strata.model.segment import All, Segment
from strata.state import Size


def test_record_size_once_per_version_and_warehouse(state, now):
    state.save(Segment("Base", All(())), by="ann", now=now)
    later = now + timedelta(days=1)
    state.record_size("base", 1, "w2", users=12, accounts=4, at=later)
    state.record_size("base", 1, "w1", users=10, accounts=3, at=now)
    state.record_size("base", 1, "w1", users=99, accounts=9, at=later)
    assert state.sizes("base") == (Size(1, "w1", 10, 3, now), Size(1, "w2", 12, 4, later))


def test_record_size_of_unknown_version_is_refused(state, now):
    state.save(Segment("Base", All(())), by="ann", now=now)
    with pytest.raises(StateError, match="no version 2"):
        state.record_size("base", 2, "w1", users=1, accounts=1, at=now)


def test_sizes_of_nothing_are_none(state):
    assert state.sizes("x") == ()
