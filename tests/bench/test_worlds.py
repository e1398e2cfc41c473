"""Simulated worlds are what they say: sizes, shapes, correlations, who shares what."""

from dataclasses import replace

import numpy as np
import pytest

from strata.bench.shapes import SHAPES, leaning
from strata.bench.worlds import World, draw

USUAL = World("10 %", "10 %", n_a=40, n_b=60, accounts_a=8, accounts_b=12, alike=0.2, layout="nested")


def world(**changes):
    return replace(USUAL, **changes)


def one(drawn_world):
    return next(draw(drawn_world, 1, drawn_world.rng(1)))


@pytest.mark.parametrize("layout", ["independent", "nested", "crossed", "overlapping"])
def test_draw_groups_have_the_sizes_asked_for(layout):
    drawn = one(world(layout=layout))
    assert (drawn.cells.n[drawn.in_a].sum(), drawn.cells.n[drawn.in_b].sum()) == (40, 60)


def test_draw_accounts_hang_together_as_the_layout_says():
    nested, crossed, alone = (one(world(layout=layout)) for layout in ("nested", "crossed", "independent"))
    assert not set(nested.cells.account[nested.in_a]) & set(nested.cells.account[nested.in_b])
    assert set(crossed.cells.account[crossed.in_a]) & set(crossed.cells.account[crossed.in_b])
    assert set(alone.cells.account) == {-1}


def test_draw_overlapping_groups_share_people():
    drawn = one(world(layout="overlapping"))
    assert drawn.cells.n[drawn.in_a & drawn.in_b].sum() == 12


def test_draw_of_a_ratio_has_what_it_is_counted_per():
    drawn = one(world(a="events per session", b="events per session"))
    assert drawn.cells.weight.sum() > drawn.cells.n.sum()


def test_draw_the_same_seed_draws_the_same_world():
    first, again = one(world()), one(world())
    assert (first.cells.total == again.cells.total).all()


@pytest.mark.parametrize("key", ["NPS +88", "2 %", "CSAT 4.0", "events", "MRR"])
def test_leaning_makes_users_of_an_account_as_alike_as_asked(key):
    shape, rho = SHAPES[key], leaning(key, 0.3)
    rng = np.random.default_rng(5)
    account, own = rng.normal(size=(2, 200_000)), rng.normal(size=(2, 200_000))
    x, y = shape.values(np.sqrt(rho) * account[0] + np.sqrt(1 - rho) * own)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(0.3, abs=0.05)


def test_difference_is_the_true_one():
    assert world(b="25 %").difference == pytest.approx(-0.15)
    assert world().difference == world().log_ratio == 0
    assert world(a="spending", b="more spending").log_ratio == pytest.approx(-0.45, abs=0.01)
