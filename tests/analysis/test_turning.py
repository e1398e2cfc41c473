"""Sets turned round say the same as the sets do."""

import numpy as np
import pytest

from strata.analysis.turning import BITS, BYTES_AT_ONCE, by_user, turned


def test_turned_is_each_square_mirrored():
    squares = np.random.default_rng(1).integers(0, 256, (5, 3, BITS), dtype=np.uint8)
    bits, found = (np.unpackbits(each[..., None], axis=-1) for each in (squares, turned(squares)))
    assert np.array_equal(found, bits.swapaxes(-1, -2))


@pytest.mark.parametrize("n_users", [0, 1, 8, 13, BITS * BYTES_AT_ONCE + 3])
@pytest.mark.parametrize("n_sets", [0, 1, 8, 9])
def test_by_user_has_a_row_for_each_and_one_for_nobody(n_users, n_sets):
    flags = np.random.default_rng(n_users + n_sets).random((n_sets, n_users)) < 0.5
    sets = [int("".join("01"[bit] for bit in row) or "0", 2) for row in flags.astype(int)]
    found = np.unpackbits(by_user(sets, n_users), axis=1, count=n_sets)
    assert np.array_equal(found[:-1], flags.T)
    assert found[-1].sum() == 0
