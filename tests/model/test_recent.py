from strata.model.recent import Recent


def test_answers_are_kept_up_to_a_number_of_bytes():
    kept = Recent(len, 10)
    for key, answer in enumerate(["aaaa", "bbbb", "cccc", "d" * 11]):
        kept.add(key, answer)
    assert list(kept.answers.values()) == ["bbbb", "cccc"]
    assert kept.held_bytes == 8


def test_a_later_answer_takes_the_place_of_one_of_the_same_key():
    kept = Recent(len, 10)
    for key, answer in ((1, "aaaa"), (2, "bb"), (1, "cccccc")):
        kept.add(key, answer)
    assert list(kept.answers.values()) == ["bb", "cccccc"]
    assert kept.held_bytes == 8
