import json

from strata.model.calibration import AlarmCheck, Calibration, Rate
from strata.model.results import Source

SOURCE = Source("Brightsmile", "v1", "now", "2026-09-30", "UTC", "all dates", "all users")

WARNING = (
    "CSAT, drawn by user: 15.0 % false alarms (10.7 to 19.0 %) are more than 5 %: draw more rounds, and if it stays "
    "so, take its intervals as too narrow."
)


def calibration(*checks):
    return Calibration(SOURCE, 1, 10.0, 200, alarms=checks)


def check(label, hits, shown, low):
    rate = Rate(hits, 200, hits / 2, low, hits / 2 + 4)
    return AlarmCheck(label.lower(), label, "user", 200, 0, rate, Rate(shown, 200, shown / 2, 0.0, 3.0), ())


def test_sentences_say_what_it_comes_to_and_name_what_is_too_high():
    found = calibration(check("NPS", 10, 2, 2.7), check("CSAT", 30, 2, 10.7))
    assert [each.is_too_high for each in found.alarms] == [False, True]
    assert found.sentences == (
        "Of 400 comparisons without a difference, 10.0 % were called different; 5 % are expected by chance.",
        "After the correction for many metrics at once, 1.0 % were shown as higher or lower.",
        WARNING,
    )


def test_as_json_carries_sentences_and_marks():
    document = json.loads(json.dumps(calibration(check("CSAT", 30, 2, 10.7)).as_json()))
    assert document["sentences"][0].startswith("Of 200 comparisons")
    assert document["alarms"][0]["is_too_high"] is True
    assert document["source"]["project"] == "Brightsmile"


def test_sentences_without_any_verdict():
    nothing = Rate(0, 0, None, None, None)
    found = calibration(AlarmCheck("nps", "NPS", "user", 200, 200, nothing, nothing, ()))
    assert found.sentences == ("No comparison had enough data for a verdict: draw a larger share, or load more data.",)
