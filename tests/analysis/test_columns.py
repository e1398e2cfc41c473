"""A metric as one number per user: in few bytes, summed in pieces, and never another number for it."""

import numpy as np
import pytest

from strata.analysis import columns
from strata.analysis.columns import EVERYONE, Column, Crew, narrowed, summed, weigh
from strata.analysis.sums import metric_query
from strata.membership import leaf
from strata.model.metrics import metric
from strata.model.segment import EventCondition, Last


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([], "int8"),
        ([-1, 0, 127], "int8"),
        ([0, 128], "int16"),
        ([-32_769], "int32"),
        ([2.0**31], "float64"),
        ([0, 0.5], "float64"),
        ([1, float("nan")], "float64"),
    ],
)
def test_narrowed_holds_every_number_as_it_is(numbers, kind):
    found = narrowed(np.array(numbers, dtype=float))
    assert found.dtype == kind
    assert np.array_equal(found, np.array(numbers, dtype=float), equal_nan=True)


@pytest.mark.parametrize("values", [[0, 3, 2, 0], [0, 40_000, 7, 1], [-0.5, 2.25, 0, 1]])
def test_logs_at_are_those_of_one_more_than_the_value(values):
    column = Column(narrowed(np.array(values, dtype=float)), EVERYONE)
    assert column.has_logs
    assert column.logs_at(columns.Piece(slice(1, 4), None, 3)) == pytest.approx(np.log1p(values[1:]))


def test_has_logs_not_where_a_value_is_minus_1():
    assert not Column(narrowed(np.array([3.0, -1.0])), EVERYONE).has_logs


@pytest.fixture
def some(sample):
    """A third of the users, those without an account among them, and what they have."""
    flags = np.arange(sample.n_users) % 3 == 1
    values = np.random.default_rng(5).poisson(3, sample.n_users).astype(float)
    return Crew(sample, sample.user_set(flags) & sample.population), values


@pytest.mark.parametrize("who", ["some", "rest"])
@pytest.mark.parametrize("at_once", [7, 1_000_000])
def test_summed_in_pieces_is_the_sum_over_all(who, at_once, some, sample, monkeypatch):
    monkeypatch.setattr(columns, "AT_ONCE", at_once)
    crew, values = some if who == "some" else (some[0].rest, some[1])
    column = Column(narrowed(values), EVERYONE)
    arm = summed("mean", column.at, column.weights, crew, weigh(column.weights, crew))
    mine, accounts = values[crew.places], sample.account_of_user[sample.roll.order][crew.places]
    assert (arm.n, arm.total, arm.squares, arm.cubes) == (crew.n, mine.sum(), (mine**2).sum(), (mine**3).sum())
    assert (arm.lone.n, arm.lone.total) == ((accounts < 0).sum(), mine[accounts < 0].sum())
    known = np.bincount(accounts[accounts >= 0], mine[accounts >= 0], sample.roll.n_accounts)
    assert np.array_equal(arm.account_total, known)


def test_what_is_left_of_narrow_sums_does_not_wrap_around(sample):
    values = np.where(np.arange(sample.n_users) % 2, 100.0, -100.0)
    column, everyone = Column(narrowed(values), EVERYONE), Crew(sample, sample.population)
    part = Crew(sample, sample.user_set(np.arange(sample.n_users) % 5 == 0) & sample.population)
    whole, less, rest = (
        summed("mean", column.at, EVERYONE, crew, weigh(EVERYONE, crew)) for crew in (everyone, part, part.rest)
    )
    assert whole.account_total.dtype != float
    assert np.array_equal(whole.without(less).account_total, rest.account_total)


def test_of_times_is_how_often_each_user_did_it(sample):
    done = leaf(EventCondition("login", within=Last(60)), sample.catalog)
    rows = sample.arrays(metric_query(metric("events:login", sample.catalog), Last(60), sample.catalog))
    expected = np.zeros(sample.n_users)
    expected[rows["user_id"]] = rows["num"]
    assert expected.max() > 1
    assert np.array_equal(Column.of_times(sample, done, EVERYONE).values, expected[sample.roll.order])
