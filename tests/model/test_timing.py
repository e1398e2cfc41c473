from dataclasses import replace

from strata.model.timing import TimingCurve, TimingStep, pace_sentence
from tests.charts.conftest import contrast

DENTISTS = contrast("Dentists", value=9, low=8, high=11, difference=40, ends=(10, 79), verdict="higher", n=1_204)
FASTER = replace(DENTISTS, scale="ratio")
EVIDENCE = "(95 % interval 1.1 to 1.8; 1,204 users from 827 accounts)"


def test_pace_sentence_says_how_many_times_as_fast():
    assert pace_sentence(FASTER) == f"Dentists get there 1.4 times as fast as everyone else {EVIDENCE}."


def test_pace_sentence_without_a_clear_difference():
    sentence = pace_sentence(replace(FASTER, ci_low=-30.0, verdict="no_clear_difference"))
    assert sentence.startswith(
        "Dentists get there about as fast as everyone else, as far as can be told (95 % interval"
    )


def test_pace_sentence_without_enough_data_says_why():
    few = replace(FASTER, difference=None, verdict="not_enough_data")
    assert pace_sentence(few) == "Dentists cannot be compared with everyone else. Too few answers to compare (n=2)."


def test_at_risk_counts_those_still_on_their_way():
    steps = (TimingStep(2, 25.0, 15.0, 40.0, 40), TimingStep(9, 50.0, 33.0, 68.0, 20))
    found = TimingCurve("Dentists", 40, 9, 50.0, 9, 8, 11, None, 6.5, 9, steps)
    assert [found.at_risk(day) for day in (0, 2, 3, 9, 10)] == [40, 40, 20, 20, 0]
