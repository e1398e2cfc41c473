import pytest

from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.results import SegmentSize, Source

SOURCE = Source("Town", "v1", "2026-01-02T03:04:05", "2026-01-01", "Europe/Paris", "all dates", "all users")


def exhibit(*marks: Mark) -> Exhibit:
    plot = Plot("bars", "%", tuple(f"week {i}" for i in range(len(marks))), (Series("Dentists", marks),))
    return Exhibit("weeks", "Weeks", plot, Stamp(SOURCE))


def test_plot_needs_a_mark_for_each_category():
    with pytest.raises(ValueError, match="Dentists: 1 marks for 2 categories"):
        Plot("bars", "%", ("a", "b"), (Series("Dentists", (Mark(1.0),)),))


def test_words_of_a_mark_say_value_interval_and_people():
    assert Mark(12.34, 10.0, 15.0, n=1200, accounts=30).words("%", "users") == (
        "12.3 % (95 % interval 10.0 % to 15.0 %); 1,200 users from 30 accounts"
    )


def test_words_of_a_withheld_mark_have_no_value():
    assert Mark(None, n=3, withheld="Too few.").words("%", "users") == "Too few (3 users)"


def test_rows_come_from_the_plot():
    found = exhibit(Mark(1.0, 0.5, 2.0, n=7, accounts=3), Mark(None, n=2, withheld="too few"))
    assert found.rows.rows == (
        ("week 0", "Dentists", 1.0, 0.5, 2.0, 7, 3, ""),
        ("week 1", "Dentists", None, None, None, 2, 0, "too few"),
    )
    assert found.as_json()["rows"][1][2] is None


def test_stamp_says_meaning_baseline_dates_and_version():
    stamp = Stamp(SOURCE, (SegmentSize("A", "role is a.", "k", 10, 2, 5.0),), "everyone else", "Newcombe")
    assert stamp.lines == (
        "A: role is a (10 users of 2 accounts)",
        "Held against everyone else",
        "All dates, all users",
        "Newcombe",
        "Town, data up to 2026-01-01 (Europe/Paris), version v1, loaded 2026-01-02 03:04 UTC",
    )
