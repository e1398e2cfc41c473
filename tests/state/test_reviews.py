from dataclasses import replace

import pytest
from sqlalchemy import text

from strata.errors import StateError
from strata.model.recipe import Recipe
from strata.model.review import DAMAGED, Item, Pinned, item
from strata.model.segment import AttributeCondition, Segment
from strata.state import open_state

WEEKLY = Item('{"kind": "retention"}', "weekly", "Weekly retention")
STEPS = Item('{"kind": "funnel"}', "steps", "Steps", headline="Few finish", comment="Look at step 2")
NAMES = ["Q3 " + "ä" * 190, "дорога", "評価 🦷🪥", "שלום / عربي", "a\\b/c:*?<>|", "=cmd|' /C calc'!A0"]


@pytest.fixture
def dentists(state, now):
    return state.save(Segment("Dentists", AttributeCondition("role", "is", ("dentist",))), by="ann", now=now)


def about(saved, version=1):
    """An item about one saved segment."""
    recipe = Recipe("retention", (saved.segment,))
    return item(recipe, "weekly", title="Weekly", pins={saved.name: Pinned(saved.id, version)})


def test_save_review_round_trip(state, now):
    saved = state.save_review("Quarter", (WEEKLY, STEPS), by="ann", now=now, note="First")
    assert (saved.id, saved.version, saved.owner, saved.visibility) == ("quarter", 1, "ann", "private")
    assert saved.items == (WEEKLY, STEPS)
    assert state.review("quarter", for_user="ann") == saved
    assert state.reviews(for_user="ann") == (saved,)
    assert [change.action for change in state.changes("quarter")] == ["saved review version 1"]


def test_save_review_again_is_a_version_more_and_loses_nothing(state, now):
    state.save_review("Quarter", (WEEKLY, STEPS), by="ann", now=now)
    again = state.save_review("Quarter 3", (STEPS,), by="ann", now=now, review_id="quarter", base_version=1)
    assert (again.id, again.version, again.name) == ("quarter", 2, "Quarter 3")
    assert [saved.items for saved in state.review_versions("quarter", for_user="ann")] == [(STEPS,), (WEEKLY, STEPS)]
    assert state.review("quarter", 1, for_user="ann").name == "Quarter"
    with pytest.raises(StateError, match="no version 3: choose one from 1 to 2"):
        state.review("quarter", 3, for_user="ann")


@pytest.mark.parametrize("name", NAMES)
def test_save_review_keeps_every_name(state, now, name):
    saved = state.save_review(name, (), by="ann", now=now)
    assert state.review(saved.id, for_user="ann").name == name


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "a\nb", "a\x00"])
def test_save_review_refuses_a_name_that_is_none(state, now, name):
    with pytest.raises(StateError, match="cannot name a review"):
        state.save_review(name, (), by="ann", now=now)
    assert state.reviews(for_user="ann") == ()


def test_two_people_saving_one_review_is_a_conflict_that_names_both_versions(state, now):
    state.save_review("Quarter", (WEEKLY,), by="ann", now=now, visibility="everyone")
    state.save_review("Quarter", (STEPS,), by="bob", now=now, review_id="quarter", base_version=1)
    with pytest.raises(StateError, match="version 2 by bob on 2026-10-01 at 12:00 UTC while you edited version 1"):
        state.save_review("Quarter", (WEEKLY, STEPS), by="ann", now=now, review_id="quarter", base_version=1)
    on_top = state.save_review("Quarter", (WEEKLY, STEPS), by="ann", now=now, review_id="quarter", base_version=2)
    assert on_top.version == 3


def test_taken_name_is_refused_only_among_the_same_people(state, now):
    state.save_review("Quarter", (), by="ann", now=now)
    with pytest.raises(StateError, match="already a review 'Quarter', owned by ann"):
        state.save_review("Quarter", (), by="ann", now=now)
    assert state.save_review("Quarter", (), by="bob", now=now).id == "quarter-2"


def test_private_review_is_for_its_owner(state, now):
    state.save_review("Quarter", (WEEKLY,), by="ann", now=now)
    assert state.reviews(for_user="bob") == ()
    for refused in (
        lambda: state.review("quarter", for_user="bob"),
        lambda: state.add_to_review("quarter", STEPS, by="bob", now=now),
        lambda: state.delete_review("quarter", by="bob", now=now),
        lambda: state.review_versions("quarter", for_user="bob"),
    ):
        with pytest.raises(StateError, match="private to ann"):
            refused()


def test_add_to_review_adds_on_top_of_what_was_saved_last(state, now):
    state.save_review("Quarter", (WEEKLY,), by="ann", now=now)
    added = state.add_to_review("quarter", STEPS, by="ann", now=now)
    assert (added.version, added.items, added.note) == (2, (WEEKLY, STEPS), "Added: Steps")
    with pytest.raises(StateError, match="'Steps' is in 'Quarter' already"):
        state.add_to_review("quarter", replace(STEPS, headline="Other words"), by="ann", now=now)


def test_save_review_refuses_more_than_can_be_read(state, now):
    with pytest.raises(StateError, match="61 charts are too many"):
        state.save_review("Quarter", (replace(WEEKLY, exhibit=f"e{i}") for i in range(61)), by="ann", now=now)


def test_review_uses_its_segments_so_they_cannot_be_deleted(state, now, dentists):
    state.save_review("Quarter", (about(dentists),), by="ann", now=now)
    assert [(use.kind, use.name) for use in state.used_by(dentists.id)] == [("review", "Quarter")]
    state.archive(dentists.id, by="ann", now=now)
    with pytest.raises(StateError, match="used by Quarter"):
        state.delete(dentists.id, by="ann", now=now)
    state.delete_review("quarter", by="ann", now=now)
    state.delete(dentists.id, by="ann", now=now)
    assert [change.action for change in state.changes("quarter")] == ["deleted review", "saved review version 1"]


def test_segment_private_to_another_cannot_be_put_in_but_stays_where_its_owner_put_it(state, now, dentists):
    with pytest.raises(StateError, match="private to ann"):
        state.save_review("Mine", (about(dentists),), by="bob", now=now)
    state.save_review("Ours", (about(dentists),), by="ann", now=now, visibility="everyone")
    assert state.add_to_review("ours", STEPS, by="bob", now=now).items == (about(dentists), STEPS)


def test_version_of_a_segment_that_is_not_there_is_refused(state, now, dentists):
    with pytest.raises(StateError, match="no version 7"):
        state.save_review("Quarter", (about(dentists, 7),), by="ann", now=now)


@pytest.mark.parametrize(
    ("document", "items"),
    [
        ("[{broken", (DAMAGED,)),
        ('{"a": 1}', (DAMAGED,)),
        ('[{"asked": 3}, null]', (DAMAGED,)),
        (
            '[null, {"asked": "x", "exhibit": "e", "title": "T", "headline": "", "comment": ""}]',
            (DAMAGED, Item("x", "e", "T")),
        ),
    ],
)
def test_damaged_review_is_read_as_far_as_it_goes(state, now, document, items):
    state.save_review("Quarter", (WEEKLY,), by="ann", now=now)
    with state.changing() as connection:
        connection.execute(text("update review_versions set items = :items"), {"items": document})
    assert state.review("quarter", for_user="ann").items == items
    assert len(state.reviews(for_user="ann")) == 1


def test_reviews_are_there_after_a_restart(url, now):
    first = open_state(url)
    first.save_review("Quarter", (STEPS,), by="ann", now=now)
    first.close()
    again = open_state(url)
    assert again.review("quarter", for_user="ann").items == (STEPS,)
    again.close()
