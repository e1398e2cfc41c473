from datetime import timedelta

import pytest

from strata.model.moves import Figure
from strata.state import Showed

NPS = Figure("Dentists, NPS", "value", 12.5, None, 20.0, 40, "points", "answers")
VERDICT = Figure("Dentists: NPS against everyone else", "contrast", -3.0, -9.0, 3.0, 40, "points", "answers", "lower")


@pytest.fixture
def review(state, now):
    return state.save_review("Quarter", (), by="ann", now=now)


def test_showed_gives_the_last_other_load_of_each_item(state, review, now):
    state.record_figures(review.id, "v1", "2026-01-31", {"a": (NPS,), "b": (VERDICT,)}, at=now)
    state.record_figures(review.id, "v2", "2026-02-28", {"a": (VERDICT,)}, at=now + timedelta(1))
    assert state.showed(review.id, but="v3") == {
        "a": Showed("v2", "2026-02-28", (VERDICT,), now + timedelta(1)),
        "b": Showed("v1", "2026-01-31", (VERDICT,), now),
    }
    assert state.showed(review.id, but="v2")["a"].figures == (NPS,)
    assert state.showed(review.id, but="v1").keys() == {"a"}


def test_record_figures_keeps_the_first_of_a_load(state, review, now):
    state.record_figures(review.id, "v1", "2026-01-31", {"a": (NPS,)}, at=now)
    state.record_figures(review.id, "v1", "2026-01-31", {"a": (VERDICT,), "b": (NPS,)}, at=now)
    assert {key: each.figures for key, each in state.showed(review.id, but="").items()} == {"a": (NPS,), "b": (NPS,)}


def test_record_figures_of_a_deleted_review_keeps_nothing(state, review, now):
    state.record_figures(review.id, "v1", "2026-01-31", {"a": (NPS,)}, at=now)
    state.delete_review(review.id, by="ann", now=now)
    state.record_figures(review.id, "v2", "2026-01-31", {"a": (NPS,)}, at=now)
    assert state.showed(review.id, but="") == {}
