import numpy as np
import pytest

from strata.analysis.nearest import tallied
from strata.analysis.tally import Tally, Users

N_SETS = 3


@pytest.fixture
def did(sample):
    """Per user which of three things he did."""
    sample.forget()
    return np.random.default_rng(5).random((N_SETS, sample.n_users)) < 0.3


def one_by_one(warehouse, did, users):
    """The users of each group and account, and those without one, as they are counted user by user."""
    counts, lone = np.zeros((N_SETS, warehouse.catalog.n_accounts), dtype=int), np.zeros(N_SETS, dtype=int)
    for user in np.flatnonzero(warehouse.user_flags(users & warehouse.population)):
        account = warehouse.account_of_user[user]
        (lone if account < 0 else counts[:, account])[did[:, user]] += 1
    return counts.tolist(), lone.tolist()


def counter(did, asked):
    def count(some):
        asked.append(len(some.ids))
        return some.by_set(did[:, some.ids])

    return count


def test_every_set_is_tallied_as_user_by_user_whatever_was_counted_before(sample, did):
    flags = np.random.default_rng(7).random(sample.n_users) < 0.2
    a_few = sample.user_set(np.arange(sample.n_users) % 97 == 0)
    some = sample.user_set(flags)
    for users in (some, some ^ a_few, sample.population, sample.population & ~some, 0, a_few, some | a_few):
        found = tallied(sample, "did", users, counter(did, []), among=sample.population)
        assert (found.counts.tolist(), found.lone.tolist()) == one_by_one(sample, did, users)
        assert tallied(sample, "did", users, counter(did, []), among=sample.population) is found


def test_of_a_set_like_one_counted_before_only_those_who_came_and_left_are_counted(sample, did):
    asked: list[int] = []
    users, changed = sample.population >> 3 & sample.population, sample.population & 0b1111 << 40
    tallied(sample, "did", users, counter(did, asked), among=sample.population)
    asked.clear()
    tallied(sample, "did", users ^ changed, counter(did, asked), among=sample.population)
    assert sum(asked) == changed.bit_count() > 0


def test_who_can_be_in_no_group_is_not_counted(sample, did):
    asked: list[int] = []
    who = sample.user_set(did.any(axis=0)) & sample.population
    found = tallied(sample, "did", sample.population, counter(did, asked), among=who)
    assert sum(asked) == who.bit_count() < sample.population.bit_count()
    assert found.counts.tolist() == one_by_one(sample, did, sample.population)[0]


def test_classes_are_sets_of_which_each_user_is_in_one_or_none(sample, did):
    some = Users.of(sample.roll, sample.user_flags(sample.population))
    classes = np.where(did.any(axis=0), did.argmax(axis=0), -1)[some.ids]
    by_class = some.by_class(classes, N_SETS)
    by_set = some.by_set(classes == place for place in range(N_SETS))
    assert by_class.counts.tolist() == by_set.counts.tolist()
    assert by_class.lone.tolist() == by_set.lone.tolist()
    assert sum(map(by_class.n, range(N_SETS))) == (classes >= 0).sum()


def test_more_may_come_than_the_smallest_number_holds_if_as_many_leave():
    some = Users(np.zeros(1, dtype=int), np.array([1]), np.array([0, 1]))

    def tally(n):
        return Tally(np.array([[n]]), np.array([n]))

    full = Tally.of_nobody(1, 2, np.dtype(np.uint8)).changed(some, tally(250), some, tally(0))
    found = full.changed(some, tally(100), some, tally(120))
    assert (found.counts.tolist(), found.lone.tolist()) == ([[0, 230]], [230])
