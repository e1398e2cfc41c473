"""Many comparisons at once say what one by one says."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats import Arms, Kind, differ, estimate, is_withheld, judge
from strata.stats.many import compare_all, verdicts
from strata.stats.sides import Sides
from tests.stats.people import two_groups

KINDS: tuple[Kind, ...] = ("share", "mean")
HEAVY = [0.0, 0, 0, 1, 1, 2, 3, 5, 9, 400]
VALUES: Mapping[Kind, list[list[float]]] = {
    "share": [[0, 1], [0, 0, 0, 0, 0, 1], [0], [1]],
    "mean": [[0, 1, 2, 3, 4, 5], HEAVY, [3], [-2, 0, 1, 90], [0.5, 0.25, 7]],
}


@st.composite
def arms(draw: st.DrawFn, kind: Kind) -> Arms:
    """Two groups that may overlap, be empty or alike, of a few accounts, one, or none."""
    n = draw(st.integers(0, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    account = rng.integers(draw(st.sampled_from([-1, 0])), draw(st.sampled_from([1, 2, 5, 40])), n)
    if draw(st.booleans()):
        account[:] = -1
    low, high = draw(st.sampled_from([(1, 4), (1, 3), (0, 3), (3, 4), (1, 2)]))
    member, x = rng.integers(low, high, n), rng.choice(draw(st.sampled_from(VALUES[kind])), n)
    asked = two_groups(x, member % 2 == 1, member >= 2, account)
    return Arms.of(kind, *asked)


MANY = {kind: st.lists(arms(kind), min_size=1, max_size=6) for kind in KINDS}


def same(one, other):
    for each in fields(one):
        if not each.compare:
            continue
        mine, yours = getattr(one, each.name), getattr(other, each.name)
        if isinstance(mine, float) and isinstance(yours, float):
            assert mine == pytest.approx(yours, rel=1e-9, abs=1e-9), each.name
        else:
            assert mine == yours, each.name


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=None)
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


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_verdicts_are_those_of_judge(kind, data):
    groups = data.draw(MANY[kind])
    numbers = st.sampled_from([0.001, 0.05, 0.2, 1.0])
    p_adjusted, margin = (np.array([data.draw(numbers) for _ in groups]) for _ in range(2))
    found = compare_all(Sides.of(groups))
    called = verdicts(found, p_adjusted, margin)
    for place, each in enumerate(groups):
        difference, a, b = differ(each), estimate(each.a), estimate(each.b)
        own = margin[place] / (1 + (b.value or 0.0)) if difference.scale == "log_ratio" else margin[place]
        judgement = judge(difference, a, b, p_adjusted=p_adjusted[place], margin=own)
        assert called[place] == judgement.verdict


def test_sides_of_one_kind_only():
    rating = Arms.of("rating", *two_groups([1.0, 5.0], [True, False], [False, True]))
    with pytest.raises(ValueError, match="of shares or of means"):
        Sides.of([rating])


def test_compare_all_of_nothing_is_nothing():
    assert compare_all(Sides.of([])).p.tolist() == []
