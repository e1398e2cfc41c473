import json

import pytest

from strata.model.segment import AttributeCondition, Segment
from tests.pages.reading import shown

COMPARE, OVERLAP = "pages/compare/compare.py", "pages/segments/overlap.py"
ASKED = AttributeCondition("role", "is", ("dentist",))
DENTISTS = Segment("Our dentists", ASKED)
BOTH = Segment("Our dentists", AttributeCondition("role", "is", ("dentist", "hygienist")))


@pytest.fixture
def dentists(work, now):
    return work.save(DENTISTS, by="ann", now=now, visibility="everyone")


def test_link_names_a_saved_segment_by_id_and_version(open_page, dentists):
    app = open_page("", segments='["our-dentists@1"]', baseline='"our-dentists"')
    app = app.switch_page(COMPARE).run()
    assert "Our dentists" in chips(app)
    assert not app.warning
    assert json.loads(app.query_params["segments"]) == ["our-dentists@1"]


def test_link_to_an_earlier_version_shows_that_one_and_says_so(open_page, dentists, work, now):
    work.save(BOTH, by="bob", now=now, segment_id="our-dentists", base_version=1)
    app = open_page("", segments='["our-dentists@1"]')
    assert "The link shows version 1 of 'Our dentists'; bob has saved version 2 since, on 1 Oct 2026." in plain(app)
    app = app.switch_page(COMPARE).run()
    assert "Our dentists (version 1)" in chips(app)
    assert json.loads(app.query_params["segments"]) == ["our-dentists@1"]


def test_link_to_an_archived_segment_opens_it_with_a_note(open_page, dentists, work, now):
    work.archive("our-dentists", by="ann", now=now)
    app = open_page("", segments='["our-dentists@1"]')
    assert "'Our dentists' is archived" in plain(app)
    assert "Our dentists (archived)" in chips(app.switch_page(COMPARE).run())


def test_link_to_an_unknown_segment_says_so_and_the_others_open(open_page, dentists):
    app = open_page("", segments='["our-dentist@1","our-dentists@1"]')
    assert "There is no saved segment 'our-dentist': did you mean 'our-dentists'?" in plain(app)
    assert chips(app.switch_page(COMPARE).run()) == ["Our dentists"]


def test_link_to_an_unknown_version_says_which_there_are(open_page, dentists):
    assert "has no version 7: choose one from 1 to 1." in plain(open_page("", segments='["our-dentists@7"]'))


def test_link_to_a_private_segment_of_another_does_not_open(open_page, work, now):
    work.save(DENTISTS, by="bob", now=now)
    app = open_page("", segments='["our-dentists@1"]')
    assert "The segment 'our-dentists' is private: ask bob to let everyone see it." in plain(app)
    assert "Nothing to compare yet" in shown(app.switch_page(COMPARE).run())


def test_link_with_an_unsaved_segment_never_changes_a_saved_one_of_its_name(open_page, dentists, work):
    app = open_page("", segments=json.dumps([BOTH.as_json()]))
    assert chips(app.switch_page(COMPARE).run()) == ["Our dentists (2)"]
    assert work.get("our-dentists") == dentists


def test_link_to_an_overlap_lays_the_same_segments_over_one_another(open_page, dentists):
    app = open_page("", overlap=json.dumps(["our-dentists@1", Segment("Everybody", ASKED).as_json()]))
    app = app.switch_page(OVERLAP).run()
    assert app.multiselect[0].value == ["Our dentists", "Everybody"]


@pytest.mark.parametrize("value", ["[", "[1]", '{"id":3}', '["our-dentists@x"]', "null"])
def test_damaged_link_is_one_sentence(open_page, dentists, value):
    app = open_page("", segments=value)
    assert not app.exception
    assert not app.error
    assert "The link could not be read in full" in app.warning[0].value


def test_view_too_long_for_a_link_says_what_helps(open_page):
    many = Segment("Many", AttributeCondition("role", "is", tuple(f"value {n}" for n in range(1000))))
    app = open_page("", segments=json.dumps([many.as_json()])).switch_page(COMPARE).run()
    assert "too long for a link" in shown(app)
    assert "segments" not in app.query_params


def plain(app):
    return app.warning[0].value.replace("\\", "")


def chips(app):
    return [each.label.replace("\\", "") for each in app.button if (each.key or "").startswith("chip_")]
