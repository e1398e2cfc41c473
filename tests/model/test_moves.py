import pytest

from strata.model.moves import Changes, Figure, changes

WEEK, NPS = "Dentists, week 1", "Dentists: NPS against everyone else"
TURNED, N = f"{NPS}: was", "100 answers then,"


def value(label=WEEK, at=40.0, low=30.0, high=50.0, n=100):
    return Figure(label, "value", at, low, high, n, "%", "users")


def judged(verdict, difference: float | None = -10.0, n=100):
    return Figure(NPS, "contrast", difference, -20.0, 0.0, n, "points", "answers", verdict)


@pytest.mark.parametrize(
    ("then", "now", "how", "sentence"),
    [
        (
            value(),
            value(at=45.0, n=120),
            "inside",
            f"{WEEK}: from 40.0 % to 45.0 %; 100 users then, 120 now, within its interval of then.",
        ),
        (
            value(),
            value(at=55.0),
            "outside",
            f"{WEEK}: from 40.0 % to 55.0 %; 100 users then, 100 now, outside its interval of then, 30.0 % to 50.0 %.",
        ),
        (
            value(),
            value(at=None, n=3),
            "withheld",
            f"{WEEK}: is withheld now, and was 40.0 % (100 users then, 3 now).",
        ),
        (
            value(at=None, low=None, high=None, n=4),
            value(n=9),
            "withheld",
            f"{WEEK}: was withheld, and is 40.0 % now (4 users then, 9 now).",
        ),
        (
            judged("no_clear_difference"),
            judged("lower", -18.0, 220),
            "verdict",
            f"{TURNED} “no clear difference”, is now “lower” (difference from -10 points to -18 points; {N} 220 now).",
        ),
        (
            judged("lower"),
            judged("not_enough_data", None, 3),
            "verdict",
            f"{TURNED} “lower”, is now “not enough data” (difference from -10 points to withheld; {N} 3 now).",
        ),
        (
            Figure("Dentists", "size", 40, None, None, 40, "users", "users"),
            Figure("Dentists", "size", 45, None, None, 45, "users", "users"),
            "outside",
            "Dentists: from 40 users to 45 users.",
        ),
    ],
)
def test_changes_tells_each_kind_of_move(then, now, how, sentence):
    (move,) = changes([then], [now], since="2026-01-31").moves
    assert (move.how, move.sentence) == (how, sentence)


def test_changes_of_the_same_figures_are_none():
    figures = [value(), judged("lower")]
    found = changes(figures, figures, since="2026-01-31")
    assert (found.moves, found.added, found.gone) == ((), (), ())
    assert found.sentences == ("Nothing moved: all 2 values read as with the data up to 2026-01-31.",)


def test_changes_too_small_to_be_read_are_none():
    assert changes([value()], [value(at=40.0004)], since="2026-01-31").moves == ()


def test_changes_say_what_came_and_went():
    found = changes([value("A"), value("B")], [value("B"), value("C")], since="2026-01-31")
    assert (found.added, found.gone) == (("C",), ("A",))
    assert found.sentences == ("1 value came in and 1 value went out, as dates and groups moved on.",)


def test_changes_begin_with_verdicts_and_cut_a_long_list():
    then = [value(f"Week {i}") for i in range(9)] + [judged("lower")]
    now = [value(f"Week {i}", at=70.0) for i in range(8)] + [value("Week 8", at=41.0), judged("no_clear_difference")]
    found = changes(then, now, since="2026-01-31")
    assert found.moves[0].how == "verdict"
    assert len(found.notable) == 9
    assert len(found.sentences) == 7
    assert found.sentences[-2:] == (
        "4 more moved as much; the table of the numbers has them all.",
        "1 value moved within the interval of then, as chance alone does.",
    )


def test_first_run_has_nothing_to_be_held_against():
    assert Changes().sentences == ("This is the first run, so there is nothing to hold it against yet.",)


def test_as_json_holds_every_move_with_its_sentence():
    said = changes([value()], [value(at=55.0)], since="2026-01-31").as_json()
    assert said["moves"][0]["then"]["value"] == 40.0
    assert said["sentences"] == [said["moves"][0]["sentence"]]
