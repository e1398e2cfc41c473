"""Many comparisons at once say what one by one says."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats import Arms, differ, estimate, is_withheld
from strata.stats.many import compare_all
from strata.stats.sides import Sides
from tests.stats.people import two_groups

HEAVY = [0, 0, 0, 1, 1, 2, 3, 5, 9, 400]


@st.composite
def arms(draw, kind):
    """Two groups that may overlap, be empty or alike, of a few accounts, one, or none."""
    n = draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    account = rng.integers(draw(st.sampled_from([-1, 0])), draw(st.sampled_from([1, 2, 5, 40])), n)
    if draw(st.booleans()):
        account[:] = -1
    member = rng.integers(*draw(st.sampled_from([(1, 4), (1, 3), (0, 3), (3, 4), (1, 2)])), n)
    x = rng.choice(draw(st.sampled_from(VALUES[kind])), n)
    asked = two_groups(x, member % 2 == 1, member >= 2, account)
    return Arms.of(kind, *asked)


VALUES = {
    "share": [[0, 1], [0, 0, 0, 0, 0, 1], [0], [1]],
    "mean": [[0, 1, 2, 3, 4, 5], HEAVY, [3], [-2, 0, 1, 90], [0.5, 0.25, 7]],
}
MANY = {kind: st.lists(arms(kind), min_size=1, max_size=6) for kind in VALUES}


def same(one, other):
    for each in fields(one):
        if not each.compare:
            continue
        mine, yours = getattr(one, each.name), getattr(other, each.name)
        if isinstance(mine, float) and isinstance(yours, float):
            assert mine == pytest.approx(yours, rel=1e-9, abs=1e-9), each.name
        else:
            assert mine == yours, each.name


@pytest.mark.parametrize("kind", VALUES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_compare_all_is_one_by_one(kind, data):
    groups = data.draw(MANY[kind])
    found = compare_all(Sides.of(groups))
    for place, each in enumerate(groups):
        difference, a, b = found.one(place)
        alone, one, other = differ(each), estimate(each.a), estimate(each.b)
        same(difference, alone)
        same(a, one)
        same(b, other)
        assert found.is_withheld[place] == is_withheld(alone, one, other)
        same(difference.at(0.99), alone.at(0.99))
        same(found.at(np.full(len(groups), 0.99)).one(place)[0], alone.at(0.99))
