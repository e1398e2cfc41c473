from strata.model.recent import Recent


def test_answers_are_kept_up_to_a_number_of_bytes():
    kept = Recent(len, 10)
    for key, answer in enumerate(["aaaa", "bbbb", "cccc", "d" * 11]):
        kept.add(key, answer)
    assert list(kept.answers.values()) == ["bbbb", "cccc"]
    assert kept.held_bytes == 8
