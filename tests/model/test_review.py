import json

import pytest

from strata.errors import SegmentError, StateError
from strata.model.exhibit import Exhibit, Stamp
from strata.model.recipe import Recipe
from strata.model.results import Source
from strata.model.review import Item, Pinned, item, moved, parse_items, recipe_of, repinned, told, without_twins
from strata.model.segment import AttributeCondition, Last, Segment, UsersCondition

SOURCE = Source("Tiny", "v1", "2026-10-01", "2026-03-31", "UTC", "all dates", "all users")
SHOWN = Exhibit("weekly", "Weekly retention", None, Stamp(SOURCE), findings=("It falls.",), notes=("So far.",))
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
OTHERS = Segment("Others", AttributeCondition("role", "is_not", ("dentist",)))
RECIPE = Recipe("retention", (DENTISTS, OTHERS), DENTISTS, Last(90), (("by", "week"), ("steps", ("a", "b"))))
A, B, C = (Item(f'{{"kind": "{kind}"}}', "one", kind) for kind in "abc")


def test_recipe_of_reads_back_what_item_wrote():
    kept = keep({})
    assert (kept.exhibit, kept.title, kept.pins) == ("weekly", "Weekly retention", ())
    assert recipe_of(kept, lambda pin: DENTISTS) == RECIPE


def test_saved_segments_stay_versions_under_the_name_they_were_shown_by():
    kept = keep({"Dentists": Pinned("our-dentists", 2)})
    assert kept.pins == (Pinned("our-dentists", 2), Pinned("our-dentists", 2))
    assert "role" not in json.dumps(json.loads(kept.asked)["segments"][0])
    frozen = Segment("Our dentists", UsersCondition(("u1", "u2")))
    read = recipe_of(kept, {Pinned("our-dentists", 2): frozen}.__getitem__)
    assert [(each.name, each.where) for each in read.segments] == [("Dentists", frozen.where), ("Others", OTHERS.where)]
    assert isinstance(read.baseline, Segment)
    assert read.baseline.where == frozen.where


def test_recipe_of_says_that_a_segment_is_gone():
    def gone(pin):
        raise StateError(f"There is no saved segment {pin.id!r}.")

    with pytest.raises(StateError, match="no saved segment 'x'"):
        recipe_of(keep({"Dentists": Pinned("x", 1)}), gone)


@pytest.mark.parametrize("asked", ["", "{", "[1]", '{"kind": 3}', '{"kind": "a", "segments": [7]}', "[" * 100_000])
def test_recipe_of_a_damaged_item_is_a_sentence(asked):
    damaged = Item(asked, "weekly", "Weekly")
    assert damaged.pins == ()
    with pytest.raises(SegmentError, match="Weekly"):
        recipe_of(damaged, lambda pin: DENTISTS)


def test_key_depends_on_what_is_asked_alone():
    assert A.key == Item(A.asked, A.exhibit, "Other title", "Headline", "Comment").key
    assert len({A.key, B.key, Item(A.asked, "two", "a").key}) == 3


def test_parse_items_reads_what_as_json_wrote():
    assert parse_items([each.as_json() for each in (A, B)]) == (A, B)
    assert parse_items([]) == ()


@pytest.mark.parametrize(
    ("key", "step", "order"), [(A.key, 1, "bac"), (C.key, -1, "acb"), (A.key, -1, "abc"), (B.key, 9, "acb")]
)
def test_moved_never_passes_an_end(key, step, order):
    assert "".join(each.title for each in moved((A, B, C), key, step)) == order


def test_without_twins_keeps_the_first():
    twin = Item(A.asked, A.exhibit, "twin")
    assert without_twins((A, B, twin)) == (A, B)


def test_told_puts_headline_and_comment_first_and_keeps_the_rest():
    said = told(SHOWN, Item("", "weekly", "Weekly retention", "They leave in week 2", "Look.\n\nAct."))
    assert said.title == "They leave in week 2"
    assert said.findings == ("Look.", "Act.", "It falls.")
    assert said.notes == ("Chart: Weekly retention", "So far.")
    assert told(SHOWN, Item("", "weekly", "Weekly retention")).notes == ("So far.",)


def test_repinned_changes_the_versions_that_are_named():
    kept = keep({"Dentists": Pinned("our-dentists", 2)})
    assert repinned(kept, {"our-dentists": 5, "other": 9}).pins == (Pinned("our-dentists", 5),) * 2
    assert repinned(kept, {"other": 9}) == kept


def keep(pins):
    return item(RECIPE, SHOWN.key, title=SHOWN.title, pins=pins)
