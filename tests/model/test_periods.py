from datetime import date

import pytest

from strata.model.periods import Period, before, periods, usual_grain


def test_periods_are_whole_calendar_months():
    found = periods(date(2026, 1, 31), date(2026, 3, 1), "month")
    assert [(each.start, each.end) for each in found] == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ]


def test_periods_are_whole_quarters():
    found = periods(date(2025, 11, 30), date(2026, 1, 1), "quarter")
    assert [(each.start, each.end) for each in found] == [
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ]


def test_before_goes_on_where_quarters_begin():
    years = periods(date(2024, 1, 1), date(2025, 12, 31), "quarter")
    assert len(years) == 8
    assert before(years[4], 4) == years[:4]


def test_weeks_begin_on_monday():
    found = periods(date(2026, 1, 1), date(2026, 1, 12), "week")
    assert [str(each.start) for each in found] == ["2025-12-29", "2026-01-05", "2026-01-12"]
    assert {each.end.weekday() for each in found} == {6}


def test_periods_of_no_days_are_none():
    assert periods(date(2026, 2, 1), date(2026, 1, 1), "day") == ()


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_before_goes_on_where_periods_begin(grain):
    all_of_them = periods(date(2024, 1, 1), date(2024, 12, 29), grain)
    assert before(all_of_them[6], 4) == all_of_them[2:6]


@pytest.mark.parametrize(
    ("period", "label", "words"),
    [
        (Period("month", date(2026, 3, 1), date(2026, 3, 31)), "Mar 2026", "March 2026"),
        (Period("quarter", date(2026, 4, 1), date(2026, 6, 30)), "Q2 2026", "quarter 2 of 2026"),
        (Period("week", date(2026, 3, 2), date(2026, 3, 8)), "2 Mar 2026", "the week of 2 March 2026"),
        (Period("day", date(2026, 3, 2), date(2026, 3, 2)), "2 Mar 2026", "2 March 2026"),
    ],
)
def test_period_is_named(period, label, words):
    assert (period.label, period.words) == (label, words)


@pytest.mark.parametrize(("last", "grain"), [((2026, 1, 31), "day"), ((2026, 6, 1), "week"), ((2026, 12, 1), "month")])
def test_usual_grain_suits_the_span(last, grain):
    assert usual_grain(date(2026, 1, 1), date(*last)) == grain
