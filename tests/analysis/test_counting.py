"""Groups counted in sets: an edit brings up to date what is known, and that is the same as counting anew."""

import numpy as np
import pytest

from strata.analysis.adopters import adopters
from strata.analysis.counting import MANY, MOST_CHANGED, Counting
from strata.analysis.lanes import Lanes, Marks
from strata.model.segment import EVER, Last


@pytest.fixture
def lanes(sample):
    return Lanes.of(sample)


@pytest.fixture
def marks(sample):
    return adopters(sample, EVER).marks


def drawn(sample, share, seed):
    """A set of users drawn at random, as flags."""
    return np.random.default_rng(seed).random(sample.n_users) < share


def laid(lanes, flags):
    return lanes.whole(lanes.warehouse.user_set(flags))


def same(one, other):
    assert one.known.kinds.tolist() == other.known.kinds.tolist()
    assert np.array_equal(one.known.sums, other.known.sums)
    assert np.array_equal(one.lone, other.lone)


def test_tally_is_what_plain_counting_gives(sample, lanes):
    mine, theirs, did = (drawn(sample, share, seed) for seed, share in enumerate((0.3, 0.6, 0.2)))
    found = Counting(lanes, lanes.marks([sample.user_set(did)])).tally(laid(lanes, mine), laid(lanes, theirs))
    account, size = sample.account_of_user, sample.catalog.n_accounts
    w, v, h, o = (
        np.bincount(account[flags & (account >= 0)], minlength=size)
        for flags in (mine, theirs, mine & did, theirs & did)
    )
    for kind, *sums in zip(found.known.kinds, *found.known.sums[:, :, 0].T, strict=True):
        here = w * MANY + v == kind
        assert sums == [int(each[here].sum()) for each in (h, o, h * h, o * o, h * o)]
    assert found.known.sums[:, :2].sum() == h.sum() + o.sum() > 0
    assert found.lone[:, 0].tolist() == [
        int((flags & did & (account < 0)).sum()) for flags in (mine, theirs, mine & theirs)
    ]


def test_tally_of_an_edit_is_that_of_counting_anew(sample, lanes, marks):
    counting, flags = Counting(lanes, marks), drawn(sample, 0.4, seed=1)
    counting.tally(laid(lanes, flags), laid(lanes, ~flags))
    flags[::97] ^= True
    one, other = laid(lanes, flags), laid(lanes, ~flags)
    changed = np.count_nonzero(counting.latest[0].one != one)
    assert 0 < changed < MOST_CHANGED * len(one)
    same(counting.tally(one, other), Counting(lanes, marks).tally(one, other))


def test_tally_of_another_group_is_that_of_counting_anew(sample, lanes, marks):
    counting, whole = Counting(lanes, marks), laid(lanes, np.ones(sample.n_users, dtype=bool))
    for seed in range(3):
        one = laid(lanes, drawn(sample, 0.3, seed))
        same(counting.tally(one, whole), Counting(lanes, marks).tally(one, whole))
    same(counting.tally(whole, one), Counting(lanes, marks).tally(whole, one))


def test_countings_take_no_more_room_than_they_say(sample, lanes, marks):
    counting = Counting(lanes, marks)
    counting.room = 2 * counting.tally(*(laid(lanes, drawn(sample, 0.5, seed)) for seed in (0, 1))).nbytes
    for seed in range(2, 8):
        counting.tally(*(laid(lanes, drawn(sample, 0.5, seed + each)) for each in (0, 1)))
    assert len(counting.latest) >= 1
    assert sum(each.nbytes for each in counting.latest) <= counting.room


def test_marks_beside_others_hold_both_in_every_lane(sample, lanes, marks):
    others = adopters(sample, Last(30)).marks
    both = marks.beside(others)
    swapped = others.beside(marks)
    assert np.array_equal(both.place, swapped.place)
    assert np.array_equal(both.users, swapped.others)
    assert both.sizes.tolist() == marks.sizes.tolist()
    assert swapped.sizes.tolist() == others.sizes.tolist()
    assert marks.beside(marks) is marks


@pytest.mark.parametrize("n_sets", [1, 8, 11])
def test_marks_are_the_users_of_each_set_in_their_lanes(sample, lanes, n_sets):
    sets = [sample.user_set(drawn(sample, 0.1 * place, place)) for place in range(n_sets)]
    found = lanes.marks(sets)
    lane = np.repeat(np.arange(len(lanes.account)), np.diff(found.starts))
    for place, users in enumerate(sets):
        plain, here = lanes.whole(users), found.place == place
        assert lane[here].tolist() == np.flatnonzero(plain).tolist()
        assert found.users[here].tolist() == plain[plain > 0].tolist()


def test_marks_of_some_lanes_are_those_of_all(marks):
    some = np.array([0, 3, 4])
    found = marks.take(some)
    for place, lane in enumerate(some):
        inside, whole = (slice(*each.starts[at : at + 2]) for each, at in ((found, place), (marks, lane)))
        assert found.place[inside].tolist() == marks.place[whole].tolist()
        assert found.users[inside].tolist() == marks.users[whole].tolist()


def test_marks_of_no_sets_are_empty(lanes):
    found = lanes.marks([])
    assert (found.n_sets, len(found.users), found.sizes.tolist()) == (0, 0, [])


def test_tallied_is_counted_by_the_accounts_of_the_group(sample, lanes):
    group, *sets = (drawn(sample, share, seed) for seed, share in enumerate((0.3, 0.9, 0.1)))
    found = lanes.tallied([laid(lanes, each) for each in sets], laid(lanes, group))
    account = sample.account_of_user
    size = len(np.unique(account[group & (account >= 0)]))
    for place, each in enumerate(sets):
        inside = account[group & each]
        plain = np.bincount(inside[inside >= 0], minlength=size)
        assert len(found.counts[place]) == size
        assert sorted(found.counts[place][found.counts[place] > 0]) == sorted(plain[plain > 0])
        assert found.lone[place] == np.count_nonzero(inside < 0)


def test_tallied_of_nobody_has_no_accounts(sample, lanes):
    found = lanes.tallied([laid(lanes, drawn(sample, 0.5, 0))], laid(lanes, np.zeros(sample.n_users, dtype=bool)))
    assert ([each.tolist() for each in found.counts], found.lone.tolist()) == ([[]], [0])


@pytest.mark.parametrize("n_accounts", [0, 1])
def test_tally_without_accounts_of_a_kind_is_of_the_others(tiny, n_accounts):
    users = np.array([3], dtype=np.uint8)
    marks = Marks(np.array([0, 1]), np.array([0]), users, users, 1)
    here = Lanes(tiny, np.array([n_accounts - 1], dtype=np.int32), n_accounts, n_accounts, np.arange(2, dtype=np.int32))
    found = Counting(here, marks).tally(np.array([1], dtype=np.uint8), np.array([6], dtype=np.uint8))
    alone = 1 - n_accounts
    assert found.lone.tolist() == [[alone], [alone], [0]]
    assert found.known.kinds.tolist() == [MANY + 2] * n_accounts
    assert found.known.sums.tolist() == [[[1], [1], [1], [1], [1]]] * n_accounts
