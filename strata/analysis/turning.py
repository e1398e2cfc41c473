"""Many sets turned round, from the users of each set to the sets of each user, eight by eight bits in one number."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from strata.analysis.threads import of_each

Bytes = NDArray[np.uint8]

BITS = 8
FLIPS = tuple(
    (np.uint64(shift), np.uint64(mask))
    for shift, mask in ((9, 0x0055005500550055), (18, 0x0000333300003333), (36, 0x000000000F0F0F0F))
)
"""How far apart the bits are that change places, and the nearer ones of them: single bits, then squares of 2 and 4."""
BYTES_AT_ONCE = 2048


def turned(squares: Bytes) -> Bytes:
    """Squares of bits turned round: bit i of byte k becomes bit k of byte i, the first bit being the highest.

    Args:
        squares: Eight bytes each, along the last axis.

    References:
        Warren (2013), Hacker's Delight, 2nd ed., section 7-3.
    """
    bits = np.ascontiguousarray(squares).view(np.uint64)
    for shift, mask in FLIPS:
        apart = (bits ^ (bits >> shift)) & mask
        bits = bits ^ apart ^ (apart << shift)
    return bits.view(np.uint8)


def by_user(sets: Sequence[int], n_users: int) -> Bytes:
    """The sets of every user as bits, a row each, and a last row of a user who is in none."""
    width, n_rows = -(-n_users // BITS), -(-len(sets) // BITS) * BITS
    packed = b"".join(users.to_bytes(width, "big") for users in sets)
    rows = np.zeros((n_rows, width), dtype=np.uint8)
    rows[: len(sets)] = np.frombuffer(packed, dtype=np.uint8).reshape(len(sets), width)
    found = of_each(partial(_columns, rows), range(0, width, BYTES_AT_ONCE))
    none = np.zeros((1, n_rows // BITS), dtype=np.uint8)
    return np.concatenate([none[:0], *found, none])[width * BITS - n_users :]


def _columns(rows: Bytes, first: int) -> Bytes:
    """The sets of the users in some of the bytes, a row per user."""
    some = rows[:, first : first + BYTES_AT_ONCE]
    squares = some.reshape(len(rows) // BITS, BITS, some.shape[1]).transpose(2, 0, 1)
    return turned(squares).swapaxes(1, 2).reshape(some.shape[1] * BITS, len(rows) // BITS)
