import pytest

from strata.stats import UNITS, amount, number, span


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.2349, "points", "23"),
        (-0.001, "points", "0"),
        (0.0512, "percentage_points", "5.1"),
        (0.25, "percent", "25"),
        (0.0, "plain", "0.00"),
        (0.01234, "plain", "0.01"),
        (-3.14159, "plain", "-3.14"),
        (98765.4, "plain", "98,765"),
    ],
)
def test_number(value, unit, text):
    assert number(value, UNITS[unit]) == text


def test_amount_names_the_unit():
    assert amount(0.05, UNITS["percentage_points"]) == "5.0 percentage points"


def test_span_signs_all_but_zero():
    assert span(0.0, 0.121, UNITS["points"]) == "0 to +12 points"
