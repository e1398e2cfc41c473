from strata.ui import frame, scorecard


def test_titles_make_file_names_that_are_all_different():
    found = scorecard.titles(["Plan: A", "Plan: A+", "NPS"])
    assert found == ["Plan: A by segment", "Plan: A+ by segment 2", "NPS by segment"]
    assert len({frame.slug(title) for title in found}) == 3
