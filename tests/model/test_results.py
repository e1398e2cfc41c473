from dataclasses import replace
from typing import Any

import pytest

from strata.model.results import Contrast, amount, interval

FIELDS: dict[str, Any] = dict.fromkeys(Contrast.__dataclass_fields__) | {
    "segment": "Hygienists",
    "baseline": "everyone else",
    "metric": "nps",
    "label": "NPS",
    "unit": "points",
    "value": -29.2,
    "n": 1204,
    "counted": "answers",
    "accounts": 388,
    "difference": -43.4,
    "ci_low": -50.2,
    "ci_high": -36.4,
    "scale": "difference",
    "verdict": "lower",
    "reasons": (),
    "badges": (),
    "level": 0.95,
    "effective_n": None,
    "largest_account": 0.0,
    "needed": None,
    "margin": None,
    "effect": None,
    "direction": "higher_is_better",
    "cautions": (),
}
HYGIENISTS = Contrast(**FIELDS)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "points", "–"),
        (-43.4, "points", "-43"),
        (26.537, "%", "26.5 %"),
        (-11.06, "pp", "-11.1 pts"),
        (1234.5678, "days", "1,235 days"),
        (3.68, "", "3.68"),
        (16.957, "days", "17.0 days"),
        (9, "days", "9 days"),
    ],
)
def test_amount_has_its_unit_and_no_needless_digits(value, unit, text):
    assert amount(value, unit) == text


def test_interval_has_signs_and_its_unit_once():
    assert interval(-12.84, 9.31, "pp") == "-12.8 to +9.3 pts"
    assert interval(None, None, "pp") == "–"


def test_sentence_of_a_clear_difference():
    assert HYGIENISTS.sentence == (
        "Hygienists: NPS is 43 points lower than everyone else "
        "(95 % interval -50 to -36; 1,204 answers from 388 accounts)."
    )


def test_sentence_of_shares_speaks_of_percentage_points():
    share = replace(HYGIENISTS, unit="%", label="CSAT", verdict="higher", difference=11.06, ci_low=2.0, ci_high=20.0)
    assert "is 11.1 percentage points higher than everyone else (95 % interval +2.0 to +20.0 pts;" in share.sentence


def test_sentence_of_typical_users_speaks_of_percent():
    days = replace(HYGIENISTS, unit="days", scale="ratio", verdict="higher", difference=11.06, accounts=0)
    assert "is 11.1 % higher for the typical user than everyone else" in days.sentence
    assert days.sentence.endswith("1,204 answers).")


def test_sentence_without_a_difference_says_so():
    unclear = replace(HYGIENISTS, verdict="no_clear_difference", difference=3.5, ci_low=-4.0, ci_high=11.0)
    assert unclear.sentence.startswith(
        "Hygienists: NPS shows no clear difference from everyone else (95 % interval -4 to +11"
    )


def test_sentence_without_enough_data_gives_the_reason():
    few = replace(HYGIENISTS, verdict="not_enough_data", reasons=("Too few answers to compare (n=3).",))
    assert few.sentence == "Hygienists: NPS cannot be compared with everyone else. Too few answers to compare (n=3)."
