"""Users one by one, as the tests think of them, turned into the sums the database would return."""

from typing import NamedTuple

import numpy as np

from strata.stats import Cells, compare, describe


class Asked(NamedTuple):
    """The arguments of compare() after its kind."""

    cells: Cells
    in_a: np.ndarray
    in_b: np.ndarray


def two_groups(x, in_a, in_b, account=None) -> Asked:
    """One row per (account, cell) from one value, two memberships and one account per user."""
    x, in_a, in_b = np.asarray(x, dtype=float), np.asarray(in_a, dtype=bool), np.asarray(in_b, dtype=bool)
    account = np.full(len(x), -1) if account is None else np.asarray(account)
    keys, row = np.unique(np.stack([account, in_a + 2 * in_b]), axis=1, return_inverse=True)
    logs = np.log1p(np.where(x > -1, x, np.nan))
    n, total, squares, cubes, log_total, log_squares = (
        np.bincount(row.ravel(), power, keys.shape[1]).astype(float)
        for power in (np.ones_like(x), x, x**2, x**3, logs, logs**2)
    )
    cells = Cells(keys[0], n, total, squares, cubes, log_total, log_squares)
    return Asked(cells, keys[1] % 2 == 1, keys[1] >= 2)


def apart(a, b, account_a=None, account_b=None) -> Asked:
    """Two groups without a common user."""
    account = None if account_a is None else [*account_a, *account_b]
    is_a = np.repeat([True, False], [len(a), len(b)])
    return two_groups([*a, *b], is_a, ~is_a, account)


def one_group(x, account=None) -> tuple[Cells, np.ndarray]:
    """The arguments of describe() after its kind."""
    asked = two_groups(x, np.ones(len(x)), np.zeros(len(x)), account)
    return asked.cells, asked.in_a


def nps(promoters, passives, detractors) -> list[int]:
    """That many answers of each sort."""
    return [1] * promoters + [0] * passives + [-1] * detractors


def share(successes, n) -> list[int]:
    """n users, some of whom did it."""
    return [1] * successes + [0] * (n - successes)


def from_sums(n, total, squares) -> Asked:
    """Two groups known only by the sums of 1, x and x^2 that a paper prints."""
    n, total, squares, zeros = (np.asarray(v, dtype=float) for v in (n, total, squares, [0, 0]))
    cells = Cells(np.array([-1, -1]), n, total, squares, zeros, zeros, zeros)
    return Asked(cells, np.array([True, False]), np.array([False, True]))


def described(kind, group):
    """describe() of a whole group; untyped, so that tests may compare its numbers without asking for None first."""
    return describe(kind, *group)


def compared(kind, asked, **options):
    """compare() of two groups, untyped likewise."""
    return compare(kind, *asked, **options)
