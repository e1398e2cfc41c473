"""Boards of many metrics say what judging pair by pair says."""

from dataclasses import fields, replace

import numpy as np
import pytest

from strata.analysis.boards import Board, judged_all
from strata.analysis.judging import Pair, judged
from strata.model.metrics import Metric
from strata.stats import Arms, Kind
from strata.stats.many import compare_all
from strata.stats.sides import Sides
from tests.stats.people import two_groups

SHARE = Metric("did:0", "Did", "share", "did", "%", "users", margin=3.0)
MEAN = Metric("often:0", "Times", "mean", "often", "events", "users")


def arms(kind: Kind, seed: int) -> Arms:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 120))
    member, account = rng.integers(1, 4, n), rng.integers(-1, 30, n)
    x = rng.lognormal(0, 2, n).round() + (member == 1) * rng.integers(0, 3)
    return Arms.of(kind, *two_groups(x if kind == "mean" else x > 1 + (member == 2), member != 2, member != 1, account))


@pytest.mark.parametrize(("metric", "kind"), [(SHARE, "share"), (MEAN, "mean")])
@pytest.mark.parametrize("primary", ["", "3"])
def test_judged_all_is_pair_by_pair(metric, kind, primary):
    metrics = tuple(replace(metric, name=str(place)) for place in range(12))
    groups = [[arms(kind, 100 * segment + place) for place in range(12)] for segment in range(3)]
    boards = [
        Board(str(place), "rest", metrics, (50, 60), compare_all(Sides.of(each))) for place, each in enumerate(groups)
    ]
    pairs = [
        Pair.of(each, (str(place), "rest"), two, (50, 60))
        for place, row in enumerate(groups)
        for each, two in zip(metrics, row, strict=True)
    ]
    expected = judged(pairs, primary=primary)
    found = judged_all(boards, primary=primary)
    for one, other in zip((each for board in found for each in board), expected, strict=True):
        for each in fields(one):
            mine, theirs = getattr(one, each.name), getattr(other, each.name)
            if isinstance(mine, float) and isinstance(theirs, float):
                assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-9)
            elif each.name != "effect":
                assert mine == theirs, each.name
    for board in found:
        for brief, contrast in zip(board.briefs, board, strict=True):
            assert brief == tuple(getattr(contrast, name) for name in brief._fields)


def test_judged_all_of_nothing_is_nothing():
    assert judged_all([], primary="") == ()
