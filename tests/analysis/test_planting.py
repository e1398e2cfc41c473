import numpy as np
import pytest

from strata.analysis.groups import Asked, Groups
from strata.analysis.planting import PLANTS, planted, units
from strata.analysis.random_segments import Lots
from strata.model.metrics import metric
from strata.model.segment import EVER
from strata.stats import Arm, Cells, Exposure

NAMES = ("nps", "csat", "csat_mean", "active_days", "events_per_session", "churn", "mrr")


def summed(x, weight=None):
    """Users of five accounts and some without one, as sums by account."""
    account = np.arange(len(x)) % 6 - 1
    codes, row = np.unique(account, return_inverse=True)

    def sums(values):
        return np.bincount(row, values)

    logs = np.log1p(np.where(x > -1, x, np.nan))
    per = None if weight is None else Exposure(sums(weight), sums(weight**2), sums(weight * x))
    n, total, squares, cubes, log_total, log_squares = map(sums, (x**0, x, x**2, x**3, logs, logs**2))
    return Cells(codes, n, total, squares, cubes, log_total, log_squares, per)


def arm(kind, cells):
    return Arm.of(kind, cells, cells.account, 5)


def grown(kind, x, size, weight=None):
    """The sums with a gap, and everyone's before."""
    cells = summed(x, weight)
    everyone = arm(kind, cells)
    plant = PLANTS[kind]
    return plant.plant(cells, size * plant.scale, everyone, np.random.default_rng(3)), everyone


@pytest.mark.parametrize(("share", "sign"), [(0.3, 1), (0.97, -1)])
def test_plant_share_flips_a_known_fraction(share, sign):
    x = (np.arange(60_000) < share * 60_000).astype(float)
    cells, everyone = grown("share", x, 5)
    assert arm("share", cells).mean - everyone.mean == pytest.approx(0.05 * sign, abs=0.003)
    assert (cells.total == cells.squares).all()
    assert (cells.total <= cells.n).all()


@pytest.mark.parametrize(("detractors", "sign"), [(0.3, 1), (0.01, -1)])
def test_plant_nps_turns_answers(detractors, sign):
    place = np.arange(60_000) / 60_000
    x = np.where(place < detractors, -1.0, np.where(place < 0.5, 0.0, 1.0))
    cells, everyone = grown("nps", x, 10)
    assert arm("nps", cells).mean - everyone.mean == pytest.approx(0.1 * sign, abs=0.006)
    assert (cells.squares == summed(x).squares).all()


def test_plant_mean_stretches_every_value():
    x = np.random.default_rng(1).lognormal(1, 1, 300)
    cells, everyone = grown("mean", x, 0.2)
    times = 1 + 0.2 * x.std(ddof=1) / (1 + x.mean())
    by_hand = summed(times * (1 + x) - 1)
    assert arm("mean", cells).mean - everyone.mean == pytest.approx(0.2 * x.std(ddof=1))
    for name in ("n", "total", "squares", "cubes", "log_total", "log_squares"):
        assert getattr(cells, name) == pytest.approx(getattr(by_hand, name))


def test_plant_mean_shifts_where_there_are_no_logarithms():
    x = np.linspace(-5, 5, 300)
    cells, everyone = grown("mean", x, 0.1)
    assert arm("mean", cells).mean - everyone.mean == pytest.approx(0.1 * x.std(ddof=1))
    assert cells.cubes == pytest.approx(summed(x + 0.1 * x.std(ddof=1)).cubes)


def test_plant_ratio_shifts_per_thing():
    rng = np.random.default_rng(2)
    weight, x = rng.integers(1, 9, 300).astype(float), rng.gamma(2, 3, 300)
    cells, everyone = grown("ratio", x, 0.3, weight)
    by_hand = summed(x + 0.3 * everyone.variance**0.5 * weight, weight)
    assert arm("ratio", cells).mean - everyone.mean == pytest.approx(0.3 * everyone.variance**0.5)
    assert cells.squares == pytest.approx(by_hand.squares)
    assert cells.exposure.products == pytest.approx(by_hand.exposure.products)


def test_plant_offers_only_gaps_there_is_room_for():
    passive = arm("nps", summed(np.array([1.0, -1.0, *[0.0] * 28])))
    alike = arm("rating", summed(np.full(12, 4.0)))
    assert PLANTS["nps"].sizes_for(passive) == (5,)
    assert PLANTS["rating"].sizes_for(alike) == ()
    assert PLANTS["share"].sizes_for(arm("share", summed(np.zeros(0)))) == ()


@pytest.mark.parametrize("name", NAMES)
def test_units_are_what_a_comparison_sums(sample, name):
    groups, asked = Groups(sample), Asked.of(sample, metric(name, sample.catalog), EVER)
    lots = Lots.of("account", sample)
    sets = [lots.with_people(people, np.random.default_rng(people)) for people in (80, 300)]
    everyone = groups.arm(asked, groups.crew(sample.population))
    for users, group in zip(sets, units(sample, asked, EVER, sets), strict=True):
        found, expected = (
            planted(asked, group, 0.0, everyone, np.random.default_rng(1)),
            groups.arm(asked, groups.crew(users)),
        )
        assert (found.n, found.crowd.n_lone) == (expected.n, expected.crowd.n_lone)
        assert found.mean == pytest.approx(expected.mean)
        assert found.variance == pytest.approx(expected.variance)
        assert found.account_total == pytest.approx(expected.account_total)
        assert (found.logs is None) == (expected.logs is None)
        if found.logs and expected.logs:
            assert found.logs.variance == pytest.approx(expected.logs.variance)
