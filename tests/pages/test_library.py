import json

import pytest

from strata.model.segment import AttributeCondition, Segment, SegmentCondition
from tests.pages.reading import shown

LIBRARY = "pages/segments/library.py"
COMPARE = "pages/compare/compare.py"
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
BOTH = Segment("Dentists", AttributeCondition("role", "is", ("dentist", "hygienist")))


@pytest.fixture
def dentists(work, now):
    return work.save(DENTISTS, by="ann", now=now, description="For the review", tags=("review",))


def test_empty_library_teaches(open_page):
    app = open_page(LIBRARY)
    assert not app.exception
    assert "Nothing is saved yet" in app.info[0].value


def test_card_says_all_there_is_to_know(open_page, dentists):
    said = shown(open_page(LIBRARY))
    for words in ("**Dentists**", "**3 users**", "role is dentist", "Version 1", "saved by ann on 1 Oct 2026"):
        assert words in said
    assert "not used elsewhere" in said
    assert "For the review" in said


def test_search_finds_by_description_and_says_when_nothing_is_like_it(open_page, dentists, work, now):
    work.save(Segment("Others", DENTISTS.where), by="ann", now=now)
    app = open_page(LIBRARY)
    app.text_input(key="wish_search").set_value("review").run()
    assert "**Dentists**" in shown(app)
    assert "**Others**" not in shown(app)
    app.text_input(key="wish_search").set_value("zzz").run()
    assert "No saved segment is like that." in app.info[0].value
    button(app, "Show all").click().run()
    assert "**Others**" in shown(app)


def test_private_segments_of_others_are_not_listed(open_page, work, now):
    work.save(DENTISTS, by="bob", now=now)
    assert "Nothing is saved yet" in shown(open_page(LIBRARY))


def test_favourites_come_first_and_can_be_shown_alone(open_page, dentists, work, now):
    work.save(Segment("Zebra", DENTISTS.where), by="ann", now=now)
    app = open_page(LIBRARY)
    app.button(key="star_zebra").click().run()
    assert shown(app).index("**Zebra**") < shown(app).index("**Dentists**")
    app.segmented_control(key="wish_show").set_value("favourites").run()
    assert "**Dentists**" not in shown(app)


def test_duplicate_verify_archive_and_back(open_page, dentists, work):
    app = open_page(LIBRARY)
    menu(app, "dentists", "Duplicate")
    assert "Dentists (copy)" in shown(app)
    menu(app, "dentists", "Mark as verified")
    assert work.get("dentists").is_verified
    menu(app, "dentists", "Archive")
    assert "**Dentists**" not in shown(app)
    app.segmented_control(key="wish_show").set_value("archived").run()
    menu(app, "dentists", "Take out of the archive")
    assert not work.get("dentists").is_archived


def test_archived_and_unused_can_be_deleted(open_page, dentists, work, now):
    work.archive("dentists", by="ann", now=now)
    app = archived(open_page)
    app.button(key="delete_dentists").click().run()
    assert not app.exception
    assert work.list(include_archived=True) == ()


def test_used_one_cannot_be_deleted_and_says_why(open_page, dentists, work, now):
    work.save(Segment("User", SegmentCondition("dentists")), by="ann", now=now)
    work.archive("dentists", by="ann", now=now)
    app = archived(open_page)
    assert "used by User" in shown(app)
    assert "delete_dentists" not in [each.key for each in app.button]


def test_history_says_what_changed_and_restores(open_page, dentists, work, now):
    work.save(BOTH, by="ann", now=now, segment_id="dentists", base_version=1, note="Hygienists too")
    app = open_page(LIBRARY)
    app.button(key="details_dentists").click().run()
    assert "changed: role is dentist -> role is dentist or hygienist" in shown(app).replace("\\", "")
    assert "Hygienists too" in shown(app)
    app.button(key="restore_dentists_1").click().run()
    assert work.get("dentists").version == 3
    assert work.get("dentists").segment == DENTISTS


def test_size_is_kept_once_for_the_loaded_data(open_page, dentists, work):
    open_page(LIBRARY)
    open_page(LIBRARY)
    assert [(size.version, size.users) for size in work.sizes("dentists")] == [(1, 3)]


def test_frozen_one_is_counted_by_its_people(open_page, work, now):
    work.save(DENTISTS, by="ann", now=now, members=("u1", "u2"))
    said = shown(open_page(LIBRARY))
    assert "people of 1 Oct 2026" in said


def test_segment_that_cannot_be_counted_says_why_and_the_others_stay(open_page, dentists, work, now):
    work.save(Segment("Gone", AttributeCondition("shoe_size", "is", ("9",))), by="ann", now=now)
    app = open_page(LIBRARY)
    assert "shoe_size" in app.error[0].value
    assert "**3 users**" in shown(app)
    app.button(key="details_gone").click().run()
    assert not app.exception


def test_compare_takes_the_segment_along(open_page, dentists):
    app = open_page(LIBRARY)
    app.button(key="compare_dentists").click().run()
    assert "Dentists" in [each.label for each in app.button]
    assert json.loads(app.query_params["segments"])[0] == "dentists@1"


def test_open_edits_the_saved_one(open_page, dentists, work, now):
    app = open_page(LIBRARY)
    app.button(key="open_dentists").click().run()
    assert "You are editing **Dentists**, version 1" in shown(app)


def test_import_saves_and_says_what_is_no_segment(open_page, work):
    app = open_page(LIBRARY)
    text = b'{"name": "Both", "tags": ["new"], "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}'
    files = [("both.json", text, "application/json"), ("wrong.json", b"{", "application/json")]
    app.file_uploader[0].set_value(files).run()
    assert work.get("both").tags == ("new",)
    assert "wrong.json is no JSON" in shown(app)


def test_library_address_keeps_what_is_looked_for(open_page, dentists):
    app = open_page("", find="nothing like it", show="all")
    app = app.switch_page(LIBRARY).run()
    assert "No saved segment is like that." in app.info[0].value


def archived(open_page):
    app = open_page(LIBRARY)
    return app.segmented_control(key="wish_show").set_value("archived").run()


def menu(app, segment_id, words):
    next(each for each in app.get("menu_button") if each.key == f"menu_{segment_id}").click(words).run()
    assert not app.exception


def button(app, label):
    return next(each for each in app.button if each.label == label)
