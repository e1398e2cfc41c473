"""Degrees of freedom, against the matrices that they are the traces of."""

import numpy as np
import pytest

from strata.stats.crowd import Crowd
from strata.stats.freedom import alike, bell_mccaffrey

UNEVEN = np.array([1.0, 2.0, 2.0, 5.0, 9.0])


def matrix(users, correlation):
    """The covariances of the scaled residual totals of accounts with so many users each."""
    everyone = users.sum()
    scale = np.diag(1 / np.sqrt(everyone * (everyone - users)))
    residual = scale @ (np.eye(len(users)) - np.outer(users, np.ones(len(users))) / everyone)
    return residual @ np.diag(users * (1 + (users - 1) * correlation)) @ residual.T


@pytest.mark.parametrize("correlation", [0.0, 0.1, 0.7])
def test_alike_is_what_the_matrix_gives(correlation):
    each = matrix(UNEVEN, correlation)
    assert alike(Crowd.of(UNEVEN), correlation) == pytest.approx((np.trace(each), np.trace(each @ each)))


def test_alike_people_without_an_account_are_accounts_of_one():
    with_lone = Crowd.of(UNEVEN, n_lone=4.0)
    as_accounts = Crowd.of(np.append(UNEVEN, np.ones(4)))
    assert alike(with_lone) == pytest.approx(alike(as_accounts))


def test_freedom_shared_accounts_leave_fewer_than_separate_ones():
    users = np.full(8, 5.0)
    apart = bell_mccaffrey(Crowd.of(np.append(users, np.zeros(8))), Crowd.of(np.append(np.zeros(8), users)))
    assert bell_mccaffrey(Crowd.of(users), Crowd.of(users)) < apart


def test_freedom_people_in_both_groups_count_once():
    lone, accounts = Crowd.of(np.zeros(0), n_lone=20.0), Crowd.of(np.ones(20))
    shared = bell_mccaffrey(lone, lone, n_lone_shared=20.0)
    assert shared == pytest.approx(bell_mccaffrey(accounts, accounts))
    assert shared < bell_mccaffrey(lone, lone)
