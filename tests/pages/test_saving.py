import json

import pytest

from strata.model.segment import AttributeCondition, Segment, SegmentCondition
from tests.pages.reading import shown

BUILD, LIBRARY = "pages/segments/build.py", "pages/segments/library.py"
DENTISTS = Segment("Our dentists", AttributeCondition("role", "is", ("dentist",)))
BOTH = Segment("Our dentists", AttributeCondition("role", "is", ("dentist", "hygienist")))


@pytest.fixture
def dentists(work, now):
    return work.save(DENTISTS, by="ann", now=now, visibility="everyone", description="As it was")


def test_save_keeps_everything_said_of_it(open_page, work):
    app = building(open_page, DENTISTS.as_json())
    field(app.text_input, "Description").set_value("For the review").run()
    field(app.multiselect, "Tags").set_value(["review"]).run()
    field(app.segmented_control, "Who sees it").set_value("everyone").run()
    field(app.text_input, "What changed").set_value("First try").run()
    press(app, "Save")
    saved = work.get("our-dentists")
    assert (saved.description, saved.tags, saved.visibility, saved.note, saved.saved_by) == (
        "For the review",
        ("review",),
        "everyone",
        "First try",
        "ann",
    )
    assert "You are editing **Our dentists**, version 1" in shown(app)


def test_saving_again_makes_the_next_version(open_page, dentists, work):
    app = building(open_page, "our-dentists@1")
    field(app.text_input, "What changed").set_value("Only words").run()
    press(app, "Save")
    assert (work.get("our-dentists").version, work.get("our-dentists").description) == (2, "As it was")


def test_save_as_new_leaves_the_old_one(open_page, dentists, work):
    app = building(open_page, "our-dentists@1")
    field(app.text_input, "Name of the segment").set_value("Another").run()
    press(app, "Save as new")
    assert work.get("another").segment.where == DENTISTS.where
    assert work.get("our-dentists").version == 1


def test_taken_name_is_said_in_a_sentence(open_page, dentists, work):
    app = building(open_page, BOTH.as_json())
    field(app.segmented_control, "Who sees it").set_value("everyone").run()
    press(app, "Save")
    assert "There is already a segment 'Our dentists' that everyone sees" in app.error[0].value
    assert len(work.list()) == 1


def test_what_uses_it_is_said_before_it_is_changed(open_page, dentists, work, now):
    work.save(Segment("User", SegmentCondition("Our dentists")), by="ann", now=now)
    work.save(Segment("Hidden", SegmentCondition("Our dentists")), by="bob", now=now)
    said = shown(building(open_page, "our-dentists@1"))
    assert "Used by User and 1 private segment of others: a save changes what they show too." in said


def test_frozen_members_stay_those_of_the_day(open_page, work):
    app = building(open_page, DENTISTS.as_json())
    assert "Members follow the data" in shown(app)
    field(app.segmented_control, "Members").set_value(True).run()
    assert "Frozen: the 3 people of 31 Mar 2026, whatever becomes of them." in shown(app)
    press(app, "Save")
    assert len(work.members("our-dentists", 1)) == 3
    press(app, "Save")
    assert work.members("our-dentists", 2) == work.members("our-dentists", 1)


def test_two_sessions_saving_at_once_lose_nothing(open_page, dentists, work):
    mine, theirs = (building(open_page, BOTH.as_json(), edits="our-dentists@1") for _ in range(2))
    press(theirs, "Save")
    field(mine.text_input, "What changed").set_value("Mine").run()
    press(mine, "Save")
    said = shown(mine)
    assert "You saved version 2 on" in said
    assert "role is dentist -> role is dentist or hygienist" in said.replace("\\", "")
    press(mine, "Save mine on top, as version 3")
    assert [(saved.version, saved.note) for saved in work.versions("our-dentists")] == [(3, "Mine"), (2, ""), (1, "")]


def test_after_a_conflict_mine_can_become_a_new_one(open_page, dentists, work, now):
    app = building(open_page, BOTH.as_json(), edits="our-dentists@1")
    work.save(DENTISTS, by="bob", now=now, segment_id="our-dentists", base_version=1)
    press(app, "Save")
    assert "bob saved version 2 on 1 Oct 2026, 12:00 UTC" in shown(app)
    press(app, "Save mine as a new segment")
    assert work.get("our-dentists-mine").segment.where == BOTH.where
    assert work.get("our-dentists").version == 2


def test_after_a_conflict_theirs_can_be_taken(open_page, dentists, work, now):
    app = building(open_page, BOTH.as_json(), edits="our-dentists@1")
    work.save(DENTISTS, by="bob", now=now, segment_id="our-dentists", base_version=1)
    press(app, "Save")
    press(app, "Take theirs, drop my draft")
    assert "You are editing **Our dentists**, version 2" in shown(app)


def test_segment_archived_meanwhile_is_said(open_page, dentists, work, now):
    app = building(open_page, BOTH.as_json(), edits="our-dentists@1")
    work.archive("our-dentists", by="bob", now=now)
    press(app, "Save")
    assert "is archived" in shown(app)


def test_segment_deleted_meanwhile_becomes_a_new_one(open_page, dentists, work, now):
    app = building(open_page, BOTH.as_json(), edits="our-dentists@1")
    work.archive("our-dentists", by="bob", now=now)
    work.delete("our-dentists", by="bob", now=now)
    press(app, "Save")
    assert not app.exception
    assert "was deleted or is no longer shared" in shown(app)
    press(app, "Save")
    assert [saved.segment.where for saved in work.list()] == [BOTH.where]


def test_address_carries_the_draft(open_page, dentists):
    app = building(open_page, "our-dentists@1")
    assert app.query_params["draft"] == '"our-dentists@1"'
    field(app.text_input, "Name of the segment").set_value("Renamed").run()
    assert json.loads(app.query_params["draft"])["name"] == "Renamed"
    assert app.query_params["edits"] == "our-dentists@1"


def test_link_with_a_changed_draft_keeps_its_name_and_what_it_is_based_on(open_page, dentists):
    app = building(open_page, BOTH.as_json() | {"name": "Renamed"}, edits="our-dentists@1")
    assert field(app.text_input, "Name of the segment").value == "Renamed"
    assert "You are editing **Our dentists**, version 1" in shown(app)


def test_start_from_a_saved_one_edits_it(open_page, dentists):
    app = open_page(BUILD)
    field(app.selectbox, "Start from").set_value("Our dentists").run()
    assert "You are editing **Our dentists**, version 1" in shown(app)


def building(open_page, draft, **query):
    """The builder with a draft from a link."""
    return open_page("", draft=json.dumps(draft), **query).switch_page(BUILD).run()


def field(kind, label):
    return next(each for each in kind if each.label == label)


def press(app, label):
    field(app.button, label).click().run()
