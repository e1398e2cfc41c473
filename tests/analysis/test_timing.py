import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from strata.analysis.baselines import sides
from strata.analysis.sums import metric_query
from strata.analysis.timing import time_pair, timing
from strata.errors import MetricError, SegmentError
from strata.membership import in_play
from strata.model.metrics import metric
from strata.model.segment import EVER, Between, Last, Segment, parse
from strata.stats import pace
from strata.warehouse import Query
from tests.stats.timed import timed


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
STARTER = segment("Starter", attribute="plan", op="is", value=["Starter"])
PERSONAS = segment("Personas", attribute="role", op="is", value=["dentist", "assistant"])
EVERYONE = segment("All", all=[])
NOBODY = segment("Nobody", attribute="role", op="is", value=["astronaut"])


@pytest.fixture(scope="module")
def first_days(tiny):
    """The days of the metric "first" of each user's number in the source: a tuple with 0 where it has not come."""

    def ask(event, window=EVER):
        query = metric_query(metric(f"first:{event}", tiny.catalog), window, tiny.catalog)
        keys = tiny.run(Query("reports/member_keys"), in_play(tiny, (EVERYONE,)))["user_key"]
        rows = tiny.run(query)
        found = zip(rows["user_id"], rows["num"], rows["den"], strict=True)
        known = {user: (int(days), 0) if not seen else int(days) for user, days, seen in found}
        return {key: known[user] for user, key in enumerate(keys) if user in known}

    return ask


def test_first_event_counts_from_joining_to_the_end_of_the_data(first_days):
    found = first_days("login")
    assert found == {"u4": (58, 0), "u5": (57, 0), "u6": (56, 0), "u7": (30, 0), "u8": (29, 0), "u9": 17}


def test_first_event_leaves_out_who_joined_before_anything_was_recorded(first_days):
    assert not first_days("login").keys() & {"u1", "u2", "u3"}  # the first event is of 15 January


def test_first_event_before_joining_is_day_0(first_days):
    assert first_days("export")["u7"] == 0


def test_first_event_looks_no_further_than_the_window(first_days):
    until_10_march = first_days("login", Between(None, date(2026, 3, 10)))
    assert (until_10_march["u4"], until_10_march["u9"]) == ((37, 0), (7, 0))


def test_first_event_is_asked_of_those_who_joined_in_the_window(first_days):
    joined = first_days("login", Between(date(2026, 2, 2), date(2026, 3, 1)))
    assert joined == {"u5": (27, 0), "u6": (26, 0), "u7": (0, 0)}


def test_timing_draws_each_segment_and_everyone_else(tiny):
    found = timing(tiny, [PERSONAS], metric("first:login", tiny.catalog))
    mine, rest = found.curves  # u4 and u7 not yet after 58 and 30 days, u9 on day 17; u5, u6, u8 not yet
    assert (mine.name, mine.users, mine.accounts) == ("Personas", 3, 2)
    steps = [(step.day, step.at_risk, round(step.share)) for step in mine.steps]
    assert steps == [(17, 3, 33), (30, 2, 33), (58, 1, 33)]
    assert (rest.name, rest.users, rest.accounts, rest.share) == ("everyone else", 3, 2, 0)
    assert mine.horizon == rest.horizon == 57
    assert mine.mean_days == pytest.approx(17 + 40 * 2 / 3)


def test_timing_withholds_a_verdict_on_few_users(tiny):
    (result,) = timing(tiny, [DENTISTS], metric("first:export", tiny.catalog)).results
    assert result.verdict == "not_enough_data"
    assert result.reasons[0] == "Too few users to compare (n=2)."
    assert (result.value, result.baseline_value, result.scale) == (0, None, "pace")


def test_timing_says_why_there_is_no_median(tiny):
    found = timing(tiny, [DENTISTS], metric("first:export", tiny.catalog))
    why = "Fewer than half have done it so far, so there is no median yet."
    assert (found.curves[0].why_no_median, found.curves[1].why_no_median) == (None, why)
    sentences = [caution.sentence for caution in found.results[0].cautions]
    assert sentences[0].startswith("Recent users have had less time")
    assert f"everyone else: {why}" in sentences


def test_timing_of_an_empty_segment_is_withheld(tiny):
    found = timing(tiny, [NOBODY], metric("first:login", tiny.catalog))
    assert found.curves[0].steps == ()
    assert (found.results[0].value, found.results[0].difference, found.results[0].p) == (None, None, None)
    assert found.results[0].reasons[0] == "One group has no users."


def test_timing_of_what_nobody_did_is_withheld(tiny):
    found = timing(tiny, [HYGIENISTS], metric("first:export", tiny.catalog), window=Between(date(2026, 2, 1), None))
    assert found.results[0].verdict == "not_enough_data"


def test_timing_of_another_kind_of_metric_is_a_mistake(tiny):
    with pytest.raises(MetricError, match="first:EVENT"):
        timing(tiny, [HYGIENISTS], metric("nps", tiny.catalog))


def test_timing_without_a_beginning_has_no_period_before(tiny):
    with pytest.raises(SegmentError, match="no period before"):
        timing(tiny, [HYGIENISTS], metric("first:login", tiny.catalog), baseline="previous")


def test_timing_is_json(sample):
    document = json.loads(json.dumps(timing(sample, [STARTER], first(sample)).as_json(), allow_nan=False))
    assert "as fast as everyone else" in document["results"][0]["sentence"]


@pytest.mark.parametrize("baseline", [None, "previous", HYGIENISTS])
def test_time_pair_is_that_of_the_users_one_by_one(sample, baseline):
    window = Last(180)
    others = in_play(sample, (HYGIENISTS,)).segments[0] & sample.population
    board = sides(sample, [first(sample)], baseline, window, others)
    users = in_play(sample, (STARTER,)).segments[0] & sample.population
    found: Any = time_pair(board, board.asked[0], "Starter", board.groups.crew(users))
    truth = one_by_one(sample, users, baseline, window, others)
    for table, counted in ((found.own, truth.a), (found.other, truth.b)):
        assert rows_of(table) == rows_of(counted)
    expected: Any = pace(*truth)
    assert (found.difference.low, found.difference.high) == pytest.approx((expected.low, expected.high), rel=0.01)
    assert (found.a.n, found.b.n) == (truth.a.n, truth.b.n)


def test_time_pair_at_a_higher_level_is_wider(sample):
    board = sides(sample, [first(sample)], None, EVER, None)
    starters = in_play(sample, (STARTER,)).segments[0] & sample.population
    pair = time_pair(board, board.asked[0], "Starter", board.groups.crew(starters))
    usual: Any = pair.difference
    wide: Any = pair.at(0.99).difference
    assert wide.level == 0.99
    assert wide.low < usual.low < usual.high < wide.high
    assert wide.p == usual.p


def rows_of(table):
    return list(zip(table.day, table.seen, table.censored, strict=True))


def first(warehouse):
    return metric("first:report_exported", warehouse.catalog)


def one_by_one(warehouse, users, baseline, window, others):
    """The arguments of pace() for a segment and its baseline, computed from one row per user."""
    asked = [window] if baseline != "previous" else [window, Last(window.number, window.unit, window.number)]
    rows = [warehouse.run(metric_query(first(warehouse), each, warehouse.catalog)) for each in asked]
    user = np.concatenate([each["user_id"] for each in rows]).astype(int)
    is_before = np.repeat(np.arange(len(rows)) == 1, [len(each) for each in rows])
    days, seen = (np.concatenate([each[name] for each in rows]) for name in ("num", "den"))
    counted, inside, marked = (warehouse.user_flags(each)[user] for each in (warehouse.population, users, others))
    other = inside & is_before if baseline == "previous" else marked if baseline else ~inside
    return timed(days, seen, counted & inside & ~is_before, counted & other, warehouse.account_of_user[user])
