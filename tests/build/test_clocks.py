from datetime import datetime

import pytest

from strata.build.clocks import repeated_half_hours


@pytest.mark.parametrize(
    ("zone", "year", "expected"),
    [
        ("America/New_York", 2024, ["2024-11-03 01:00", "2024-11-03 01:30"]),
        ("Australia/Lord_Howe", 2025, ["2025-04-06 01:30"]),
        ("America/Havana", 2024, ["2024-11-03 00:00", "2024-11-03 00:30"]),
        ("Europe/Berlin", 1996, ["1996-10-27 02:00", "1996-10-27 02:30"]),
        ("Asia/Kolkata", 2025, []),
    ],
)
def test_repeated_half_hours_are_those_after_which_clocks_go_back(zone, year, expected):
    found = [each for each in repeated_half_hours(zone) if each.year == year]
    assert found == [datetime.fromisoformat(each) for each in expected]
