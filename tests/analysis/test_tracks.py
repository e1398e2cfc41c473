"""What came next, step by step, against walking through everyone's events one by one."""

from itertools import groupby, islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.analysis import tracks
from strata.analysis.tracks import NOTHING, Rows, nearest_others

N_USERS, WIDTH = 4, 4
FIRST = 1


def walked(around, user):
    """By hand: the numbers of a user's events in their order, the same in a row once, after the first event."""
    numbers = [FIRST, *(number for who, _, number in sorted(around) if who == user)]
    return [number for number, _ in groupby(numbers)][1:]


@pytest.mark.parametrize("at_once", [2, 1_000_000])
@given(around=st.lists(st.tuples(st.integers(0, N_USERS - 1), st.integers(1, 9), st.integers(0, 2)), max_size=40))
def test_nearest_others_are_the_steps_of_a_walk(around, at_once):
    rows = Rows(
        np.array([user for user, _, _ in around], dtype=np.int32),
        np.array([distance * WIDTH + number for _, distance, number in around], dtype=np.int64),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tracks, "ROWS_AT_ONCE", at_once)
        found = np.array(list(islice(nearest_others(rows, FIRST, width=WIDTH, n_users=N_USERS), 3)))
    for user in range(N_USERS):
        assert found[:, user].tolist() == [*walked(around, user), NOTHING, NOTHING, NOTHING][:3]


def test_nearest_others_of_nobody_is_nothing():
    nobody = Rows(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64))
    (found,) = islice(nearest_others(nobody, FIRST, width=WIDTH, n_users=2), 1)
    assert found.tolist() == [NOTHING, NOTHING]
