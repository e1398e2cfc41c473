"""Several groups at once, against scipy and a published example."""

import numpy as np
import pytest
from scipy import stats as scipy_stats

from strata.stats.arms import Arm
from strata.stats.inference import Withheld
from strata.stats.omnibus import alexander_govern
from tests.stats.people import one_group


def asked(*groups, accounts=None):
    """alexander_govern(), untyped; the groups' users with accounts 0 to 99, or without any."""
    arms = []
    for i, group in enumerate(groups):
        cells, _ = one_group(group, None if accounts is None else accounts[i])
        arms.append(Arm.of("mean", cells, cells.account.astype(np.intp), 100))
    return alexander_govern(arms)


@pytest.mark.parametrize("seed", range(5))
def test_alexander_govern_equals_scipy(seed):
    rng = np.random.default_rng(seed)
    groups = [rng.normal(i / 3, 1 + i, 6 + 5 * i) for i in range(4)]
    truth = scipy_stats.alexandergovern(*groups)
    found = asked(*groups)
    assert (found.statistic, found.p) == pytest.approx((truth.statistic, truth.pvalue), rel=1e-9)
    assert found.df == 3


def test_alexander_govern_of_single_user_accounts_is_that_of_independent_users():
    groups = [1, 2, 4], [3, 3, 8]
    assert asked(*groups, accounts=([0, 1, 2], [3, 4, 5])) == pytest.approx(asked(*groups))


@pytest.mark.parametrize(
    ("groups", "accounts", "reason"),
    [
        (([1, 2], [5, 5, 5]), None, "All 3 values"),
        (([1, 2], [5]), None, "fewer than two users"),
        (([1, 2], [5, 6]), ([0, 1], [2, 2]), "share accounts"),
        (([1, 2], [5, 6]), ([0, 1], [1, 2]), "share accounts"),
    ],
)
def test_alexander_govern_is_withheld(groups, accounts, reason):
    found = asked(*groups, accounts=accounts)
    assert isinstance(found, Withheld)
    assert reason in found.reason


def test_alexander_govern_of_one_group_is_a_mistake():
    with pytest.raises(ValueError, match="two to differ"):
        asked([1, 2])
