"""Metrics in usual dates: what a load summed gives what a statement on the dates gives."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from strata.analysis.sums import metric_query, metric_rows
from strata.membership import end_of_data
from strata.model.metrics import computable, metric
from strata.model.segment import EVER, Between, Last
from strata.model.usual import USUAL_DAYS

USUAL = (EVER, *(Last(days) for days in USUAL_DAYS))
NAMED = ("retention:1", "retention:4", "retention:12", "retention:62")


def made_of_more(warehouse):
    """Every metric that is made from something a load sums."""
    every = [*computable(warehouse.catalog), *(metric(name, warehouse.catalog) for name in NAMED)]
    return [each for each in every if each.reads]


def values(warehouse, query):
    """The rows of a metric in the order of users."""
    found = warehouse.arrays(query)
    return np.stack([found[name].astype(float) for name in ("user_id", "num", "den")])[:, found["user_id"].argsort()]


def asked_now(catalog):
    return replace(catalog, usual=())


@pytest.mark.parametrize("window", USUAL, ids=str)
def test_what_a_load_summed_is_what_a_statement_gives(window, sample):
    for each in made_of_more(sample):
        held, plain = (metric_query(each, window, names) for names in (sample.catalog, asked_now(sample.catalog)))
        assert "usual" in str(held)
        assert "usual" not in str(plain)
        np.testing.assert_array_equal(values(sample, held), values(sample, plain), err_msg=each.name)


def test_the_same_dates_otherwise_said_are_usual_too(sample):
    last = sample.catalog.as_of
    said = Between(last - timedelta(days=29), last)
    for each in made_of_more(sample):
        assert metric_rows(each, said, sample.catalog) == metric_rows(each, Last(30), sample.catalog)


@pytest.mark.parametrize("window", [Last(31), Last(30, "day", 1), Last(3, "month")], ids=str)
def test_other_dates_are_asked_for(window, sample):
    nps = metric("nps", sample.catalog)
    assert "usual" not in str(metric_rows(nps, window, sample.catalog))


def test_an_earlier_day_is_asked_for(sample):
    nps, catalog = metric("nps", sample.catalog), sample.catalog
    before = catalog.seen_from(catalog.as_of - timedelta(days=40))
    assert end_of_data(before) < end_of_data(catalog)
    assert "usual" not in str(metric_rows(nps, Last(30), before))


def test_later_weeks_than_are_held_are_asked_for(sample):
    late = metric("retention:63", sample.catalog)
    assert "usual" not in str(metric_rows(late, EVER, sample.catalog))


def test_tables_of_usual_dates_stand_in_the_order_of_the_roll(sample):
    for table in sample.catalog.usual:
        found = sample._fetch(f"select user_id from {table}", {}, lambda cursor: cursor.fetchnumpy())
        np.testing.assert_array_equal(found["user_id"], sample.roll.order)
