"""Accounts taken together give the same numbers as accounts one by one."""

from dataclasses import fields

import numpy as np
import pytest

from strata.stats import Arm, Arms, Crowd, Sums
from strata.stats.alike import Shared, Tallied, side_of, sides_of, sides_of_rest
from strata.stats.sides import Side, Sides

N_ACCOUNTS = 300


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def drawn(rng, *, users, share):
    """Groups with a large account, one of nobody, one with one account only, and two with people without an account."""
    n = rng.poisson(users, (6, N_ACCOUNTS))
    n[:, 0] = 200
    n[3], n[4] = 0, 0
    n[4, 5] = 7
    lone = np.array([0, 3, 1, 0, 0, 2])
    return Tallied(n, lone), Tallied(rng.binomial(n, share), np.minimum(lone, 1))


def arm(users, hits, row):
    def sums(n, x):
        return Sums(n, n, x, x, x, n)

    n, x = (each.counts[row].astype(float) for each in (users, hits))
    lone, lone_hits = float(users.lone[row]), float(hits.lone[row])
    whole = sums(n.sum() + lone, x.sum() + lone_hits)
    return Arm.summed("share", Crowd.of(n, n_lone=lone), x, whole, sums(lone, lone_hits))


def same(one, other):
    for each in fields(one):
        assert getattr(other, each.name) == pytest.approx(getattr(one, each.name), rel=1e-9, abs=1e-15), each.name


def test_side_of_is_that_of_accounts_one_by_one(rng):
    users, hits = drawn(rng, users=2, share=0.3)
    same(Side.of([arm(users, hits, row) for row in range(6)]), side_of(users, hits))


def test_sides_of_are_those_of_accounts_one_by_one(rng):
    one, other = drawn(rng, users=2, share=0.3), drawn(rng, users=9, share=0.4)
    lone = np.minimum(one[0].lone, 2).astype(float)
    lone_hits = np.minimum(lone, 1.0)
    none = Tallied(np.zeros((6, N_ACCOUNTS), dtype=int), lone), Tallied(np.zeros((6, N_ACCOUNTS), dtype=int), lone_hits)
    arms = [
        Arms(
            arm(one[0], one[1], row),
            arm(other[0], other[1], row),
            int(lone[row]),
            arm(none[0], none[1], row) if lone[row] else None,
        )
        for row in range(6)
    ]
    expected, found = Sides.of(arms), sides_of(one, other, Shared(lone, lone, lone_hits))
    same(expected.a, found.a)
    same(expected.b, found.b)
    same(expected.between, found.between)


def test_sides_of_groups_that_share_nobody(rng):
    one, other = drawn(rng, users=2, share=0.3), drawn(rng, users=9, share=0.4)
    found = sides_of(one, other, Shared.none(6))
    assert not found.between.n_people.any()
    same(
        Sides.of([Arms(arm(one[0], one[1], row), arm(other[0], other[1], row)) for row in range(6)]).between,
        found.between,
    )


def test_no_groups_give_no_sides():
    nobody = Tallied(np.zeros((0, 3), dtype=int), np.zeros(0, dtype=int))
    assert len(side_of(nobody, nobody).n) == 0


def test_sides_of_rest_are_those_of_everyone_else(rng):
    everyone = drawn(rng, users=9, share=0.4)
    users = Tallied(rng.binomial(everyone[0].counts, 0.3), np.minimum(everyone[0].lone, 1))
    hits = Tallied(np.minimum(users.counts, everyone[1].counts) // 2, users.lone * 0)
    rest = [
        Tallied(whole.counts - part.counts, whole.lone - part.lone)
        for whole, part in zip(everyone, (users, hits), strict=True)
    ]
    expected = sides_of((users, hits), (rest[0], rest[1]), Shared.none(6))
    found = sides_of_rest((users, hits), everyone)
    same(expected.a, found.a)
    same(expected.b, found.b)
    same(expected.between, found.between)


@pytest.mark.parametrize("n_parts", [1, 3, 40])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int64])
def test_parts_are_as_each_by_itself_however_many_and_however_narrow_the_counts(rng, n_parts, dtype):
    (users, hits), part = drawn(rng, users=9, share=0.4), rng.integers(0, n_parts, N_ACCOUNTS)
    rows, lone = [each.counts.astype(dtype) for each in (users, hits)], np.zeros((6, n_parts), dtype=int)
    found = side_of(*(Tallied(counts, lone.ravel(), part) for counts in rows))
    for place in range(n_parts):
        expected = side_of(*(Tallied(counts[:, part == place], lone[:, place]) for counts in rows))
        same(expected, Side(**{each.name: getattr(found, each.name)[place::n_parts] for each in fields(Side)}))
