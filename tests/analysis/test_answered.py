from datetime import date

import numpy as np
import pytest

from strata.analysis.answered import AnswersByPeriod
from strata.analysis.calendar import calendar
from strata.membership import window_bounds
from strata.model.metrics import metric
from strata.model.segment import Between
from strata.warehouse import Query

SPANS = {
    "month": Between(date(2026, 1, 1), date(2026, 9, 30)),
    "week": Between(date(2026, 8, 3), date(2026, 9, 13)),
}


def read(warehouse, grain):
    cuts = calendar(warehouse, metric("nps", warehouse.catalog), SPANS[grain], grain).shown
    start, until = window_bounds(SPANS[grain], warehouse.catalog)
    rows = Query("trends/nps", (("start", start), ("until", until), ("grain", grain)))
    return AnswersByPeriod.read(warehouse, rows, cuts), cuts


@pytest.fixture(scope="module")
def latest(sample):
    """The NPS answers of the sample company, those of a person in order."""
    with sample._cursor() as cursor:
        return cursor.execute(
            "select user_id, account_id, ts, sign(score - 7.5) * (abs(score - 7.5) > 1)::int as x from responses"
            " join users using (user_id) where survey = 'nps' order by ts, row_number"
        ).df()


@pytest.mark.parametrize("grain", list(SPANS))
def test_sums_of_any_users_are_those_of_their_latest_answers_in_each_period(sample, latest, grain):
    answers, cuts = read(sample, grain)
    flags = np.random.default_rng(3).random(sample.n_users) < 0.4
    for cut, found in zip(cuts, answers.sums(flags), strict=True):
        inside = latest[latest.ts.dt.date.between(cut.span.start, cut.span.end) & flags[latest.user_id]]
        x = inside.groupby("user_id").last()
        by_account = x.assign(square=x.x**2).groupby(x.account_id.fillna(-1).astype(int))
        assert found.account.tolist() == list(by_account.groups)
        assert found.n.tolist() == by_account.size().tolist()
        assert found.total.tolist() == by_account.x.sum().tolist()
        assert found.squares.tolist() == by_account.square.sum().tolist()
        assert len(found) > 20


def test_sums_of_people_without_an_account_are_one_row(tiny):
    answers, _ = read(tiny, "month")
    (alone,) = [each for each in answers.sums(tiny.account_of_user < 0) if len(each)]
    assert (alone.account.tolist(), alone.n.tolist(), alone.total.tolist()) == ([-1], [1], [-1])  # u9 gave a 0


def test_sums_of_nobody_are_empty_in_every_period(tiny):
    answers, cuts = read(tiny, "month")
    found = list(answers.sums(np.zeros(tiny.n_users, dtype=bool)))
    assert [len(each) for each in found] == [0] * len(cuts)


def test_answers_are_read_once_and_say_their_size(tiny):
    answers, _ = read(tiny, "month")
    assert read(tiny, "month")[0] is answers
    assert answers.nbytes > len(answers.user)
