import json
from datetime import date

import numpy as np
import pytest

from strata.analysis.compare import compare
from strata.analysis.panel import AT_ONCE
from strata.analysis.trend import NONE_OF_THEM, trend, why_no_trend
from strata.errors import MetricError, SegmentError
from strata.membership import in_play
from strata.model.metrics import metric
from strata.model.segment import Between, Last, Segment, SinceJoined, parse
from strata.warehouse import Warehouse
from strata.warehouse.query import QUERIES


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])
OWNERS = segment("Owners", attribute="role", op="is", value=["owner"])
EVERYBODY = segment("Everybody", all=[])
JULY = date(2026, 7, 1)
YEAR = Between(date(2025, 10, 1), date(2026, 9, 30))


def of(warehouse, name, *segments, **options):
    return trend(warehouse, segments, metric(name, warehouse.catalog), **options)


def test_trend_counts_each_month_by_itself(tiny):
    everybody, rest = of(tiny, "did:login", EVERYBODY, by="month").lines
    january, february, march = everybody.points
    assert (january.n, january.value) == (4, None)  # u1 to u3 had joined, u7 was seen
    assert january.withheld == "Too few users to show a value (n=4)."
    assert (february.n, february.value) == (7, 0)
    assert (march.n, march.value) == (9, pytest.approx(400 / 9))  # u1, u2, u3, u9; u10 is internal
    assert (rest.name, rest.is_baseline) == ("everyone else", True)
    assert {(point.n, point.value, point.withheld) for point in rest.points} == {(0, None, "No users.")}


def test_trend_of_answers_leaves_months_without_any_empty(tiny):
    points = of(tiny, "nps", HYGIENISTS, by="month").lines[0].points
    assert [(point.label, point.n) for point in points] == [("Jan 2026", 1), ("Feb 2026", 0), ("Mar 2026", 3)]
    assert {point.value for point in points} == {None}


def test_trend_says_which_periods_are_not_whole(tiny):
    window = Between(date(2026, 2, 10), date(2026, 3, 20))
    first, last = of(tiny, "did:login", EVERYBODY, by="month", window=window).lines[0].points
    assert (first.partial, last.partial) == ("from 10 Feb", "to 20 Mar")
    weeks = of(tiny, "did:login", EVERYBODY, by="week").lines[0].points
    assert [point.partial for point in weeks[-2:]] == [None, "so far"]
    assert (weeks[-1].start, weeks[-1].end) == ("2026-03-30", "2026-04-05")


def test_trend_counts_no_day_outside_the_window(tiny):
    (point,) = of(tiny, "did:login", EVERYBODY, by="month", window=Between(date(2026, 3, 21), None)).lines[0].points
    assert point.value == pytest.approx(100 * 2 / 9)  # u1 and u2; u9 came the day before


def test_trend_has_the_values_of_as_many_periods_before(tiny):
    points = of(tiny, "did:login", EVERYBODY, by="month", window=Between(date(2026, 3, 1), None)).lines[0].points
    assert [point.previous for point in points] == [0]
    whole = of(tiny, "did:login", EVERYBODY, by="month").lines[0].points
    assert {point.previous for point in whole} == {None}


def test_trend_with_few_periods_is_not_judged(tiny):
    line = of(tiny, "did:login", EVERYBODY, by="month").lines[0]
    assert (line.course, line.slope, line.mean) == ("not_enough_data", None, None)
    assert line.sentences == ("Everybody: fewer than 3 whole months have enough users to tell a trend.",)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "nps",
            "csat",
            "csat_mean",
            "active_days",
            "events",
            "sessions",
            "events_per_session",
            "tickets",
            "stickiness",
        ),
        *("did:login", "events:login", "churn", "mrr"),
    ],
)
def test_a_period_says_what_a_comparison_of_its_days_says(sample, name):
    window = Between(date(2026, 5, 10), date(2026, 8, 20))
    points = of(sample, name, HYGIENISTS, by="month", window=window).lines[0].points
    for point, days in ((points[0], (date(2026, 5, 10), date(2026, 5, 31))), (points[2], (JULY, date(2026, 7, 31)))):
        found = compare(sample, [HYGIENISTS], [metric(name, sample.catalog)], window=Between(*days)).results[0]
        assert (point.n, point.accounts) == (found.n, found.accounts)
        assert (point.value, point.low, point.high) == pytest.approx((found.value, found.low, found.high))


def test_every_statement_by_period_is_asked_at_once():
    files = {file.stem for file in (QUERIES / "trends").glob("*.sql")}
    assert files - {"one_period", "arrived"} == AT_ONCE


@pytest.mark.parametrize("name", ["retention:1", "converted:claim_submitted"])
def test_newcomers_are_counted_in_the_period_of_their_week(sample, name):
    points = of(sample, name, HYGIENISTS, by="month").lines[0].points
    found = compare(sample, [HYGIENISTS], [metric(name, sample.catalog)]).results[0]
    assert sum(point.n for point in points) == found.n
    kept = sum(point.n * point.value / 100 for point in points if point.value is not None)
    few = sum(point.n for point in points if point.value is None)
    assert kept <= found.n * (found.value or 0) / 100 <= kept + few + 1e-6


def test_trend_of_what_a_single_day_cannot_say_is_refused_by_day(sample):
    with pytest.raises(MetricError, match="choose week or month"):
        of(sample, "stickiness", HYGIENISTS, by="day", window=Last(20))
    assert of(sample, "stickiness", HYGIENISTS, window=Last(20)).grain == "week"


def test_an_account_counts_once_however_many_of_its_users_are_in(sample):
    both = of(sample, "mrr", HYGIENISTS, DENTISTS, by="month", window=YEAR)
    alone = of(sample, "mrr", HYGIENISTS, by="month", window=YEAR)
    assert [(point.n, point.value) for point in both.lines[0].points] == [
        (point.n, pytest.approx(point.value)) for point in alone.lines[0].points
    ]
    assert all(point.n == point.accounts for point in alone.lines[0].points)


def test_trend_of_several_segments_sees_them_against_the_others(sample):
    lines = of(sample, "nps", HYGIENISTS, DENTISTS, by="month", window=YEAR).lines
    assert [(line.name, line.is_baseline) for line in lines] == [
        ("Hygienists", False),
        ("Dentists", False),
        (NONE_OF_THEM, True),
    ]


def test_trend_beside_another_segment_and_alone(sample):
    beside = of(sample, "nps", HYGIENISTS, by="month", window=YEAR, baseline=DENTISTS)
    assert [line.name for line in beside.lines] == ["Hygienists", "Dentists"]
    assert [each.name for each in beside.segments] == ["Hygienists", "Dentists"]
    assert [line.name for line in of(sample, "nps", HYGIENISTS, window=YEAR, baseline="previous").lines] == [
        "Hygienists"
    ]


def test_trend_judges_the_slope_and_says_how_far_chance_moves_it(sample):
    line = of(sample, "nps", HYGIENISTS, by="month").lines[0]
    assert line.course == "rises"
    assert 0 < line.slope_low < line.slope < line.slope_high
    assert "NPS rose by about" in line.sentences[0]
    assert "is normal" in line.sentences[1]
    assert all(point.usual_low < line.mean < point.usual_high for point in line.points)


def test_trend_as_json_is_json(sample):
    found = of(sample, "nps", HYGIENISTS, window=Last(90))
    assert found.grain == "week"
    document = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert document["lines"][0]["points"][0]["n"] == found.lines[0].points[0].n


def test_trend_of_too_many_points_names_the_coarser_step(sample):
    with pytest.raises(MetricError, match=r"by day are 365 points, and 60 are the most: choose week, or fewer days"):
        of(sample, "nps", HYGIENISTS, by="day", window=YEAR)


def test_trend_of_an_attribute_says_that_it_has_no_time(sample):
    years = metric("mean:years_in_practice", sample.catalog)
    assert "known only as it is today" in why_no_trend(years)
    with pytest.raises(MetricError, match="known only as it is today"):
        trend(sample, [HYGIENISTS], years)


def test_trend_outside_the_data_says_how_far_they_reach(tiny):
    with pytest.raises(MetricError, match="no data in these dates: it reaches from 2026-01-10 to 2026-03-31"):
        of(tiny, "nps", HYGIENISTS, window=Between(date(2020, 1, 1), date(2020, 2, 1)))


def test_trend_of_a_window_that_differs_by_user_is_refused(tiny):
    with pytest.raises(SegmentError, match="same dates for everyone"):
        of(tiny, "nps", HYGIENISTS, window=SinceJoined(14))


@pytest.mark.parametrize("name", ["nps", "did:login", "events_per_session", "mrr"])
def test_trend_of_nobody_has_gaps_only(sample, name):
    line = of(sample, name, segment("Nobody", attribute="role", op="is", value=["astronaut"]), by="month").lines[0]
    assert {(point.n, point.value, point.low) for point in line.points} == {(0, None, None)}
    assert line.course == "not_enough_data"


def test_trend_of_the_unanimous_says_that_nothing_varies(sample):
    promoters = segment("Promoters", response="nps", **{"is": "promoter"})
    line = of(sample, "nps", promoters, by="month", window=Last(120)).lines[0]
    assert line.sentences == ("Promoters: The values do not vary at all, so the size of chance changes is not known.",)
    assert (line.slope, line.wiggle) == (None, None)
    assert all(point.low < point.high for point in line.points if point.low is not None)


def sums_of(found):
    numbers = [(point.value, point.low, point.high, point.previous) for line in found.lines for point in line.points]
    counts = [(point.n, point.accounts, point.withheld) for line in found.lines for point in line.points]
    return [line.name for line in found.lines], counts, np.array(numbers, dtype=float)


@pytest.mark.parametrize("name", ["nps", "did:login", "events_per_session", "mrr"])
def test_trend_of_an_edited_segment_is_that_of_nothing_remembered(sample, name):
    sample.forget()
    of(sample, name, HYGIENISTS, DENTISTS, by="month", window=YEAR)
    edited = sums_of(of(sample, name, HYGIENISTS, OWNERS, by="month", window=YEAR))
    sample.forget()
    fresh = sums_of(of(sample, name, HYGIENISTS, OWNERS, by="month", window=YEAR))
    assert edited[:2] == fresh[:2]
    np.testing.assert_allclose(edited[2], fresh[2], rtol=1e-12)


def test_trend_drawn_again_asks_the_file_nothing(tiny_folder):
    warehouse = Warehouse.open(tiny_folder)
    drawn = of(warehouse, "did:login", EVERYBODY, by="month")
    warehouse.close()
    assert of(warehouse, "did:login", EVERYBODY, by="month") == drawn


def test_trend_of_answers_of_another_segment_asks_the_file_for_its_people_alone(sample_warehouse):
    warehouse = Warehouse.open(sample_warehouse)
    of(warehouse, "nps", HYGIENISTS, by="month")
    in_play(warehouse, (DENTISTS,))
    warehouse.close()
    assert of(warehouse, "nps", DENTISTS, by="month").lines[0].course != "not_enough_data"
